"""The schemas of subscriptions: what is asked, how they fare, and every message with its attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.schemas.deadlines import Role
from api.schemas.imports import Sent, Told
from api.schemas.judgements import Reason
from api.schemas.naming import OneOf
from api.schemas.values import Place
from registry.models.subscribing import CHANNELS, DIGESTS, STATES
from registry.wishes import LONGEST_TARGET, LONGEST_TEXT, MOST_CHOSEN, MOST_DAYS

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Target: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TARGET, pattern=r"^[^\x00]*$")]
Kind: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Ids: TypeAlias = Annotated[list[UUID], Field(min_length=1, max_length=MOST_CHOSEN)]
Kinds: TypeAlias = Annotated[list[Kind], Field(min_length=1, max_length=MOST_CHOSEN)]
Days: TypeAlias = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Thresholds: TypeAlias = Annotated[list[Days], Field(min_length=1, max_length=MOST_CHOSEN)]
Channel: TypeAlias = Annotated[str, OneOf("Channel", *CHANNELS)]
Digest: TypeAlias = Annotated[str, OneOf("Digest", *DIGESTS)]
Language: TypeAlias = Annotated[str, OneOf("Language", "nl", "en")]
MessageState: TypeAlias = Annotated[str, OneOf("MessageState", "pending", "delivered", "failed", "dropped")]
State: TypeAlias = Annotated[str, OneOf("SubscriptionState", *STATES)]

ABOUT_KINDS = (
    "Soorten meldingen (security_support_ends), soorten gebeurtenissen (application.changed) of patronen (import.*). "
    "Weggelaten: alle meldingen, en dat een gemelde dag verschuift of vervalt; geen andere wijzigingen."
)
ABOUT_ORGANISATIONS = "Met alles wat er vandaag onder valt. Weggelaten: alle."
ABOUT_SUPPLIERS = "Met alle bedrijven waarover zij zeggenschap hebben. Weggelaten: alle."
ABOUT_THRESHOLDS = (
    "Hoeveel dagen van tevoren; 0 is de dag zelf en alles daarna. Wat te laat aan het licht komt voor een gekozen drempel, "
    "wordt alsnog gemeld. Weggelaten: alle drempels."
)
ABOUT_TARGET = "Adres van de webhook (https) of mailadres; bij calendar en pull geen."


class SubscriptionWritten(Sent):
    """Een abonnement: wie wil wat horen, en langs welke weg."""

    name: Name
    channel: Channel
    target: Target | None = Field(None, description=ABOUT_TARGET)
    kinds: Kinds | None = Field(None, description=ABOUT_KINDS)
    organisation_ids: Ids | None = Field(None, description=ABOUT_ORGANISATIONS)
    product_ids: Ids | None = None
    supplier_ids: Ids | None = Field(None, description=ABOUT_SUPPLIERS)
    thresholds: Thresholds | None = Field(None, description=ABOUT_THRESHOLDS)
    role: Role = Field("system_owner", description="Meldingen voor een andere rol komen niet.")
    digest: Digest = Field("at_once", description="Meteen, of alles bij elkaar per dag of per week.")
    heartbeat: bool = Field(default=True, description="Elke dag een teken van leven als er niets te melden is.")
    language: Language = "nl"
    tell_open: bool = Field(default=False, description="Vertel ook wat nu al openstaat.")
    reason: Reason | None = None


class SubscriptionChanges(Sent):
    """Wat er aan een abonnement verandert (merge patch); null bij een lijst betekent weer alles."""

    name: Name = Field(default_factory=str)
    target: Target = Field(default_factory=str, description=ABOUT_TARGET)
    kinds: Kinds | None = Field(None, description=ABOUT_KINDS)
    organisation_ids: Ids | None = Field(None, description=ABOUT_ORGANISATIONS)
    product_ids: Ids | None = None
    supplier_ids: Ids | None = Field(None, description=ABOUT_SUPPLIERS)
    thresholds: Thresholds | None = Field(None, description=ABOUT_THRESHOLDS)
    role: Role = Field(default_factory=str)
    digest: Digest = Field(default_factory=str)
    heartbeat: bool = Field(default_factory=bool)
    language: Language = Field(default_factory=lambda: "nl")
    reason: Reason | None = None


class Subscription(Told):
    """Een abonnement en hoe het ermee gaat; geheimen staan er nooit bij."""

    id: UUID
    name: str
    subscriber: str = Field(description="Wie het aanvroeg.")
    organisation_id: UUID
    organisation_name: str | None
    role: Role
    channel: Channel
    target: str | None
    kinds: list[str] | None
    organisation_ids: list[UUID] | None
    product_ids: list[UUID] | None
    supplier_ids: list[UUID] | None
    thresholds: list[int] | None
    digest: Digest
    heartbeat: bool
    language: Language
    state: State
    state_reason: str | None = Field(description="Waarom het niet actief is, of wat er laatst misging.")
    version: int
    created_at: datetime
    next_digest_at: datetime | None
    last_delivered_at: datetime | None
    waiting_messages: int = Field(description="Berichten die nog niet zijn afgeleverd.")
    waiting_events: int = Field(
        description="Gebeurtenissen die wachten op een verzamelbericht of op het einde van een pauze."
    )
    failed_messages: int = Field(description="Berichten die zijn opgegeven.")
    old_secret_until: datetime | None = Field(description="Tot wanneer het vorige geheim ook nog ondertekent.")


class SubscriptionMade(Subscription):
    """Een abonnement, met wat alleen nu verteld wordt."""

    secret: str | None = Field(
        description="Geheim waarmee berichten ondertekend worden (Standard Webhooks); alleen nu."
    )
    token: str | None = Field(description="Kenmerk in het adres van de agenda; alleen nu.")
    calendar_url: str | None = Field(description="Adres van de agenda; alleen nu.")


class Subscriptions(Told):
    """Een bladzijde van abonnementen, de nieuwste eerst."""

    items: list[Subscription]
    next: str | None


class SubscriptionsQuery(Sent):
    """Welke abonnementen."""

    state: list[State] = Field([], description="In een van deze toestanden.")
    channel: Channel | None = None
    organisation_id: UUID | None = None
    subscriber: Name | None = None
    after: Place | None = None
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")


class ReplayAsked(Sent):
    """Welke periode nog eens verstuurd wordt."""

    since: AwareDatetime = Field(description="Vanaf dit moment.")
    until: AwareDatetime = Field(description="Tot dit moment.")
    reason: Reason | None = None


class ReplayQueued(Told):
    """Wat er nog eens verstuurd wordt."""

    events: int
    messages: int


class TrialQueued(Told):
    """Een proefbericht dat verstuurd wordt."""

    delivery_id: UUID


class Attempt(Told):
    """Een poging om een bericht af te leveren, en het antwoord."""

    at: datetime
    outcome: str = Field(description="delivered, retry, gone, refused of bounced.")
    status: int | None
    answer: str | None
    milliseconds: int | None


class Delivered(Told):
    """Een bericht met al zijn pogingen."""

    id: UUID = Field(description="Kenmerk dat de ontvanger ziet (webhook-id).")
    what: str = Field(description="event, digest, heartbeat, test of replay.")
    state: MessageState
    created_at: datetime
    attempts: list[Attempt]
    delivered_at: datetime | None
    next_attempt_at: datetime | None
    event_ids: list[UUID] = Field(description="Hoogstens 100 gebeurtenissen waarover het gaat.")


class DeliveredPage(Told):
    """Een bladzijde van berichten, de nieuwste eerst."""

    items: list[Delivered]
    next: str | None


class DeliveriesQuery(Sent):
    """Welke berichten."""

    state: MessageState | None = None
    after: Place | None = None
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")


class SubscriptionChanged(Told):
    """Wie wat met een abonnement deed."""

    action: str
    before: dict[str, Any] | None = Field(description="Wat er anders was.")
    reason: str | None
    changed_by: str
    changed_at: datetime


class SubscriptionHistory(Told):
    """Een bladzijde van wijzigingen, de nieuwste eerst."""

    items: list[SubscriptionChanged]
    next: str | None


class HistoryQuery(Sent):
    """Welke wijzigingen."""

    after: Place | None = None
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")


class Unsubscribed(Told):
    """Een abonnement dat met de link uit een bericht is beëindigd."""

    name: str
    ended: bool
