"""Tables of any layout: csv and workbooks, with a header to be found and headings to be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from importers.application_rows import read_applications
from importers.cells import Chunk, Reading, is_month_first
from importers.columns import Columns, find_columns, samples_of
from importers.context import ColumnFound, Context, Found, UnreadableFile
from importers.fact_rows import FACT_KINDS, read_facts
from importers.mapping import Mapping, Split, read_mapping
from importers.mentions import Mentions
from importers.opening import open_sheets
from importers.reader import Reader
from importers.record_rows import read_records
from importers.senders import OwnersSeen
from importers.sheets import MAX_COLUMNS, Row, Sheet
from importers.tables import SEARCHED_ROWS, Table, find_table, label_without_heading, unnamed_headings
from importers.vocabulary import skipped_sheets
from registry.names import fold
from registry.staging import BATCH_ROWS, Batch, ProblemFound

_TOTAL = re.compile(
    r"(?:sub|eind|grand )?tota(?:al|l|len)"
    r"(?: (?:aantal|applicaties|records|rijen|generaal|rows|count|bedrag|kosten|systemen).*)?\s*[:=]?\s*[\d.,€ ]*",
    re.IGNORECASE,
)
_DATE_FIELDS = (
    *("start", "end", "since", "founded", "starts", "ends", "valid"),
    *("done_on", "valid_until", "opened_on", "closed_on", ".until", "planned", "actual", "happens"),
)


def read_tabular(path: Path, context: Context) -> Iterator[Found]:
    """Everything that a table file states; raises UnreadableFile where there is no table to read."""
    mapping = read_mapping(context.mapping)
    mentions = Mentions(context.source)
    read = 0
    for by_name in (True, False):
        for sheet in open_sheets(path):
            if not _is_wanted(sheet, mapping, by_name=by_name):
                continue
            for item in _read_sheet(sheet, mapping, context, mentions):
                read += 1
                yield item
        if read or not by_name:
            break
    if not any(mentions.found.values()) and not read:
        raise UnreadableFile("no_table_found")
    yield from mentions.batches()


def _is_wanted(sheet: Sheet, mapping: Mapping, *, by_name: bool) -> bool:
    """Hidden sheets and sheets with lists or explanations are left out, unless one is asked for by name."""
    if mapping.sheet:
        return fold(sheet.name) == fold(mapping.sheet)
    return not sheet.hidden and not (by_name and fold(sheet.name) in skipped_sheets())


def _read_sheet(sheet: Sheet, mapping: Mapping, context: Context, mentions: Mentions) -> Iterator[Found]:
    """The table of one sheet, if it has one."""
    for code, row, parameters in sheet.notes:
        yield ProblemFound(code, "warning", sheet.number, row, parameters=dict(parameters))
    rows = iter(sheet.rows)
    head = list(islice(rows, SEARCHED_ROWS))
    table = find_table(head, mapping)
    if table is None:
        return
    if len(table.headings) > MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", count=len(table.headings), limit=MAX_COLUMNS)
    header = head[table.header_row - 1]
    below = head[table.header_row :]
    unnamed = unnamed_headings(table, len(header), below, {*context.saved, *table.mapping.columns})
    columns = find_columns(sheet, table, context.saved, list(samples_of(below)), unnamed[:MAX_COLUMNS])
    splits = _place_splits(columns, table.mapping, len(header))
    yield from columns.found
    yield from columns.problems
    body = _Body(sheet, table, header, set(columns.headings))
    reader: Reader | None = None
    owners = OwnersSeen(context)
    for chunk in body.chunks(chain(head[table.header_row :], rows)):
        chunk = _with_splits(chunk, splits)  # noqa: PLW2901
        if reader is None:
            reader = Reader(columns, table.mapping, context, mentions, _reading(columns, table.mapping, chunk))
        yield from _read_rows(reader, chunk)
        owners.see(reader, chunk)
    yield from body.notes()
    if reader is None and table.kind in FACT_KINDS and not table.mapping.columns:
        return  # the sheets with facts of our own template are often left empty
    if reader is None:
        yield ProblemFound("no_rows", "warning", sheet.number, table.header_row, parameters={"sheet": sheet.name})
        return
    yield from reader.summary(sheet.number)
    yield from owners.problems(sheet.number)


def _read_rows(reader: Reader, chunk: Chunk) -> Iterator[Batch | ProblemFound]:
    """What some rows state, by the kind of the table."""
    if reader.kind == "application":
        return read_applications(reader, chunk)
    return read_facts(reader, chunk) if reader.kind in FACT_KINDS else read_records(reader, chunk)


def _reading(columns: Columns, mapping: Mapping, chunk: Chunk) -> Reading:
    """How dates are written, as the mapping says or the cells of the date columns prove."""
    month_first = mapping.month_first
    if month_first is None:
        dates = [at for target, at in columns.by_target.items() if target.endswith(_DATE_FIELDS)]
        month_first = any(is_month_first(chunk.columns[at]) for at in dates)
    return Reading(month_first, mapping.unknown)


def _place_splits(columns: Columns, mapping: Mapping, width: int) -> list[tuple[int, Split]]:
    """Give the parts of a split column places of their own behind the last column."""
    placed = []
    for split in mapping.splits:
        position = next((at for at, label in columns.headings.items() if fold(label) == split.column), None)
        if position is None:
            continue
        targets = split.targets(columns.kind)
        for offset, target in enumerate(targets):
            columns.by_target[target] = width + offset
            columns.headings[width + offset] = columns.headings[position]
        width += len(targets)
        placed.append((position, split))
        for at, found in enumerate(columns.found):
            if found.position == position:
                columns.found[at] = replace(found, field=" + ".join(targets))
    return placed


def _with_splits(chunk: Chunk, splits: Sequence[tuple[int, Split]]) -> Chunk:
    """The chunk with the parts of its split columns; a cell that does not fit the pattern goes to its last part whole."""
    if not splits:
        return chunk
    added: list[list[str]] = []
    for position, split in splits:
        names = list(split.pattern.groupindex)
        matches = [(text, split.pattern.fullmatch(text.strip())) for text in chunk.columns[position]]
        for name in names:
            whole = name == names[-1]
            added.append([match[name] or "" if match else text if whole else "" for text, match in matches])
    return Chunk(chunk.sheet, chunk.numbers, [*chunk.columns, *added])


class _Body:
    """The rows below a header, in chunks; empty rows, totals and repeated headers are left out and counted."""

    def __init__(self, sheet: Sheet, table: Table, header: Row, headed: set[int]) -> None:
        self.sheet = sheet
        self.first = table.header_row + 1
        self.width = len(header)
        self.header = header
        self.unheaded = set(range(len(header))) - headed
        self.late: set[int] = set()
        self.empty = self.totals = self.beyond = self.waiting = 0
        self.beyond_row: int | None = None

    def chunks(self, rows: Iterator[Row]) -> Iterator[Chunk]:
        """The rows as chunks of columns."""
        number = self.first
        while block := list(islice(rows, BATCH_ROWS)):
            numbers, kept = self._keep(block, number)
            number += len(block)
            if kept:
                columns = list(zip(*kept, strict=True))
                self.late |= {at for at in self.unheaded - self.late if any(map(str.strip, columns[at]))}
                yield Chunk(self.sheet.number, numbers, columns)

    def _keep(self, block: list[Row], number: int) -> tuple[list[int], list[Row]]:
        numbers, kept = [], []
        for at, row in enumerate(block, number):
            if not any(row) or not any(map(str.strip, row)):
                self.waiting += 1
                continue
            self.empty, self.waiting = self.empty + self.waiting, 0
            if self._is_total(row) or row == self.header:
                self.totals += 1
                continue
            numbers.append(at)
            kept.append(row if len(row) == self.width else self._fit(row, at))
        return numbers, kept

    def _fit(self, row: Row, number: int) -> Row:
        if len(row) < self.width:
            return row + [""] * (self.width - len(row))
        if any(map(str.strip, row[self.width :])):
            self.beyond += 1
            self.beyond_row = self.beyond_row or number
        return row[: self.width]

    def _is_total(self, row: Row) -> bool:
        first = row[0] or (row[1] if len(row) > 1 else "")
        if "ota" not in first:
            return False
        return _TOTAL.fullmatch(first.strip()) is not None and sum(map(bool, row)) <= max(4, len(row) // 2)

    def notes(self) -> Iterator[ProblemFound | ColumnFound]:
        """What was left out. Empty rows behind the last row are no news."""
        for at in sorted(self.late)[:MAX_COLUMNS]:
            yield ColumnFound(self.sheet.number, self.sheet.name, at, label_without_heading(at), None, 0.0, "none", ())
        if self.empty or self.totals:
            counts = {"empty": self.empty, "totals": self.totals}
            yield ProblemFound("rows_skipped", "note", self.sheet.number, parameters=counts)
        if self.beyond:
            yield ProblemFound(
                "cells_beyond_header", "warning", self.sheet.number, self.beyond_row, parameters={"count": self.beyond}
            )


def recognises(path: Path, head: bytes, filename: str) -> float:
    """Tables are what is left when nothing surer is found."""
    del path, head
    return 0.4 if filename.lower().endswith((".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")) else 0.2
