"""Suppliers that only inventories mention, and that bear the name of a known one: counted with its group, never merged with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from registry.comparing import RULES_VERSION
from registry.resolving.holders import affiliations
from registry.resolving.matching import Db
from registry.resolving.mentions import Evidence, Mention, Name


def affiliate(
    db: Db,
    mentions: Iterable[Mention],
    leaders: Mapping[UUID, UUID],
    evidence: Evidence,
    group: Iterable[tuple[Name, Name]],
    at: datetime,
) -> None:
    """Write down anew to whom the reached suppliers belong by name."""
    everyone = list(mentions)
    names = {mention.id: mention.name for mention in everyone}
    found = affiliations(everyone, leaders, group, evidence.different)
    rows = [
        (own, parent, " ".join(filter(None, names[own])), _reason(names[own], names[parent]))
        for own, parent in found.items()
    ]
    db.execute("DROP TABLE IF EXISTS fresh_affiliations")
    db.execute(
        "CREATE TEMP TABLE fresh_affiliations (match_id uuid, parent_id uuid, name text, reason text) ON COMMIT DROP"
    )
    with db.cursor().copy("COPY fresh_affiliations FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    db.execute(
        """
        DELETE FROM supplier_affiliations a USING reached r WHERE a.match_id = r.id
        AND NOT EXISTS (SELECT FROM fresh_affiliations f WHERE f.match_id = a.match_id)
        """
    )
    db.execute(
        """
        INSERT INTO supplier_affiliations (match_id, parent_id, name, reason, rules, known_from)
        SELECT match_id, parent_id, name, reason, %(rules)s, %(at)s FROM fresh_affiliations
        ON CONFLICT (match_id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name,
            reason = excluded.reason, rules = excluded.rules, known_from = excluded.known_from
        WHERE (supplier_affiliations.parent_id, supplier_affiliations.name, supplier_affiliations.reason)
              IS DISTINCT FROM (excluded.parent_id, excluded.name, excluded.reason)
        """,
        {"rules": RULES_VERSION, "at": at},
    )


def _reason(own: Name, parent: Name) -> str:
    return "legal_form" if own[0] == parent[0] else "name"
