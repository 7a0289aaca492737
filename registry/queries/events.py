"""The outbox as a reader takes it: in the order in which events were committed, so that who goes on from a place misses none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.calendar_days import today_in_nl
from registry.errors import InvalidInput, NotFound
from registry.events import EVENT_COLUMNS, Event
from registry.fitting import FITS, PATTERN, Chooser, like_patterns, load_scope, patterns_of
from registry.held_subscriptions import SubscriptionNotFound
from registry.queries.organisations_over_time import load_belonging
from registry.queries.presenting import fetch
from registry.resolving.matching import Db
from registry.routing import last_position

COLUMNS = ", ".join(f"e.{column}" for column in EVENT_COLUMNS.split(", "))


class EventNotFound(NotFound):
    """Gebeurtenis {0} is niet gevonden."""

    english = "Event {0} was not found."


@dataclass(frozen=True)
class EventQuery:
    """Which events: after a position, recorded since a moment, of these types or patterns ("application.*").

    `organisation` takes what belongs to it today along; `subscription` leaves what fits that subscription.
    """

    after: int = 0
    since: datetime | None = None
    types: Sequence[str] = ()
    organisation: UUID | None = None
    subscription: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class EventPage:
    """Events in order. `position` is how far was looked: who goes on after it misses none; `more` tells whether to go on now."""

    items: list[Event]
    position: int
    more: bool


@dataclass
class _Asked:
    """A query as conditions of SQL and their values."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


def list_events(db: Db, query: EventQuery, *, at: datetime) -> EventPage:
    """A page of events. Raises `InvalidInput` for a type that cannot be, `SubscriptionNotFound`."""
    asked = _asked(db, query, at)
    until = last_position(db)
    asked.values |= {"after": query.after, "until": until, "most": query.limit}
    where = " AND ".join(["e.position > %(after)s", "e.position <= %(until)s", *asked.conditions])
    source = "events e" if query.subscription is None else "subscriptions s, events e"
    sql = f"SELECT {COLUMNS} FROM {source} WHERE {where} ORDER BY e.position LIMIT %(most)s"
    items = [Event(*row) for row in db.execute(sql, asked.values, prepare=False)]
    full = len(items) == query.limit
    return EventPage(items, items[-1].position if full else max(query.after, until), full)


def get_event(db: Db, event: UUID) -> Event:
    """One event; raises `EventNotFound`."""
    row = db.execute(f"SELECT {COLUMNS} FROM events e WHERE e.id = %s", (event,)).fetchone()
    if row is None:
        raise EventNotFound(event)
    return Event(*row)


def _asked(db: Db, query: EventQuery, at: datetime) -> _Asked:
    asked, today = _Asked(), today_in_nl(at)
    if query.since is not None:
        asked.conditions.append("e.at >= %(since)s")
        asked.values["since"] = query.since
    if query.types:
        for one in query.types:
            if not PATTERN.fullmatch(one):
                raise InvalidInput(
                    f"{one!r} is geen soort gebeurtenis, zoals application.changed of alert.*.",
                    f"{one!r} is no type of event, such as application.changed or alert.*.",
                )
        asked.conditions.append("e.type LIKE ANY(%(types)s)")
        asked.values["types"] = like_patterns(query.types)
    if query.organisation is not None:
        asked.conditions.append("e.organisation_id = ANY(%(within)s)")
        asked.values["within"] = list(load_belonging(db, today).under(query.organisation))
    if query.subscription is not None:
        chooser = _chooser(db, query.subscription)
        asked.conditions += ["s.id = %(subscription)s", "e.type LIKE ANY(%(patterns)s)", FITS]
        patterns = like_patterns(patterns_of(chooser.kinds))
        asked.values |= {"subscription": chooser.id, "patterns": patterns}
        asked.values |= load_scope(db, [chooser], today).parameters
    return asked


def _chooser(db: Db, subscription: UUID) -> Chooser:
    rows = fetch(
        db, "SELECT id, kinds, organisations, products, suppliers FROM subscriptions WHERE id = %s", (subscription,)
    )
    if not rows:
        raise SubscriptionNotFound(subscription)
    return Chooser(**rows[0])
