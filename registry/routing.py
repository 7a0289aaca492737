"""From events to messages: each event that fits a subscription is chosen for it exactly once, and at once or with a digest sent.

An event is chosen once by the primary key of `delivery_events`; a message holds it once, because who makes messages keeps
others from changing the subscription. Positions of events follow the order of their commits, so a cursor that moved past one
missed none. Nobody who notes what became of a message waits for this: only `settle`, at the end, takes a lock that stops them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from registry.calendar_days import today_in_nl
from registry.fitting import CHOOSER, FITS, Chooser, fits_type, load_scope, patterns_of
from registry.resolving.matching import Db

SENDING = ("webhook", "mail")
"""Channels by which messages go out; of the others the reader comes for them."""
MOST_EVENTS = 2_000
"""Events that are looked at in one transaction, and fewer where there are many subscriptions, but never less than `FEWEST`."""
MOST_CHOSEN = 25_000
FEWEST = 50

# Paused subscriptions collect what fits, and send it when they go on. The lock keeps out `hold`, not who records attempts.
HELD = f"""
    SELECT {CHOOSER}, cursor FROM subscriptions
    WHERE state IN ('active', 'paused') AND channel = ANY(%s) ORDER BY id FOR KEY SHARE
"""
CHOSEN = f"""
    INSERT INTO delivery_events (subscription_id, position)
    SELECT s.id, e.position
    FROM unnest(%(choosers)s::uuid[], %(types)s::text[]) chosen (subscription_id, type)
    JOIN events e ON e.type = chosen.type
    JOIN subscriptions s ON s.id = chosen.subscription_id
    WHERE e.position > %(after)s AND e.position <= %(until)s AND e.position > s.cursor AND {FITS}
    ON CONFLICT DO NOTHING
"""
# That a day moved, or does not hold any more, is told to whoever was told of it before.
FOLLOWED = """
    INSERT INTO delivery_events (subscription_id, position)
    SELECT DISTINCT c.subscription_id, e.position
    FROM events e
    JOIN alerts a ON a.deadline_id = e.subject_id AND a.event_position < e.position
    JOIN delivery_events c ON c.subscription_id = ANY(%(held)s) AND c.position = a.event_position
    JOIN subscriptions s ON s.id = c.subscription_id
    WHERE e.type = ANY(%(types)s) AND e.position > %(after)s AND e.position <= %(until)s AND e.position > s.cursor
    ON CONFLICT DO NOTHING
"""
CHANGES_OF_DEADLINES = ("deadline.changed", "deadline.withdrawn")
MESSAGES = """
    WITH made AS MATERIALIZED (
        SELECT c.subscription_id, c.position, e.subject_kind, e.subject_id, gen_random_uuid() AS id
        FROM delivery_events c JOIN events e ON e.position = c.position
        WHERE c.delivery_id IS NULL AND c.subscription_id = ANY(%(subscriptions)s)
    ), kept AS (
        INSERT INTO deliveries (id, subscription_id, what, ordering_key, created_at, state, next_attempt_at)
        SELECT id, subscription_id, 'event', coalesce(subject_id::text, subject_kind), %(at)s, 'pending', %(at)s
        FROM made ORDER BY position, subscription_id
    )
    UPDATE delivery_events c SET delivery_id = made.id FROM made
    WHERE c.subscription_id = made.subscription_id AND c.position = made.position
"""

# A person reads what happened at once in one mail, not in one mail for each thing.
MAILS = """
    WITH made AS MATERIALIZED (
        SELECT subscription_id, count(*) AS events, gen_random_uuid() AS id FROM delivery_events
        WHERE delivery_id IS NULL AND subscription_id = ANY(%(subscriptions)s) GROUP BY subscription_id
    ), kept AS (
        INSERT INTO deliveries (id, subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)
        SELECT id, subscription_id, CASE WHEN events = 1 THEN 'event' ELSE 'digest' END, id::text, %(at)s, 'pending', %(at)s,
               jsonb_build_object('events', events)
        FROM made
    )
    UPDATE delivery_events c SET delivery_id = made.id FROM made
    WHERE c.delivery_id IS NULL AND c.subscription_id = made.subscription_id
"""
# In one order, as who records attempts takes them. Those may have switched a subscription off meanwhile.
SETTLED = "SELECT id, state FROM subscriptions WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
DROPPED = """
    UPDATE deliveries SET state = 'dropped', next_attempt_at = NULL WHERE subscription_id = ANY(%s) AND state = 'pending'
