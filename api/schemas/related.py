"""The schemas of what belongs with a record: related records, provenance and earlier versions."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import BaseModel, Field, create_model

from api.answering import pascal
from api.schemas.imports import FieldChange, Source
from api.schemas.records import linkless_model, list_of, record_model
from api.schemas.values import Amount, Reference
from registry.kinds import KINDS, Kind
from registry.queries.related import SECTIONS

RENAMED = {"lifecycleDates": "lifecycle"}
"""Keys that read otherwise in the API: a key in …Date stands for a date, by the NL API Design Rules."""


class SuppliersByRole(BaseModel):
    """De leveranciers van een applicatie, naar rol."""

    vendor: list[Reference]
    reseller: list[Reference]
    hosting: list[Reference]
    maintenance: list[Reference]
    development: list[Reference]


class AttributionToGoals(BaseModel):
    """Welk deel (procent) van een applicatie beleidsdoelen dient, welk deel niet, en van hoeveel delen dat onbekend is."""

    attributed: Amount
    rest: Amount
    unknown_parts: int = Field(alias="unknownParts")


class ImportOfOrganisation(BaseModel):
    """Een import van een organisatie."""

    id: int
    filename: str | None
    state: str
    as_of: date = Field(alias="asOf")
    received_at: datetime = Field(alias="receivedAt")
    received_by: str = Field(alias="receivedBy")
    applied_at: datetime | None = Field(alias="appliedAt")
    source: str


class Stated(BaseModel):
    """Wat een bron over een veld zegt, en waar."""

    value: Any = Field(description="Zoals opgegeven; null = de bron laat het leeg.")
    source: str
    source_type: str = Field(alias="sourceType")
    organisation: Reference | None
    import_id: int = Field(alias="importId")
    filename: str | None
    sha256: str | None
    sheet: int | None = Field(description="Volgnummer van het werkblad, vanaf 0.")
    sheet_name: str | None = Field(alias="sheetName")
    row: int | None = Field(description="Rij zoals Excel die toont, vanaf 1.")
    position: int | None = Field(description="Kolom, vanaf 0.")
    heading: str | None
    as_of: date = Field(alias="asOf", description="De dag waarvoor de bron spreekt.")
    applied_at: datetime = Field(alias="appliedAt")
    applied_by: str = Field(alias="appliedBy")
    reason: str | None


class FieldProvenance(BaseModel):
    """Waar de waarde van een veld vandaan komt, en wat andere bronnen zeggen."""

    field: str
    stated: Stated
    others: list[Stated]
    disputed: bool = Field(description="Betwist: een andere bron die telt, zegt iets anders, en niemand heeft beslist.")


class Provenance(BaseModel):
    """Per veld waar de waarde vandaan komt."""

    fields: dict[str, FieldProvenance]


class Cause(BaseModel):
    """De stap die een versie maakte: apply of undo van een import, of judge."""

    step: str
    by: str
    import_id: int | None = Field(alias="importId")
    importer: str | None
    filename: str | None
    source: str | None
    organisation: str | None
    reason: str | None


class Version(BaseModel):
    """Een versie van een gegeven: van wanneer tot wanneer het register die kende, en wat zij veranderde."""

    known_from: datetime = Field(alias="knownFrom")
    known_until: datetime | None = Field(alias="knownUntil", description="null = de huidige.")
    changes: list[FieldChange]
    cause: Cause | None
    removed: bool


class Versions(BaseModel):
    """De versies van een gegeven, de nieuwste eerst."""

    items: list[Version]


@cache
def expanded_model(kind: Kind) -> type[BaseModel]:
    """A record, with related ones where they were asked for (`expand=related`)."""
    related = _related_model(kind)
    if related is None:
        return record_model(kind)
    shown: Any = (related | None, Field(None, description="Alleen met expand=related."))
    return create_model(
        f"{pascal(kind.name)}Expanded", __base__=record_model(kind), __doc__=record_model(kind).__doc__, related=shown
    )


@cache
def _related_model(kind: Kind) -> type[BaseModel] | None:
    fields: dict[str, Any] = {
        RENAMED.get(name, name): (list_of(linkless_model(KINDS[of])), ...)
        for name, (of, _) in SECTIONS.get(kind.name, {}).items()
    }
    if kind.name == "application":
        fields["suppliers"] = (SuppliersByRole, ...)
        fields["attribution"] = (AttributionToGoals, ...)
        fields["lifecycle"] = (list_of(linkless_model(KINDS["lifecycle_date"])), ...)
    if kind.name == "organisation":
        fields["applicationCount"] = (int, ...)
        fields["sources"] = (list[Source], ...)
        fields["imports"] = (list[ImportOfOrganisation], ...)
    return create_model(f"{pascal(kind.name)}Related", **fields) if fields else None
