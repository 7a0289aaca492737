"""One hash over the published register that does not depend on surrogate ids, the order of arrival, or history.

A record is known by the smallest id among its matches, which follows from source and key alone.
"""

from __future__ import annotations

import hashlib

from registry.kinds import KINDS, Kind
from registry.resolving.matching import Db


def fingerprint(db: Db) -> str:
    """SHA-256 over all published records and links, as hexadecimal text."""
    db.execute("DROP TABLE IF EXISTS anchors")
    db.execute(
        "CREATE TEMP TABLE anchors AS SELECT record_id AS id, (array_agg(id ORDER BY id))[1] AS anchor FROM matches"
        " WHERE record_id IS NOT NULL GROUP BY record_id"
    )
    db.execute("ANALYZE anchors")
    total = hashlib.sha256()
    for kind in KINDS.values():
        total.update(_digest(db, _rows_sql(kind)).encode())
        for table in dict.fromkeys(link.table for link in kind.links):
            link = next(link for link in kind.links if link.table == table)
            role = "l.role" if link.role else "''"
            query = f"""SELECT concat_ws('|', a.anchor, b.anchor, {role}) AS line FROM {table} l
                JOIN anchors a ON a.id = l.application_id JOIN anchors b ON b.id = l.{link.column}"""
            total.update(_digest(db, query).encode())
    db.execute("DROP TABLE anchors")
    return total.hexdigest()


def _rows_sql(kind: Kind) -> str:
    parts, joins = ["a.anchor::text"], [f"FROM {kind.plural} t JOIN anchors a ON a.id = t.id"]
    for field, column in kind.columns.items():
        if field in kind.references:
            joins.append(f"LEFT JOIN anchors a_{field} ON a_{field}.id = t.{column.name}")
            parts.append(f"a_{field}.anchor::text")
        else:
            parts.append(f"t.{column.name}::text")
    line = " || chr(31) || ".join(f"coalesce({part}, chr(30))" for part in parts)
    return f"SELECT {line} AS line {' '.join(joins)}"


def _digest(db: Db, query: str) -> str:
    """One hash over the lines of a query in any order: the sum of the hashes of the lines, and their number."""
    row = db.execute(
        f"""
        SELECT count(*), coalesce(sum(('x' || left(md5(line), 15))::bit(60)::bigint::numeric), 0),
               coalesce(sum(('x' || right(md5(line), 15))::bit(60)::bigint::numeric), 0)
        FROM ({query}) lines
        """
    ).fetchone()
    return repr(row)