"""


class Portion(NamedTuple):
    """How many events were chosen, counted for each subscription, and whether there are more to look at."""

    chosen: int
    more: bool


def lock_routing(db: Db) -> None:
    """Wait until nobody else makes messages; held to the end of the transaction."""
    db.execute("SELECT pg_advisory_xact_lock(hashtext('landschap.routing'))")


def route(db: Db, *, at: datetime, most: int = MOST_EVENTS) -> int:
    """Choose the new events for all subscriptions and make the messages that go at once; how many events were chosen.

    May be called at any moment, twice, and by several at once: what was done is not done again. Each portion commits, unless the
    caller began a transaction; what is cut off between two goes on where it was.
    """
    chosen, more = 0, True
    while more:
        with db.transaction():
            portion, more = route_portion(db, at=at, most=most)
        chosen += portion
    return chosen


def route_portion(db: Db, *, at: datetime, most: int = MOST_EVENTS) -> Portion:
    """Route no more events than this, the oldest first; the caller commits.

    Mails are made with the last portion: a person gets one with all of it.
    """
    lock_routing(db)
    rows = db.execute(HELD, (list(SENDING),)).fetchall()
    if not rows:
        return Portion(0, more=False)
    choosers, after = [Chooser._make(row[:-1]) for row in rows], min(row[-1] for row in rows)
    until, last = _end_of_portion(db, after, min(most, max(MOST_CHOSEN // len(rows), FEWEST))), last_position(db)
    chosen = _choose(db, choosers, after, until, at) if after < until else 0
    make_messages(db, at=at, channels=SENDING if until >= last else ("webhook",))
    settle(db, [c.id for c in choosers])
    db.execute(
        "UPDATE subscriptions SET cursor = %s WHERE id = ANY(%s) AND cursor < %s",
        (until, [c.id for c in choosers], until),
    )
    return Portion(chosen, more=until < last)


def settle(db: Db, subscriptions: Sequence[UUID]) -> None:
    """Hold the rows for the last writing before the commit; of who was switched off meanwhile the messages are dropped."""
    rows = db.execute(SETTLED, (list(subscriptions),)).fetchall()
    if off := [one for one, state in rows if state in {"disabled", "ended"}]:
        db.execute(DROPPED, (off,))


def _end_of_portion(db: Db, after: int, most: int) -> int:
    row = db.execute(
        "SELECT coalesce(max(position), %(after)s) FROM ("
        " SELECT position FROM events WHERE position > %(after)s ORDER BY position LIMIT %(most)s) next",
        {"after": after, "most": most},
    ).fetchone()
    return int(row[0]) if row else after


def _choose(db: Db, choosers: Sequence[Chooser], after: int, until: int, at: datetime) -> int:
    """Choose the events up to a position for subscriptions that nobody changes meanwhile."""
    span = {"after": after, "until": until}
    found = db.execute(
        "SELECT DISTINCT type FROM events WHERE position > %(after)s AND position <= %(until)s", span
    ).fetchall()
    pairs = [(c.id, type_) for c in choosers for (type_,) in found if _wants(c, type_)]
    chosen = 0
    if pairs:
        ids = {one for one, _ in pairs}
        scope = load_scope(db, [c for c in choosers if c.id in ids], today_in_nl(at))
        asked = span | {"choosers": [one for one, _ in pairs], "types": [type_ for _, type_ in pairs]}
        chosen = db.execute(CHOSEN, asked | scope.parameters, prepare=False).rowcount
    if any(type_ in CHANGES_OF_DEADLINES for (type_,) in found):
        asked = span | {"held": [c.id for c in choosers], "types": list(CHANGES_OF_DEADLINES)}
        chosen += db.execute(FOLLOWED, asked, prepare=False).rowcount
    return chosen


def _wants(chooser: Chooser, type_: str) -> bool:
    """Whether a subscription chooses a type. Without a choice, changes of deadlines come to who was told of them only."""
    if chooser.kinds is None and type_ in CHANGES_OF_DEADLINES:
        return False
    return fits_type(type_, patterns_of(chooser.kinds))


def make_messages(db: Db, *, at: datetime, subscription: UUID | None = None, channels: Sequence[str] = SENDING) -> None:
    """Messages for what waits for subscriptions that want it at once: one for each event, of mail one with all that waits."""
    held = db.execute(
        "SELECT id, channel FROM subscriptions WHERE state = 'active' AND digest = 'at_once' AND channel = ANY(%s)"
        " AND (%s::uuid IS NULL OR id = %s) ORDER BY id FOR KEY SHARE",
        (list(channels), subscription, subscription),
    ).fetchall()
    for channel, query in (("webhook", MESSAGES), ("mail", MAILS)):
        if chosen := [one for one, of in held if of == channel]:
            db.execute(query, {"subscriptions": chosen, "at": at}, prepare=False)


def last_position(db: Db) -> int:
    """The position of the last event that was written; 0 where there is none."""
    row = db.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()
    return int(row[0]) if row else 0
