"""Whom a cell that names suppliers means, as the names under which they are mentioned (`registry/supplier_cells`)."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple

from registry.names import fold
from registry.supplier_cells import CellMention, read_cell
from registry.values import Value, parse_text

PERSON = "natuurlijk persoon"
"""Stands for a natural person as supplier: the name itself is not published."""
_UNKNOWN = {"placeholder": "unknown", "in_house": "in_house", "redacted": "redacted", "empty": "unknown"}


class Supplying(NamedTuple):
    """The names of those that supply, and of those that resell what they supply."""

    suppliers: tuple[str, ...]
    resellers: tuple[str, ...]


def parse_supplier(text: str) -> Value:
    """The text of a cell that names suppliers; what names nobody says why."""
    value = parse_text(text)
    if value.text is None:
        return value
    cell = read_cell(value.text)
    if cell.mentions:
        return value
    if cell.kind in _UNKNOWN:
        return Value(unknown=_UNKNOWN[cell.kind])
    return Value(code="not_a_supplier", parameters={"value": value.text[:100]})


def parse_party(text: str) -> Value:
    """The same, for a column that names the other party of a contract: that is the reseller where there is one."""
    return parse_supplier(text)


@lru_cache(maxsize=50_000)
def read_suppliers(text: str) -> Supplying:
    """The names in a cell. A product stands for its supplier where nobody else is named as one."""
    cell = read_cell(text)
    by_role: dict[str, list[str]] = {"supplier": [], "reseller": [], "product": []}
    for mention in cell.mentions:
        by_role.setdefault(mention.role, []).append(_name(mention, text))
    suppliers = by_role["supplier"] or by_role["product"]
    return Supplying(tuple(dict.fromkeys(suppliers)), tuple(dict.fromkeys(by_role["reseller"])))


def _name(mention: CellMention, text: str) -> str:
    if mention.kind != "natural_person":
        return mention.text
    written = fold(text[mention.start : mention.end]).encode()
    return f"{PERSON} {hashlib.sha256(written).hexdigest()[:6]}"


@lru_cache(maxsize=50_000)
def stands_alone(name: str) -> bool:
    """Whether a name may never be taken for the same name in another source: that of a person or an anonymised one."""
    return name.startswith(f"{PERSON} ") or read_cell(name).kind == "anonymised"
