"""The schemas of records, made from what the kinds of record say about themselves."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from types import GenericAlias
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlalchemy import Column
from sqlalchemy.types import Boolean, Integer, Numeric, Uuid

from api.answering import pascal
from api.schemas.kinds import about
from api.schemas.naming import Extensible, OneOf, codes
from api.schemas.values import (
    READ_ONLY,
    Amount,
    AmountWritten,
    Country,
    DateRange,
    DateWritten,
    Reference,
    Text,
    Texts,
    Whole,
)
from registry.kinds import Kind
from registry.models.base import ARRAY, DATERANGE
from registry.queries.presenting import LINK_LISTS, camel, link_key


def list_of(model: type[BaseModel]) -> Any:
    """The type of a list of a schema that is made at run time."""
    return GenericAlias(list, (model,))


class Page(Extensible):
    """Een bladzijde van een lijst. `next` en `previous` zijn plaatsen voor `after`; null aan het einde."""

    next: str | None = Field(description="Plaats van de volgende bladzijde; ook in de kop Link.")
    previous: str | None = Field(description="Plaats van de vorige bladzijde; ook in de kop Link.")
    estimate: int = Field(description="Aantal in de hele lijst; een schatting waar `exact` false is.")
    exact: bool


class SupplierInRole(BaseModel):
    """Een leverancier van een applicatie, met de rol: vendor, reseller, hosting, maintenance of development."""

    id: UUID
    name: str
    role: Annotated[str, OneOf("SupplierRole", "vendor", "reseller", "hosting", "maintenance", "development")]


@cache
def record_model(kind: Kind) -> type[BaseModel]:
    """A record as it is read on its own."""
    if not kind.links:
        return linkless_model(kind)
    fields: dict[str, Any] = {}
    for link in kind.links:
        roles = link.table == "application_suppliers"
        items, label = (SupplierInRole, "Leveranciers, met hun rol.") if roles else (Reference, f"{link.nl}.")
        shown = Field(description=label, json_schema_extra=READ_ONLY)
        fields.setdefault(LINK_LISTS[link.table], (list_of(items), shown))
    for link in kind.links:
        fields[link_key(link)] = (list[UUID], Field(description=f"{link.nl}."))
    return create_model(pascal(kind.name), __base__=linkless_model(kind), __doc__=about(kind), **fields)


@cache
def linkless_model(kind: Kind) -> type[BaseModel]:
    """A record as it stands beside another."""
    name = f"{pascal(kind.name)}Row" if kind.links else pascal(kind.name)
    return create_model(name, __base__=Extensible, __doc__=about(kind), **_read_fields(kind))


@cache
def item_model(kind: Kind) -> type[BaseModel]:
    """A record as it stands in a list."""
    if not kind.links:
        return record_model(kind)
    about_them = "Leveranciers in alle rollen behalve wederverkoper."
    suppliers: Any = (list[Reference], Field(description=about_them, json_schema_extra=READ_ONLY))
    name = f"{pascal(kind.name)}Item"
    return create_model(name, __base__=linkless_model(kind), __doc__=about(kind), suppliers=suppliers)


@cache
def page_model(kind: Kind) -> type[BaseModel]:
    """A page of records."""
    items: Any = (list_of(item_model(kind)), ...)
    return create_model(f"{pascal(kind.name)}Page", __base__=Page, __doc__=Page.__doc__, items=items)


class Written(Extensible):
    """What is sent of a record."""

    model_config = ConfigDict(extra="forbid")


@cache
def patch_model(kind: Kind) -> type[BaseModel]:
    """What is sent to change a record (merge patch)."""
    fields: dict[str, Any] = {}
    for column in kind.columns.values():
        type_ = _written_type(column) | None if column.nullable else _written_type(column)
        fields[camel(column.name)] = (type_, Field(None, description=f"{column.info['nl']}."))
    for link in kind.links:
        fields[link_key(link)] = (list[UUID] | None, Field(None, description=f"{link.nl}."))
    doc = "Alleen wat verandert (RFC 7396); null maakt een veld onbekend."
    return create_model(f"{pascal(kind.name)}Patch", __base__=Written, __doc__=doc, **fields)


@cache
def new_model(kind: Kind) -> type[BaseModel]:
    """What is sent to make a record: the same, and what is required must be there."""
    fields: dict[str, Any] = {
        camel(column.name): (_written_type(column), Field(description=f"{column.info['nl']}."))
        for column in kind.columns.values()
        if not column.nullable
    }
    return create_model(f"{pascal(kind.name)}New", __base__=patch_model(kind), __doc__="Nieuw gegeven.", **fields)


def _read_fields(kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": (UUID, Field(description="Kenmerk in het register.", json_schema_extra=READ_ONLY)),
        "knownFrom": (
            datetime,
            Field(description="Sinds wanneer het register deze versie kent.", json_schema_extra=READ_ONLY),
        ),
    }
    for field, column in kind.columns.items():
        key, type_ = camel(column.name), _read_type(column)
        label = f"{column.info['nl']}."
        fields[key] = (type_ | None if column.nullable else type_, Field(description=label))
        if field in kind.references:
            shown = Field(description=label, json_schema_extra=READ_ONLY)
            fields[camel(field)] = (Reference | None if column.nullable else Reference, shown)
    return fields


def _read_type(column: Column[Any]) -> Any:
    match column.type:
        case DATERANGE():
            return DateRange
        case Numeric():
            return Amount
        case ARRAY():
            return list[str]
    return _plain_type(column) or str


def _written_type(column: Column[Any]) -> Any:
    match column.type:
        case DATERANGE():
            return DateWritten
        case Numeric():
            return AmountWritten
        case ARRAY():
            return list[Country] if column.name.endswith("_countries") else Texts
        case Integer():
            return Whole
    if column.name.startswith("country_of_"):
        return Country
    return _plain_type(column) or Text


def _plain_type(column: Column[Any]) -> Any:
    """The type of a column that is read and written alike, or None for text."""
    if "codes" in column.info:
        return Annotated[str, codes(column.info["codes"])]
    match column.type:
        case Boolean():
            return bool
        case Integer():
            return int
        case Uuid():
            return UUID
    return None
