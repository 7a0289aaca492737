"""The catalogue of products that the register ships (`registry/data/products/`): its entries, checks and statements.

An entry is a product with its vendor (a key of the supplier catalogue), its other names, and its release cycles with the
dates that are known. A date stands there as its vendor states it: a day, a month ("2027-10") or a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from registry.codes import load_folder, parse_yaml
from registry.dates import parse_date
from registry.names import name_key
from registry.reference_rules import Entries, Fault
from registry.reference_statements import Read, Statement, reference_match
from registry.staging import array_text

EVENTS = {
    "released": "general_availability",
    "active": "end_of_active_support",
    "security": "end_of_security_support",
    "extended": "end_of_extended_support",
    "end_of_sale": "end_of_sale",
    "end_of_life": "end_of_life",
}
"""The field of a release cycle in the file, and the lifecycle event that it dates."""


@cache
def supplier_keys() -> frozenset[str]:
    """The keys of the supplier catalogue."""
    return frozenset(key for text in load_folder("suppliers").values() for key in parse_yaml(text)["suppliers"])


def read_products(content: Mapping[str, Any]) -> Read:
    """Products, their release cycles, and the dates of those."""
    entries: Entries = content["products"]
    return entries, _faults(entries), _state_products


def _faults(entries: Entries) -> Iterator[Fault]:
    holders: dict[str, str] = {}
    for key, entry in entries.items():
        vendor = entry.get("vendor")
        if vendor is not None and vendor not in supplier_keys():
            yield Fault(key, f"{vendor} staat niet bij de leveranciers", f"{vendor} is not among the suppliers")
        for name in (entry["name"], *entry.get("aliases", ())):
            other = holders.setdefault(name_key(str(name)), key)
            if other != key:
                yield Fault(key, f"de naam {name} hoort al bij {other}", f"the name {name} already belongs to {other}")
        for version in entry.get("versions", ()):
            for field in EVENTS:
                if field in version and _range(version[field]) is None:
                    yield Fault(key, f"{version[field]} is geen datum", f"{version[field]} is not a date")


def _range(value: object) -> str | None:
    """A day, month, quarter or year of the file as a range; None where it is none."""
    try:
        return parse_date(str(value))
    except ValueError:
        return None


def _state_products(entries: Entries) -> Iterator[Statement]:
    for key, entry in entries.items():
        vendor = entry.get("vendor")
        fields = {field: entry.get(field) for field in ("name", "kind", "cpe", "purl", "description")}
        fields["aliases"] = array_text([str(name) for name in entry["aliases"]]) if entry.get("aliases") else None
        fields["vendor"] = None if vendor is None else reference_match("suppliers", "supplier", vendor)
        yield Statement("product", key, 0, fields)
        for version in entry.get("versions", ()):
            yield from _state_version(key, version)


def _state_version(product: str, version: Mapping[str, Any]) -> Iterator[Statement]:
    key = f"{product}|{version['name']}"
    fields: dict[str, str | None] = {"product": reference_match("products", "product", product)}
    yield Statement("product_version", key, 0, fields | {"name": str(version["name"])})
    for field, event in EVENTS.items():
        if field in version:
            dated: dict[str, str | None] = {
                "product_version": reference_match("products", "product_version", key),
                "event": event,
                "happens": _range(version[field]),
                "stated": str(version[field]),
            }
            yield Statement("lifecycle_date", f"{key}|{event}", 0, dated)
