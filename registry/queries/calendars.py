"""The deadlines in a person's calendar: those that a subscription chooses, and those withdrawn not long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.alerting.naming import DATA, JOINS
from registry.alerting.rules import MOMENTS, Rules, load_rules
from registry.errors import NotFound
from registry.fitting import Chooser, fits_type, load_scope, patterns_of
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db
from registry.subscribing import token_hash

MOST_ITEMS = 2_000
KEPT_DAYS = 90
"""Days that a withdrawn deadline stays, cancelled, so that every reader has seen it go."""
_DAYS = {"end": "lower(d.due)", "decide": "d.decide_by"}


class CalendarNotFound(NotFound):
    """Deze agenda bestaat niet (meer). Vraag in het register een nieuw adres aan."""

    english = "This calendar does not exist (any more). Ask the register for a new address."


@dataclass(frozen=True)
class CalendarDay:
    """A deadline at one of its moments, with the data of its alert and the days before at which is to be warned."""

    deadline: UUID
    data: dict[str, Any]
    changed_on: date
    ladder: tuple[int, ...]
    withdrawn_on: date | None


@dataclass(frozen=True)
class Agenda:
    """What a calendar shows; `cut` tells that there is more than it holds."""

    name: str
    language: str
    days: list[CalendarDay]
    cut: bool


def get_agenda(db: Db, token: str, *, today: date) -> Agenda:
    """The calendar of a token; raises `CalendarNotFound`, in the same time for any token that is not there."""
    found = fetch(
        db,
        "SELECT id, name, language, kinds, organisations, products, suppliers, thresholds FROM subscriptions"
        " WHERE token_hash = %s AND channel = 'calendar' AND state IN ('active', 'paused')",
        (token_hash(token),),
    )
    if not found:
        raise CalendarNotFound
    (known,) = found
    rules = load_rules()
    rows = fetch(db, *_nearest(db, known, rules, today))
    days = sorted(
        (_day(row, known["thresholds"], rules) for row in rows[:MOST_ITEMS]), key=lambda one: str(one.deadline)
    )
    return Agenda(known["name"], known["language"], days, len(rows) > MOST_ITEMS)


def _day(row: Row, thresholds: list[int] | None, rules: Rules) -> CalendarDay:
    ladder = thresholds if thresholds is not None else rules.kinds[row["kind"]].ladder.rungs
    return CalendarDay(row["id"], row["data"], row["changed_on"], tuple(ladder), row["withdrawn_on"])


def _nearest(db: Db, known: Row, rules: Rules, today: date) -> tuple[str, dict[str, Any]]:
    """The query of the moments nearest to today, and its parameters."""
    chooser = Chooser(*(known[name] for name in Chooser._fields))
    patterns = patterns_of(chooser.kinds)
    kinds = [kind for kind in rules.kinds if fits_type(f"alert.{kind.replace('_', '-')}", patterns)]
    asked: dict[str, Any] = {"today": today, "kept": today - timedelta(days=KEPT_DAYS), "most": MOST_ITEMS + 1}
    conditions = []
    scope = load_scope(db, [chooser], today).parameters
    for column, name in (("owner_id", "organisations"), ("product_id", "products"), ("supplier_id", "suppliers")):
        if known[name] is not None:
            conditions.append(f"AND d.{column} = ANY(%({name})s)")
            asked[name] = scope[name]
    for moment in MOMENTS:
        asked[f"{moment}_kinds"] = [kind for kind in kinds if moment in rules.kinds[kind].moments]
    arms = " UNION ALL ".join(_arm(moment, " ".join(conditions), part) for moment in MOMENTS for part in _PARTS)
    query = f"""
        WITH near AS ({arms}),
        picked AS (SELECT * FROM near ORDER BY abs(day - %(today)s::date), id, moment LIMIT %(most)s)
        SELECT d.id, d.kind, d.withdrawn_on, coalesce(d.withdrawn_on, d.seen_on) AS changed_on,
               {DATA} || jsonb_build_object('alert', jsonb_build_object('kind', d.kind, 'moment', near.moment)) AS data
        FROM picked near JOIN deadlines d ON d.id = near.id {JOINS} ORDER BY abs(near.day - %(today)s::date), d.id, near.moment
    """
    return query, asked


# What is to come, what has passed, and what was withdrawn: each from its own index, the nearest first.
_PARTS = (
    ("d.withdrawn_on IS NULL AND {day} >= %(today)s", "{day}"),
    ("d.withdrawn_on IS NULL AND {day} < %(today)s", "{day} DESC"),
    ("d.withdrawn_on >= %(kept)s AND {day} IS NOT NULL", "d.withdrawn_on DESC"),
)


def _arm(moment: str, conditions: str, part: tuple[str, str]) -> str:
    day = _DAYS[moment]
    where, order = (text.format(day=day) for text in part)
    return (
        f"(SELECT d.id, '{moment}' AS moment, {day} AS day FROM deadlines d"
        f" WHERE d.kind = ANY(%({moment}_kinds)s) AND {where} {conditions} ORDER BY {order}, d.id LIMIT %(most)s)"
    )
