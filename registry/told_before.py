"""What a mail needs besides its events: what was told before, what persons decided since, and what things are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.events import Event
from registry.kinds import KINDS
from registry.resolving.matching import Db

MOST_NAMES = 200
"""Changes of which the names are looked up; a mail shows fewer."""


@dataclass(frozen=True, slots=True)
class Since:
    """What a person decided since the last message about a deadline that was told of; `data` is that of its last alert."""

    action: str
    data: Mapping[str, Any]
    by: str
    until: date | None = None
    assignee: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """Names by id, the last alert that was told before by deadline, what persons decided since, and when last was looked."""

    names: Mapping[UUID, str] = field(default_factory=dict)
    earlier: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    since: tuple[Since, ...] = ()
    scanned_at: datetime | None = None


NOTHING = Background()

EARLIER = """
    SELECT DISTINCT ON (e.data -> 'deadline' ->> 'id') e.data -> 'deadline' ->> 'id', e.data
    FROM events e JOIN delivery_events c ON c.position = e.position AND c.subscription_id = %(subscription)s
    WHERE e.subject_id = ANY(%(subjects)s) AND e.position < %(first)s AND e.type LIKE 'alert.%%'
    ORDER BY e.data -> 'deadline' ->> 'id', e.position DESC
"""
# The last alert of each decided deadline that this subscription was told of, through the few that were decided on.
SINCE = """
    SELECT x.action, told.data, x.decided_by, x.until, x.assignee, x.reason
    FROM (
        SELECT DISTINCT ON (deadline_id) * FROM deadline_decisions
        WHERE decided_at >= %(since)s AND decided_at < %(until)s ORDER BY deadline_id, id DESC) x
    JOIN deadlines d ON d.id = x.deadline_id
    CROSS JOIN LATERAL (
        SELECT e.data FROM events e JOIN delivery_events c ON c.position = e.position AND c.subscription_id = %(subscription)s
        WHERE e.subject_id = d.subject_id AND e.type LIKE 'alert.%%' AND e.data -> 'deadline' ->> 'id' = d.id::text
        ORDER BY e.position DESC LIMIT 1) told
    ORDER BY x.id LIMIT 200
"""


def load_background(
    db: Db, subscription: UUID, events: Sequence[Event], since: str | None, until: datetime
) -> Background:
    """What a mail to a subscription needs besides these events; `since` is the moment of the mail before, as text."""
    alerts = [event for event in events if event.type.startswith("alert.")]
    asked = {"subscription": subscription, "since": since, "until": until}
    earlier: dict[str, Mapping[str, Any]] = {}
    if alerts:
        subjects = [event.subject_id for event in alerts if event.subject_id]
        found = asked | {"subjects": subjects, "first": min(event.position for event in events)}
        earlier = {str(deadline): data for deadline, data in db.execute(EARLIER, found)}
    decided = tuple(Since(*row) for row in db.execute(SINCE, asked)) if since else ()
    return Background(_load_names(db, events), earlier, decided)


def load_last_scan(db: Db, until: datetime) -> Background:
    """When it was last looked what is due, for a sign of life."""
    row = db.execute("SELECT max(ended_at) FROM scans WHERE state = 'done' AND ended_at <= %s", (until,)).fetchone()
    return Background(scanned_at=row[0] if row else None)


def _load_names(db: Db, events: Collection[Event]) -> dict[UUID, str]:
    """What the subjects of changes are called, also of those that are gone, and the owners that suppliers got."""
    wanted: dict[str, set[UUID]] = {}
    for event in [event for event in events if "subject" not in event.data][:MOST_NAMES]:
        if event.subject_id:
            wanted.setdefault(event.subject_kind, set()).add(event.subject_id)
        if parent := event.data.get("parent"):
            wanted.setdefault("supplier", set()).add(UUID(parent))
    names: dict[UUID, str] = {}
    for kind, ids in wanted.items():
        spec = KINDS.get(kind)
        if spec is None or "name" not in spec.table.columns:
            continue
        past = f"SELECT DISTINCT ON (id) id, name FROM {spec.plural}_history WHERE id = ANY(%s) ORDER BY id, known_until DESC"
        now = f"SELECT id, name FROM {spec.plural} WHERE id = ANY(%s)"
        for query in (past, now):
            names |= {one: name for one, name in db.execute(query, (list(ids),)).fetchall() if name}
    return names
