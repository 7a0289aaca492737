"""The page of a record: its fields with their sources, what is related to it, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from registry.queries.history import Version
from registry.queries.provenance import Provenance, Statement
from web.building.layout import SECTIONS, Screen, Section
from web.building.showing import href_of, is_numeric, label_of, show_field, show_value
from web.views.imports import FieldChange
from web.views.records import (
    Chain,
    ChangeLine,
    FieldGroup,
    FieldValue,
    ListColumn,
    RecordPage,
    RelatedTable,
    Source,
)
from web.views.values import Badge, Both, Link, Text

CellReader = Callable[[Statement], str | None]
STEPS = {
    "apply": Both("import toegepast", "import applied"),
    "undo": Both("import teruggedraaid", "import undone"),
    "judge": Both("beslissing van een mens", "decision of a person"),
}
DISPUTED = Badge(Both("betwist", "disputed"), "attention")
SHOWN_VERSIONS = 20
TABLE_ROWS = 10
RARE = frozenset({"endedOn", "actualEnd", "originOverride", "originOverrideReason", "bbn", "replacesIds", "userIds"})
"""Fields that most records do not have: no news when they are missing."""
BY_HAND = "hand"
REGISTER = Both("Referentiegegevens van het register", "Reference data of the register")


@dataclass(frozen=True)
class Facts:
    """What the queries answer about one record."""

    record: Mapping[str, Any]
    provenance: Mapping[str, Provenance]
    related: Mapping[str, Any]
    versions: Sequence[Version] = ()
    chain: Chain | None = None
    badges: tuple[Badge, ...] = ()
    tables: tuple[RelatedTable, ...] = field(default=())


def build_page(screen: Screen, facts: Facts, read_cell: CellReader) -> RecordPage:
    """The page of a record; `read_cell` gives the text of the cell that a statement came from."""
    record = facts.record
    groups = tuple(_group(screen.kind, title, keys, facts, read_cell) for title, keys in screen.groups)
    tables = (_table(section, record["id"], facts.related.get(section.name, ())) for section in SECTIONS[screen.kind])
    return RecordPage(
        screen.page_kind,
        record["name"],
        (*_badges(screen.kind, record), *facts.badges),
        tuple(group for group in groups if group.fields or group.unknown),
        (*facts.tables, *(table for table in tables if table)),
        _history(screen.kind, facts.versions),
        chain=facts.chain,
    )


def _badges(kind: str, record: Mapping[str, Any]) -> tuple[Badge, ...]:
    state = show_value(kind, "lifecycleState", record.get("lifecycleState")) if kind == "application" else None
    ended = record.get("endedOn") is not None
    badges = [state] if isinstance(state, Badge) else []
    return (*badges, Badge(Both("vervallen", "ended"), "attention")) if ended else tuple(badges)


def _group(kind: str, title: Text, keys: Sequence[str], facts: Facts, read_cell: CellReader) -> FieldGroup:
    fields, unknown = [], []
    for key in keys:
        value, known = show_field(kind, key, facts.record), facts.provenance.get(key)
        if value in (None, ()) and known is None:
            unknown += [] if key in RARE else [label_of(kind, key)]
        else:
            dispute = DISPUTED if known and known.disputed else None
            fields.append(FieldValue(label_of(kind, key), value, _sources(kind, key, known, read_cell), dispute))
    return FieldGroup(title, tuple(fields), tuple(unknown))


def _sources(kind: str, key: str, known: Provenance | None, read_cell: CellReader) -> tuple[Source, ...]:
    if known is None:
        return ()
    stated = _source(kind, key, known.stated, read_cell, published=True)
    return (stated, *(_source(kind, key, other, read_cell, published=False) for other in known.others))


def _source(kind: str, key: str, statement: Statement, read_cell: CellReader, *, published: bool) -> Source:
    kept = statement.sha256 is not None
    name = statement.filename or statement.source
    return Source(
        statement.organisation["name"] if statement.organisation else REGISTER,
        statement.applied_at,
        statement.applied_by,
        Link(name, f"/imports/{statement.import_id}") if kept else None,
        "" if statement.source_type == BY_HAND else name,
        statement.sheet_name or "",
        statement.row,
        _column(statement),
        read_cell(statement) or "",
        published,
        None if published else show_value(kind, key, statement.value),
    )


def _column(statement: Statement) -> str:
    if statement.position is None:
        return ""
    letter = letter_of(statement.position)
    return f"{letter} “{statement.heading}”" if statement.heading else letter


def letter_of(position: int) -> str:
    """The letter that a spreadsheet gives a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _table(section: Section, record: Any, rows: Sequence[Mapping[str, Any]]) -> RelatedTable | None:
    """A table of related rows; columns of which nothing is known are left out."""
    if not rows:
        return RelatedTable(section.title, (), (), section.empty) if section.empty else None
    first = rows[:TABLE_ROWS]
    shown = [[show_field(section.kind, key, row) for key in section.fields] for row in first]
    kept = [at for at in range(len(section.fields)) if at == 0 or any(line[at] not in (None, ()) for line in shown)]
    for line, row in zip(shown, first, strict=True):
        name = show_value(section.kind, section.fields[0], row.get(section.fields[0]))
        line[0] = named_link(section.kind, row) if section.fields[0] == "name" else name
    columns = tuple(
        ListColumn(label_of(section.kind, section.fields[at]), numeric=is_numeric(section.fields[at])) for at in kept
    )
    title = section.title if len(rows) <= TABLE_ROWS else first_of(section.title, TABLE_ROWS)
    more = Link(Both("Alle in de lijst", "All in the list"), f"{section.more}{record}") if section.more else None
    lines = tuple(tuple(line[at] for at in kept) for line in shown)
    return RelatedTable(title, columns, lines, section.empty or "", more)


def first_of(title: Both, count: int) -> Both:
    """The title of a table that shows only its first rows."""
    return Both(f"{title.nl} (de eerste {count})", f"{title.en} (the first {count})")


def named_link(kind: str, row: Mapping[str, Any]) -> Link | str:
    """The name of a row as a link to its page, where it has one."""
    href = href_of(kind, row["id"])
    return Link(row["name"], href) if href else str(row["name"] or "")


def _history(kind: str, versions: Sequence[Version]) -> tuple[ChangeLine, ...]:
    """The last versions; the first one that ever was needs no list of all its values."""
    lines = [_change(kind, version) for version in versions[:SHOWN_VERSIONS]]
    if lines and len(versions) <= SHOWN_VERSIONS:
        lines[-1] = replace(lines[-1], how=_added(lines[-1]), changes=())
    return tuple(lines)


def _added(line: ChangeLine) -> Text:
    return Both("toegevoegd door een import", "added by an import") if line.import_link else Both("toegevoegd", "added")


def _change(kind: str, version: Version) -> ChangeLine:
    cause = version.cause
    how: Text = Both("verwijderd", "removed") if version.removed else Both("gewijzigd", "changed")
    if cause:
        how = STEPS.get(cause.step, how)
        if cause.importer == BY_HAND:
            how = Both("met de hand gewijzigd", "changed by hand")
    link = Link(cause.filename, f"/imports/{cause.import_id}") if cause and cause.filename else None
    return ChangeLine(
        version.known_from,
        cause.by if cause else "–",
        how,
        tuple(
            FieldChange(
                label_of(kind, change.field),
                show_value(kind, change.field, change.old),
                show_value(kind, change.field, change.new),
            )
            for change in version.changes
        ),
        link,
    )
