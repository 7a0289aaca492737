"""Subscriptions and how they fare: what was delivered, what waits, what failed, and every attempt. Never a secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.errors import InvalidInput
from registry.held_subscriptions import SubscriptionNotFound
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db

SHOWN = """
    s.id, s.name, s.subscriber, s.organisation_id AS "organisationId", (
        SELECT o.name FROM matches m JOIN organisations o ON o.id = m.record_id WHERE m.id = s.organisation_id
    ) AS "organisationName", s.role, s.channel, s.target, s.kinds,
    s.organisations AS "organisationIds", s.products AS "productIds", s.suppliers AS "supplierIds", s.thresholds, s.digest,
    s.heartbeat, s.language, s.state, s.state_reason AS "stateReason", s.version, s.created_at AS "createdAt",
    CASE WHEN s.state = 'active' AND s.channel IN ('webhook', 'mail') THEN s.next_digest_at END AS "nextDigestAt"
"""
# Waiting: messages that are not delivered yet, and events that wait for a digest or for the end of a pause.
FARES = """
    (SELECT max(x.delivered_at) FROM (
        SELECT d.delivered_at FROM deliveries d WHERE d.subscription_id = s.id AND d.state = 'delivered'
        ORDER BY d.created_at DESC LIMIT 20) x) AS "lastDeliveredAt",
    (SELECT count(*) FROM deliveries d WHERE d.subscription_id = s.id AND d.state = 'pending') AS "waitingMessages",
    (SELECT count(*) FROM delivery_events c WHERE c.subscription_id = s.id AND c.delivery_id IS NULL) AS "waitingEvents",
    (SELECT count(*) FROM deliveries d WHERE d.subscription_id = s.id AND d.state = 'failed') AS "failedMessages",
    (SELECT max((one ->> 'until')::timestamptz) FROM jsonb_array_elements(s.secrets) one) AS "oldSecretUntil"
"""
LISTED = f"""
    SELECT {SHOWN}, {FARES} FROM subscriptions s
    WHERE (%(states)s::text[] IS NULL OR s.state = ANY(%(states)s)) AND (%(channel)s::text IS NULL OR s.channel = %(channel)s)
      AND (%(organisation)s::uuid IS NULL OR s.organisation_id = %(organisation)s)
      AND (%(subscriber)s::text IS NULL OR s.subscriber = %(subscriber)s)
      AND (%(at)s::timestamptz IS NULL OR (s.created_at, s.id) < (%(at)s, %(id)s::uuid))
    ORDER BY s.created_at DESC, s.id DESC LIMIT %(most)s
"""
DELIVERIES = """
    SELECT d.id, d.what, d.state, d.created_at AS "createdAt", d.attempts, d.delivered_at AS "deliveredAt",
           d.next_attempt_at AS "nextAttemptAt", d.sequence,
           coalesce((SELECT array_agg(e.id ORDER BY e.position) FROM (
               SELECT c.position FROM delivery_events c WHERE c.delivery_id = d.id
               UNION SELECT jsonb_array_elements_text(d.data -> 'positions')::bigint LIMIT %(most_events)s) chosen
               JOIN events e USING (position)), '{}') AS "eventIds"
    FROM deliveries d
    WHERE d.subscription_id = %(id)s AND (%(state)s::text IS NULL OR d.state = %(state)s)
      AND (%(after)s::bigint IS NULL OR d.sequence < %(after)s)
    ORDER BY d.sequence DESC LIMIT %(most)s
"""
ATTEMPTS = """
    SELECT delivery_id, at, outcome, status, answer, milliseconds FROM delivery_attempts
    WHERE delivery_id = ANY(%s) ORDER BY id
"""
CHANGES = """
    SELECT id, action, before, reason, changed_by AS "changedBy", changed_at AS "changedAt" FROM subscription_changes
    WHERE subscription_id = %(id)s AND (%(after)s::bigint IS NULL OR id < %(after)s) ORDER BY id DESC LIMIT %(most)s
