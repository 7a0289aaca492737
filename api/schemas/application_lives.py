"""The schemas of the lives of one application."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.deadlines import Kind as AlertKind
from api.schemas.horizon import Station
from api.schemas.imports import Told
from api.schemas.naming import codes
from api.schemas.values import DateRange, Reference

State = Annotated[str, codes("lifecycle_state")]


class Span(Told):
    """Eerste en laatste dag; null = open."""

    earliest: date | None
    latest: date | None


class DeadlineOfLife(Told):
    """Een dag waarop iets moet zijn besloten, gedaan of beëindigd; due null = niet bekend."""

    id: UUID
    kind: AlertKind
    due: DateRange | None
    decide_by: date | None
    lead_days: int
    notice_days: int
    essential: bool
    component: Station | None


class UnknownPart(Told):
    """Waarvan geen dag bekend is, en waarom niet."""

    deadline_id: UUID | None
    component: Station | None
    why: str


class EffectiveEnd(Told):
    """Het einde dat geldt: het vroegste van alles wat het bepaalt. known false = nog niet uitgerekend."""

    known: bool
    ends_from: date | None
    ends_until: date | None
    decide_by: date | None = Field(description="Het laatste veilige moment om te besluiten, over alle onderdelen.")
    unknown_parts: int | None
    governing: DeadlineOfLife | None
    path: list[Station]
    unknown: list[UnknownPart]


class StatementThatCounts(Told):
    """Wat een bron zei over een gebeurtenis, zoals het er stond, en waarom deze uitspraak telt."""

    id: UUID
    event: str
    stated: str | None
    happens: Span | None
    precision: str
    why: str
    source: str | None
    known_from: datetime


class VendorLife(Told):
    """Een product waar de applicatie op draait; version null = versie niet bekend."""

    product: Reference
    version: Reference | None
    statements: list[StatementThatCounts]
    deadline: DeadlineOfLife | None


class PhaseStep(Told):
    """Een levensfase, gepland en werkelijk."""

    state: State
    present: bool
    planned: Span | None
    actual: Span | None


class KnownState(Told):
    """De levensfase zoals het register haar kende vanaf een moment."""

    state: State | None
    known_from: datetime


class OwnLife(Told):
    """De eigen levensloop. allowed null = de fase is niet bekend, dan mag elke."""

    state: State | None
    allowed: list[State] | None
    steps: list[PhaseStep]
    contradictions: list[str]
    history: list[KnownState]


class ContractLife(Told):
    """Een contract: einde, opzegtermijn en laatste dag om op te zeggen."""

    id: UUID
    name: str
    state: Annotated[str, codes("contract_state")] | None
    renewal: Annotated[str, codes("contract_renewal")] | None
    starts: DateRange | None
    ends: DateRange | None
    notice_days: int
    notice_assumed: bool = Field(description="Het contract noemt geen termijn; dit is de gebruikelijke.")
    exit_days: int | None
    last_notice_on: date | None
    deadline: DeadlineOfLife | None


class AssessmentOfLife(Told):
    """Een toets van de applicatie, of van een dienst waar zij op leunt."""

    id: UUID
    what: Annotated[str, codes("assessment_kind")] | None
    outcome: str | None
    document: str | None
    done_on: DateRange | None
    valid_until: DateRange | None
    service: Reference | None


class PolicyLife(Told):
    """Wat wet en beleid vragen."""

    deadlines: list[DeadlineOfLife]
    assessments: list[AssessmentOfLife]


class ApplicationLives(Told):
    """De vier levenslopen van een applicatie naast elkaar, en het einde dat eruit volgt."""

    application: Reference
    owner: Reference | None
    effective: EffectiveEnd
    vendor: list[VendorLife]
    own: OwnLife
    contracts: list[ContractLife]
    policy: PolicyLife
