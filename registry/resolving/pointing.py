"""Records that point to others of their own kind: they are published anew when what they point to moves."""

from __future__ import annotations

from registry.kinds import Kind
from registry.resolving.matching import Db


def add_pointing(db: Db, kind: Kind) -> None:
    """Add to `dirty` the records whose references within the kind lead to records that moved just now.

    Other kinds are looked at before or after this one (`touch_downstream`); a kind that points to itself has to look twice.
    """
    published = [f"SELECT t.id FROM {kind.plural} t JOIN gone v ON v.id = t.{field}_id" for field in _own_fields(kind)]
    stated = [f"c.{field} IN (SELECT id FROM gone)" for field in _own_fields(kind)]
    for link in kind.links:
        if link.target == kind.name:
            published.append(f"SELECT l.application_id FROM {link.table} l JOIN gone v ON v.id = l.{link.column}")
            stated.append(f"c.{link.field} && ARRAY(SELECT id FROM gone)")
    if not published:
        return
    db.execute(
        f"""
        WITH gone AS (SELECT id FROM moved WHERE kind = %(kind)s), pointing (id) AS (
            {" UNION ".join(published)}
            UNION SELECT m.record_id
            FROM sources s JOIN matches m ON m.source_id = s.id AND m.kind = %(kind)s AND m.record_id IS NOT NULL
            JOIN {kind.claims.name} c ON c.id = m.claim_id
            WHERE s.type IN ('hand', 'template') AND EXISTS (SELECT FROM gone) AND ({" OR ".join(stated)})
        )
        INSERT INTO dirty SELECT p.id FROM pointing p WHERE NOT EXISTS (SELECT FROM dirty d WHERE d.id = p.id)
        """,
        {"kind": kind.name},
    )


def _own_fields(kind: Kind) -> list[str]:
    return [field for field, target in kind.references.items() if target == kind.name]
