"""Which column of a table means what, how sure that is, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from functools import cache

from importers.context import ColumnFound
from importers.sheets import Row, Sheet
from importers.tables import Heading, Table
from importers.vocabulary import Meaning, find_meaning, words
from registry.codes import load_data
from registry.kinds import KINDS
from registry.names import fold
from registry.staging import ProblemFound
from registry.values import code_parser


@dataclass
class Columns:
    """The columns of a table: position by target, and heading by position."""

    kind: str
    by_target: dict[str, int] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    found: list[ColumnFound] = field(default_factory=list)
    problems: list[ProblemFound] = field(default_factory=list)


@cache
def targets_of(kind: str) -> frozenset[str]:
    """Every target that a column of such rows may have."""
    targets = {*words(kind).values(), *load_data("vocabulary")["kinds"][kind]}
    targets |= {f"{kind}.{name}" for name in KINDS[kind].fields}
    targets |= {"platform"} if kind == "application" else set()
    return frozenset(targets)


def find_columns(
    sheet: Sheet,
    table: Table,
    saved: Dict[str, str | None],
    samples: Sequence[Row],
    unnamed: Sequence[Heading] = (),
) -> Columns:
    """What each column means: an explicit mapping goes before a saved one, that before a mapping file and the synonyms."""
    columns = Columns(table.kind)
    by_saved = {fold(heading): target for heading, target in saved.items()}
    meanings: dict[int, Meaning | None] = {}
    headings = (*table.headings, *unnamed)
    for heading in headings:
        columns.headings[heading.position] = heading.label
        meaning = _meaning(heading, table, by_saved)
        cells = [row[heading.position] for row in samples if heading.position < len(row)]
        meanings[heading.position] = _by_content(meaning, cells) if meaning else None
    kept = _one_per_target(sheet, headings, meanings, columns)
    for heading in headings:
        meaning = kept.get(heading.position)
        certainty, basis = (
            (meaning.certainty, meaning.basis) if meaning else (0.0, _why_not(meanings[heading.position]))
        )
        cells = [row[heading.position].strip()[:80] for row in samples if heading.position < len(row)]
        texts = tuple(dict.fromkeys(cell.replace("\x00", "") for cell in cells if cell))[:3]
        found = ColumnFound(
            sheet.number, sheet.name, heading.position, heading.label, meaning.target if meaning else None,
            certainty, basis, texts,
        )  # fmt: skip
        columns.found.append(found)
    unmapped = [one.heading for one in columns.found if one.field is None]
    if unmapped:
        parameters = {"count": len(unmapped), "headings": ", ".join(unmapped)[:1000]}
        columns.problems.append(
            ProblemFound("columns_not_mapped", "note", sheet.number, table.header_row, parameters=parameters)
        )
    return columns


def _why_not(meaning: Meaning | None) -> str:
    return "none" if meaning is None else "duplicate" if meaning.target else meaning.basis


def _meaning(heading: Heading, table: Table, saved: Dict[str, str | None]) -> Meaning | None:
    """What a heading means; a Meaning without target for a column that a person chose not to read."""
    names = [fold(name) for name in (heading.label, heading.text) if name]
    sources: list[tuple[Dict[str, str | None], str]] = [(saved, "saved")]
    if table.mapping.columns:
        sources.insert(0 if table.mapping.basis == "explicit" else 1, (table.mapping.columns, table.mapping.basis))
    for known, basis in sources:
        for name in names:
            if name in known:
                return Meaning(known[name] or "", 1.0, basis)
    for split in table.mapping.splits:
        if split.column in names:
            return Meaning("split", 1.0, table.mapping.basis)
    return find_meaning(table.kind, heading.text, heading.group) if heading.text else None


def _by_content(meaning: Meaning, cells: Sequence[str]) -> Meaning:
    """A heading that is used for two things means the one that its cells are: a type of cloud, or a service by name."""
    if meaning.target != "hosting.deployment" or meaning.basis not in {"synonym", "fuzzy"}:
        return meaning
    parse = code_parser("deployment")
    read = [value for cell in cells if (value := parse(cell)).text or value.code]
    if sum(value.code is None for value in read) * 2 >= len(read):
        return meaning
    return Meaning("hosting.service", 0.6, "content")


def _one_per_target(
    sheet: Sheet, headings: Sequence[Heading], meanings: dict[int, Meaning | None], columns: Columns
) -> dict[int, Meaning]:
    """For each target its surest column, the first of equals; the others are told and kept unread."""
    kept: dict[int, Meaning] = {}
    labels = {heading.position: heading.label for heading in headings}
    ordered = sorted(meanings, key=lambda at: (-(meaning.certainty if (meaning := meanings[at]) else 0.0), at))
    for at in ordered:
        meaning = meanings[at]
        if meaning is None or not meaning.target:
            continue
        if meaning.target == "split":
            kept[at] = meaning
        elif meaning.target not in targets_of(columns.kind):
            parameters = {"heading": labels[at], "target": meaning.target}
            columns.problems.append(ProblemFound("unknown_target", "error", sheet.number, None, at, None, parameters))
        elif meaning.target in columns.by_target:
            first = columns.by_target[meaning.target]
            parameters = {"field": meaning.target, "kept": labels[first], "other": labels[at]}
            columns.problems.append(
                ProblemFound("two_columns_for_field", "warning", sheet.number, None, at, labels[at], parameters)
            )
        else:
            columns.by_target[meaning.target] = at
            kept[at] = meaning
    return kept


def samples_of(rows: Sequence[Row]) -> Iterator[Row]:
    """Some rows to show what a column holds."""
    return (row for row in rows[:20] if any(row))
