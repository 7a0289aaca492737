"""Writing down what is told: a row in `alerts` for each rung, once, and the event that every channel goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.alerting.naming import DATA, JOINS
from registry.journal import lock_events
from registry.resolving.matching import Db

AT_ONCE = 250_000
"""Alerts that are written by one statement: what they tell has to fit in the memory that the database gives one."""


@dataclass(frozen=True, slots=True)
class Raised:
    """How many alerts of one kind, moment, rung and role there are in one state."""

    kind: str
    moment: str
    rung: int
    role: str
    state: str
    number: int


def raise_told(db: Db, *, today: date, at: datetime) -> None:
    """Write the rows of `telling` that nobody was told of before as alerts, with an event for each that is raised."""
    row = db.execute("SELECT count(*) FROM telling").fetchone()
    if row is None or not row[0]:
        return
    lock_events(db)
    parts = -(-row[0] // AT_ONCE)
    for part in range(parts):
        first, last = (UUID(int=place * 2**128 // parts - after) for place, after in ((part, 0), (part + 1, 1)))
        db.execute(_RAISE, {"today": today, "at": at, "first": first, "last": last})


def count_told(db: Db) -> list[Raised]:
    """What `telling` holds, counted."""
    return [Raised(*row) for row in db.execute(_COUNTS).fetchall()]


# By name: asking for the sequence of the column costs more than the number itself.
POSITION = "nextval('events_position_seq')"

EVENTS = f"""
    , chosen AS MATERIALIZED (
        SELECT d.* FROM deadlines d WHERE d.id IN (SELECT deadline_id FROM told WHERE event_position IS NOT NULL)
    ), described AS MATERIALIZED (
        SELECT d.id, d.kind, d.subject_kind, d.subject_id, d.owner_id, d.product_id, d.supplier_id, {DATA} AS data
        FROM chosen d {JOINS}
    )
    INSERT INTO events (position, type, at, subject_kind, subject_id, organisation_id, product_id, supplier_id, rung, role, data)
    SELECT i.event_position, 'alert.' || replace(d.kind, '_', '-'), %(at)s, d.subject_kind, d.subject_id, d.owner_id,
           d.product_id, d.supplier_id, i.rung, i.role,
           d.data || jsonb_build_object(
               'alert', jsonb_build_object('kind', d.kind, 'moment', i.moment, 'rung', i.rung, 'role', i.role),
               'daysLeft', i.target - %(today)s::date)
    FROM told i JOIN described d ON d.id = i.deadline_id WHERE i.event_position IS NOT NULL
"""
"""The events of the alerts in `told`, a query before this; a deadline is described once for all its rungs and roles."""

# By deadline, so that the indices are written in their order; of one deadline by day, the most urgent last.
_RAISE = f"""
    WITH numbered AS (
        SELECT t.*, CASE WHEN t.state = 'raised' THEN {POSITION} END AS position
        FROM (SELECT * FROM telling WHERE deadline_id BETWEEN %(first)s AND %(last)s
              ORDER BY deadline_id, due_on, rung DESC, moment, role) t
    ), told AS (
        INSERT INTO alerts (deadline_id, moment, target, rung, role, due_on, raised_at, state, event_position)
        SELECT deadline_id, moment, target, rung, role, due_on, %(at)s, state, position FROM numbered
        ON CONFLICT ON CONSTRAINT uq_alerts_rung DO NOTHING
        RETURNING deadline_id, moment, target, rung, role, event_position
    )
    {EVENTS}
"""
_COUNTS = """
    SELECT d.kind, t.moment, t.rung, t.role, t.state, count(*)
    FROM telling t JOIN deadlines d ON d.id = t.deadline_id GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2 DESC, 3 DESC, array_position(ARRAY['system_owner', 'departmental_cio', 'cio_rijk'], t.role), 5
"""
