"""Filling the derived tables for the first time: rows first, their indexes after, which takes a third of the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from registry.resolving.matching import Db

_MANY = 50_000  # applications: below that it is not worth the lock
_TABLES = ("deadlines", "application_ends", "horizon_days")


@contextmanager
def indexes_after(db: Db) -> Iterator[None]:
    """Where the tables are empty and much is to come, put their indexes aside until it is there.

    Nobody can read the tables meanwhile; they are empty, so that nobody misses anything.
    """
    rows = db.execute(_INDEXES, (list(_TABLES),)).fetchall() if _is_first(db) else []
    for name, _ in rows:
        db.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    db.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _, definition in rows:
        db.execute(definition)


def _is_first(db: Db) -> bool:
    row = db.execute(
        """
        SELECT NOT EXISTS (SELECT FROM deadlines) AND NOT EXISTS (SELECT FROM application_ends)
           AND (SELECT reltuples FROM pg_class WHERE oid = 'applications'::regclass) > %s
        """,
        (_MANY,),
    ).fetchone()
    return bool(row and row[0])


_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
