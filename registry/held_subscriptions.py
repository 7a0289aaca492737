"""A subscription that somebody is about to change: held, in the right state, and with its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from registry.actors import Deed
from registry.errors import Conflict, NotFound
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db


class SubscriptionNotFound(NotFound):
    """Abonnement {0} is niet gevonden."""

    english = "Subscription {0} was not found."


class SubscriptionStateError(Conflict):
    """Dit kan niet met een abonnement dat {0} is."""

    english = "This is not possible with a subscription that is {1}."


class WrongChannel(Conflict):
    """Dit kan alleen met een abonnement via {0}."""

    english = "This is possible only with a subscription by {1}."


STATES = {
    "active": ("actief", "active"),
    "paused": ("gepauzeerd", "paused"),
    "disabled": ("uitgezet", "disabled"),
    "ended": ("beëindigd", "ended"),
}
NOTE = """
    INSERT INTO subscription_changes (subscription_id, action, before, reason, changed_by, changed_at)
    VALUES (%s, %s, %s, %s, %s, %s)
"""


def etag(known: Mapping[str, Any]) -> str:
    """The version of a subscription, from its columns, as a quoted entity tag."""
    return f'"{known["id"]}-{known["version"]}"'


def hold(db: Db, subscription: UUID) -> Row:
    """The subscription; nobody else changes it or makes messages for it before this is committed."""
    # This one waits for who makes messages, who lets those pass that only record attempts.
    rows = fetch(db, "SELECT * FROM subscriptions WHERE id = %s FOR UPDATE", (subscription,))
    if not rows:
        raise SubscriptionNotFound(subscription)
    return rows[0]


def require_state(known: Row, *allowed: str) -> None:
    """Raise `SubscriptionStateError` unless the subscription is in one of these states."""
    if known["state"] not in allowed:
        raise SubscriptionStateError(*STATES[known["state"]])


def require_channel(known: Row, *allowed: str) -> None:
    """Raise `WrongChannel` unless the subscription goes by one of these channels."""
    if known["channel"] not in allowed:
        raise WrongChannel(" of ".join(allowed), " or ".join(allowed))


def note(db: Db, subscription: UUID, action: str, deed: Deed, before: Mapping[str, Any] | None) -> None:
    """Add to the history of a subscription: what was done, by whom, when and why."""
    kept = Jsonb(before) if before is not None else None
    db.execute(NOTE, (subscription, action, kept, deed.reason, deed.actor.name, deed.at))
