"""The names in the catalogue that is shipped. Never those of the register, so that a cell always reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from registry.codes import parse_yaml
from registry.company_names import normalise
from registry.supplier_cells import words


class Catalogue(NamedTuple):
    """Comparison keys of the catalogue's names."""

    names: frozenset[str]  # of suppliers: names, trade names, former names, subsidiaries
    products: frozenset[str]
    governments: frozenset[str]
    entry_of: dict[str, str]  # the entry of a name, and the entries above an entry
    above: dict[str, frozenset[str]]


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue, read once."""
    names: set[str] = set()
    products: set[str] = set()
    governments: set[str] = set()
    entry_of: dict[str, str] = {}
    above: dict[str, frozenset[str]] = {}
    for file in sorted((files("registry") / "data" / "suppliers").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            for key, entry in (parse_yaml(file.read_text(encoding="utf-8")).get("suppliers") or {}).items():
                own = governments if entry.get("kind") == "government" else names
                for child in entry.get("subsidiaries") or ():
                    entry_of |= dict.fromkeys(_keys(_names(child)), f"{key}|{child['name']}")
                    above[f"{key}|{child['name']}"] = frozenset({key})
                entry_of |= dict.fromkeys(_keys(_names(entry)), key)
                above[key] = frozenset(parent["of"] for parent in entry.get("parents") or ())
                children = [name for child in entry.get("subsidiaries") or () for name in _keys(_names(child))]
                own.update(_keys(_names(entry)), children)
                products.update(_keys(_products(entry)))
    return Catalogue(frozenset(names), frozenset(products - names), frozenset(governments), entry_of, above)


def _names(entry: Any) -> Iterator[str]:
    yield str(entry["name"])
    yield from map(str, entry.get("aliases") or ())
    for former in entry.get("former") or ():
        yield str(former["name"] if isinstance(former, dict) else former)


def _products(entry: Any) -> Iterator[str]:
    yield from map(str, entry.get("products") or ())
    for child in entry.get("subsidiaries") or ():
        yield from _products(child)


def _keys(names: Iterator[str]) -> Iterator[str]:
    for text in names:
        name = normalise(text)
        yield from (name.core, name.key)


@lru_cache(maxsize=200_000)
def standing(text: str) -> str | None:
    """What the catalogue knows by this name: a "name" of a supplier, a "product", a "government" body, or nothing."""
    name = normalise(text)
    known = catalogue()
    for key in (name.core, name.key):
        if key in known.governments:
            return "government"
        if key in known.names:
            return "name"
        if key in known.products:
            return "product"
    return None


def _entry(text: str) -> str | None:
    name, known = normalise(text), catalogue().entry_of
    return known.get(name.core) or known.get(name.key)


def owns(owner: str, owned: str) -> bool:
    """Whether the catalogue puts one name right below another, at any time."""
    return _entry(owner) in catalogue().above.get(_entry(owned) or "", ())


@cache
def _reseller_entries() -> frozenset[str | None]:
    return frozenset(map(_entry, words.RESELLERS)) - {None}


def sells_for_others(text: str) -> bool:
    """Whether a name is that of a company known to sell what others make."""
    name = normalise(text)
    return not words.RESELLERS.isdisjoint((name.core, name.key)) or _entry(text) in _reseller_entries()


def is_same(one: str, other: str) -> bool:
    """Whether two names are of one entry, or one is the initials of the other ("Amazon Web Services", "AWS")."""
    entries = {_entry(one), _entry(other)}
    names = sorted((normalise(one).folded, normalise(other).core), key=len)
    initials = "".join(word[0] for word in names[1].split())
    return (len(entries) == 1 and None not in entries) or (
        names[0] in {initials, initials[: len(names[0])]} and len(names[0]) > 1
    )


def is_known_name(text: str) -> bool:
    """Whether the shipped catalogue has this name, of a supplier or of a product that stands for one."""
    return len(text) <= 200 and standing(text) is not None
