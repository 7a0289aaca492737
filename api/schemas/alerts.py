"""The schemas of what was told, of the rules by which that goes, and of what a rule would have told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.deadlines import About, AlertState, Kind, Limit, Moment, Role, Rung
from api.schemas.imports import Sent, Told
from api.schemas.values import Place, Reference


class Alert(Told):
    """Een drempel die bereikt is, en aan welke rol dat verteld is."""

    id: int
    deadline_id: UUID
    kind: str
    subject: About
    component: About | None
    owner: Reference | None
    moment: Moment
    target: date
    rung: Rung
    role: Role
    due_on: date = Field(description="De dag waarop de drempel bereikt werd.")
    raised_at: datetime
    state: AlertState
    event_id: UUID | None


class Alerts(Told):
    """Een bladzijde van meldingen, de nieuwste eerst."""

    items: list[Alert]
    next: str | None


class AlertsQuery(Sent):
    """Welke meldingen."""

    kind: Kind | None = None
    role: Role | None = None
    state: AlertState = "raised"
    organisation_id: UUID | None = Field(None, description="Alleen deze organisatie, met wat eronder valt.")
    deadline_id: UUID | None = None
    after: Place | None = None
    limit: Limit = 50


class Rule(Told):
    """De regel van een soort melding."""

    kind: str
    subject: str = Field(description="Soort gegevens waarover het gaat.")
    title: str
    moments: list[Moment]
    ladder: list[int] = Field(description="Dagen voor het moment.")
    overdue_every_months: int | None


class RuleException(Told):
    """Een andere ladder voor een soort, organisatie of belang; null = elk. De eerste die past telt."""

    kind: str | None
    organisation: str | None
    criticality: str | None
    ladder: list[int]
    overdue_every_months: int | None


class RoleStep(Told):
    """Wie het hoort: meteen vanaf fromRung, of vanaf unansweredFrom als na afterDays niemand het gezien heeft."""

    role: Role
    after_days: int
    from_rung: int | None
    unanswered_from: int | None


class AlertRules(Told):
    """De regels waarnaar verteld wordt, met hun versie. De eerste rol hoort alles."""

    version: str
    kinds: list[Rule]
    exceptions: list[RuleException]
    escalation: list[RoleStep]


class PreviewQuery(Sent):
    """Van wie, en hoeveel."""

    organisation_id: UUID | None = Field(None, description="Alleen deze organisatie, met wat eronder valt.")
    limit: Annotated[int, Field(ge=1, le=500, description="Zoveel van de nieuwste in items.")] = 100


class PreviewDay(Told):
    """Hoeveel er op een dag verteld zou zijn."""

    day: date
    alerts: int


class PreviewItem(Told):
    """Een drempel die bereikt werd."""

    deadline_id: UUID
    due_on: date
    moment: Moment
    target: date
    rung: Rung
    subject: About
    component: About | None
    owner: Reference | None


class AlertPreview(Told):
    """Wat deze regel de afgelopen 12 maanden verteld zou hebben, met de termijnen zoals ze nu zijn."""

    kind: str
    since: date
    until: date
    total: int
    days: list[PreviewDay]
    items: list[PreviewItem]
