"""What ends or must be decided upon between two days: a list, and counts per month or day for a timeline or a calendar.

An application comes once, on the first of its moments that lies between the days: the last safe moment to decide, or the
worst case of its end. What has no known day is listed apart (`unknown`).
"""

from __future__ import annotations

import base64
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from registry.errors import InvalidInput
from registry.horizon.counting import NODES
from registry.queries.horizon import owners_of
from registry.queries.horizon_costs import costs_of
from registry.queries.organisations_over_time import load_belonging
from registry.queries.patterns import like_pattern
from registry.queries.presenting import Row, fetch, present_days
from registry.queries.stations import full_path, name_stations
from registry.resolving.matching import Db

MEASURES = ("any", "end", "decide")
STEPS = ("month", "day")
ENDS, DECIDES = "e.ends_from", "e.decide_by"


@dataclass(frozen=True)
class Question:
    """What is asked: moments from `since` up to and including `until`, either open; or (`unknown`) what has no known day.

    `organisation` takes all that belongs to it along; `product` and `supplier` are those of the component that governs the
    end; `budget_node` takes the nodes below it along.
    """

    since: date | None = None
    until: date | None = None
    measure: str = "any"
    unknown: bool = False
    organisation: UUID | None = None
    product: UUID | None = None
    supplier: UUID | None = None
    budget_node: UUID | None = None
    kinds: tuple[str, ...] = ()
    criticalities: tuple[str, ...] = ()
    search: str | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """Some items by day, and where the next ones begin (None: there are no more)."""

    items: list[Row]
    next: str | None


def list_items(db: Db, question: Question, *, today: date) -> Page:
    """A page of what ends or must be decided; the number of statements does not depend on the number of rows.

    Raises `InvalidInput` for a measure or place that is not there, `NotFound` for such an organisation.
    """
    asked = _asked(db, question, today)
    if question.after:
        asked |= _decoded(question.after)
    arms = " UNION ALL ".join(f"({arm} LIMIT %(rows)s)" for arm in _arms(question, paged=True))
    found = fetch(
        db, f"WITH page AS (SELECT * FROM ({arms}) p ORDER BY day, application_id LIMIT %(rows)s) {SHOWN}", asked
    )
    shown = found[: question.limit]
    more = len(found) > question.limit
    costs = costs_of(db, [row["id"] for row in shown], year=(question.since or today).year)
    names = name_stations(db, [row["path"] or [] for row in shown], [_component(row) for row in shown])
    items = [_item(row, names) | costs[row["id"]] for row in shown]
    return Page(items, _encoded(shown[-1]) if more else None)


def name_filters(db: Db, question: Question) -> dict[str, str | None]:
    """The names of what the question is limited to, by word: organisation, product, supplier, budget."""
    asked = {
        "organisation": ("organisation", question.organisation),
        "product": ("product", question.product),
        "supplier": ("supplier", question.supplier),
        "budget": ("budget_node", question.budget_node),
    }
    given = {word: (kind, identity) for word, (kind, identity) in asked.items() if identity}
    names = name_stations(db, [], given.values())
    return {word: names.get(identity) for word, (_, identity) in given.items()}


def count_days(db: Db, question: Question, *, step: str = "month", today: date) -> list[Row]:
    """How many applications per month (or day) and kind of end: rows of `day` (the first of the month), `kind`, `applications`."""
    if step not in STEPS:
        raise InvalidInput(f"{step!r} is geen stap: kies uit month, day.", f"{step!r} is no step: month or day.")
    if question.unknown:
        raise InvalidInput("Wat onbekend is, heeft geen dag.", "What is unknown has no day.")
    arms = " UNION ALL ".join(_arms(question, paged=False))
    day = "day" if step == "day" else "date_trunc('month', day)::date"
    query = f"SELECT {day} AS day, kind, count(*) AS applications FROM ({arms}) p GROUP BY 1, 2 ORDER BY 1, 2"
    return fetch(db, query, _asked(db, question, today))


def _asked(db: Db, question: Question, today: date) -> dict[str, Any]:
    if question.measure not in MEASURES:
        asked = question.measure
        raise InvalidInput(f"Dit overzicht bestaat niet: {asked}.", f"There is no such report: {asked}.")
    owners = None
    if question.organisation:
        owners = owners_of(load_belonging(db, today), question.organisation)
    return {
        "since": question.since or date.min,
        "until": question.until or date.max,
        "owners": owners,
        "product": question.product,
        "supplier": question.supplier,
        "budget": question.budget_node,
        "kinds": list(question.kinds),
        "criticalities": list(question.criticalities),
        "search": like_pattern(question.search),
        "rows": question.limit + 1,
    }


