"""The schemas of what is stated of the lives of release cycles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.listing import KNOWN_ON, Moment
from api.schemas.imports import Sent, Told
from api.schemas.naming import OneOf, codes
from api.schemas.values import DateRange, Reference
from exporters.lives import FORMATS

Event = Annotated[str, codes("lifecycle_event")]
Precision = Annotated[
    str,
    OneOf(
        "StatedPrecision", "day", "month", "quarter", "half_year", "year", "period", "boolean", "tba", "none",
    ),
]  # fmt: skip
Ended = Annotated[str, OneOf("StatementEnding", "withdrawn", "replaced", "taken_back")]
Why = Annotated[str, OneOf("PrecedenceReason", "only", "hand", "dated", "rank", "newer", "first")]
NoNul = Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")


class StatementsQuery(Sent):
    """Zoals het register het toen kende."""

    as_known_on: Moment | None = Field(None, description=KNOWN_ON)


class LivesQuery(Sent):
    """Waarvan, in welke vorm, en zoals het register het wanneer kende."""

    format: Annotated[str, OneOf("LifecycleFormat", *FORMATS)] = Field(
        "openeox", description="openeox, cle of cyclonedx."
    )
    product_id: UUID | None = Field(None, description="Alleen dit product.")
    product_version_id: UUID | None = Field(None, description="Alleen deze versie.")
    as_known_on: Moment | None = Field(None, description=KNOWN_ON)


class StatementWritten(Sent):
    """Een uitspraak met de hand: wanneer iets is, en waar dat staat."""

    event: Event = Field(description="Gebeurtenis in de levensloop.")
    when: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")] = Field(
        description="Een dag, maand, kwartaal of jaar, of tba, true (het is zover) of false (er is geen einde bekend).",
        examples=["2027-07-01", "Q3 2027", "tba"],
    )
    reason: Annotated[str, NoNul] = Field(description="Waar dit staat of wie dit zei, en waarom u het vastlegt.")


class Withdrawing(Sent):
    """Waarom een uitspraak niet meer geldt."""

    reason: Annotated[str, NoNul]


class StatementOfLife(Told):
    """Een uitspraak over een gebeurtenis in het leven van een versie: wat, door wie, waar, en sinds wanneer bekend."""

    id: UUID = Field(description="Van het gegeven; een verbetering door dezelfde bron heeft hetzelfde kenmerk.")
    event: Event
    stated: str | None = Field(description="Letterlijk zoals vermeld.")
    happens: DateRange | None = Field(description="De dagen die het kan betekenen; null = er is geen dag genoemd.")
    precision: Precision
    counts: bool = Field(description="Deze uitspraak geldt nu voor de gebeurtenis.")
    why: Why | None = Field(
        description="Waarom zij geldt: de enige, met de hand, alleen deze noemt een dag, bron die voorgaat, nieuwere bron."
    )
    known_from: datetime
    known_until: datetime | None = Field(description="null = de bron staat er nog achter.")
    ended: Ended | None = Field(description="Ingetrokken, vervangen, of import teruggedraaid.")
    ended_reason: str | None
    identifier: str | None = Field(description="Kenmerk bij de bron.")
    source: str | None
    source_type: str | None
    organisation: Reference | None
    import_id: int | None
    filename: str | None
    sheet: int | None
    row: int | None
    as_of: date | None = Field(description="De dag waarvoor de bron spreekt.")
    stated_by: str | None = Field(description="Wie het in het register bracht.")
    reason: str | None


class StatementsOfLife(Told):
    """Alles wat ooit over het leven van een versie is gezegd, naar gebeurtenis en tijd."""

    product: Reference
    product_version: Reference
    items: list[StatementOfLife]
