"""What a rule would have told in the last months, of the deadlines as they stand now; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.alerting.crossing import ALWAYS, find_crossed, open_reached
from registry.alerting.ladders import MOMENTS, ladders_of
from registry.alerting.naming import COMPONENT_NAME, JOINS, SUBJECT_NAME
from registry.alerting.rules import Rules, get_kind
from registry.calendar_days import add_months
from registry.queries.organisations_over_time import load_belonging
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Preview:
    """`days` counts rungs per day; `items` are the newest of them, at most as many as were asked for. `total` counts all."""

    kind: str
    since: date
    until: date
    total: int
    days: tuple[tuple[date, int], ...]
    items: tuple[Row, ...]


def preview(
    db: Db, rules: Rules, kind: str, *, today: date, organisation: UUID | None = None, limit: int = 100
) -> Preview:
    """The rungs of one kind that were reached in the last 12 months, of an organisation with what belongs to it or of all.

    As if each day had been known all along. Raises `NotFound` for a kind that there is not.
    """
    rule = get_kind(rules, kind)
    since = add_months(today, -MONTHS)
    owners = list(load_belonging(db, today).under(organisation)) if organisation else None
    with db.transaction(force_rollback=True):
        open_reached(db)
        only = {f"kinds_{moment}": [kind] * (moment in rule.moments) for moment in MOMENTS}
        find_crossed(db, ladders_of(db, rules, today), only | {"last": since, "today": today}, known=ALWAYS)
        return _counted(db, kind, (since, today), owners, limit)


def _counted(db: Db, kind: str, period: tuple[date, date], owners: Sequence[UUID] | None, limit: int) -> Preview:
    asked = {"owners": owners, "limit": limit}
    days = db.execute(f"SELECT r.due_on, count(*) {_FOUND} GROUP BY 1 ORDER BY 1", asked).fetchall()
    items = fetch(
        db,
        f"""
        SELECT d.id, r.due_on, r.moment, r.target, r.rung, d.subject_kind, d.subject_id, {SUBJECT_NAME} AS subject_name,
               d.component_kind, d.component_id, {COMPONENT_NAME} AS component_name, d.owner_id, owner.name AS owner_name
        {_FOUND.replace("WHERE", f"{JOINS} WHERE")} ORDER BY r.due_on DESC, d.id, r.moment LIMIT %(limit)s
        """,
        asked,
    )
    counted = tuple((row[0], row[1]) for row in days)
    return Preview(kind, *period, sum(number for _, number in counted), counted, tuple(items))


_FOUND = """
    FROM reached r JOIN deadlines d ON d.id = r.deadline_id
    WHERE %(owners)s::uuid[] IS NULL OR d.owner_id = ANY(%(owners)s)
"""
