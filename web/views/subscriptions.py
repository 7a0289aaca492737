"""Subscriptions: who hears what, through which channel, and what was delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web.views.page import ALONE, Filter, Neighbours, OptionGroup
from web.views.values import Badge, Link, Shown, Text


@dataclass(frozen=True)
class SubscriptionLine:
    """A subscription in the list."""

    link: Link
    subscriber: str
    organisation: Shown
    channel: Text
    digest: Text
    state: Badge
    delivered_at: datetime | None
    waiting: int
    failed: int


@dataclass(frozen=True)
class SubscriptionList:
    """All subscriptions."""

    rows: tuple[SubscriptionLine, ...]
    health: tuple[Text, ...]
    well: bool


@dataclass(frozen=True)
class SubscriptionForm:
    """The form that makes or changes a subscription; `values` are the texts in its fields."""

    title: Text
    action: str
    selects: tuple[Filter, ...]
    kinds: OptionGroup
    organisations: OptionGroup
    values: dict[str, str]
    heartbeat: bool
    fixed_channel: Text | None = None
    problems: tuple[Text, ...] = ()


@dataclass(frozen=True)
class AttemptLine:
    """One attempt at a delivery, and the answer."""

    at: datetime
    outcome: Badge
    answer: str


@dataclass(frozen=True)
class DeliveryLine:
    """A message and its attempts."""

    id: str
    what: Text
    at: datetime
    state: Badge
    next_at: datetime | None
    attempts: tuple[AttemptLine, ...]


@dataclass(frozen=True)
class ChangeOfSubscription:
    """Who changed a subscription, and how."""

    at: datetime
    by: str
    what: Text
    reason: str = ""


@dataclass(frozen=True)
class SubscriptionPage:
    """One subscription: its settings, what can be done with it, and what was delivered."""

    id: str
    name: str
    state: Badge
    active: bool
    ended: bool
    facts: tuple[tuple[Text, Shown], ...]
    deliveries: tuple[DeliveryLine, ...]
    changes: tuple[ChangeOfSubscription, ...]
    can_test: bool
    has_secret: bool
    has_token: bool
    shown_once: tuple[tuple[Text, str], ...] = ()
    neighbours: Neighbours = ALONE


@dataclass(frozen=True)
class Unsubscribing:
    """The page behind the link in a mail."""

    token: str
    name: str
    done: bool
