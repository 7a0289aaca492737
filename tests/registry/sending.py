"""Messages in the outbox to fill in tests, and what became of them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from registry.delivering import Attempt, Message, Room, claim
from registry.resolving.matching import Db
from tests.notifiers.messages import SECRET
from tests.registry.telling import NOW, happen, subscribe

ROOM = Room(200, 200, {})


def subscribed(db: Db, target: str = "https://haak.belastingdienst.nl/", **chosen: Any) -> UUID:
    """A subscription with a secret that is known here."""
    subscription = subscribe(db, target=target, **chosen).id
    secrets = [{"secret": SECRET, "until": None}]
    db.execute("UPDATE subscriptions SET secrets = %s WHERE id = %s", (Jsonb(secrets), subscription))
    return subscription


def queued(db: Db, subscription: UUID, key: str | None = None, at: datetime = NOW) -> UUID:
    """A message with an event of its own."""
    position = happen(db, "application.changed", at=at)
    delivery = queue(db, subscription, key or str(uuid4()), at)
    db.execute(
        "INSERT INTO delivery_events (subscription_id, position, delivery_id) VALUES (%s, %s, %s)",
        (subscription, position, delivery),
    )
    return delivery


def queue(
    db: Db, subscription: UUID, key: str, at: datetime, what: str = "event", data: dict[str, Any] | None = None
) -> UUID:
    row = db.execute(
        "INSERT INTO deliveries (subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)"
        " VALUES (%s, %s, %s, %s, 'pending', %s, %s) RETURNING id",
        (subscription, what, key, at, at, Jsonb(data or {})),
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def taken(db: Db, at: datetime = NOW, room: Room = ROOM) -> list[Message]:
    return sorted(claim(db, room, now=at), key=lambda message: message.created_at)


def attempt(message: Message, outcome: str, *, at: datetime = NOW, wait: float | None = None, **more: Any) -> Attempt:
    """What came of a message; `wait` is seconds until the next attempt."""
    known: dict[str, Any] = {"status": None, "answer": None, "milliseconds": 12} | more
    return Attempt(
        delivery_id=message.id,
        subscription_id=message.subscription_id,
        leased_until=message.leased_until,
        at=at,
        outcome=outcome,
        next_attempt_at=None if wait is None else at + timedelta(seconds=wait),
        **known,
    )


def states(db: Db, subscription: UUID) -> list[tuple[str, int]]:
    """State and number of attempts of each message to a subscription, in order."""
    rows = db.execute(
        "SELECT state, attempts FROM deliveries WHERE subscription_id = %s ORDER BY sequence", (subscription,)
    )
    return [(state, attempts) for state, attempts in rows]


def standing(db: Db, subscription: UUID) -> tuple[str, str | None]:
    """The state of a subscription, and why."""
    row = db.execute("SELECT state, state_reason FROM subscriptions WHERE id = %s", (subscription,)).fetchone()
    assert row is not None
    return row[0], row[1]