"""
MOST_EVENTS = 100
"""Ids of events that are listed with a message, at most."""


@dataclass(frozen=True)
class SubscriptionQuery:
    """Which subscriptions: in one of these states, by a channel, of an organisation, of a person."""

    states: Sequence[str] | None = None
    channel: str | None = None
    organisation: UUID | None = None
    subscriber: str | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """A page; `next` is what `after` takes for the following one."""

    items: list[Row]
    next: str | None


def list_subscriptions(db: Db, query: SubscriptionQuery) -> Page:
    """Subscriptions, the newest first."""
    at, id_ = _place(query.after)
    asked: dict[str, Any] = {
        "states": list(query.states) if query.states else None,
        "channel": query.channel,
        "organisation": query.organisation,
        "subscriber": query.subscriber,
        "at": at,
        "id": id_,
        "most": query.limit,
    }
    rows = fetch(db, LISTED, asked)
    last = rows[-1] if len(rows) == query.limit else None
    return Page(rows, f"{last['createdAt'].isoformat()}_{last['id']}" if last else None)


def get_subscription(db: Db, subscription: UUID) -> Row:
    """One subscription with how it fares; raises `SubscriptionNotFound`."""
    rows = fetch(db, f"SELECT {SHOWN}, {FARES} FROM subscriptions s WHERE s.id = %s", (subscription,))
    if not rows:
        raise SubscriptionNotFound(subscription)
    return rows[0]


def list_deliveries(
    db: Db, subscription: UUID, *, state: str | None = None, after: str | None = None, limit: int = 50
) -> Page:
    """The messages of a subscription with every attempt and answer, the newest first."""
    get_subscription(db, subscription)
    asked = {"id": subscription, "state": state, "after": _number(after), "most": limit, "most_events": MOST_EVENTS}
    rows = fetch(db, DELIVERIES, asked)
    attempts: dict[UUID, list[Row]] = {row["id"]: [] for row in rows}
    for attempt in fetch(db, ATTEMPTS, (list(attempts),)) if rows else ():
        attempts[attempt.pop("delivery_id")].append(attempt)
    following = str(rows[-1]["sequence"]) if len(rows) == limit else None
    return Page([_without(row, "sequence") | {"attempts": attempts[row["id"]]} for row in rows], following)


def list_changes(db: Db, subscription: UUID, *, after: str | None = None, limit: int = 50) -> Page:
    """Who did what with a subscription, the newest first."""
    get_subscription(db, subscription)
    rows = fetch(db, CHANGES, {"id": subscription, "after": _number(after), "most": limit})
    following = str(rows[-1]["id"]) if len(rows) == limit else None
    return Page([_without(row, "id") for row in rows], following)


def _without(row: Row, key: str) -> Row:
    return {name: value for name, value in row.items() if name != key}


def _place(after: str | None) -> tuple[datetime | None, UUID | None]:
    if after is None:
        return None, None
    moment, _, id_ = after.partition("_")
    try:
        at, found = datetime.fromisoformat(moment), UUID(id_)
    except ValueError as error:
        raise _no_such_page() from error
    if at.tzinfo is None:
        raise _no_such_page()
    return at, found


def _number(after: str | None) -> int | None:
    if after is None:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise _no_such_page()
    return int(after)


def _no_such_page() -> InvalidInput:
    return InvalidInput("Deze bladzijde bestaat niet.", "There is no such page.")


def find_subscription(db: Db, text: str) -> UUID:
    """The subscription of that id, or of that name where only one that has not ended bears it. Raises `InvalidInput`."""
    try:
        return UUID(text)
    except ValueError:
        pass
    asked = "SELECT id FROM subscriptions WHERE name = %s AND state <> 'ended' LIMIT 2"
    rows = fetch(db, asked, (text,))
    if len(rows) == 1:
        return UUID(str(rows[0]["id"]))
    if rows:
        raise InvalidInput(
            f"Meer dan één abonnement heet {text!r}; noem het id.",
            f"More than one subscription is called {text!r}; give the id.",
        )
    raise InvalidInput(f"Abonnement {text!r} is niet bekend.", f"Subscription {text!r} is not known.")
