"""What nobody answered goes a role further up, and what was held back by a snooze is told when that ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from registry.alerting.raising import EVENTS, POSITION, raise_told
from registry.alerting.reaching import STANDING, open_telling
from registry.alerting.rules import Rules, Step
from registry.calendar_days import AMSTERDAM
from registry.journal import lock_events
from registry.resolving.matching import Db


def escalate(db: Db, rules: Rules, *, today: date, at: datetime) -> int:
    """Tell the next roles of rungs that stayed unanswered; how many alerts that makes.

    Of several rungs of one moment only the most urgent goes up, and nothing goes to a role that heard of a more urgent one.
    """
    first, *above = rules.escalation
    found = 0
    for step in above:
        open_telling(db)
        found += db.execute(_UNANSWERED, _asked(first, step, today)).rowcount
        raise_told(db, today=today, at=at)
    return found


def _asked(first: Step, step: Step, today: date) -> dict[str, Any]:
    return {
        "first": first.role,
        "role": step.role,
        "days": step.after_days,
        "today": today,
        "below": step.unanswered_from,
    }


def held(db: Db, today: date) -> bool:
    """Whether alerts are held back by a snooze that is over."""
    return db.execute(f"SELECT FROM ({_HELD}) h LIMIT 1", {"today": today}).fetchone() is not None


def release(db: Db, *, today: date, at: datetime) -> int:
    """Tell the most urgent rung that was held back, where the snooze is over; how many alerts that makes.

    What was acknowledged meanwhile, or is about a day that no longer holds, is superseded.
    """
    if not held(db, today):
        return 0
    lock_events(db)
    return int(db.execute(_RELEASE, {"today": today, "at": at}).rowcount)


_TARGET = "CASE a.moment WHEN 'end' THEN lower(d.due) ELSE d.decide_by END"
_DAY = f"at time zone '{AMSTERDAM.key}')::date"

# The days without an answer count from when it was told, or from the end of a snooze or from when it was taken up again.
_UNANSWERED = f"""
    INSERT INTO telling
    SELECT DISTINCT ON (a.deadline_id, a.moment) a.deadline_id, a.moment, a.target, a.rung, %(role)s,
           GREATEST((a.raised_at {_DAY}, since.day) + %(days)s::int, 'raised'
    FROM alerts a JOIN deadlines d ON d.id = a.deadline_id AND d.withdrawn_on IS NULL AND a.target = {_TARGET}
    LEFT JOIN ({STANDING}) s ON s.deadline_id = a.deadline_id
    CROSS JOIN LATERAL (SELECT CASE s.action WHEN 'snooze' THEN s.until
                                             WHEN 'reopen' THEN (s.decided_at {_DAY} END AS day) since
    WHERE a.role = %(first)s AND a.state = 'raised' AND (%(below)s::int IS NULL OR a.rung <= %(below)s)
      AND (s.deadline_id IS NULL OR NOT (s.action = 'acknowledge' AND s.decided_at >= a.raised_at))
      AND GREATEST((a.raised_at {_DAY}, since.day) + %(days)s::int <= %(today)s
      AND NOT EXISTS (SELECT FROM alerts b WHERE b.deadline_id = a.deadline_id AND b.moment = a.moment
                        AND b.target = a.target AND b.role = %(role)s AND b.rung <= a.rung)
    ORDER BY a.deadline_id, a.moment, a.rung
"""
# From the decisions to the alerts: few deadlines were ever snoozed.
_HELD = f"""
    SELECT a.id, a.deadline_id, a.moment, a.role, a.rung,
           d.withdrawn_on IS NULL AND a.target = {_TARGET} AND s.action <> 'acknowledge' AS stands
    FROM ({STANDING}) s JOIN alerts a ON a.deadline_id = s.deadline_id AND a.state = 'snoozed'
    JOIN deadlines d ON d.id = a.deadline_id
    WHERE s.action <> 'snooze' OR s.until <= %(today)s
"""
_RELEASE = f"""
    WITH held AS (
        SELECT h.*, h.stands AND row_number() OVER (PARTITION BY deadline_id, moment, role, stands ORDER BY rung) = 1 AS first
        FROM ({_HELD}) h
    ), told AS (
        UPDATE alerts a SET state = CASE WHEN h.first THEN 'raised' ELSE 'superseded' END,
                            raised_at = CASE WHEN h.first THEN %(at)s ELSE a.raised_at END,
                            event_position = CASE WHEN h.first THEN {POSITION} END
        FROM held h WHERE a.id = h.id
        RETURNING a.deadline_id, a.moment, a.target, a.rung, a.role, a.event_position
    )
    {EVENTS}
"""
