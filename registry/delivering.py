"""Deliveries that are due are claimed, sent by a channel, and recorded with what was answered.

A claim moves `next_attempt_at` ahead by a lease: a worker that dies loses nothing, and no other sends the same meanwhile. What
a delivery tells: the events of its rows in `delivery_events` and those at `data["positions"]` (a replay); without any
(a test, a heartbeat) one event "subscription.<what>" about the subscription itself, with `data`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from registry.bouncing import switch_off
from registry.events import EVENT_COLUMNS, Event
from registry.resolving.matching import Db
from registry.told_before import NOTHING, Background, load_background, load_last_scan

LEASE = timedelta(minutes=5)
CHANNELS = ("webhook", "mail")
CHANGED_BY = "landschap"
MOST_EVENTS = 20_000
"""Events that may be under way at once: a digest can hold many thousands, and two hundred of those fill the memory."""


@dataclass(frozen=True, slots=True)
class Message:
    """A claimed delivery with all that its channel needs. `attempts` were made before; `secrets` as the subscription has them."""

    id: UUID
    subscription_id: UUID
    what: str
    attempts: int
    leased_until: datetime
    created_at: datetime
    data: dict[str, Any]
    channel: str
    target: str
    name: str
    subscriber: str
    organisation_id: UUID
    language: str
    digest: str
    secrets: tuple[dict[str, Any], ...] = field(repr=False)
    events: tuple[Event, ...]
    background: Background = NOTHING


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to be recorded. `next_attempt_at` is None when there is to be no other; `answer` is what is kept of it."""

    delivery_id: UUID
    subscription_id: UUID
    leased_until: datetime
    at: datetime
    outcome: str
    status: int | None
    answer: str | None
    milliseconds: int
    next_attempt_at: datetime | None

    @property
    def state(self) -> str:
        """The state of the delivery after it."""
        if self.outcome in {"delivered", "gone"}:
            return "delivered" if self.outcome == "delivered" else "dropped"
        return "pending" if self.next_attempt_at and self.outcome != "bounced" else "failed"


class Room(NamedTuple):
    """How many may be claimed: in all, of a subscription, and of those subscriptions that have another limit.

    `events` is how many they may hold together; the message that goes beyond is the last.
    """

    total: int
    each: int
    of: Mapping[UUID, int]
    events: int = MOST_EVENTS


# The rows are chosen by subscription, so that nobody's thousands stand before the one of another. What another worker
# claimed between choosing and locking no longer is due, and is left out by the conditions that stand with the lock.
CLAIM = """
    WITH room AS (SELECT * FROM unnest(%(subscriptions)s::uuid[], %(rooms)s::int[]) AS r(id, free)),
    chosen AS (
        SELECT d.id, row_number() OVER (PARTITION BY s.id ORDER BY d.next_attempt_at, d.sequence) AS turn, d.next_attempt_at,
               coalesce((d.data ->> 'events')::int, jsonb_array_length(d.data -> 'positions'), 1) AS events
        FROM subscriptions s
        LEFT JOIN room ON room.id = s.id
        CROSS JOIN LATERAL (
            SELECT d.id, d.sequence, d.next_attempt_at, d.data FROM deliveries d
            WHERE d.subscription_id = s.id AND d.state = 'pending' AND d.next_attempt_at <= %(now)s
              AND NOT EXISTS (
                SELECT FROM deliveries e
                WHERE e.subscription_id = d.subscription_id AND e.ordering_key = d.ordering_key AND e.state = 'pending'
                  AND e.sequence < d.sequence)
            ORDER BY d.next_attempt_at LIMIT coalesce(room.free, %(each)s)) d
        WHERE s.state = 'active' AND s.channel = ANY(%(channels)s) AND s.target IS NOT NULL
        ORDER BY turn, d.next_attempt_at LIMIT %(total)s),
    fitting AS (
        SELECT id, sum(events) OVER (ORDER BY turn, next_attempt_at, id) - events AS before FROM chosen),
    locked AS (
        SELECT d.id FROM deliveries d JOIN fitting ON fitting.id = d.id AND fitting.before < %(events)s
        WHERE d.state = 'pending' AND d.next_attempt_at <= %(now)s
        FOR UPDATE OF d SKIP LOCKED)
    UPDATE deliveries d SET next_attempt_at = %(until)s
    FROM locked, subscriptions s
    WHERE d.id = locked.id AND s.id = d.subscription_id
    RETURNING d.id, d.subscription_id, d.what, d.attempts, d.next_attempt_at, d.created_at, d.data,
              s.channel, s.target, s.name, s.subscriber, s.organisation_id, s.language, s.digest, s.secrets
"""
COLUMNS = (
    "id", "subscription_id", "what", "attempts", "leased_until", "created_at", "data",
    "channel", "target", "name", "subscriber", "organisation_id", "language", "digest", "secrets",
)  # fmt: skip
EVENTS = f"""
    SELECT chosen.delivery_id, {", ".join(f"e.{column}" for column in EVENT_COLUMNS.split(", "))}
    FROM (
        SELECT delivery_id, position FROM delivery_events WHERE delivery_id = ANY(%(ids)s)
        UNION
        SELECT d.id, jsonb_array_elements_text(d.data -> 'positions')::bigint FROM deliveries d
        WHERE d.id = ANY(%(replays)s)) chosen
    JOIN events e USING (position)
    ORDER BY e.position
"""


