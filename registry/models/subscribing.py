"""Who wants to hear what, through which channel; and every message, attempt and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import ARRAY, Base, BigInteger, SmallInteger, Text, Uuid

CHANNELS = ("webhook", "mail", "calendar", "pull")
DIGESTS = ("at_once", "daily", "weekly")
STATES = ("active", "paused", "disabled", "ended")
ROLES = ("system_owner", "departmental_cio", "cio_rijk")


def _in(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Subscription(Base):
    """What a person or a system wants to hear. An empty choice (null) means all of it.

    `kinds` are kinds of alert and types of change events ("application.changed", "import.*"); `organisations` count with all
    that belongs to them. `cursor` is the last event that was looked at for it. `secrets` are those that sign a webhook, newest
    first, each `{"secret", "until"}`; `token_hash` is the SHA-256 of the token in a calendar's address.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        _in("channel", CHANNELS),
        _in("digest", DIGESTS),
        _in("state", STATES),
        _in("role", ROLES),
        CheckConstraint("language IN ('nl', 'en')", name="language"),
        CheckConstraint("channel NOT IN ('webhook', 'mail') OR target IS NOT NULL", name="target"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    subscriber: Mapped[str]
    organisation_id: Mapped[UUID]
    role: Mapped[str]
    channel: Mapped[str]
    target: Mapped[str | None]
    kinds: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    organisations: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    products: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    suppliers: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    thresholds: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    digest: Mapped[str]
    heartbeat: Mapped[bool] = mapped_column(server_default="true")
    language: Mapped[str]
    state: Mapped[str]
    state_reason: Mapped[str | None]
    secrets: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    token_hash: Mapped[str | None] = mapped_column(Text, unique=True)
    cursor: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]
    next_digest_at: Mapped[datetime | None]


class SubscriptionChange(Base):
    """Who changed a subscription, when, what, and why; only ever added. `before` lacks secrets and tokens."""

    __tablename__ = "subscription_changes"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscriptions.id"), index=True)
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reason: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class Delivery(Base):
    """One message to one subscription, with one event or many. Its id is the persistent id that the receiver sees.

    `what` is event, digest, heartbeat, test or replay. Messages of one subscription about one `ordering_key` go in order.
    `next_attempt_at` is empty once it is delivered, failed for good, or dropped.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        _in("what", ("event", "digest", "heartbeat", "test", "replay")),
        _in("state", ("pending", "delivered", "failed", "dropped")),
        Index("ix_deliveries_due", "subscription_id", "next_attempt_at", postgresql_where=text("state = 'pending'")),
        Index(
            "ix_deliveries_ordering",
            "subscription_id",
            "ordering_key",
            "sequence",
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_deliveries_subscription_created", "subscription_id", "created_at"),
        Index("ix_deliveries_failed", "subscription_id", postgresql_where=text("state = 'failed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    sequence: Mapped[int] = mapped_column(BigInteger, Identity())
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscriptions.id"))
    what: Mapped[str]
    ordering_key: Mapped[str]
    created_at: Mapped[datetime]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    next_attempt_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")


class DeliveryEvent(Base):
    """An event that was chosen for a subscription, exactly once; its delivery follows at once or with the next digest.

    A replay sends events again under deliveries of its own and leaves these rows alone.
    """

    __tablename__ = "delivery_events"
    __table_args__ = (
        Index(
            "ix_delivery_events_waiting", "subscription_id", "position", postgresql_where=text("delivery_id IS NULL")
        ),
    )

    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscriptions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    delivery_id: Mapped[UUID | None] = mapped_column(ForeignKey("deliveries.id"), index=True)


class DeliveryAttempt(Base):
    """One attempt to deliver, with what was answered. `outcome` is delivered, retry, gone, refused or bounced."""

    __tablename__ = "delivery_attempts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("deliveries.id"), index=True)
    at: Mapped[datetime]
    outcome: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[str | None]
    milliseconds: Mapped[int | None]
