"""The last scans, and how many deadlines each rule watches over."""

from __future__ import annotations

from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db


def list_scans(db: Db, *, limit: int = 20) -> list[Row]:
    """The last scans, the newest first."""
    return fetch(db, "SELECT * FROM scans ORDER BY id DESC LIMIT %s", (limit,))


def count_watched(db: Db) -> dict[str, int]:
    """Deadlines that stand, with a day that is known, by kind."""
    found = "SELECT kind, count(*) FROM deadlines WHERE withdrawn_on IS NULL AND due IS NOT NULL GROUP BY kind"
    return dict(db.execute(found).fetchall())
