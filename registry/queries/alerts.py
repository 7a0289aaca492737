"""What was raised: alerts, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.alerting.naming import COMPONENT_NAME, JOINS, SUBJECT_NAME
from registry.errors import InvalidInput
from registry.queries.organisations_over_time import load_belonging
from registry.queries.presenting import MOST_ROWS, Row, fetch
from registry.resolving.matching import Db


@dataclass(frozen=True, slots=True)
class AlertQuery:
    """Which alerts; `organisation` counts with all that belongs to it. `after` is the `next` of a page."""

    kind: str | None = None
    role: str | None = None
    state: str | None = "raised"
    organisation: UUID | None = None
    deadline: UUID | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AlertPage:
    """A page; `next` is what `after` takes for the following one."""

    items: list[Row]
    next: str | None


def list_alerts(db: Db, query: AlertQuery, *, today: date) -> AlertPage:
    """A page of alerts, the newest first. Raises `InvalidInput` for a place that cannot be."""
    if query.after is not None and not (query.after.isascii() and query.after.isdigit() and len(query.after) < 19):
        raise InvalidInput("Deze bladzijde bestaat niet.", "There is no such page.")
    limit = max(1, min(query.limit, MOST_ROWS))
    owners = list(load_belonging(db, today).under(query.organisation)) if query.organisation else None
    rows = fetch(
        db,
        _ALERTS,
        {
            "kind": query.kind, "role": query.role, "state": query.state, "owners": owners, "deadline": query.deadline,
            "after": int(query.after) if query.after else None, "most": limit,
        },
    )  # fmt: skip
    return AlertPage([_present(row) for row in rows], str(rows[-1]["id"]) if len(rows) == limit else None)


def _present(row: Row) -> Row:
    return {
        "id": row["id"],
        "deadlineId": row["deadline_id"],
        "kind": row["kind"],
        "subject": {"kind": row["subject_kind"], "id": row["subject_id"], "name": row["subject_name"]},
        "component": row["component_id"]
        and {"kind": row["component_kind"], "id": row["component_id"], "name": row["component_name"]},
        "owner": row["owner_id"] and {"id": row["owner_id"], "name": row["owner_name"]},
        "moment": row["moment"],
        "target": row["target"],
        "rung": row["rung"],
        "role": row["role"],
        "dueOn": row["due_on"],
        "raisedAt": row["raised_at"],
        "state": row["alert_state"],
        "eventId": row["event_id"],
    }


_ALERTS = f"""
    SELECT a.id, a.deadline_id, d.kind, d.subject_kind, d.subject_id, d.component_kind, d.component_id, d.owner_id,
           a.moment, a.target, a.rung, a.role, a.due_on, a.raised_at, a.state AS alert_state, e.id AS event_id,
           {SUBJECT_NAME} AS subject_name, {COMPONENT_NAME} AS component_name, owner.name AS owner_name
    FROM (
        SELECT a.* FROM alerts a JOIN deadlines d ON d.id = a.deadline_id
        WHERE (%(after)s::bigint IS NULL OR a.id < %(after)s) AND (%(state)s::text IS NULL OR a.state = %(state)s)
          AND (%(role)s::text IS NULL OR a.role = %(role)s) AND (%(kind)s::text IS NULL OR d.kind = %(kind)s)
          AND (%(owners)s::uuid[] IS NULL OR d.owner_id = ANY(%(owners)s))
          AND (%(deadline)s::uuid IS NULL OR a.deadline_id = %(deadline)s)
        ORDER BY a.id DESC LIMIT %(most)s
    ) a JOIN deadlines d ON d.id = a.deadline_id {JOINS}
    LEFT JOIN events e ON e.position = a.event_position
    ORDER BY a.id DESC
"""
