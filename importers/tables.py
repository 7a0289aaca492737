"""Where in a sheet the table is: which row is the header, what its headings are, and what kind of rows follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importers.mapping import Mapping, recognise
from importers.sheets import Row
from importers.vocabulary import NEEDED, find_meaning
from registry.names import fold

SEARCHED_ROWS = 40
_SURE = 4.0  # so many headings understood, and half of all: only the next row may still be a better one
_NUMBER = re.compile(r"^[\W\d]*$|\d{3}|\d[-/.:]\d")  # a number, a year or a date


@dataclass(frozen=True)
class Heading:
    """A heading with its column (0-based), the group it stands under, and the label that tells it from its namesakes."""

    position: int
    text: str
    group: str
    label: str


@dataclass(frozen=True)
class Table:
    """The table of a sheet: its header row (1-based), headings, kind of rows, and the mapping to read it by."""

    header_row: int
    headings: tuple[Heading, ...]
    kind: str
    mapping: Mapping


def find_table(rows: Sequence[Row], mapping: Mapping) -> Table | None:
    """The table whose header is among the first rows of a sheet, or None where nothing looks like a header."""
    if mapping.header_row:
        numbers = [mapping.header_row] if mapping.header_row <= len(rows) else []
    else:
        numbers = [number for number, row in enumerate(rows[:SEARCHED_ROWS], 1) if any(cell.strip() for cell in row)]
    best: tuple[float, Table] | None = None
    sure = False
    for number in numbers:
        headings = read_headings(rows, number)
        own = mapping
        if not mapping.columns and not mapping.kind:
            own = recognise([heading.text for heading in headings]) or mapping
        kind, score = _choose_kind(headings, own)
        if kind and (best is None or score > best[0]):
            best = score, Table(number, headings, kind, own)
            if sure:
                break
            sure = score >= max(_SURE, len(headings) / 2)
        elif sure:
            break
    if best is None or mapping.header_row or best[1].mapping.columns:
        return best[1] if best else None
    return _below_groups(rows, best[1])


def _below_groups(rows: Sequence[Row], table: Table) -> Table:
    """The table with the row below as header, where what seemed its header only groups the columns of that row.

    Taking a first row of data for headings is the worse mistake, so all must speak for it: the row below names every
    used column, each by a text of its own that the column does not hold again, half of the columns lacked a heading, and
    in some column the values are of another sort: numbers, or a few that recur.
    """
    at = table.header_row
    data = [[_flat(cell) for cell in row] for row in rows[at + 1 :]]
    if not data or not any(map(any, data)):
        return table
    above, below = ([_flat(cell) for cell in row] for row in rows[at - 1 : at + 1])
    named, used = _filled(above), _filled(below)
    if len(used) < 3 or len(named) * 2 > len(used) or not named < used or not set().union(*map(_filled, data)) <= used:
        return table
    texts = [below[column] for column in used]
    if len(set(map(fold, texts))) < len(texts) or any(len(text) > 40 or _NUMBER.search(text) for text in texts):
        return table
    columns = {column: [row[column] for row in data if column < len(row) and row[column]] for column in used}
    if any(below[column] in values for column, values in columns.items()):
        return table
    if not any(all(map(_NUMBER.search, values)) or len(set(values)) < len(values) for values in columns.values()):
        return table
    return replace(table, header_row=at + 1, headings=read_headings(rows, at + 1))


def _filled(row: Sequence[str]) -> set[int]:
    return {at for at, text in enumerate(row) if text}


def label_without_heading(at: int) -> str:
    """What a column without heading is called."""
    return f"(zonder kop) {column_letter(at)}"


def unnamed_headings(table: Table, width: int, rows: Sequence[Row], saved: Iterable[str]) -> tuple[Heading, ...]:
    """A heading without text for each column of the table that has none, but that has values or that a person mapped."""
    wanted = {fold(label) for label in saved}
    known = {heading.position for heading in table.headings}
    found = set().union(*(_filled([cell.strip() for cell in row[:width]]) for row in rows))
    labels = {at: label_without_heading(at) for at in range(width) if at not in known}
    return tuple(Heading(at, "", "", label) for at, label in labels.items() if at in found or fold(label) in wanted)


def read_headings(rows: Sequence[Row], number: int) -> tuple[Heading, ...]:
    """The headings of a header row; a banner row above groups them, and stands in where cells were merged downwards."""
    row = [_flat(cell) for cell in rows[number - 1]]
    above = [_flat(cell) for cell in rows[number - 2]] if number > 1 else []
    above += [""] * (len(row) - len(above))
    texts = [text or (above[at] if sum(map(bool, row)) > 1 else "") for at, text in enumerate(row)]
    groups = _spread(above, row)
    repeated = Counter(fold(text) for text in texts)
    seen: Counter[str] = Counter()
    found = []
    for at, text in enumerate(texts):
        if not text:
            continue
        label = text
        if repeated[fold(text)] > 1:
            if groups[at]:
                label = f"{groups[at]} / {text}"
            seen[label] += 1
            if seen[label] > 1:
                label = f"{label} ({seen[label]})"
        found.append(Heading(at, text, groups[at], label))
    return tuple(found)


def column_letter(at: int) -> str:
    """The letters by which spreadsheets call a column (0-based)."""
    letters = ""
    while at >= 0:
        at, rest = divmod(at, 26)
        letters, at = chr(65 + rest) + letters, at - 1
    return letters


def _flat(cell: str) -> str:
    return " ".join(cell.replace("\x00", "").split())[:500]


def _spread(above: Sequence[str], row: Sequence[str]) -> list[str]:
    """The text of a banner goes for the columns to its right, up to the next; a banner of sentences groups nothing."""
    groups, current = [], ""
    for at in range(len(row)):
        if above[at]:
            current = above[at] if len(above[at]) <= 60 else ""
        groups.append("" if current == row[at] else current)
    return groups


def _choose_kind(headings: Sequence[Heading], mapping: Mapping) -> tuple[str | None, float]:
    """The kind of rows that such headings best belong to, with the sum of how sure they are."""
    best: tuple[str | None, float] = None, 0.0
    explicit = {target for target in mapping.columns.values() if target} | set(mapping.defaults)
    own = [
        heading
        for heading in headings
        if fold(heading.text) in mapping.columns or fold(heading.label) in mapping.columns
    ]
    split_columns = {split.column for split in mapping.splits}
    for kind, needed in NEEDED.items():
        if mapping.kind and kind != mapping.kind:
            continue
        meanings = [find_meaning(kind, heading.text, heading.group, fuzzy=False) for heading in headings]
        targets = {meaning.target: meaning.certainty for meaning in meanings if meaning}
        score = sum(targets.values()) + len(own) + sum(fold(heading.text) in split_columns for heading in headings)
        named = any(target in targets for target in needed)
        if not named and (own or score > len(targets)):
            split_targets = {target for split in mapping.splits for target in split.targets(kind)}
            named = any(target in explicit | split_targets for target in needed)
        if named and score >= 0.8 and score > best[1] and (len(headings) == 1 or score >= 1 or own):
            best = kind, score
    return best
