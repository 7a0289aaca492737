"""What must hold in the files of reference data before any of it is believed. Pure functions over parsed entries.

Each check yields `Fault`s: the entry, and the sentence in Dutch and English.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import pycountry

from registry.identifiers import is_kvk, is_lei, is_oin
from registry.names import organisation_key

Entries = Mapping[str, Mapping[str, Any]]
CHECKS = {"kvk": is_kvk, "lei": is_lei, "oin": is_oin}
EARLIEST, LATEST = date.min, date.max


class Fault(NamedTuple):
    """Why an entry cannot be right."""

    entry: str
    nl: str
    en: str


class Edge(NamedTuple):
    """A parent of an entry from a day (inclusive) until a day (exclusive)."""

    child: str
    parent: str
    basis: str
    since: date
    until: date


def day(value: object, otherwise: date) -> date:
    """A date of the file; a year alone stands for its first day."""
    if isinstance(value, date):
        return value
    return date(value, 1, 1) if isinstance(value, int) else otherwise


def check_identifiers(entries: Entries) -> Iterator[Fault]:
    """KvK numbers have eight digits, the check digits of a LEI fit, an OIN has twenty digits and a known prefix."""
    for key, entry in entries.items():
        for scheme, is_right in CHECKS.items():
            number = entry.get(scheme)
            if number is not None and not (isinstance(number, str) and is_right(number)):
                scheme_name = {"kvk": "KvK-nummer"}.get(scheme, scheme.upper())
                yield Fault(key, f"{number} is geen geldig {scheme_name}", f"{number} is not a valid {scheme.upper()}")


def check_names(entries: Entries) -> Iterator[Fault]:
    """A name, abbreviation or alias points to one organisation only."""
    holders: dict[str, str] = {}
    for key, entry in entries.items():
        for name in names_of(entry):
            other = holders.setdefault(organisation_key(name), key)
            if other != key:
                yield Fault(key, f"de naam {name} hoort al bij {other}", f"the name {name} already belongs to {other}")


def names_of(entry: Mapping[str, Any]) -> list[str]:
    """All names of an entry, its own first: what it is called, was called, and is also called."""
    former = entry.get("names", ())
    found = [entry["name"], entry.get("abbreviation"), *entry.get("aliases", ())]
    found += [name.get(part) for name in former for part in ("name", "abbreviation")]
    return list(dict.fromkeys(name for name in found if name))


def check_countries(entries: Entries) -> Iterator[Fault]:
    """Countries are ISO 3166-1 alpha-2 codes."""
    codes = {country.alpha_2 for country in pycountry.countries}
    for key, entry in entries.items():
        for field in ("country", "hq"):
            code = entry.get(field)
            if code is not None and code not in codes:
                yield Fault(key, f"{code} is geen landcode", f"{code} is not a country code")


def check_links(entries: Entries, field: str) -> Iterator[Fault]:
    """What an entry points to is an entry of the file, and its periods begin before they end."""
    for key, entry in entries.items():
        for link in entry.get(field, ()):
            if link["of"] not in entries:
                yield Fault(key, f"{link['of']} staat niet in het bestand", f"{link['of']} is not in the file")
            if day(link.get("from"), EARLIEST) >= day(link.get("until"), LATEST):
                yield Fault(key, "een periode eindigt voor zij begint", "a period ends before it begins")


def edges_of(entries: Entries) -> list[Edge]:
    """The ownership edges of all entries."""
    return [
        Edge(key, p["of"], p.get("basis", "majority"), day(p.get("from"), EARLIEST), day(p.get("until"), LATEST))
        for key, entry in entries.items()
        for p in entry.get("parents", ())
    ]


def check_ownership(entries: Entries) -> Iterator[Fault]:
    """Nobody has two majority parents on one day, and nobody controls itself."""
    edges = edges_of(entries)
    parents = defaultdict(list)
    for edge in sorted(edges, key=lambda e: (e.child, e.since)):
        if edge.basis == "majority":
            parents[edge.child].append(edge)
    for child, chain in parents.items():
        for before, after in pairwise(chain):
            if after.since < before.until:
                both = f"{before.parent} + {after.parent}"
                yield Fault(
                    child, f"twee meerderheidsmoeders tegelijk: {both}", f"two majority parents at once: {both}"
                )
    found: set[tuple[tuple[str, ...], date]] = set()
    circling = _in_circles([edge for edge in edges if edge.basis != "minority"])
    for moment in sorted({edge.since for edge in circling}):
        valid = [e for e in circling if e.since <= moment < e.until]
        found |= {(cycle, moment) for cycle in _cycles(valid) if cycle not in {known for known, _ in found}}
    for cycle, moment in sorted(found):
        path = " → ".join([*cycle, cycle[0]])
        yield Fault(
            cycle[0], f"eigendom in een kring op {moment}: {path}", f"ownership in a circle on {moment}: {path}"
        )


def _in_circles(edges: list[Edge]) -> list[Edge]:
    """The edges that can be part of a circle at some moment: what is left when tops and leaves are taken away."""
    while True:
        children, parents = {edge.child for edge in edges}, {edge.parent for edge in edges}
        left = [edge for edge in edges if edge.child in parents and edge.parent in children]
        if len(left) == len(edges):
            return left
        edges = left


def _cycles(edges: list[Edge]) -> set[tuple[str, ...]]:
    """The cycles among edges, each beginning at its smallest member."""
    above = defaultdict(list)
    for edge in edges:
        above[edge.child].append(edge.parent)
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()

    def walk(node: str, path: tuple[str, ...]) -> None:
        if node in path:
            cycle = path[path.index(node) :]
            first = cycle.index(min(cycle))
            found.add(cycle[first:] + cycle[:first])
        elif node not in done:
            for parent in above.get(node, ()):
                walk(parent, (*path, node))
            done.add(node)

    for start in list(above):
        walk(start, ())
    return found
