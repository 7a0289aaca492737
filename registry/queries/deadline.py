"""One deadline whole: the ladder with what was told and what is to come, the events, the messages and the decisions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from registry.alerting.decisions import DeadlineNotFound
from registry.alerting.ladders import find_ladder
from registry.alerting.naming import JOINS
from registry.alerting.rules import Rules
from registry.alerting.rungs import due_day, reached
from registry.horizon.days import THERE
from registry.queries.deadlines import DECIDED, SHOWN, present
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db

MOST_SHOWN = 200
"""Alerts, events, messages and decisions that are shown at most, the newest of each."""


def get_deadline(db: Db, deadline: UUID, *, rules: Rules, today: date) -> Row:
    """A deadline with all that was told and decided about it; raises `NotFound`."""
    rows = fetch(db, f"SELECT {SHOWN} FROM deadlines d {JOINS} {DECIDED} WHERE d.id = %s", (deadline,))
    if not rows:
        raise DeadlineNotFound(deadline)
    row, asked = rows[0], {"id": deadline, "most": MOST_SHOWN}
    return present(row, today) | {
        "leadDays": row["lead_days"],
        "noticeDays": row["notice_days"],
        "essential": row["essential"],
        "applicationId": row["application_id"],
        "productId": row["product_id"],
        "supplierId": row["supplier_id"],
        "path": row["path"],
        "applications": _applications(db, row),
        "firstSeenOn": row["first_seen_on"],
        "ladder": _ladder(db, row, rules, today),
        "alerts": fetch(db, _ALERTS, asked),
        "events": fetch(db, _EVENTS, asked),
        "decisions": fetch(db, _DECISIONS, asked),
        "deliveries": fetch(db, _DELIVERIES, asked),
    }


def etag(found: Row) -> str:
    """The version of a deadline and of what was decided about it, as a quoted entity tag."""
    decided = found["decisions"][0]["id"] if found["decisions"] else 0
    return f'"{found["id"]}-{found["version"]}-{decided}"'


def _applications(db: Db, row: Row) -> Row | None:
    """The applications under the contract that ends, by name; None where it is not a contract."""
    if row["kind"] != "contract_ends":
        return None
    found = fetch(db, _UNDER, {"contract": row["subject_id"], "most": MOST_SHOWN})
    items = [{"id": one["id"], "name": one["name"]} for one in found]
    return {"count": found[0]["number"] if found else 0, "items": items}


def _ladder(db: Db, row: Row, rules: Rules, today: date) -> list[dict[str, Any]]:
    """The rungs of each moment: reached (raised, or superseded by a more urgent one) and still to come."""
    if row["kind"] not in rules.kinds or row["withdrawn_on"] is not None:
        return []
    ladder = find_ladder(db, rules, row["kind"], (row["owner_id"], row["criticality"]), today)
    days = {"end": row["due"].lower if row["due"] is not None else None, "decide": row["decide_by"]}
    found: list[dict[str, Any]] = []
    for moment in rules.kinds[row["kind"]].moments:
        if target := days[moment]:
            ends = days["end"] if moment == "decide" else None
            known = reached(target, ladder, seen=row["seen_on"], today=today, ends=ends)
            states = [(one.rung, one.due_on, one.state) for one in known[-MOST_SHOWN:]]
            days_of = {rung: due_day(target, rung) for rung in ladder.rungs}
            states += [(r, on, "coming") for r, on in days_of.items() if on > today and (ends is None or on < ends)]
            found += [{"moment": moment, "rung": rung, "dueOn": on, "state": state} for rung, on, state in states]
    return found


_UNDER = f"""
    SELECT a.id, a.name, count(*) OVER () AS number
    FROM application_contracts l JOIN applications a ON a.id = l.application_id
    WHERE l.contract_id = %(contract)s AND {THERE} ORDER BY a.name, a.id LIMIT %(most)s
"""
_ALERTS = """
    SELECT a.moment, a.target, a.rung, a.role, a.due_on AS "dueOn", a.raised_at AS "raisedAt", a.state, e.id AS "eventId"
    FROM alerts a LEFT JOIN events e ON e.position = a.event_position
    WHERE a.deadline_id = %(id)s ORDER BY a.id DESC LIMIT %(most)s
"""
_EVENTS = """
    SELECT e.id, e.type, e.at, e.rung, e.role FROM events e
    WHERE e.position IN (SELECT event_position FROM alerts WHERE deadline_id = %(id)s)
       OR (e.subject_id = %(id)s AND e.subject_kind = 'deadline')
    ORDER BY e.position DESC LIMIT %(most)s
"""
_DECISIONS = """
    SELECT c.id, c.action, c.until, c.assignee, c.reason, c.decided_by AS "decidedBy", c.decided_at AS "decidedAt",
           (SELECT jsonb_build_object('id', o.id, 'name', o.name) FROM matches m JOIN organisations o ON o.id = m.record_id
            WHERE m.id = c.organisation_id) AS organisation
    FROM deadline_decisions c WHERE c.deadline_id = %(id)s ORDER BY c.id DESC LIMIT %(most)s
"""
_DELIVERIES = """
    SELECT y.id, y.what, y.state, y.attempts, y.created_at AS "createdAt", y.delivered_at AS "deliveredAt",
           jsonb_build_object('id', s.id, 'name', s.name, 'channel', s.channel) AS subscription
    FROM deliveries y JOIN subscriptions s ON s.id = y.subscription_id
    WHERE y.id IN (SELECT c.delivery_id FROM delivery_events c WHERE c.position IN (
        SELECT event_position FROM alerts WHERE deadline_id = %(id)s
        UNION ALL SELECT position FROM events WHERE subject_id = %(id)s AND subject_kind = 'deadline'))
    ORDER BY y.sequence DESC LIMIT %(most)s
"""
