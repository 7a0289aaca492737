"""The schemas of records, made from what the kinds of record say about themselves."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from types import GenericAlias
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlalchemy import Column
from sqlalchemy.types import Boolean, Integer, Numeric, Uuid

from api.answering import pascal
from api.schemas.values import (
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
from registry.codes import CODE_LISTS
from registry.kinds import KINDS, Kind
from registry.models.base import ARRAY, DATERANGE
from registry.queries.presenting import LINK_LISTS, camel, link_key

UNKNOWN = "null = onbekend / unknown."


def list_of(model: type[BaseModel]) -> Any:
    """The type of a list of a schema that is made at run time."""
    return GenericAlias(list, (model,))


class Page(BaseModel):
    """Een bladzijde van een lijst. `next` en `previous` zijn plaatsen voor `after`; null aan het einde."""

    items: list[Any]
    next: str | None = Field(description="Plaats van de volgende bladzijde; ook in de kop Link.")
    previous: str | None = Field(description="Plaats van de vorige bladzijde; ook in de kop Link.")
    estimate: int = Field(description="Aantal in de hele lijst; een schatting waar `exact` false is.")
    exact: bool


class SupplierInRole(BaseModel):
    """Een leverancier van een applicatie, met de rol: vendor, reseller, hosting, maintenance of development."""

    id: UUID
    name: str
    role: Literal["vendor", "reseller", "hosting", "maintenance", "development"]


@cache
def record_model(kind: Kind) -> type[BaseModel]:
    """A record as it is read on its own."""
    fields = _read_fields(kind)
    for table in dict.fromkeys(link.table for link in kind.links):
        items = SupplierInRole if table == "application_suppliers" else Reference
        fields[LINK_LISTS[table]] = (list_of(items), Field(json_schema_extra={"readOnly": True}))
    for link in kind.links:
        fields[link_key(link)] = (list[UUID], Field(title=link.nl, description=f"{link.en}."))
    return create_model(pascal(kind.name), __doc__=_about(kind), **fields)


@cache
def linkless_model(kind: Kind) -> type[BaseModel]:
    """A record as it stands beside another."""
    if not kind.links:
        return record_model(kind)
    return create_model(f"{pascal(kind.name)}Row", __doc__=_about(kind), **_read_fields(kind))


@cache
def item_model(kind: Kind) -> type[BaseModel]:
    """A record as it stands in a list."""
    if not kind.links:
        return record_model(kind)
    fields = _read_fields(kind)
    fields["suppliers"] = (list[Reference], Field(description="Leveranciers in alle rollen behalve wederverkoper."))
    return create_model(f"{pascal(kind.name)}Item", __doc__=_about(kind), **fields)


@cache
def page_model(kind: Kind) -> type[BaseModel]:
    """A page of records."""
    items: Any = (list_of(item_model(kind)), ...)
    return create_model(f"{pascal(kind.name)}Page", __base__=Page, __doc__=Page.__doc__, items=items)


@cache
def written_model(kind: Kind, *, whole: bool) -> type[BaseModel]:
    """What is sent to make a record (`whole`: what is required must be there) or to change one (merge patch)."""
    fields: dict[str, Any] = {}
    for column in kind.columns.values():
        required = not column.nullable
        type_ = _written_type(column) if required else _written_type(column) | None
        about = Field(... if required and whole else None, title=column.info["nl"], description=f"{column.info['en']}.")
        fields[camel(column.name)] = (type_, about)
    for link in kind.links:
        fields[link_key(link)] = (list[UUID] | None, Field(None, title=link.nl, description=f"{link.en}."))
    name = f"{pascal(kind.name)}{'New' if whole else 'Patch'}"
    about_all = "Nieuw gegeven." if whole else "Alleen wat verandert (RFC 7396); null maakt een veld onbekend."
    config = ConfigDict(extra="forbid", title=name)
    return create_model(name, __config__=config, __doc__=about_all, **fields)


def _about(kind: Kind) -> str:
    return (kind.record.__doc__ or "").strip()


def _read_fields(kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": (UUID, Field(title="Kenmerk", description="Id in the register.")),
        "knownFrom": (datetime, Field(title="Bekend sinds", description="Since when the register knows this version.")),
    }
    for field, column in kind.columns.items():
        key, type_ = camel(column.name), _read_type(column)
        about = Field(title=column.info["nl"], description=_meaning(column))
        fields[key] = (type_ | None if column.nullable else type_, about)
        if field in kind.references:
            shown = Field(title=column.info["nl"], json_schema_extra={"readOnly": True})
            fields[camel(field)] = (Reference | None if column.nullable else Reference, shown)
    return fields


def _meaning(column: Column[Any]) -> str:
    parts = [f"{column.info['en']}."]
    if "codes" in column.info:
        codes = CODE_LISTS[column.info["codes"]].values()
        parts.append("Waarden: " + "; ".join(f"{code.value} = {code.nl}" for code in codes) + ".")
    return " ".join([*parts, *([UNKNOWN] if column.nullable else [])])


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
        return Literal[tuple(CODE_LISTS[column.info["codes"]])]
    match column.type:
        case Boolean():
            return bool
        case Integer():
            return int
        case Uuid():
            return UUID
    return None


LABELS = {
    "organisation": ("Organisaties", "Organisations"),
    "organisation_relation": ("Betrekkingen tussen organisaties", "Relations of organisations"),
    "supplier": ("Leveranciers", "Suppliers"),
    "ownership": ("Eigendom van leveranciers", "Ownership of suppliers"),
    "product": ("Producten", "Products"),
    "product_version": ("Productversies", "Product versions"),
    "lifecycle_date": ("Levenscyclusdatums", "Lifecycle dates"),
    "application": ("Applicaties", "Applications"),
    "cloud_service": ("Clouddiensten", "Cloud services"),
    "dependency": ("Afhankelijkheden", "Dependencies"),
    "chain_statement": ("Uitspraken over ketens", "Statements on chains"),
    "contract": ("Contracten", "Contracts"),
    "cost": ("Kosten", "Costs"),
    "budget_node": ("Begrotingsposten", "Budget nodes"),
    "policy_goal": ("Beleidsdoelen", "Policy goals"),
    "application_support": ("Bijdragen aan beleidsdoelen", "Support of policy goals"),
    "application_phase": ("Levensfasen van applicaties", "Phases of applications"),
    "assessment": ("Toetsen", "Assessments"),
    "finding": ("Bevindingen", "Findings"),
    "support_purchase": ("Gekochte verlengde ondersteuning", "Purchases of extended support"),
}
"""Dutch and English plural of each kind of record that has an address of its own."""


def served_kinds() -> list[Kind]:
    """The kinds of record that have an address of their own."""
    return [KINDS[name] for name in LABELS]
