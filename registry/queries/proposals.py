"""Applications that two organisations list: the one that uses it, and the provider that runs it. Proposed, never joined.

The same name alone proposes nothing: "Zaaksysteem" at two ministries is two systems, and one package at two ministries is two
applications of one product. A pair is proposed when one owner runs systems for others and the lists themselves tie it to the
other: the user names the provider as supplier, the provider names the user, or both name the same product.
"""

from __future__ import annotations

from uuid import UUID

from registry.queries.presenting import Row, fetch
from registry.queries.questions import Question, Side
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db

REASONS = {
    "named": ("{user} noemt {provider} als leverancier.", "{user} names {provider} as a supplier."),
    "used": ("{provider} noemt {user} als afnemer.", "{provider} names {user} as a user."),
    "product": ("Beide draaien op hetzelfde product.", "Both run on the same product."),
    "vendor": ("Beide noemen dezelfde leverancier.", "Both name the same supplier."),
    "product_differs": ("Zij noemen verschillende producten.", "They name different products."),
}
"""What ties two listings together, or speaks against it, in Dutch and in English."""
NAME = "De namen zijn gelijk, de eigenaren verschillen.", "The names are the same, the owners differ."


def list_proposals(
    db: Db, *, after: UUID | None = None, after_left: UUID | None = None, limit: int = 50
) -> list[Question]:
    """Pairs of one application listed by its user (left) and by the provider that runs it (right), not judged yet.

    `after` and `after_left` are the right and left ids of the last pair of the page before.
    """
    rows = fetch(db, PROPOSALS, {"after": after, "left": after_left, "limit": limit})
    return [_question(row) for row in rows]


def _question(row: Row) -> Question:
    who = {"user": row["user_owner"], "provider": row["provider_owner"]}
    found = [NAME, *((nl.format(**who), en.format(**who)) for code, (nl, en) in REASONS.items() if row[code])]
    left = Side(row["left_id"], row["left_name"], ((row["user_owner"], row["left_name"]),))
    right = Side(row["right_id"], row["right_name"], ((row["provider_owner"], row["right_name"]),))
    return Question("application", left, right, tuple(nl for nl, _ in found), tuple(en for _, en in found))


PROPOSALS = f"""
    WITH providers AS MATERIALIZED (
        SELECT o.id, coalesce(o.abbreviation, o.name) AS name, array_agg(DISTINCT s.id) AS supplier_ids
        FROM organisations o JOIN suppliers s ON s.kind = 'government' AND (
            s.oin = o.oin OR folded(s.name) IN (folded(o.name), folded(o.abbreviation))
            OR o.name = ANY(s.aliases) OR o.abbreviation = ANY(s.aliases)
        )
        WHERE EXISTS (SELECT FROM sources src JOIN matches sm ON sm.id = src.organisation_id
                      WHERE src.type = 'provider' AND sm.record_id = o.id)
        GROUP BY o.id
    ), pairs AS (
        SELECT u.id AS left_id, u.name AS left_name, h.id AS right_id, h.name AS right_name,
               coalesce(uo.abbreviation, uo.name) AS user_owner, p.name AS provider_owner,
               EXISTS (SELECT FROM application_suppliers l
                       WHERE l.application_id = u.id AND l.supplier_id = ANY(p.supplier_ids)) AS named,
               EXISTS (SELECT FROM application_users a
                       WHERE a.application_id = h.id AND a.organisation_id = u.owner_id) AS used,
               EXISTS (SELECT FROM application_products a JOIN application_products b USING (product_id)
                       WHERE a.application_id = u.id AND b.application_id = h.id) AS product,
               EXISTS (SELECT FROM application_suppliers a JOIN application_suppliers b USING (supplier_id)
                       WHERE a.application_id = u.id AND b.application_id = h.id
                         AND NOT a.supplier_id = ANY(p.supplier_ids)) AS vendor,
               EXISTS (SELECT FROM application_products a WHERE a.application_id = u.id)
               AND EXISTS (SELECT FROM application_products b WHERE b.application_id = h.id) AS both_products
        FROM providers p
        JOIN applications h ON h.owner_id = p.id AND h.ended_on IS NULL
        JOIN applications u ON folded(u.name) = folded(h.name) AND u.owner_id <> h.owner_id AND u.ended_on IS NULL
        JOIN organisations uo ON uo.id = u.owner_id
        WHERE NOT EXISTS (SELECT FROM providers other WHERE other.id = u.owner_id)
    ), standing AS (
        SELECT left_id, right_id FROM ({STANDING}) j WHERE kind = 'application' AND NOT disputed
    )
    SELECT *, both_products AND NOT product AS product_differs
    FROM pairs
    WHERE (named OR used OR (product AND vendor))
      AND (%(after)s::uuid IS NULL OR right_id > %(after)s OR right_id = %(after)s AND left_id > %(left)s::uuid)
      AND NOT EXISTS (
        SELECT FROM standing s JOIN matches ml ON ml.id = s.left_id JOIN matches mr ON mr.id = s.right_id
        WHERE ml.record_id IN (pairs.left_id, pairs.right_id)
          AND mr.record_id IN (pairs.left_id, pairs.right_id)
    )
    ORDER BY right_id, left_id
    LIMIT %(limit)s
"""
