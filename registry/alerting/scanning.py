"""The scan: bring what is due in line with the register, and tell what was reached. Once, however many workers there are.

It runs daily and after every change; a scan that finds nothing new ends at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from registry.alerting.changes import tell_changes
from registry.alerting.escalating import escalate, held, release
from registry.alerting.raising import Raised, count_told, raise_told
from registry.alerting.reaching import find_reached, mark
from registry.alerting.rules import Rules, load_rules
from registry.errors import InvalidInput
from registry.horizon.refreshing import Refreshed, is_outdated, refresh
from registry.resolving.matching import Db


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan did. `skipped`: nothing was new. `told` counts what was reached, by kind, moment, rung, role and state.

    `raised` are all alerts that were told: those, what went up a role (`escalated`) and what was held back until now
    (`released`). `moved` are deadlines whose day changed or was withdrawn after they were told.
    """

    on: date
    skipped: bool = False
    complete: bool = False
    changed: int = 0
    raised: int = 0
    escalated: int = 0
    released: int = 0
    moved: int = 0
    told: tuple[Raised, ...] = field(default=())


class _Last(NamedTuple):
    on: date
    position: int


Refresh = Callable[..., Refreshed]


def scan(
    db: Db, *, today: date, at: datetime, dry_run: bool = False, derive: Refresh = refresh, rules: Rules | None = None
) -> Scanned:
    """Look at what is due on a day and tell what was reached; `dry_run` tells what it would do and leaves no trace.

    Raises `InvalidInput` for a day before that of the last scan: what was told then cannot be untold.
    """
    with db.transaction(force_rollback=dry_run):
        db.execute("SELECT pg_advisory_xact_lock(hashtext('landschap.scan'))")
        last = _find_last(db)
        if last and today < last.on and not dry_run:
            raise InvalidInput(
                f"Er is al gekeken voor {last.on:%d-%m-%Y}; een eerdere dag kan alleen als proef (--dry-run).",
                f"There was a scan for {last.on:%d-%m-%Y} already; an earlier day can only be tried (--dry-run).",
            )
        if last and not dry_run and _nothing_new(db, last, today):
            return Scanned(today, skipped=True)
        return _scan(db, last, rules or load_rules(), (today, at), derive)


def day_to_scan(db: Db, today: date) -> date:
    """Today; or the later day for which a person had the register look: it goes on from there until the calendar is as far."""
    last = _find_last(db)
    return max(today, last.on) if last else today


def note_failure(db: Db, *, today: date, at: datetime, failure: str) -> None:
    """Write down that a scan failed, in a transaction of its own: the heartbeat shows it."""
    with db.transaction():
        db.execute(
            "INSERT INTO scans (on_date, started_at, ended_at, state, failure) VALUES (%s, %s, %s, 'failed', %s)",
            (today, at, at, failure[:2000]),
        )


def _find_last(db: Db) -> _Last | None:
    row = db.execute(
        "SELECT on_date, event_position FROM scans WHERE state = 'done' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return _Last(*row) if row else None


# Events of alerts and deadlines are what scans write themselves.
_FOREIGN = "type NOT LIKE 'alert.%%' AND type NOT LIKE 'deadline.%%'"


def _nothing_new(db: Db, last: _Last, today: date) -> bool:
    query = f"SELECT FROM events WHERE position > %s AND {_FOREIGN} ORDER BY position LIMIT 1"
    if last.on != today or held(db, today) or is_outdated(db):
        return False
    return db.execute(query, (last.position,)).fetchone() is None


def _scan(db: Db, last: _Last | None, rules: Rules, moment: tuple[date, datetime], derive: Refresh) -> Scanned:
    (today, at), began, since = moment, time.monotonic(), mark(db)
    refreshed = derive(db, today=today, at=at)
    before = last.on if last else None
    moved = tell_changes(db, last=before, since=since, at=at)
    find_reached(db, rules, last=before, today=today, since=since)
    told = tuple(count_told(db))
    raise_told(db, today=today, at=at)
    released = release(db, today=today, at=at)
    # Silence is counted in days: later on the same day nobody has been silent for longer.
    escalated = escalate(db, rules, today=today, at=at) if before != today else 0
    found = Scanned(
        today, complete=refreshed.complete, changed=refreshed.changed, escalated=escalated, released=released,
        moved=moved, raised=sum(one.number for one in told if one.state == "raised") + escalated + released, told=told,
    )  # fmt: skip
    _note(db, found, refreshed.position, (at, at + timedelta(seconds=time.monotonic() - began)))
    return found


def _note(db: Db, found: Scanned, position: int, times: tuple[datetime, datetime]) -> None:
    """The row of the scan. The next one begins after the events that were looked at, and after what this one wrote."""
    db.execute(
        f"""
        INSERT INTO scans (on_date, started_at, ended_at, state, complete, changed, raised, event_position)
        SELECT %s, %s, %s, 'done', %s, %s, %s,
               COALESCE(min(position) FILTER (WHERE {_FOREIGN}) - 1, max(position), %s)
        FROM events WHERE position > %s
        """,
        (found.on, *times, found.complete, found.changed, found.raised, position, position),
    )
