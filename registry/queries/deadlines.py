"""Deadlines as a worklist: what must be decided or done, the first day first, and what persons said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.alerting.naming import COMPONENT_NAME, JOINS, SUBJECT_NAME
from registry.errors import InvalidInput
from registry.queries.keyset import Cursor, decode
from registry.queries.organisations_over_time import load_belonging
from registry.queries.patterns import like_pattern
from registry.queries.presenting import MOST_ROWS, Row, fetch, present_days
from registry.resolving.matching import Db

STATES = ("open", "acknowledged", "snoozed", "assigned", "overdue", "unknown", "withdrawn")
MOMENTS = {"end": "lower(d.due)", "decide": "d.decide_by"}
MOST_FOUND = 20_000
"""Records of which the name may fit a text; more is too little said."""


@dataclass(frozen=True, slots=True)
class DeadlineQuery:
    """Which deadlines. `moment` is the day that they are sorted and chosen by; `organisation` takes along what belongs to it."""

    moment: str = "end"
    kinds: Sequence[str] = ()
    state: str | None = None
    organisation: UUID | None = None
    product: UUID | None = None
    supplier: UUID | None = None
    subject: UUID | None = None
    criticality: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """A page; `next` is what `after` takes for the following one."""

    items: list[Row]
    next: str | None


def list_deadlines(db: Db, query: DeadlineQuery, *, today: date) -> DeadlinePage:
    """Deadlines that hold, by the day of the moment and then by id; without a known day last. Raises `InvalidInput`."""
    if query.moment not in MOMENTS:
        raise InvalidInput("Kies end of decide.", "Choose end or decide.")
    day, limit = MOMENTS[query.moment], max(1, min(query.limit, MOST_ROWS))
    conditions, values = _conditions(db, query, today)
    cursor = decode(query.after, query.moment) if query.after else None
    values |= {"today": today, "most": limit + 1}
    rows: list[Row] = []
    if not cursor or cursor.value is not None:
        known = [*conditions, f"{day} IS NOT NULL"]
        if cursor:
            values |= {"day": cursor.value, "id": cursor.id}
            # The first condition alone is what an index can begin at.
            known.append(f"{day} >= %(day)s::date AND ({day}, d.id) > (%(day)s::date, %(id)s)")
        rows = _fetch(db, known, f"{day}, d.id", values)
    if len(rows) <= limit and query.since is None and query.until is None and query.state != "overdue":
        unknown = [*conditions, f"{day} IS NULL"]
        if cursor and cursor.value is None:
            values |= {"id": cursor.id}
            unknown.append("d.id > %(id)s")
        rows += _fetch(db, unknown, "d.id", values | {"most": limit + 1 - len(rows)})
    return DeadlinePage([present(row, today) for row in rows[:limit]], _next(query.moment, rows, limit))


def _next(moment: str, rows: list[Row], limit: int) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    day = last["due"].lower if moment == "end" and last["due"] else last["decide_by"] if moment == "decide" else None
    return Cursor(moment, day.isoformat() if day else None, last["id"]).encode()


def _fetch(db: Db, conditions: list[str], order: str, values: dict[str, Any]) -> list[Row]:
    # The page first: names and states are looked up for its rows alone.
    return fetch(
        db,
        f"""
        SELECT {SHOWN} FROM (
            SELECT d.* FROM deadlines d WHERE {" AND ".join(conditions)} ORDER BY {order} LIMIT %(most)s
        ) d {JOINS} {DECIDED} ORDER BY {order}
        """,
        values,
    )


SHOWN = f"""
    d.*, {SUBJECT_NAME} AS subject_name, {COMPONENT_NAME} AS component_name, owner.name AS owner_name,
    s.action, s.until, s.decided_at, w.assignee, told.raised_at, told.rung,
    s.action = 'acknowledge' AND (told.raised_at IS NULL OR told.raised_at <= s.decided_at) AS acknowledged
"""
DECIDED = """
    LEFT JOIN LATERAL (SELECT c.action, c.until, c.decided_at FROM deadline_decisions c
                       WHERE c.deadline_id = d.id AND c.action <> 'assign' ORDER BY c.id DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT c.assignee FROM deadline_decisions c
                       WHERE c.deadline_id = d.id AND c.action = 'assign' ORDER BY c.id DESC LIMIT 1) w ON true
    LEFT JOIN LATERAL (SELECT max(a.raised_at) AS raised_at, min(a.rung) AS rung FROM alerts a
                       WHERE a.deadline_id = d.id AND a.state = 'raised') told ON true
"""
# What was decided last; an acknowledgement holds until a next rung is told.
_LAST = "(SELECT c.{what} FROM deadline_decisions c WHERE c.deadline_id = d.id AND c.action {which} ORDER BY c.id DESC LIMIT 1)"
_ACTION, _UNTIL, _AT = (_LAST.format(what=what, which="<> 'assign'") for what in ("action", "until", "decided_at"))
_DECIDED_ON = "d.id IN (SELECT deadline_id FROM deadline_decisions)"
_ACKNOWLEDGED = f"""
    {_DECIDED_ON} AND {_ACTION} = 'acknowledge' AND NOT EXISTS (
        SELECT FROM alerts a WHERE a.deadline_id = d.id AND a.state = 'raised' AND a.raised_at > {_AT})
