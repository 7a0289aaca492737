"""Who bought paid extended support, for which version, and until when.

What an organisation bought counts for itself and its parts, not for bodies that it is merely responsible for; what was
bought for one application counts for that one. A purchase that names no version and no product counts for nothing.
"""

from __future__ import annotations

from registry.horizon.days import first_day, last_day
from registry.horizon.rules import Rules
from registry.resolving.matching import Db


def find_purchases(db: Db, rules: Rules) -> None:
    """`bought`: by application or owner and version the longest that was bought; without days where nobody says until when."""
    db.execute("DROP TABLE IF EXISTS bought")
    until = "coalesce(u.until, c.ends)"
    db.execute(
        f"""
        CREATE TEMP TABLE bought ON COMMIT DROP AS
        WITH RECURSIVE standing AS (
            SELECT u.application_id, u.organisation_id, u.product_id, u.product_version_id,
                   {first_day(until, rules)} AS first, {last_day(until, rules)} AS last
            FROM support_purchases u LEFT JOIN contracts c ON c.id = u.contract_id
            WHERE u.ended_on IS NULL AND coalesce(u.product_version_id, u.product_id) IS NOT NULL
        ), part AS (
            SELECT DISTINCT organisation_id AS buyer, organisation_id AS id FROM standing
            WHERE application_id IS NULL AND organisation_id IS NOT NULL
            UNION
            SELECT p.buyer, r.organisation_id FROM part p JOIN organisation_relations r ON r.related_id = p.id
            WHERE r.relation = ANY(%s) AND r.ended_on IS NULL AND (r.valid IS NULL OR upper_inf(r.valid))
        )
        SELECT s.application_id, p.id AS owner_id, v.id AS version,
               CASE WHEN bool_or(s.first IS NULL) THEN NULL ELSE max(s.first) END AS first,
               CASE WHEN bool_or(s.last IS NULL) THEN NULL ELSE max(s.last) END AS last
        FROM standing s
        JOIN product_versions v ON v.id = s.product_version_id OR (s.product_version_id IS NULL AND v.product_id = s.product_id)
        LEFT JOIN part p ON p.buyer = s.organisation_id AND s.application_id IS NULL
        WHERE s.application_id IS NOT NULL OR p.id IS NOT NULL
        GROUP BY 1, 2, 3
        """,
        (list(rules.support_reaches),),
    )
    db.execute("CREATE INDEX ON bought (version)")
    db.execute("ANALYZE bought")
