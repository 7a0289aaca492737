"""The catalogue of suppliers that the register ships (`registry/data/suppliers/`): its entries, checks and statements.

The format is described in docs/supplier-catalogue.md. An entry is a legal entity; its wholly owned subsidiaries are entries too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from registry.names import company_key, fold
from registry.reference_rules import (
    Entries,
    Fault,
    check_countries,
    check_identifiers,
    check_links,
    check_ownership,
)
from registry.reference_statements import Read, Statement, period, reference_match
from registry.staging import array_text

CONFIDENCE = {"high": "0.9", "medium": "0.6", "low": "0.3"}
BARE = ("aliases", "former", "products")
"""Names that are not the full name of a legal entity, by the field of an entry that holds them."""


def bare_names(entry: Mapping[str, Any], field: str) -> list[str]:
    """The names in one field of an entry; a former name may be written with the day on which it ended."""
    found = (one["name"] if isinstance(one, Mapping) else one for one in entry.get(field, ()))
    return list(dict.fromkeys(map(str, found)))


def flatten(table: Entries) -> dict[str, Mapping[str, Any]]:
    """Every legal entity by key: the entries, and after each its subsidiaries as entries of their own."""
    entries: dict[str, Mapping[str, Any]] = {}
    for key, entry in table.items():
        entries[key] = entry
        for child in entry.get("subsidiaries", ()):
            own = {"of": key, "share": 100} | {part: child[part] for part in ("from", "until") if part in child}
            inherited = {"source": entry.get("source"), "confidence": entry.get("confidence", "high")}
            parents = [own, *child.get("parents", ())]
            entries[f"{key}|{fold(child['name'])}"] = {**inherited, **child, "parents": parents}
    return entries


def read_suppliers(content: Mapping[str, Any]) -> Read:
    """Legal entities that supply, with their names, and who owns whom."""
    entries = flatten(content["suppliers"])

    def faults() -> Iterator[Fault]:
        for fault in (
            *check_identifiers(entries),
            *_check_confidence(entries),
            *check_countries(entries),
            *check_links(entries, "parents"),
            *check_supplier_names(entries),
            *check_ownership(entries),
        ):
            yield fault._replace(entry=fault.entry.split("|")[0])

    return entries, faults(), _state_suppliers


def _check_confidence(entries: Entries) -> Iterator[Fault]:
    for key, entry in entries.items():
        for part in (entry, *entry.get("parents", ())):
            given = part.get("confidence", "high")
            if given not in CONFIDENCE:
                yield Fault(key, f"{given} is geen zekerheid (high, medium, low)", f"{given} is not a confidence")


def check_supplier_names(entries: Entries) -> Iterator[Fault]:
    """A name means one group only; within a group legal entities may share the name of the group, bare names may not.

    Two entities belong to one group when anybody who owned the one ever owned, or was, the other.
    """
    group = _groups(entries)
    holders: dict[str, tuple[str, str]] = {}
    full: dict[str, str] = {}
    for key, entry in entries.items():
        bare = {company_key(name): name for field in BARE for name in bare_names(entry, field)}
        other = full.setdefault(fold(entry["name"]), key)
        if other != key:
            yield _taken(key, entry["name"], other)
        for name_key, name in ({company_key(entry["name"]): entry["name"]} | bare).items():
            kind = "bare" if name_key in bare else "legal"
            other, held = holders.setdefault(name_key, (key, kind))
            if other != key and (group[other] != group[key] or kind == held == "bare"):
                yield _taken(key, name, other)
            elif kind == "bare":
                holders[name_key] = (key, kind)


def _taken(key: str, name: str, other: str) -> Fault:
    return Fault(key, f"de naam {name} hoort al bij {other}", f"the name {name} already belongs to {other}")


def _groups(entries: Entries) -> dict[str, str]:
    """For each entity the smallest key among all that ownership ever tied together."""
    tied = defaultdict(set)
    for key, entry in entries.items():
        for link in entry.get("parents", ()):
            tied[key].add(link["of"])
            tied[link["of"]].add(key)
    found: dict[str, str] = {}
    for start in sorted(entries):
        waiting = [start] if start not in found else []
        while waiting:
            here = waiting.pop()
            if here not in found:
                found[here] = start
                waiting.extend(tied[here])
    return found


def _state_suppliers(entries: Entries) -> Iterator[Statement]:
    for key, entry in entries.items():
        fields = {field: entry.get(field) for field in ("name", "kvk", "lei", "oin", "website")}
        for field, part in (("aliases", "aliases"), ("former_names", "former"), ("product_names", "products")):
            fields[field] = array_text(names) if (names := bare_names(entry, part)) else None
        fields["kind"] = entry.get("kind", "company")
        fields["country_of_incorporation"] = entry.get("country")
        fields["country_of_headquarters"] = entry.get("hq", entry.get("country"))
        fields["confidence"] = CONFIDENCE[entry.get("confidence", "high")]
        fields["evidence"] = "; ".join(filter(None, [entry.get("source"), entry.get("note")])) or None
        yield Statement("supplier", key, 0, fields)
        yield from _state_parents(key, entry)


def _state_parents(key: str, entry: Mapping[str, Any]) -> Iterator[Statement]:
    for link in entry.get("parents", ()):
        share = link.get("share")
        edge = {
            "supplier": reference_match("suppliers", "supplier", key),
            "parent": reference_match("suppliers", "supplier", link["of"]),
            "basis": link.get("basis", "majority"),
            "share": None if share is None else str(share),
            "valid": period(link),
            "confidence": CONFIDENCE[link.get("confidence", entry.get("confidence", "high"))],
            "evidence": "; ".join(filter(None, [entry.get("source"), link.get("note")])) or None,
        }
        yield Statement("ownership", f"{key}|{link['of']}|{link.get('from', '')}", 0, edge)
