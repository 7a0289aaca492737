"""One column of a file of any layout: found by its heading, letter or number, and read in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from importers.mapping import Mapping
from importers.opening import open_sheets
from importers.sheets import Row, Sheet
from importers.tables import SEARCHED_ROWS, Heading, column_letter, find_table, read_headings
from importers.vocabulary import skipped_sheets
from registry.errors import InvalidInput
from registry.names import fold


@dataclass(frozen=True)
class Column:
    """A column: the name of its sheet, its heading as it stands (its letter where it has none), and the cells below."""

    sheet: str
    heading: str
    cells: Iterator[str]


@dataclass(frozen=True)
class _Place:
    """Where a column is: its position (0-based), its heading, and how many rows lie above its cells."""

    position: int
    heading: str
    above: int


def open_column(path: Path, wanted: str, sheet: str | None = None) -> Column:
    """The column of that heading, letter or number, in the sheet that is named, or else in the first sheet that has it.

    Rows without any cell are left out; a cell that a short row lacks is empty. Raises `UnreadableFile`, and `InvalidInput`
    with the headings that there are.
    """
    seen: list[str] = []
    for by_name in (True, False):
        for found in open_sheets(path):
            if not _is_looked_in(found, sheet, by_name=by_name):
                continue
            rows = iter(found.rows)
            head = list(islice(rows, SEARCHED_ROWS))
            headings, last = _find_headings(head)
            place = (
                (_titled(headings, last, wanted) if last else None)
                or _lettered(head, last, wanted)
                or _written(head, last, wanted)
            )
            if place:
                return Column(found.name, place.heading, _cells(chain(head[place.above :], rows), place.position))
            seen.append(f"{found.name}: {', '.join(repr(one.label) for one in headings) or '-'}")
    if not seen:
        raise InvalidInput(f"Er is geen blad {sheet or ''!r}.", f"There is no sheet {sheet or ''!r}.")
    listed = "; ".join(seen)
    raise InvalidInput(
        f"Er is geen kolom {wanted!r}. De kolommen zijn: {listed}.",
        f"There is no column {wanted!r}. There are: {listed}.",
    )


def _is_looked_in(sheet: Sheet, wanted: str | None, *, by_name: bool) -> bool:
    """First the sheets that by their name hold an inventory, then the others; hidden ones only where they are named."""
    if wanted is not None:
        return by_name and fold(sheet.name) == fold(wanted)
    return not sheet.hidden and (fold(sheet.name) not in skipped_sheets()) is by_name


def _find_headings(head: Sequence[Row]) -> tuple[Sequence[Heading], int]:
    """The headings, and how many rows lie above the data; where nothing is understood, the first row that is not empty."""
    table = find_table(head, Mapping())
    if table:
        return table.headings, table.header_row
    first = next((number for number, row in enumerate(head, 1) if any(cell.strip() for cell in row)), 0)
    return (read_headings(head, first) if first else (), 0)


def _titled(headings: Sequence[Heading], last: int, wanted: str) -> _Place | None:
    """By heading, of the table that was understood."""
    asked = fold(wanted)
    alike = [one for one in headings if asked in {fold(one.label), fold(one.text), fold(f"{one.group} {one.text}")}]
    exact = [one for one in alike if fold(one.label) == asked]
    if len(alike) > 1 and len(exact) != 1:
        letters = ", ".join(f"{column_letter(one.position)} ({one.label})" for one in alike)
        raise InvalidInput(
            f"Meer dan één kolom heet {wanted!r}: {letters}. Kies met de letter.",
            f"More than one column is called {wanted!r}: {letters}. Choose by letter.",
        )
    return _Place((exact or alike)[0].position, (exact or alike)[0].label, last) if alike else None


def _written(head: Sequence[Row], last: int, wanted: str) -> _Place | None:
    """By any cell among the first rows that reads so, where the table was not understood."""
    asked = fold(wanted)
    for number, row in enumerate(head, 1):
        for position, cell in enumerate(row):
            if asked and fold(cell[:500]) == asked:
                return _Place(position, " ".join(cell.split()), max(number, last))
    return None


def _lettered(head: Sequence[Row], last: int, wanted: str) -> _Place | None:
    """By letter ("C") or number (3), as far as the rows go."""
    position = _position(wanted.strip())
    if position is None or position >= max(map(len, head), default=0):
        return None
    row = head[last - 1] if last else []
    heading = " ".join(row[position].split()) if position < len(row) else ""
    return _Place(position, heading or column_letter(position), last)


def _position(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text) - 1 if int(text) else None
    if not (text.isascii() and text.isalpha() and len(text) <= 3):
        return None
    position = 0
    for letter in text.upper():
        position = position * 26 + ord(letter) - 64
    return position - 1


def _cells(rows: Iterator[Row], position: int) -> Iterator[str]:
    for row in rows:
        if row:
            yield row[position].replace("\x00", "") if position < len(row) else ""
