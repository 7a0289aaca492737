"""The schemas of deadlines, of what was told about them, and of the rules by which that goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import Field

from api.schemas.imports import Sent, Told
from api.schemas.judgements import Reason
from api.schemas.naming import OneOf
from api.schemas.values import Criticality, DateRange, Day, Place, Reference
from registry.alerting.decisions import MOST_AT_ONCE
from registry.alerting.rules import load_rules
from registry.models.subscribing import ROLES
from registry.queries.deadlines import STATES

Kind: TypeAlias = Annotated[str, OneOf("AlertKind", *load_rules().kinds)]
Role: TypeAlias = Annotated[str, OneOf("AlertRole", *ROLES)]
Moment: TypeAlias = Annotated[str, OneOf("DeadlineMoment", "end", "decide")]
AlertState: TypeAlias = Annotated[str, OneOf("AlertState", "raised", "superseded", "snoozed")]
SearchText: TypeAlias = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=500, description="Aantal per bladzijde.")]
Rung: TypeAlias = Annotated[
    int, Field(description="Dagen voor het moment; onder nul maanden erna (-1 = een maand over tijd).")
]


class About(Told):
    """Waar het over gaat: soort gegevens, kenmerk en naam."""

    kind: str
    id: UUID
    name: str | None


class Deadline(Told):
    """Een dag waarop iets besloten, gedaan of afgelopen moet zijn, afgeleid uit het register.

    due is null als de dag niet bekend is: dat is niet veilig en niet riskant. decideBy is het laatste veilige moment om te
    beslissen.
    """

    id: UUID
    kind: Kind
    subject: About
    component: About | None = Field(description="Het onderdeel dat de dag bepaalt.")
    owner: Reference | None
    criticality: Criticality | None
    due: DateRange | None
    days_left: int | None = Field(description="Dagen tot de eerste dag van due; onder nul is over tijd.")
    decide_by: Day
    days_to_decide: int | None
    state: Annotated[str, OneOf("DeadlineState", "open", "acknowledged", "snoozed", "unknown", "withdrawn")]
    overdue: bool
    assignee: str | None
    snoozed_until: Day
    rung: int | None = Field(description="De dringendste drempel waarvan verteld is.")
    told_at: datetime | None
    version: int
    seen_on: date = Field(description="De dag waarop deze datums voor het eerst gezien zijn.")
    withdrawn_on: Day


class Deadlines(Told):
    """Een bladzijde van termijnen, de eerste dag eerst; zonder bekende dag als laatste."""

    items: list[Deadline]
    next: str | None


class RungShown(Told):
    """Een drempel: verteld (raised), ingehaald door een dringender (superseded) of nog te komen (coming)."""

    moment: Moment
    rung: Rung
    due_on: date
    state: Annotated[str, OneOf("RungState", "raised", "superseded", "coming")]


class AlertOfDeadline(Told):
    """Een drempel die bereikt is, en aan wie dat verteld is."""

    moment: Moment
    target: date
    rung: Rung
    role: Role
    due_on: date
    raised_at: datetime
    state: AlertState
    event_id: UUID | None


class EventOfDeadline(Told):
    """Een gebeurtenis over deze termijn."""

    id: UUID
    type: str
    at: datetime
    rung: int | None
    role: str | None


class DecisionOnDeadline(Told):
    """Wat iemand besloot; wordt nooit gewijzigd."""

    id: int
    action: Annotated[str, OneOf("DecisionAction", "acknowledge", "snooze", "assign", "reopen")]
    until: Day
    assignee: str | None
    reason: str | None
    decided_by: str
    decided_at: datetime
    organisation: Reference | None


class SubscriptionOfMessage(Told):
    """Het abonnement waarvoor een bericht is."""

    id: UUID
    name: str
    channel: str


class MessageOfDeadline(Told):
    """Een bericht waarin deze termijn stond."""

    id: UUID
    what: str
    state: str
    attempts: int
    created_at: datetime
    delivered_at: datetime | None
    subscription: SubscriptionOfMessage


class ApplicationsUnder(Told):
    """Hoeveel applicaties onder een contract vallen, en de eerste op naam."""

    count: int
    items: list[Reference]


class DeadlineWhole(Deadline):
    """Een termijn met alles wat erover verteld en besloten is, het nieuwste eerst."""

    lead_days: int = Field(description="Dagen die vervangen of vertrekken duurt.")
    notice_days: int
    essential: bool
    application_id: UUID | None
    product_id: UUID | None
    supplier_id: UUID | None
    path: list[dict[str, Any]] = Field(description="Waarlangs het onderdeel de applicatie raakt.")
    applications: ApplicationsUnder | None = Field(description="De applicaties onder een contract dat eindigt.")
    first_seen_on: date
    ladder: list[RungShown]
    alerts: list[AlertOfDeadline]
    events: list[EventOfDeadline]
    decisions: list[DecisionOnDeadline]
    deliveries: list[MessageOfDeadline]


class DeadlinesQuery(Sent):
    """Welke termijnen."""

    moment: Moment = Field("end", description="Op welke dag gesorteerd en gekozen wordt.")
    kind: list[Kind] = Field(default_factory=list, description="Soort; meer keren = een van deze.")
    state: Annotated[str, OneOf("DeadlineSelection", *STATES)] | None = Field(
        None, description="Weggelaten: alles wat geldt. overdue = over tijd; unknown = dag niet bekend."
    )
    organisation_id: UUID | None = Field(None, description="Alleen deze organisatie, met wat eronder valt.")
    product_id: UUID | None = None
    supplier_id: UUID | None = None
    record_id: UUID | None = Field(None, description="Alleen over dit gegeven, of over deze applicatie.")
    criticality: Criticality | None = None
    since: date | None = Field(None, description="Vanaf deze dag.")
    until: date | None = Field(None, description="Tot en met deze dag.")
    q: SearchText | None = Field(None, description="Deel van de naam van onderwerp of onderdeel.")
    after: Place | None = None
    limit: Limit = 50


class Snoozing(Sent):
    """Tot welke dag dit kan wachten, en waarom."""

    until: date = Field(description="De dag waarop het weer verteld wordt.")
    reason: Reason


class Assigning(Sent):
    """Wie dit oppakt."""

    assignee: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    reason: Reason | None = None


class AcknowledgingMany(Sent):
    """Termijnen die iemand gezien heeft."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
    reason: Reason | None = None


class Acknowledged(Told):
    """Van zoveel termijnen is vastgelegd dat ze gezien zijn."""

    deadlines: int
    decided_by: str
    decided_at: datetime
