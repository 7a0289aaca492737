"""Reference data: what the register knows of itself, from versioned files, as imports like any other.

A file is taken as a whole or not at all. The same content again changes nothing; a new version replaces the one before
(which is undone), and an older version than the one that counts is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import count, groupby
from typing import Any
from uuid import UUID

import psycopg
import yaml

from registry.applying import apply_import, undo_import
from registry.codes import parse_yaml
from registry.errors import InvalidInput
from registry.names import company_key
from registry.receiving import NOBODY, Delivery, receive
from registry.reference_rules import (
    Entries,
    Fault,
    check_countries,
    check_identifiers,
    check_links,
    check_names,
    check_ownership,
    day,
    names_of,
)
from registry.resolving.matching import Db, holds
from registry.staging import Batch, array_text, match_id, source_id, stage

NAMES = ("organisations", "suppliers", "budget")


@dataclass(frozen=True)
class Statement:
    """One row of a reference file: its kind and key, the line it came from, and its fields as canonical text."""

    kind: str
    key: str
    line: int
    fields: dict[str, str | None]


@dataclass(frozen=True)
class ReferenceFile:
    """A parsed file: the version it speaks for and its statements."""

    name: str
    version: date
    statements: tuple[Statement, ...]


def organisation_match(key: str) -> UUID:
    """The match id of an organisation of the reference data by its key ("bzk")."""
    return UUID(_match("organisations", "organisation", key))


def _match(name: str, kind: str, key: str) -> str:
    return match_id(source_id(NOBODY, name), kind, key)


def load_reference(db: Db, at: datetime, *, texts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Bring the register in line with the reference files (or `texts` by name); the names of the files that were new.

    Raises `InvalidInput` naming the entry, before anything changes, when a file cannot be right.
    """
    given = {name: (files("registry") / "data" / f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES}
    given.update(texts or {})
    parsed = [read_reference(name, given[name]) for name in NAMES]
    # Every step has a moment of its own: by it a version of a record is known to come from that step.
    moments = (at + timedelta(milliseconds=number) for number in count())
    return tuple(file.name for file in parsed if _bring(db, file, moments))


def _bring(db: Db, file: ReferenceFile, moments: Iterator[datetime]) -> bool:
    at = next(moments)
    source = source_id(NOBODY, file.name)
    if holds(db, NEWER, source, file.version):
        return False
    delivery = Delivery(NOBODY, file.name, "reference", "reference", file.version, "complete", f"{file.name}.yaml")
    with db.transaction():
        import_id = receive(db, delivery, by="reference", at=at)
        stage(db, import_id, source, _batches(file))
        if not holds(db, DIFFERS, import_id, source, import_id):
            raise psycopg.Rollback
        db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (at, import_id))
        before = db.execute(
            "SELECT id FROM imports WHERE source_id = %s AND state = 'applied' ORDER BY id", (source,)
        ).fetchall()
        apply_import(db, import_id, by="reference", at=at)
        for (earlier,) in before:
            undo_import(db, earlier, by="reference", at=next(moments))
        return True
    return False


NEWER = "SELECT EXISTS (SELECT FROM imports WHERE source_id = %s AND state = 'applied' AND as_of > %s)"
DIFFERS = """
    SELECT EXISTS (SELECT FROM staged_rows WHERE import_id = %s AND action <> 'unchanged') OR EXISTS (
        SELECT FROM matches m WHERE m.source_id = %s AND m.claim_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM staged_rows s WHERE s.import_id = %s AND s.match_id = m.id)
    )
"""


def _batches(file: ReferenceFile) -> Iterator[Batch]:
    for kind, grouped in groupby(file.statements, key=lambda s: s.kind):
        rows = list(grouped)
        fields = tuple(rows[0].fields)
        columns = [[row.fields[field] for row in rows] for field in fields]
        yield Batch(kind, fields, [row.key for row in rows], [row.line for row in rows], columns)


def read_reference(name: str, text: str) -> ReferenceFile:
    """The statements of a reference file. Raises `InvalidInput` that names the entry and its line."""
    content = parse_yaml(text)
    lines = _lines(name, text)
    entries, faults, statements = READERS[name](content)
    for fault in faults:
        where = f"{name}.yaml:{lines.get(fault.entry, 0)}, {fault.entry}"
        raise InvalidInput(f"{where}: {fault.nl}.", f"{where}: {fault.en}.")
    order = {kind: number for number, kind in enumerate(ORDER)}
    rows = [Statement(s.kind, s.key, lines.get(s.key.split("|")[0], 0), s.fields) for s in statements(entries)]
    return ReferenceFile(name, content["version"], tuple(sorted(rows, key=lambda s: order[s.kind])))