FILTERS = {
    "organisation": "e.owner_id = ANY(%(owners)s)",
    "product": "e.product_id = %(product)s",
    "supplier": "e.supplier_id = %(supplier)s",
    "kinds": "e.kind = ANY(%(kinds)s)",
    "criticalities": "coalesce(e.criticality, 'unknown') = ANY(%(criticalities)s)",
    "search": "e.application_id IN (SELECT id FROM applications WHERE folded(name) LIKE folded(%(search)s))",
    "budget_node": f"""
        e.application_id IN (
            WITH RECURSIVE under AS (
                SELECT %(budget)s::uuid AS id UNION SELECT n.id FROM budget_nodes n JOIN under u ON n.parent_id = u.id)
            SELECT n.application_id FROM ({NODES}) n JOIN under u ON u.id = n.node)
    """,
}


def _arms(question: Question, *, paged: bool) -> list[str]:
    """Queries of application, day, moment and kind, that together list every application once, each in order of an index."""
    if question.unknown:
        column = DECIDES if question.measure == "decide" else ENDS
        condition = f"{column} IS NULL" + (" AND e.application_id > %(after_id)s" if question.after else "")
        return [_arm("NULL::date", "end", condition, question, order="e.application_id")]
    moments = {"end": [ENDS], "decide": [DECIDES], "any": [DECIDES, ENDS]}[question.measure]
    found = []
    for column in moments:
        condition = f"{column} BETWEEN %(since)s AND %(until)s"
        if len(moments) > 1 and column == ENDS:  # those that are to be decided in the same period are there already
            condition += f" AND ({DECIDES} BETWEEN %(since)s AND %(until)s) IS NOT TRUE"
        if paged and question.after:
            condition += (
                f" AND {column} >= %(after_day)s AND ({column}, e.application_id) > (%(after_day)s, %(after_id)s)"
            )
        order = f"{column}, e.application_id" if paged else ""
        found.append(_arm(column, "decide" if column == DECIDES else "end", condition, question, order=order))
    return found


def _arm(day: str, moment: str, condition: str, question: Question, *, order: str) -> str:
    conditions = [FILTERS[name] for name in FILTERS if getattr(question, name)]
    where = " AND ".join([condition, "e.phase <> 'past'", *conditions])
    query = f"SELECT e.application_id, {day} AS day, '{moment}' AS moment, e.kind FROM application_ends e WHERE {where}"
    return f"{query} ORDER BY {order}" if order else query


SHOWN = """
    SELECT p.day, p.moment, a.id, a.name, a.owner_id, o.name AS owner, e.phase, e.kind, e.component_kind, e.component_id,
           e.ends_from, e.ends_until, e.decide_by, e.criticality, e.unknown_parts, e.deadline_id,
           e.product_id, pr.name AS product, e.supplier_id, s.name AS supplier, d.due, d.lead_days, d.notice_days, d.path
    FROM page p JOIN application_ends e USING (application_id) JOIN applications a ON a.id = p.application_id
    LEFT JOIN organisations o ON o.id = a.owner_id LEFT JOIN products pr ON pr.id = e.product_id
    LEFT JOIN suppliers s ON s.id = e.supplier_id LEFT JOIN deadlines d ON d.id = e.deadline_id
    ORDER BY p.day, p.application_id
"""
_PLAIN = ("day", "moment", "phase", "kind", "criticality")


def _component(row: Row) -> tuple[str, UUID] | None:
    return (row["component_kind"], row["component_id"]) if row["component_id"] else None


def _item(row: Row, names: Mapping[UUID, str | None]) -> Row:
    component = _component(row)
    reference = {"kind": component[0], "id": component[1], "name": names.get(component[1])} if component else None
    return {name: row[name] for name in _PLAIN} | {
        "application": {"id": row["id"], "name": row["name"]},
        "owner": _reference(row["owner_id"], row["owner"]),
        "component": reference,
        "product": _reference(row["product_id"], row["product"]),
        "supplier": _reference(row["supplier_id"], row["supplier"]),
        "end": present_days(row["due"]) if row["due"] else None,
        "endsFrom": row["ends_from"],
        "endsUntil": row["ends_until"],
        "decideBy": row["decide_by"],
        "leadDays": row["lead_days"],
        "noticeDays": row["notice_days"],
        "unknownParts": row["unknown_parts"],
        "deadlineId": row["deadline_id"],
        "path": full_path({"id": row["id"], "name": row["name"]}, row["path"] or [], names),
    }


def _reference(identity: UUID | None, name: str | None) -> Row | None:
    return {"id": identity, "name": name} if identity else None


def _encoded(row: Row) -> str:
    place = orjson.dumps([row["day"], str(row["id"])])
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _decoded(text: str) -> dict[str, Any]:
    try:
        day, identity = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return {"after_day": date.fromisoformat(day) if day else None, "after_id": UUID(identity)}
    except (ValueError, Base64Error, TypeError, AttributeError) as error:
        raise InvalidInput(
            "Dit is geen geldige plaats in deze lijst; begin opnieuw bij de eerste pagina.",
            "This is not a valid place in this list; start again at the first page.",
        ) from error
