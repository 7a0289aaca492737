"""Events and subscriptions to fill in tests."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from registry.actors import Actor, Deed
from registry.journal import lock_events
from registry.receiving import NOBODY
from registry.resolving.matching import Db
from registry.subscribing import Made, create_subscription
from registry.wishes import Wish

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WEBHOOK = "https://hooks.example.nl/landschap"


def deed(at: datetime = NOW, reason: str | None = None, organisation: UUID = NOBODY) -> Deed:
    return Deed(Actor("j.jansen", organisation), at, reason)


def subscribe(db: Db, at: datetime = NOW, *, tell_open: bool = False, **chosen: Any) -> Made:
    asked: dict[str, Any] = {"name": "Meldingen van de CIO", "channel": "webhook", "target": WEBHOOK} | chosen
    return create_subscription(db, Wish(**asked), deed(at), tell_open=tell_open)


def happen(
    db: Db,
    type_: str,
    *,
    at: datetime = NOW,
    subject: UUID | None = None,
    data: dict[str, Any] | None = None,
    **fields: object,
) -> int:
    """Write an event; its position."""
    lock_events(db)
    columns = {"type": type_, "at": at, "subject_kind": "application", "subject_id": subject or uuid4()} | fields
    row = db.execute(
        f"INSERT INTO events ({', '.join(columns)}, data) VALUES ({', '.join(['%s'] * len(columns))}, %s) RETURNING position",
        [*columns.values(), Jsonb(data or {})],
    ).fetchone()
    assert row is not None
    return int(row[0])


def chosen_for(db: Db, subscription: UUID) -> list[int]:
    """The positions of the events that were chosen for a subscription."""
    asked = "SELECT position FROM delivery_events WHERE subscription_id = %s ORDER BY position"
    return [row[0] for row in db.execute(asked, (subscription,))]


def messages_to(db: Db, subscription: UUID) -> list[tuple[str, str]]:
    """What was queued for a subscription, and its state, in order."""
    asked = "SELECT what, state FROM deliveries WHERE subscription_id = %s ORDER BY sequence"
    return [(what, state) for what, state in db.execute(asked, (subscription,))]
