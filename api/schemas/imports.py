"""The schemas of imports: what is sent with a file, and what is told about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

from api.schemas.naming import Extensible, OneOf
from api.schemas.values import Place, Reference
from importers import IMPORTERS
from importers.columns import targets_of
from importers.pipeline import AUTOMATIC
from importers.vocabulary import NEEDED
from registry.errors import InvalidInput
from registry.kinds import KINDS

State: TypeAlias = Annotated[
    str,
    OneOf(
        "ImportState", "received", "reading", "previewed", "applying", "applied", "undoing", "undone", "cancelled", "failed"
    ),
]  # fmt: skip
Action: TypeAlias = Annotated[str, OneOf("RowAction", "add", "change", "unchanged", "join", "decide", "end")]
Severity: TypeAlias = Annotated[str, OneOf("ProblemSeverity", "error", "warning", "note")]
Completeness: TypeAlias = Annotated[str, OneOf("Completeness", "complete", "partial")]
KindName: TypeAlias = Annotated[str, OneOf("RecordKind", *KINDS)]
NoNul = Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")


class Sent(BaseModel):
    """What callers send: nothing but what is known here."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Told(Extensible):
    """What callers are told."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class UploadForm(Sent):
    """Een bestand zoals het is, met wat de afzender erover zegt."""

    file: Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})] = Field(description="Het bestand.")
    organisation: Annotated[str, NoNul] = Field(description="Van wie het is: afkorting, naam, TOOI of id.")
    source: Annotated[str, NoNul] = Field(
        "inventaris", description="Naam van de bron; dezelfde naam = de volgende versie."
    )
    as_of: date | None = Field(None, description="De dag waarvoor het bestand spreekt; zonder meer vandaag.")
    completeness: Completeness = Field("partial", description="complete: wat er niet in staat is weg.")
    importer: Annotated[str, OneOf("ImporterName", AUTOMATIC, *sorted(IMPORTERS))] = Field(
        AUTOMATIC, description="Soort bron; anders herkend."
    )
    mapping: str | None = Field(
        None, max_length=200_000, description="Mapping als JSON: kop naar doel, of een mappingbestand."
    )


class Mapping(Sent):
    """Wat koppen van deze bron betekenen; null = bewaren, niet lezen."""

    headings: dict[str, Annotated[str, Field(max_length=200)] | None] = Field(
        min_length=1, max_length=1000, examples=[{"Naam systeem": "application.name", "Opmerking": None}]
    )

    def checked_headings(self) -> dict[str, str | None]:
        """The headings; raises `InvalidInput` when one would mean what no row can say."""
        targets = frozenset[str]().union(*map(targets_of, NEEDED))
        if wrong := [target for target in self.headings.values() if target and target not in targets]:
            names = ", ".join(wrong)
            raise InvalidInput(f"Deze velden bestaan niet: {names}.", f"There are no such fields: {names}.")
        return self.headings


class Applying(Sent):
    """Wat bij het toepassen hoort."""

    end_missing: bool = Field(default=False, description="Laat vervallen wat een volledig bestand niet meer noemt.")
    previewed_at: datetime | None = Field(None, description="De voorvertoning die u zag; een andere geeft 409.")


class Undoing(Sent):
    """Waarom een import wordt teruggedraaid."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)] | None = None


class RowsQuery(Sent):
    """Welke rijen van een import."""

    kind: KindName | None = Field(None, description="Soort; anders waar de rijen over gaan.")
    action: Action | None = None
    after: Place | None = None
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")


class Source(Told):
    """De bron: een stroom van opgaven van een organisatie."""

    id: UUID
    name: str
    type: str


class Progress(Told):
    """Hoe ver een lange stap is. null = niet bekend."""

    phase: str
    rows_done: int
    rows_total: int | None
    rows_per_second: float | None
    seconds_left: float | None
    started_at: datetime
    updated_at: datetime


class ImportItem(Told):
    """Een import in een lijst."""

    id: int
    filename: str | None
    sha256: str | None
    size: int | None
    importer: str
    completeness: Completeness
    as_of: date
    state: State
    received_at: datetime
    received_by: str
    previewed_at: datetime | None
    applied_at: datetime | None
    applied_by: str | None
    undone_at: datetime | None
    undone_by: str | None
    end_missing: bool
    reason: str | None
    failure: str | None = Field(description="Waarom het niet lukte: een code van problemen, of een zin.")
    source: Source
    organisation: Reference | None
    progress: Progress | None


class RowCount(Told):
    """Hoeveel rijen wat zouden doen."""

    kind: str
    action: Action
    rows: int


class ChangeCount(Told):
    """Wat een stap met het register deed."""

    step: str
    kind: str
    action: str
    records: int
    at: datetime


class ProblemCount(Told):
    """Hoe vaak een probleem voorkomt."""

    code: str
    severity: Severity
    count: int
    title: str


class Import(ImportItem):
    """Een import: het bestand, hoe ver het is, wat het zou doen en wat het deed."""

    rows: list[RowCount]
    changes: list[ChangeCount]
    problems: list[ProblemCount]
    note: str | None = Field(None, description="Bijvoorbeeld dat dit bestand er al was.")


class Imports(Told):
    """Een bladzijde van imports, de nieuwste eerst."""

    items: list[ImportItem]
    next: str | None


class Column(Told):
    """Een kolom en waarvoor zij is gehouden; field null = bewaard, niet gelezen."""

    import_id: int
    sheet: int
    position: int
    sheet_name: str | None
    heading: str
    field: str | None
    certainty: float = Field(ge=0, le=1)
    basis: str
    samples: list[str]


class Columns(Told):
    """De kolommen van een import, in de volgorde van het bestand."""

    items: list[Column]


class FoundProblem(Told):
    """Een probleem op zijn plaats in het bestand, met een zin en een raad."""

    id: int
    severity: Severity
    code: str
    title: str
    sentence: str
    advice: str
    sheet: int | None
    sheet_name: str | None
    row: int | None
    position: int | None
    heading: str | None
    field: str | None
    value: str | None
    parameters: dict[str, Any]


class Problems(Told):
    """Een bladzijde van problemen."""

    items: list[FoundProblem]
    next: str | None
    total: int


class FieldChange(Told):
    """Een veld voor en na."""

    field: str
    old: Any
    new: Any


class Row(Told):
    """Een rij van het bestand en wat zij doet."""

    match_id: UUID
    place: str
    sheet: int | None
    row: int | None
    source_key: str
    name: str | None
    action: Action
    record: Reference | None
    changes: list[FieldChange]


class Rows(Told):
    """Een bladzijde van rijen van een soort."""

    kind: str | None
    items: list[Row]
    next: str | None


class Plan(Told):
    """Wat toepassen zou doen."""

    import_id: int
    state: State
    completeness: Completeness
    previewed_at: datetime | None
    about: str | None = Field(description="De soort waarover de rijen gaan; de andere worden erin genoemd.")
    rows: list[RowCount]
