"""Rows of our own workbook: which of them name a record of the register, and which are new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from importers.application_parts import parse_register_id
from importers.cells import Chunk
from importers.columns import Columns
from importers.sheets import Row, Sheet
from importers.tables import Table
from registry.staging import BATCH_ROWS, ProblemFound


@dataclass
class KnownRows:
    """The register id of each row (None where it names none), the places of new rows, and ids that are wrong."""

    ids: list[UUID | None] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    problems: list[ProblemFound] = field(default_factory=list)


def known_rows(chunk: Chunk, position: int, originals: Collection[UUID], seen: set[UUID]) -> KnownRows:
    """Which record each row names in its column of register ids; `seen` gains those that are met for the first time."""
    rows = KnownRows()
    for at, text in enumerate(chunk.columns[position]):
        found = parse_register_id(text)
        record = UUID(found.text) if found.text else None
        wrong = None
        if record is None and not found.code:
            rows.new.append(at)
        elif record is None or record not in originals:
            wrong = "not_a_register_id"
        elif record in seen:
            wrong = "duplicate_key"
        else:
            seen.add(record)
        if wrong:
            rows.problems.append(ProblemFound(wrong, "warning", chunk.sheet, chunk.numbers[at], position, text))
            record = None
        rows.ids.append(record)
    return rows


def chunks_of(sheet: Sheet, table: Table, first: list[Row], rest: Iterator[Row]) -> Iterator[Chunk]:
    """The filled rows below the header, as chunks of columns."""
    width = max(heading.position for heading in table.headings) + 1
    number, rows = table.header_row + 1, iter(first)
    while True:
        block = list(islice(rows, BATCH_ROWS))
        if not block:
            block = list(islice(rest, BATCH_ROWS))
            if not block:
                return
        kept = [(at, (row + [""] * width)[:width]) for at, row in enumerate(block, number) if any(map(str.strip, row))]
        number += len(block)
        if kept:
            yield Chunk(sheet.number, [at for at, _ in kept], list(zip(*(row for _, row in kept), strict=True)))


def filled(chunk: Chunk, columns: Columns, places: Sequence[int]) -> dict[tuple[str, ...], list[int]]:
    """New rows by the columns that are filled in: an empty cell of a new row says nothing."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in places:
        targets = (target for target, position in columns.by_target.items() if chunk.columns[position][at].strip())
        found[tuple(targets)].append(at)
    return found
