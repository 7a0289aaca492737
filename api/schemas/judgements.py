"""The schemas of questions that only a person can answer, and of the answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import Field

from api.schemas.imports import KindName, Sent, Told
from api.schemas.naming import OneOf
from api.schemas.values import Amount, Place
from registry.queries.queue_of_questions import MOST_AT_ONCE

Verdict: TypeAlias = Annotated[str, OneOf("Verdict", "same", "different", "withdrawn")]
BulkVerdict: TypeAlias = Annotated[str, OneOf("BulkVerdict", "same", "different")]
DecidedBy: TypeAlias = Annotated[str, OneOf("DecidedBy", "person", "rule")]
Reason: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
Pattern: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class Explained(Sent):
    """Waarom, in een zin."""

    reason: Reason | None = None


class Judging(Sent):
    """Een beslissing: zijn deze twee hetzelfde (het tweede gaat op in het eerste), of niet."""

    kind: KindName
    left: UUID
    right: UUID
    verdict: Verdict
    reason: Reason


class JudgedPair(Sent):
    """Twee gegevens; bij same gaat het tweede op in het eerste."""

    left: UUID
    right: UUID


class JudgingMany(Sent):
    """Een beslissing over veel vragen tegelijk: over deze paren, of over de vragen waarvan de naam past."""

    kind: KindName
    pairs: Annotated[list[JudgedPair], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = None
    pattern: Pattern | None = Field(
        None,
        description="Deel van de naam, of met * de hele naam. Bij same moet de naam passen van wat opgaat in het andere.",
        examples=["microsoft*"],
    )
    into: UUID | None = Field(
        None, description="Bij pattern: alleen vragen over dit gegeven (left), waarin het opgaat."
    )
    verdict: BulkVerdict
    reason: Reason


class UndoingJudgement(Sent):
    """Waarom een beslissing wordt teruggenomen."""

    reason: Reason


class Judged(Told):
    """Een beslissing die is vastgelegd."""

    id: int = Field(description="Nummer, om haar terug te nemen.")
    kind: KindName
    left: UUID
    right: UUID
    verdict: Verdict
    reason: str | None
    decided_by: str
    decided_at: datetime
    disputed: bool = Field(description="Een ander oordeelde anders: het blijft een vraag.")


class JudgedMany(Told):
    """Een beslissing over veel vragen die is vastgelegd."""

    id: int = Field(description="Nummer, om haar in haar geheel terug te nemen.")
    kind: KindName
    verdict: BulkVerdict
    reason: str | None
    decided_by: str
    decided_at: datetime
    pairs: int = Field(description="Zoveel vragen zijn beantwoord.")
    left_out: int = Field(description="Zoveel vragen blijven, omdat de naam meer dan een ander kan zijn of niet past.")


class Withdrawn(Told):
    """Een beslissing die is teruggenomen."""

    id: int = Field(description="Nummer van het terugnemen.")
    undone: int
    reason: str | None
    decided_by: str
    decided_at: datetime


class Mention(Told):
    """Hoe een bron iets noemt."""

    source: str
    key: str


class Side(Told):
    """Een van twee gegevens, met de bronnen die het noemen."""

    id: UUID
    name: str | None
    mentions: list[Mention]


class Moves(Told):
    """Wat een beslissing verplaatst: applicaties, en jaarwaarde van contracten (null = onbekend)."""

    applications: int
    spend_min: Amount | None
    spend_max: Amount | None
    contracts_unknown: int = Field(description="Contracten zonder volledig bedrag of in meer dan een valuta.")


class Neighbour(Told):
    """Een ander die op het tweede lijkt."""

    id: UUID
    name: str
    score: float


class Question(Told):
    """Zijn deze twee hetzelfde? Met de redenen om het te denken en te betwijfelen, en wat het antwoord verplaatst.

    about roles: een applicatie die de gebruiker en de dienstverlener elk opgeven.
    """

    kind: str
    about: Annotated[str, OneOf("QuestionAbout", "same", "roles")]
    left: Side
    right: Side
    reasons: list[str]
    reasons_for: list[str]
    reasons_against: list[str]
    score: float | None
    rules_version: str | None = Field(description="De versie van de regels die het vraagt; null: een gelijke naam.")
    moves: Moves
    neighbours: list[Neighbour]


class Questions(Told):
    """Een bladzijde van vragen, eerst wat het meeste verplaatst."""

    items: list[Question]
    next: str | None


class QuestionsQuery(Sent):
    """Welke vragen."""

    kind: KindName = Field("application", description="Soort gegevens.")
    import_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None, description="Alleen wat deze import raakt."
    )
    pattern: Pattern | None = Field(None, description="Deel van een van de namen, of met * een hele naam.")
    after: Place | None = None
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")


class DecidedSide(Told):
    """Een van twee waarover is beslist, met de naam van toen; zonder id: een schrijfwijze."""

    id: UUID | None
    name: str | None


class Decided(Told):
    """Een beslissing van een mens of van de regels; wordt nooit gewijzigd."""

    id: int | None = Field(description="Nummer, om haar terug te nemen; null bij de regels.")
    by: DecidedBy
    kind: str
    left: DecidedSide
    right: DecidedSide
    verdict: str
    reasons: list[str]
    score: float | None
    rules_version: str | None
    decided_by: str | None
    decided_at: datetime
    stands: bool = Field(description="Niet teruggenomen of door een nieuwere vervangen.")


class Decisions(Told):
    """Een bladzijde van beslissingen; die van mensen de nieuwste eerst."""

    items: list[Decided]
    next: str | None


class DecisionsQuery(Sent):
    """Welke beslissingen."""

    by: DecidedBy = Field("person", description="Van mensen of van de regels.")
    kind: KindName | None = Field(None, description="Soort gegevens.")
    record_id: UUID | None = Field(None, description="Alleen wat dit gegeven raakt; van mensen.")
    after: Place | None = None
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")
