"""Makes values that a screen can show of values as the registry's queries give them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from registry.codes import CODE_LISTS
from registry.kinds import KINDS
from registry.kinds import Link as LinkField
from registry.origin import CLASSES
from registry.queries.presenting import LINK_LISTS, camel, keys_of
from web.building.layout import PATHS
from web.views.values import Amount, Badge, Both, Coded, Country, Day, Link, Period, Shown, Single, Tone

COUNTRY_FIELDS = frozenset(
    {
        "country_of_incorporation",
        "country_of_headquarters",
        "storage_countries",
        "processing_countries",
        "support_access_countries",
    }
)
AMOUNTS = {
    "annualValue": ("annualValueMin", "annualValueMax", Both("Jaarwaarde", "Annual value")),
    "amount": ("amountMin", "amountMax", Both("Bedrag", "Amount")),
}
STATE_TONES: dict[str, Tone] = {
    "in_production": "good",
    "to_be_phased_out": "attention",
    "being_phased_out": "attention",
    "in_realisation": "busy",
    "planned": "busy",
}
SUPPLIERS = Both("Leveranciers", "Suppliers")


@cache
def _field(kind: str, key: str) -> str | None:
    """The claim field that a JSON key stands for; what points elsewhere goes by its own key or that of its ids."""
    spec = KINDS[kind]
    also = [*spec.references, *(link.field for link in spec.links)]
    return (keys_of(spec) | {camel(field): field for field in also}).get(key)


@cache
def label_of(kind: str, key: str) -> Both:
    """What a field is called."""
    if key in AMOUNTS:
        return AMOUNTS[key][2]
    if key == "suppliers":
        return SUPPLIERS
    field = _field(kind, key)
    if field is None:
        return Both(key, key)
    spec = KINDS[kind]
    link = next((link for link in spec.links if link.field == field), None)
    if link:
        return Both(link.nl, link.en)
    info = spec.columns[field].info
    return Both(info["nl"], info["en"])


def is_numeric(key: str) -> bool:
    """Whether a column of such values is aligned as numbers."""
    return key in AMOUNTS or key in {"userCount", "share", "year", "depth"}


def show_field(kind: str, key: str, row: Mapping[str, Any]) -> Shown:
    """The value of a field of a row that the registry's queries gave."""
    if key in AMOUNTS:
        low, high, _ = AMOUNTS[key]
        return _amount(row.get(low), row.get(high), row.get("currency"))
    field = _field(kind, key)
    spec = KINDS[kind]
    if key == "suppliers":
        return tuple(_link("supplier", one) for one in row.get(key, ()))
    if field is None:
        return None
    if field in spec.references:
        return show_value(kind, key, row.get(camel(field)))
    link = next((link for link in spec.links if link.field == field), None)
    return show_value(kind, key, _linked(link, row) if link else row.get(key))


def show_value(kind: str, key: str, value: Any) -> Shown:  # noqa: PLR0911 - one line per type of value
    """One value, by what its field is: references as `{id, name}`, days as `present_days` gives them."""
    field, spec = _field(kind, key), KINDS[kind]
    if value is None or field is None:
        return None
    if field in spec.references:
        return _link(spec.references[field], value)
    if isinstance(value, list | tuple):
        link = next((link for link in spec.links if link.field == field), None)
        return tuple(_link(link.target, one) if link else _plain(field, one) for one in value)
    if isinstance(value, Mapping):
        return show_days(value)
    if codes := spec.columns[field].info.get("codes"):
        return show_code(codes, value)
    if field == "origin_override":
        return origin_name(value)
    if field == "year":
        return str(value)
    return _plain(field, value)


def show_code(codes: str, value: str) -> Coded | Badge:
    """A value of a code list; states of life are told apart by their badge too."""
    code = CODE_LISTS[codes].get(value)
    if codes == "lifecycle_state" and code:
        return Badge(Both(code.nl, code.en), STATE_TONES.get(value, "neutral"))
    return Coded(codes, value)


def origin_name(origin_class: str) -> Both:
    """An origin class in words."""
    names = CLASSES.get(origin_class, {"nl": origin_class, "en": origin_class})
    return Both(names["nl"], names["en"])


def show_days(days: Mapping[str, Any]) -> Day | Period:
    """A day, month, quarter or year with its precision; any other range as a period."""
    first, last, precision = days["earliest"], days["latest"], days["precision"]
    return Day(first, precision) if precision != "range" and first else Period(first, last)


def show_due(days: Mapping[str, Any]) -> Day | Period:
    """The day on which something is due, as `show_days`; where only the first day that it can be is known, "or later"."""
    if days["earliest"] and not days["latest"]:
        return Day(days["earliest"], "or_later")
    return show_days(days)


def href_of(kind: str, record: Any) -> str | None:
    """The address of a record's page; None for kinds without one."""
    return f"{PATHS[kind]}/{record}" if kind in PATHS else None


def _link(kind: str, named: Mapping[str, Any]) -> Link | str:
    name, href = str(named["name"] or named["id"]), href_of(kind, named["id"])
    return Link(name, href) if href else name


def _linked(link: LinkField, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The `{id, name}` of a link's list, for the role that the link stands for."""
    return [one for one in row.get(LINK_LISTS[link.table], ()) if link.role in {None, one.get("role")}]


def _plain(field: str, value: Any) -> Single:
    if field in COUNTRY_FIELDS:
        return Country(str(value))
    if isinstance(value, str | bool | int | Decimal):
        return value
    return str(value)


def _amount(low: Decimal | None, high: Decimal | None, currency: str | None) -> Amount | None:
    return None if low is None and high is None else Amount(low, high, currency or "EUR")
