"""The schemas of the horizon, of legacy and of open findings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.deadlines import Kind as AlertKind
from api.schemas.deadlines import Moment
from api.schemas.imports import Sent, Told
from api.schemas.naming import PARAMETER, OneOf, codes
from api.schemas.reports import Share
from api.schemas.values import Amount, DateRange, Phase, Place, Reference
from registry.horizon_buckets import NAMES
from registry.queries import horizon as asked
from registry.queries import horizon_items as items
from registry.queries import legacy

Criticality = Annotated[str, codes("criticality", or_unknown=True)]
BucketName = Annotated[str, OneOf("HorizonBucket", *NAMES)]
Measure = Annotated[str, OneOf("HorizonMeasure", *items.MEASURES)]
Step = Annotated[str, OneOf("TimelineStep", *items.STEPS)]
FileLimit = Annotated[
    int,
    Field(
        ge=1,
        le=5000,
        description="Aantal per bladzijde; een bestand heeft er zonder meer 5000.",
        json_schema_extra={PARAMETER: "FileLimit"},
    ),
]
NamePart = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$", json_schema_extra={PARAMETER: "NamePart"})]
ON = "De dag vanaf waar geteld wordt; zonder meer vandaag (in Nederland)."
WHOSE = "Alleen deze organisatie, met wat eronder valt."


class HorizonQuery(Sent):
    """Wat er gevraagd wordt."""

    as_on: date | None = Field(None, description=ON)
    measure: Moment = Field(
        "end", description="end: het einde zelf; decide: het laatste veilige moment om te besluiten."
    )
    per: Annotated[str, OneOf("HorizonDimension", *asked.PER)] | None = Field(
        None, description="Een rij per ...; zonder meer één rij."
    )
    organisation_id: UUID | None = Field(None, description=WHOSE)
    limit: int = Field(500, ge=1, le=5000, description="Aantal rijen, de meest dringende eerst.")


class ItemsQuery(Sent):
    """Welke applicaties; meer keren dezelfde sleutel = een van deze."""

    since: date | None = Field(None, description="Vanaf deze dag.")
    until: date | None = Field(None, description="Tot en met deze dag.")
    measure: Measure = Field(
        "any", description="end: wat dan eindigt; decide: waarover dan besloten moet zijn; any: een van beide."
    )
    unknown: bool = Field(default=False, description="In plaats daarvan: waarvan geen dag bekend is.")
    organisation_id: UUID | None = Field(None, description=WHOSE)
    product_id: UUID | None = Field(None, description="Product van het onderdeel dat het einde bepaalt.")
    supplier_id: UUID | None = Field(None, description="Leverancier van het onderdeel dat het einde bepaalt.")
    budget_node_id: UUID | None = Field(None, description="Begrotingspost, met wat eronder valt.")
    kind: list[AlertKind] = Field([], description="Waardoor het eindigt.")
    criticality: list[Criticality] = Field([], description="Bedrijfskritisch.")
    q: NamePart | None = Field(None, description="Deel van de naam van de applicatie.")
    after: Place | None = None
    limit: FileLimit = 50


class DaysQuery(Sent):
    """Van wanneer tot wanneer, en hoe fijn."""

    since: date | None = Field(None, description="Vanaf deze dag; zonder meer vandaag.")
    until: date | None = Field(None, description="Tot en met deze dag; zonder meer twee jaar na since.")
    step: Step = Field("month", description="Per maand of per dag.")
    measure: Measure = Field("any", description="end, decide, of het eerste van beide.")
    organisation_id: UUID | None = Field(None, description=WHOSE)
    product_id: UUID | None = None
    supplier_id: UUID | None = None
    budget_node_id: UUID | None = None
    kind: list[AlertKind] = Field([], description="Waardoor het eindigt.")
    criticality: list[Criticality] = Field([], description="Bedrijfskritisch.")
    q: NamePart | None = Field(None, description="Deel van de naam van de applicatie.")


class LegacyQuery(Sent):
    """Wat er gevraagd wordt."""

    as_on: date | None = Field(None, description="De dag waarop organisaties onder ministeries vallen.")
    per: Annotated[str, OneOf("LegacyDimension", *legacy.PER)] | None = Field(
        None, description="Een rij per ...; zonder meer één rij."
    )
    organisation_id: UUID | None = Field(None, description=WHOSE)


class FindingsQuery(Sent):
    """Welke bevindingen."""

    as_on: date | None = Field(None, description=ON)
    organisation_id: UUID | None = Field(None, description=WHOSE)
    per_ministry: bool = Field(default=False, description="Ook de aantallen per ministerie.")
    all_open: bool = Field(default=False, description="Ook wat nog geen negen maanden open staat.")
    what: Annotated[str, codes("finding_kind")] | None = None
    severity: Annotated[str, codes("severity")] | None = None
    after: Place | None = None
    limit: FileLimit = 50


class Bucket(Told):
    """Een deel van de horizon: vanaf since, tot until."""

    name: BucketName
    since: date | None
    until: date | None


class BucketCount(Told):
    """Hoeveel applicaties, en welk deel (0-1) van de rij; wat onbekend is kan overal bij horen."""

    bucket: BucketName
    applications: int
    share: Share


class HorizonRow(Told):
    """De horizon van een ministerie, organisatie, product, leverancier of begrotingspost; key null = niet bekend welk."""

    key: UUID | None
    name: str | None
    applications: int
    counts: list[BucketCount]


class Horizon(Told):
    """Wanneer applicaties eindigen of er een besluit moet zijn, geteld in maanden vanaf een dag."""

    on: date
    measure: str
    per: str | None
    organisation: Reference | None
    scanned_at: datetime | None = Field(description="Wanneer dit voor het laatst is nagezien; null = nog nooit.")
    buckets: list[Bucket]
    total: HorizonRow
    rows: list[HorizonRow]
    left_out: int = Field(description="Rijen voorbij de limiet.")


class Station(Told):
    """Een gegeven op de weg van applicatie naar wat haar einde bepaalt."""

    kind: str
    id: UUID
    name: str | None
    event: str | None = Field(None, description="Wat de leverancier ervan zei: einde van welke ondersteuning.")
    day_unknown: bool | None = Field(None, description="true: het is voorbij, maar niemand noemt de dag.")


class CostInterval(Told):
    """Jaarlijkse kosten: minstens, hoogstens (null = niet bekend). Stelsels worden nooit opgeteld."""

    year: int
    bookkeeping_system: str | None
    currency: str
    low: Amount
    high: Amount | None


class ContractValue(Told):
    """Jaarwaarde van de contracten: minstens (0 waar een contract ook andere applicaties dekt), hoogstens."""

    currency: str
    low: Amount
    high: Amount | None


class Item(Told):
    """Een applicatie, wanneer zij eindigt, waardoor, en wanneer er besloten moet zijn."""

    day: date | None = Field(description="Het moment waarop zij in deze lijst staat; null = onbekend.")
    moment: Moment
    application: Reference
    owner: Reference | None
    phase: Phase
    kind: AlertKind | None
    component: Station | None
    product: Reference | None
    supplier: Reference | None
    end: DateRange | None = Field(description="Het einde zo precies als het bekend is.")
    ends_from: date | None = Field(description="Het einde op zijn vroegst.")
    ends_until: date | None = Field(description="Het einde op zijn laatst.")
    decide_by: date | None
    lead_days: int | None
    notice_days: int | None
    criticality: str | None
    unknown_parts: int = Field(
        description="Noodzakelijke onderdelen zonder bekende dag: dan is dit het einde, of eerder."
    )
    deadline_id: UUID | None
    path: list[Station]
    costs: list[CostInterval]
    contracts: list[ContractValue]


class Items(Told):
    """Een bladzijde, op volgorde van dag."""

    items: list[Item]
    next: str | None


class DayCount(Told):
    """Hoeveel applicaties in deze maand (op deze dag), naar waardoor zij eindigen."""

    day: date
    kind: str | None
    applications: int


class Days(Told):
    """De tijdlijn (per maand) of kalender (per dag)."""

    since: date
    until: date
    step: Step
    items: list[DayCount]
