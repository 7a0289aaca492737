"""A list that came back much shorter than it was: the alarm that its steward hears, also though the list is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from registry.journal import write_event
from registry.resolving.matching import Db

SHRANK = "source_shrank"
"""Code of the problem for which such a list is refused (`registry/data/problems.yaml`)."""
EVENT = "source.shrank"


def tell_shrunk(db: Db, import_id: int, parameters: dict[str, Any], at: datetime) -> None:
    """Write the alarm: the source, and how long its list was and is. The same again, day after day, is told once."""
    row = db.execute(
        "SELECT s.id, s.name, o.id FROM imports i JOIN sources s ON s.id = i.source_id"
        " LEFT JOIN matches m ON m.id = s.organisation_id LEFT JOIN organisations o ON o.id = m.record_id WHERE i.id = %s",
        (import_id,),
    ).fetchone()
    if row is None:
        return
    source, name, organisation = row
    data = {"name": name, "import": import_id, "of": parameters.get("of"), "before": parameters.get("before"),
            "after": parameters.get("after")}  # fmt: skip
    if not _is_told(db, source, data):
        write_event(db, EVENT, at, subject=("source", source), organisation=organisation, data=data)


def _is_told(db: Db, source: object, data: dict[str, Any]) -> bool:
    """Whether this was told since the source last brought a list that was applied."""
    row = db.execute(
        "SELECT EXISTS (SELECT FROM events e WHERE e.subject_id = %(source)s AND e.type = %(type)s"
        " AND e.data ->> 'before' = %(before)s AND e.data ->> 'after' = %(after)s AND e.at > coalesce("
        " (SELECT max(applied_at) FROM imports WHERE source_id = %(source)s AND state = 'applied'), '-infinity'))",
        {"source": source, "type": EVENT, "before": str(data["before"]), "after": str(data["after"])},
    ).fetchone()
    return bool(row and row[0])