def claim(
    db: Db, room: Room, *, now: datetime, lease: timedelta = LEASE, channels: Collection[str] = CHANNELS
) -> list[Message]:
    """Take deliveries that are due, each the first of its ordering key; they are this worker's until the lease ends."""
    asked = {
        "now": now,
        "until": now + lease,
        "channels": list(channels),
        "total": room.total,
        "each": room.each,
        "events": room.events,
        "subscriptions": list(room.of),
        "rooms": list(room.of.values()),
    }
    rows = db.execute(CLAIM, asked).fetchall()
    if not rows:
        return []
    replays = [row[0] for row in rows if "positions" in row[6]]
    events: dict[UUID, list[Event]] = {row[0]: [] for row in rows}
    for delivery_id, *columns in db.execute(EVENTS, {"ids": list(events), "replays": replays}):
        events[delivery_id].append(Event(*columns))
    return [_with_background(db, _message(row, events[row[0]])) for row in rows]


def _with_background(db: Db, message: Message) -> Message:
    """The message with what was told before, where persons read it."""
    if message.channel != "mail" or message.what == "test":
        return message
    if message.what == "heartbeat":
        return replace(message, background=load_last_scan(db, message.created_at))
    since = message.data.get("since") if message.what == "digest" else None
    background = load_background(db, message.subscription_id, message.events, since, message.created_at)
    return replace(message, background=background)


def _message(row: Sequence[Any], events: Sequence[Event]) -> Message:
    found = dict(zip(COLUMNS, row, strict=True))
    if not events:
        subscription_id, organisation_id = found["subscription_id"], found["organisation_id"]
        about = f"subscription.{found['what']}"
        told = (
            0,
            found["id"],
            about,
            found["created_at"],
            "subscription",
            subscription_id,
            organisation_id,
            found["data"],
        )
        events = [Event(*told)]
    return Message(**found | {"secrets": tuple(found["secrets"])}, events=tuple(events))


ROWS = """
    jsonb_to_recordset(%s::jsonb) AS a(
        delivery_id uuid, subscription_id uuid, leased_until timestamptz, at timestamptz, outcome text, status int, answer text,
        milliseconds int, next_attempt_at timestamptz, state text)
"""
# In one order, so that two workers who record about the same subscriptions wait for each other and never in a circle.
LOCK = "SELECT FROM subscriptions WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
NOTE = f"""
    INSERT INTO delivery_attempts (delivery_id, at, outcome, status, answer, milliseconds)
    SELECT delivery_id, at, outcome, status, answer, milliseconds FROM {ROWS} ORDER BY at
"""
# A worker whose lease ran out has no say any more, but what was delivered is delivered.
SETTLE = f"""
    UPDATE deliveries d SET
        attempts = d.attempts + 1,
        state = a.state,
        next_attempt_at = CASE WHEN a.state = 'pending' THEN a.next_attempt_at END,
        delivered_at = CASE WHEN a.state = 'delivered' THEN a.at END
    FROM {ROWS}
    WHERE d.id = a.delivery_id
      AND (a.state = 'delivered' OR (d.state = 'pending' AND d.next_attempt_at = a.leased_until))
"""
DISABLE = f"""
    WITH gone AS (
        SELECT DISTINCT ON (subscription_id) subscription_id, answer, at FROM {ROWS}
        WHERE outcome = 'gone' ORDER BY subscription_id, at),
    disabled AS (
        UPDATE subscriptions s SET state = 'disabled', state_reason = gone.answer, version = version + 1
        FROM gone WHERE s.id = gone.subscription_id AND s.state IN ('active', 'paused')
        RETURNING s.id, gone.answer, gone.at),
    dropped AS (
        UPDATE deliveries d SET state = 'dropped', next_attempt_at = NULL
        FROM gone WHERE d.subscription_id = gone.subscription_id AND d.state = 'pending')
    INSERT INTO subscription_changes (subscription_id, action, reason, changed_by, changed_at)
    SELECT id, 'disabled', answer, '{CHANGED_BY}', at FROM disabled
"""
# The last word of these attempts on each subscription: trouble is told, and told no more once something arrived.
TELL = f"""
    UPDATE subscriptions s SET state_reason = CASE WHEN last.outcome <> 'delivered' THEN last.answer END
    FROM (
        SELECT DISTINCT ON (subscription_id) subscription_id, outcome, answer FROM {ROWS}
        WHERE outcome IN ('delivered', 'refused') OR state = 'failed' ORDER BY subscription_id, at DESC) last
    WHERE s.id = last.subscription_id AND s.state = 'active'
      AND s.state_reason IS DISTINCT FROM CASE WHEN last.outcome <> 'delivered' THEN last.answer END
"""


def record(db: Db, attempts: Sequence[Attempt]) -> None:
    """Note these attempts and what follows for their deliveries and subscriptions; the caller commits."""
    if not attempts:
        return
    rows = orjson.dumps([asdict(attempt) | {"state": attempt.state} for attempt in attempts]).decode()
    db.execute(LOCK, ([attempt.subscription_id for attempt in attempts],))
    db.execute(NOTE, (rows,))
    db.execute(SETTLE, (rows,))
    if any(attempt.outcome == "gone" for attempt in attempts):
        db.execute(DISABLE, (rows,))
    db.execute(TELL, (rows,))
    for attempt in attempts:
        if attempt.outcome == "bounced":
            switch_off(db, attempt.delivery_id, attempt.at)


def next_due(db: Db, *, now: datetime, channels: Collection[str] = CHANNELS) -> datetime | None:
    """When, after now, the next delivery of an active subscription may be tried; one that a worker holds counts too."""
    row = db.execute(
        "SELECT min(d.next_attempt_at) FROM subscriptions s CROSS JOIN LATERAL ("
        "  SELECT next_attempt_at FROM deliveries WHERE subscription_id = s.id AND state = 'pending' AND next_attempt_at > %s"
        "  ORDER BY next_attempt_at LIMIT 1) d"
        " WHERE s.state = 'active' AND s.channel = ANY(%s)",
        (now, list(channels)),
    ).fetchone()
    return row[0] if row else None
