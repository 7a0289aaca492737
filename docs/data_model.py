"""The data model as a page of Markdown, from the tables themselves."""

from __future__ import annotations

import inspect
import sys
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql

from registry.kinds import KINDS
from registry.models.base import Base

INTRODUCTION = """\
# Data model

Made by `make docs` from the models in [registry/models](../registry/models); do not edit. The ideas behind it are in
[architecture](architecture.md), the words in the [glossary](glossary.md).

- A field of a record shows its Dutch and English label. It is filled by claims, so it may be unknown (null).
- Dates are ranges of days: the year 2027 is `[2027-01-01,2028-01-01)`.
- "required" columns are never null. A reference names the table that it points to.

"""

CLUSTERS = ("organisation", "supplier", "product", "application", "cloud_service", "contract", "policy", "importing")
"""Modules of `registry/models` in the order in which they are shown; the others follow."""

CLAIMS_AND_HISTORY = """\
## Claims and history

Every kind of record has two more tables, made in [registry/kinds.py](../registry/kinds.py).

- **Claims** hold what sources state: the fields of the record, with references as the matches that they point to and
  fields with many values as arrays. Beside them stand `id` (the hash of the content), `match_id`, `source_key`,
  `target_id`, `field_set_id`, `name_key` and `scope`. A claim is never changed.
- **History** holds the versions that a published record had before: its columns, and `known_until`. A trigger writes it.

| kind | published | claims | history |
| --- | --- | --- | --- |
"""


_LINKED = {link.table for kind in KINDS.values() for link in kind.links}


@dataclass(frozen=True)
class Noun:
    """A table with the docstring of its class."""

    table: Table
    docstring: str


def data_model() -> str:
    """The whole page."""
    clusters: dict[str, list[Noun]] = defaultdict(list)
    for mapper in Base.registry.mappers:
        table = Base.metadata.tables[str(mapper.local_table)]
        clusters[mapper.class_.__module__].append(Noun(table, inspect.getdoc(mapper.class_) or ""))
    ordered = sorted(clusters, key=lambda module: (_place(module), module))
    parts = [_cluster(module, sorted(clusters[module], key=lambda noun: noun.table.name)) for module in ordered]
    kinds = [
        f"| {kind.name.replace('_', ' ')} | `{kind.plural}` | `{kind.claims.name}` | `{kind.history.name}` |\n"
        for kind in KINDS.values()
    ]
    return INTRODUCTION + "\n".join([*parts, CLAIMS_AND_HISTORY + "".join(kinds)])


def _place(module: str) -> int:
    name = module.rpartition(".")[2]
    return CLUSTERS.index(name) if name in CLUSTERS else len(CLUSTERS)


def _cluster(module: str, nouns: list[Noun]) -> str:
    title = module.rpartition(".")[2].replace("_", " ").capitalize()
    said = inspect.getdoc(sys.modules[module]) or ""
    drawn = [line for noun in nouns for line in _edges(noun.table)]
    alone = [f"    {noun.table.name}" for noun in nouns if not any(noun.table.name in line for line in drawn)]
    diagram = "\n".join(["```mermaid", "erDiagram", *drawn, *alone, "```"])
    return f"## {title}\n\n{said}\n\n{diagram}\n\n" + "\n".join(map(_noun, nouns))


def _edges(table: Table) -> list[str]:
    """A line for each reference: the many side is this table."""
    held = [f'    applications ||--o{{ {table.name} : "of"' for name in _LINKED if name == table.name]
    return held + [
        f'    {key.column.table.name} |{"o" if column.nullable else "|"}--o{{ {table.name} : "{_role(column)}"'
        for column in table.columns
        for key in sorted(column.foreign_keys, key=lambda key: key.target_fullname)
    ]


def _role(column: Column[object]) -> str:
    return column.name.removesuffix("_id").replace("_", " ")


def _noun(noun: Noun) -> str:
    said = " ".join(noun.docstring.split())
    rows = "".join(_row(column) for column in noun.table.columns)
    return f"### {noun.table.name}\n\n{said}\n\n| column | type | meaning |\n| --- | --- | --- |\n{rows}"


def _row(column: Column[object]) -> str:
    kind = column.type.compile(dialect=postgresql.dialect()).lower()  # type: ignore[no-untyped-call]
    notes = []
    if "nl" in column.info:
        notes.append(f"{column.info['nl']} / {column.info['en']}")
    if column.primary_key:
        notes.append("key")
    elif not column.nullable:
        notes.append("required")
    if column.name == "application_id" and column.table.name in _LINKED:
        notes.append("points to `applications` (held by trigger)")
    notes += [f"points to `{key.column.table.name}`" for key in column.foreign_keys]
    if "codes" in column.info:
        notes.append(f"[code list](glossary.md#{column.info['codes'].replace('_', '-')}) {column.info['codes']}")
    return f"| `{column.name}` | {kind} | {'; '.join(notes)} |\n"