ORDER = ("organisation", "organisation_name", "organisation_relation", "supplier", "ownership", "budget_node")


def _lines(name: str, text: str) -> dict[str, int]:
    """The line of each entry of the file's one table; a key that stands there twice is refused."""
    lines: dict[str, int] = {}
    root = yaml.compose(text)
    for top, table in root.value if root else ():
        if top.value != name or not isinstance(table, yaml.MappingNode):
            continue
        for key, _ in table.value:
            number = key.start_mark.line + 1
            if key.value in lines:
                where = f"{name}.yaml:{number}, {key.value}"
                raise InvalidInput(f"{where}: staat er twee keer.", f"{where}: stands there twice.")
            lines[key.value] = number
    return lines


Read = tuple[Entries, Iterator[Fault], Callable[[Entries], Iterator[Statement]]]


def _period(link: Mapping[str, Any]) -> str | None:
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


def _read_organisations(content: Mapping[str, Any]) -> Read:
    entries: Entries = content["organisations"]

    def faults() -> Iterator[Fault]:
        yield from check_identifiers(entries)
        yield from check_names(entries, "organisation")
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
        me = _match("organisations", "organisation", key)
        for name in entry.get("names", ()):
            fields = {"organisation": me, "name": name["name"], "abbreviation": name.get("abbreviation")}
            number = f"{key}|{name['name']}|{name.get('from', '')}"
            yield Statement("organisation_name", number, 0, fields | {"valid": _period(name)})
        for link in entry.get("relations", ()):
            other = _match("organisations", "organisation", link["of"])
            fields = {"organisation": me, "related": other, "relation": link["is"], "valid": _period(link)}
            number = f"{key}|{link['is']}|{link['of']}|{link.get('from', '')}"
            yield Statement("organisation_relation", number, 0, fields)


def _read_suppliers(content: Mapping[str, Any]) -> Read:
    entries: dict[str, Mapping[str, Any]] = {}
    for key, entry in content["suppliers"].items():
        entries[key] = entry
        for child in entry.get("subsidiaries", ()):
            own = {"of": key, "share": 100}
            entries[f"{key}|{company_key(child['name'])}"] = {**child, "parents": [own, *child.get("parents", ())]}

    def faults() -> Iterator[Fault]:
        for fault in (
            *check_identifiers(entries),
            *check_names(entries, "supplier"),
            *check_countries(entries),
            *check_links(entries, "parents"),
            *check_ownership(entries),
        ):
            yield fault._replace(entry=fault.entry.split("|")[0])

    def statements(found: Entries) -> Iterator[Statement]:
        return _state_suppliers(found, content["source"])

    return entries, faults(), statements


def _state_suppliers(entries: Entries, source: str) -> Iterator[Statement]:
    for key, entry in entries.items():
        fields = {field: entry.get(field) for field in ("name", "kvk", "lei", "oin")}
        fields |= {"aliases": _aliases(entry), "kind": entry.get("kind", "company")}
        fields["country_of_incorporation"] = entry.get("country")
        fields["country_of_headquarters"] = entry.get("hq", entry.get("country"))
        yield Statement("supplier", key, 0, fields)
        for link in entry.get("parents", ()):
            share = link.get("share")
            edge = {
                "supplier": _match("suppliers", "supplier", key),
                "parent": _match("suppliers", "supplier", link["of"]),
                "basis": link.get("basis", "majority"),
                "share": None if share is None else str(share),
                "valid": _period(link),
                "evidence": f"{source}; {link['note']}" if "note" in link else source,
            }
            yield Statement("ownership", f"{key}|{link['of']}|{link.get('from', '')}", 0, edge)


def _read_budget(content: Mapping[str, Any]) -> Read:
    entries = {f"{year}/{entry['code']}": {**entry, "year": year}
               for year, chapters in content["years"].items() for entry in chapters}  # fmt: skip
    return entries, iter(()), _state_budget


def _state_budget(entries: Entries) -> Iterator[Statement]:
    for key, entry in entries.items():
        year = entry["year"]
        fields = {"name": entry["name"], "year": str(year), "budget_code": entry["code"], "roman": entry.get("roman")}
        fields |= {"level": "chapter", "organisation": _match("organisations", "organisation", entry["ministry"])}
        yield Statement("budget_node", key, 0, fields | {"valid": f"[{year}-01-01,{year + 1}-01-01)"})


READERS: dict[str, Callable[[Mapping[str, Any]], Read]] = {
    "organisations": _read_organisations,
    "suppliers": _read_suppliers,
    "budget": _read_budget,
}
