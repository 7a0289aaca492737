"""The heartbeat of the alerts: when was last looked at what is due, and do messages go out. Silence is never taken for quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from registry.calendar_days import AMSTERDAM
from registry.codes import load_data
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db


@dataclass(frozen=True, slots=True)
class Health:
    """Whether alerts come through; the reasons why not, in Dutch and English."""

    ok: bool
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AlertState:
    """`last_scan` is the last that was done and `failed_scan` one that failed since; `standing_still` are messages long overdue.

    `failed` are messages that were given up in the last week, `disabled` subscriptions that get nothing any more.
    """

    last_scan: Row | None
    failed_scan: Row | None
    pending: int
    standing_still: int
    failed: int
    disabled: int
    open_deadlines: int
    first_event: datetime | None


def get_state(db: Db, now: datetime) -> AlertState:
    """How the alerts fare at a moment."""
    (counts,) = fetch(db, _COUNTS, {"late": now - _hours("delivery"), "week": now - timedelta(days=7)})
    scans = fetch(db, _SCANS)
    done = next((one for one in scans if one["state"] == "done"), None)
    failed = next((one for one in scans if one["state"] == "failed" and (not done or one["id"] > done["id"])), None)
    return AlertState(done, failed, **counts)


def is_well(db: Db, now: datetime) -> Health:
    """Whether somebody looked lately, that went well, and no message stands still."""
    reasons = tuple(_reasons(get_state(db, now), now))
    return Health(not reasons, reasons)


def _reasons(state: AlertState, now: datetime) -> list[tuple[str, str]]:
    reasons = []
    looked = state.last_scan["ended_at"] if state.last_scan else None
    # A register in which nothing ever happened has nothing to look at.
    since = looked or state.first_event
    if since is not None and now - since > _hours("scan"):
        when = f"{looked.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if looked else None
        reasons.append(
            (f"Er is sinds {when} niet gekeken wat er afloopt.", f"Nobody looked at what is due since {when}.")
            if when
            else ("Er is nog nooit gekeken wat er afloopt.", "Nobody ever looked at what is due.")
        )
    if state.failed_scan:
        why = state.failed_scan["failure"] or ""
        reasons.append((f"Het kijken wat er afloopt is mislukt: {why}", f"The scan of what is due failed: {why}"))
    if number := state.standing_still:
        reasons.append((f"{number} berichten staan stil.", f"{number} messages stand still."))
    return reasons


@cache
def _stalled() -> dict[str, Any]:
    return dict(load_data("notifications")["stalled_after_hours"])


def _hours(what: str) -> timedelta:
    return timedelta(hours=_stalled()[what])


_SCANS = """
    (SELECT * FROM scans WHERE state = 'done' ORDER BY id DESC LIMIT 1)
    UNION ALL (SELECT * FROM scans WHERE state = 'failed' ORDER BY id DESC LIMIT 1)
"""
# Pending messages have an index of their own; of the others only those of the last days are counted.
_COUNTS = """
    SELECT (SELECT count(*) FROM deliveries WHERE state = 'pending') AS pending,
           (SELECT count(*) FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id
            WHERE d.state = 'pending' AND d.next_attempt_at < %(late)s AND s.state = 'active') AS standing_still,
           (SELECT count(*) FROM deliveries WHERE state = 'failed' AND created_at > %(week)s) AS failed,
           (SELECT count(*) FROM subscriptions WHERE state = 'disabled') AS disabled,
           (SELECT count(*) FROM (SELECT FROM deadlines WHERE withdrawn_on IS NULL AND lower(due) IS NOT NULL
                                  LIMIT 100000) d) AS open_deadlines,
           (SELECT at FROM events ORDER BY position LIMIT 1) AS first_event
"""