"""
_SNOOZED = f"{_DECIDED_ON} AND {_ACTION} = 'snooze' AND {_UNTIL} > %(today)s"
_STATES = {
    "open": f"lower(d.due) IS NOT NULL AND NOT ({_ACKNOWLEDGED}) AND NOT ({_SNOOZED})",
    "acknowledged": _ACKNOWLEDGED,
    "snoozed": _SNOOZED,
    "assigned": "d.id IN (SELECT deadline_id FROM deadline_decisions WHERE action = 'assign')",
    "overdue": "lower(d.due) < %(today)s",
    "unknown": "lower(d.due) IS NULL",
    "withdrawn": "d.withdrawn_on IS NOT NULL",
}


def _conditions(db: Db, query: DeadlineQuery, today: date) -> tuple[list[str], dict[str, Any]]:
    day = MOMENTS[query.moment]
    given: dict[str, tuple[str, Any]] = {
        "kinds": ("d.kind = ANY(%(kinds)s)", list(query.kinds)),
        "owners": ("d.owner_id = ANY(%(owners)s)", _owners(db, query.organisation, today)),
        "product": ("d.product_id = %(product)s", query.product),
        "supplier": ("d.supplier_id = %(supplier)s", query.supplier),
        "subject": ("(d.subject_id = %(subject)s OR d.application_id = %(subject)s)", query.subject),
        "criticality": ("d.criticality = %(criticality)s", query.criticality),
        "since": (f"{day} >= %(since)s", query.since),
        "until": (f"{day} <= %(until)s", query.until),
        "found": ("(d.subject_id = ANY(%(found)s) OR d.component_id = ANY(%(found)s))", _found(db, query.text)),
    }
    asked = {name: one for name, one in given.items() if one[1] is not None and (name != "kinds" or one[1])}
    conditions = [condition for condition, _ in asked.values()]
    if query.state is not None:
        if query.state not in STATES:
            raise InvalidInput(f"Kies uit: {', '.join(STATES)}.", f"Choose from: {', '.join(STATES)}.")
        conditions.append(_STATES[query.state])
    if query.state != "withdrawn":
        conditions.append("d.withdrawn_on IS NULL")
    return conditions, {name: value for name, (_, value) in asked.items()}


def _owners(db: Db, organisation: UUID | None, today: date) -> list[UUID] | None:
    return None if organisation is None else list(load_belonging(db, today).under(organisation))


_NAMED = " UNION ALL ".join(
    f"SELECT id FROM {table} WHERE folded(name) LIKE folded(%(like)s)"
    for table in ("applications", "contracts", "cloud_services", "suppliers", "organisations", "findings", "products")
)


def _found(db: Db, text: str | None) -> list[UUID] | None:
    """The records of which the name fits, with the versions of the products among them."""
    if not text:
        return None
    query = f"""
        WITH named AS ({_NAMED})
        SELECT id FROM named UNION ALL SELECT v.id FROM product_versions v WHERE v.product_id IN (SELECT id FROM named)
        LIMIT {MOST_FOUND}
    """
    return [row["id"] for row in fetch(db, query, {"like": like_pattern(text)})]


def present(row: Row, today: date) -> Row:
    """A deadline as it is shown; days left count to the end, or to the moment to decide."""
    due = row["due"].lower if row["due"] is not None else None
    return {
        "id": row["id"],
        "kind": row["kind"],
        "subject": {"kind": row["subject_kind"], "id": row["subject_id"], "name": row["subject_name"]},
        "component": row["component_id"]
        and {"kind": row["component_kind"], "id": row["component_id"], "name": row["component_name"]},
        "owner": row["owner_id"] and {"id": row["owner_id"], "name": row["owner_name"]},
        "criticality": row["criticality"],
        "due": present_days(row["due"]) if row["due"] is not None else None,
        "daysLeft": (due - today).days if due else None,
        "decideBy": row["decide_by"],
        "daysToDecide": (row["decide_by"] - today).days if row["decide_by"] else None,
        "state": _state(row, today),
        "overdue": due is not None and due < today and row["withdrawn_on"] is None,
        "assignee": row["assignee"],
        "snoozedUntil": row["until"] if row["action"] == "snooze" and row["until"] > today else None,
        "rung": row["rung"],
        "toldAt": row["raised_at"],
        "version": row["version"],
        "seenOn": row["seen_on"],
        "withdrawnOn": row["withdrawn_on"],
    }


def _state(row: Row, today: date) -> str:
    if row["withdrawn_on"] is not None:
        return "withdrawn"
    if row["due"] is None or row["due"].lower is None:
        return "unknown"
    if row["action"] == "snooze" and row["until"] > today:
        return "snoozed"
    return "acknowledged" if row["acknowledged"] else "open"
