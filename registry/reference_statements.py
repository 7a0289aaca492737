"""What the files of reference data state of organisations and of the budget, as statements of the kinds they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registry.receiving import NOBODY
from registry.reference_rules import Entries, Fault, check_identifiers, check_links, check_names, day, names_of
from registry.staging import array_text, match_id, source_id


@dataclass(frozen=True)
class Statement:
    """One row of a reference file: its kind and key, the line it came from, and its fields as canonical text.

    `file` counts the files of the name from 0, in their order.
    """

    kind: str
    key: str
    line: int
    fields: dict[str, str | None]
    file: int = 0


Read = tuple[Entries, Iterator[Fault], Callable[[Entries], Iterator[Statement]]]


def reference_match(name: str, kind: str, key: str) -> str:
    """The match id of an entry of the reference file of that name."""
    return match_id(source_id(NOBODY, name), kind, key)


def period(link: Mapping[str, Any]) -> str | None:
    """The period of a link as a range; None where it knows neither begin nor end."""
    since, until = (day(link.get(end), date.min) if end in link else None for end in ("from", "until"))
    if since is None and until is None:
        return None
    return f"{'[' if since else '('}{since or ''},{until or ''})"


def _on(value: object) -> str | None:
    return f"[{value},{value + timedelta(days=1)})" if isinstance(value, date) else None


def _aliases(entry: Mapping[str, Any]) -> str | None:
    others = [name for name in names_of(entry) if name not in {entry["name"], entry.get("abbreviation")}]
    return array_text(others) if others else None


def read_organisations(content: Mapping[str, Any]) -> Read:
    """Bodies of government, what they were called, and where they belong."""
    entries: Entries = content["organisations"]

    def faults() -> Iterator[Fault]:
        yield from check_identifiers(entries)
        yield from check_names(entries)
        yield from check_links(entries, "relations")

    return entries, faults(), _state_organisations


def _state_organisations(entries: Entries) -> Iterator[Statement]:
    for key, entry in entries.items():
        fields = {field: entry.get(field) for field in ("name", "abbreviation", "kind", "tooi", "oin", "kvk", "roo")}
        fields |= {
            "aliases": _aliases(entry),
            "founded": _on(entry.get("founded")),
            "ended_on": _on(entry.get("ended")),
        }
        yield Statement("organisation", key, 0, fields)
        me = reference_match("organisations", "organisation", key)
        for name in entry.get("names", ()):
            fields = {"organisation": me, "name": name["name"], "abbreviation": name.get("abbreviation")}
            number = f"{key}|{name['name']}|{name.get('from', '')}"
            yield Statement("organisation_name", number, 0, fields | {"valid": period(name)})
        for link in entry.get("relations", ()):
            other = reference_match("organisations", "organisation", link["of"])
            fields = {"organisation": me, "related": other, "relation": link["is"], "valid": period(link)}
            number = f"{key}|{link['is']}|{link['of']}|{link.get('from', '')}"
            yield Statement("organisation_relation", number, 0, fields)


def read_budget(content: Mapping[str, Any]) -> Read:
    """Chapters of the budget per year."""
    entries = {f"{year}/{entry['code']}": {**entry, "year": year}
               for year, chapters in content["years"].items() for entry in chapters}  # fmt: skip
    return entries, iter(()), _state_budget


def _state_budget(entries: Entries) -> Iterator[Statement]:
    for key, entry in entries.items():
        year = entry["year"]
        fields = {"name": entry["name"], "year": str(year), "budget_code": entry["code"], "roman": entry.get("roman")}
        ministry = reference_match("organisations", "organisation", entry["ministry"])
        fields |= {"level": "chapter", "organisation": ministry}
        yield Statement("budget_node", key, 0, fields | {"valid": f"[{year}-01-01,{year + 1}-01-01)"})
