"""The schemas of reports."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.listing import KNOWN_ON, Moment
from api.schemas.imports import Sent, Told
from api.schemas.naming import OneOf, codes
from api.schemas.values import OriginClass, Reference
from registry.queries.concentration import LEVELS, MEASURES


class ConcentrationQuery(Sent):
    """Wat er gevraagd wordt."""

    level: Annotated[str, OneOf("ConcentrationLevel", *LEVELS)] = Field(
        "ultimateParent", description="Waarnaar wordt opgeteld."
    )
    per: Annotated[str, OneOf("ConcentrationMeasure", *MEASURES)] = Field(
        "applications", description="Wat wordt geteld."
    )
    organisation_id: UUID | None = Field(None, description="Alleen deze organisatie, met wat eronder valt.")
    roll_up: bool = Field(default=True, description="Met wat eronder valt; per ministerie in plaats van per eigenaar.")
    per_organisation: bool = Field(
        default=False, description="Een blok per ministerie (of per eigenaar) in plaats van één."
    )
    as_on: date | None = Field(None, description="De dag waarvoor het geldt; zonder meer vandaag.")
    as_known_on: Moment | None = Field(None, description=KNOWN_ON)
    bookkeeping_system: Annotated[str, codes("bookkeeping_system", or_unknown=True)] | None = Field(
        None, description="Alleen voor uitgaven: stelsels worden nooit opgeteld."
    )
    year: Annotated[int, Field(ge=1900, le=2200)] | None = Field(None, description="Alleen voor uitgaven.")


class Share(Told):
    """Een deel (0-1) als interval: het bekende, tot het bekende met al het onbekende."""

    low: float
    high: float


class Interval(Told):
    """Een aantal of bedrag: minstens, hoogstens (null = open)."""

    low: float
    high: float | None


class Hhi(Told):
    """Herfindahl-Hirschman-index (0-10000): van het bekende, en wat het onbekende ervan kan maken."""

    known: float
    low: float
    high: float


class ConcentrationRow(Told):
    """Een leverancier of herkomst, en hoeveel ervan afhangt. us, eu: null = onbekend."""

    key: str
    supplier: Reference | None
    name: str
    country: str | None
    origin_class: OriginClass
    us: bool | None
    eu: bool | None
    low: float
    high: float | None
    share: Share


class Block(Told):
    """De concentratie van het hele Rijk of van een organisatie."""

    organisation: Reference | None
    on: date
    currency: str | None
    total: Interval
    unknown: Interval = Field(description="Wat hangt aan leveranciers die niet (allemaal) bekend zijn.")
    coverage: float | None = Field(description="Deel (0-1) waarvan alles bekend is.")
    hhi: Hhi | None
    us: Share = Field(description="Deel dat hangt aan iemand onder Amerikaans recht.")
    eu: Share = Field(description="Deel dat alleen hangt aan Europese leveranciers.")
    unquantified: int = Field(description="Kosten of contracten zonder enig bedrag.")
    rows: list[ConcentrationRow]


class Concentration(Told):
    """Aan welke leveranciers het Rijk hangt: een blok, of een per organisatie."""

    question: dict[str, Any]
    blocks: list[Block]
