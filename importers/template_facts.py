"""The sheets with facts of our own workbook coming back: only what was changed, added or, in a complete file, taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from exporters.fact_sheets import IDS, sheets_of_facts
from importers.cells import Chunk, Reading
from importers.columns import Columns, find_columns, samples_of
from importers.context import Context, Found, UnreadableFile
from importers.fact_rows import read_facts, state_facts
from importers.mapping import Mapping as FileMapping
from importers.mentions import Mentions
from importers.reader import Reader
from importers.sheets import Sheet
from importers.tables import SEARCHED_ROWS, find_table
from importers.template_changes import Comparison
from importers.template_rows import chunks_of, filled, known_rows
from registry.dates import days
from registry.names import fold
from registry.queries.inventory import InventoryRow
from registry.staging import BATCH_ROWS, Batch, ProblemFound
from registry.template import FACT_SHEETS

Originals = Mapping[str, Mapping[UUID, InventoryRow]]

# Cells that are read together: a change of one states all, for only together they name something.
_TOGETHER = (("application", "owner"), ("service", "supplier"), ("product", "version"))
_FIELDS = {"owner": ("application",), "product": ("product", "product_version"), "version": ("product_version",)}


@dataclass(frozen=True)
class FactSheets:
    """The sheets of a workbook by the kind of what they hold, and what they held when it was made."""

    sheets: Mapping[str, Sheet]
    originals: Originals


def find_fact_sheets(sheets: Sequence[Sheet], hidden: Sheet | None) -> FactSheets:
    """The sheets with facts; what they held lies on the hidden sheet."""
    kinds = {fold(name): kind for kind, name in FACT_SHEETS.items()}
    found = {kinds[fold(sheet.name)]: sheet for sheet in sheets if not sheet.hidden and fold(sheet.name) in kinds}
    return FactSheets(found, _read_originals(hidden) if hidden else {})


def _read_originals(sheet: Sheet) -> dict[str, dict[UUID, InventoryRow]]:
    rows = iter(sheet.rows)
    heading = next(rows, [])
    if tuple(heading[:2]) != IDS:
        raise UnreadableFile("damaged_workbook", detail=sheet.name)
    found: dict[str, dict[UUID, InventoryRow]] = defaultdict(dict)
    for row in rows:
        cells = row + [""] * (len(heading) - len(row))
        if cells[0] not in FACT_SHEETS:
            continue
        record = UUID(cells[1])
        own = {target: text for target, text in zip(heading, cells, strict=False) if target.startswith(f"{cells[0]}.")}
        found[cells[0]][record] = InventoryRow(record, own)
    return found


def read_fact_sheets(found: FactSheets, context: Context, mentions: Mentions) -> Iterator[Found]:
    """What was changed on the sheets with facts."""
    for kind, sheet in found.sheets.items():
        yield from _read_sheet(kind, sheet, found.originals.get(kind, {}), context, mentions)


def _read_sheet(
    kind: str, sheet: Sheet, originals: Mapping[UUID, InventoryRow], context: Context, mentions: Mentions
) -> Iterator[Found]:
    rows = iter(sheet.rows)
    head = list(islice(rows, SEARCHED_ROWS))
    headings = {fold(column.heading): column.target for column in sheets_of_facts()[kind]}
    mapping = FileMapping(kind=kind, columns=dict(headings))
    table = find_table(head, mapping)
    if table is None:
        return
    columns = find_columns(sheet, table, {}, list(samples_of(head[table.header_row :])))
    yield from columns.found
    yield from columns.problems
    if f"{kind}.register_id" not in columns.by_target:
        return
    seen: set[UUID] = set()
    for chunk in chunks_of(sheet, table, [*head[table.header_row :]], rows):
        yield from _read_chunk(chunk, (columns, originals, context), mentions, seen)
    if context.complete:
        yield from _ends(kind, context, [one for one in originals if one not in seen], sheet.number)


def _read_chunk(
    chunk: Chunk,
    known: tuple[Columns, Mapping[UUID, InventoryRow], Context],
    mentions: Mentions,
    seen: set[UUID],
) -> Iterator[Batch | ProblemFound]:
    columns, originals, context = known
    position = columns.by_target[f"{columns.kind}.register_id"]
    rows = known_rows(chunk, position, originals, seen)
    yield from rows.problems
    comparison = Comparison(columns, originals)
    for edits in comparison.edits(chunk, rows.ids):
        changed = chunk.only(edits.places)
        keys = [str(rows.ids[at]) for at in edits.places]
        yield from _edited(
            _narrowed(columns, _with_others(columns, edits.targets)), changed, keys, edits.targets, (context, mentions)
        )
    yield from comparison.problems
    for targets, places in filled(chunk, columns, rows.new).items():
        reader = _reader(_narrowed(columns, frozenset(targets)), context, mentions)
        yield from read_facts(reader, chunk.only(places))


def _edited(
    columns: Columns, chunk: Chunk, keys: list[str], targets: frozenset[str], tools: tuple[Context, Mentions]
) -> Iterator[Batch | ProblemFound]:
    """The changed fields of the very records that the rows name."""
    reader = _reader(columns, *tools)
    names = {target.partition(".")[2] for target in targets}
    wanted = {field for name in names for field in _FIELDS.get(name, (name,))}
    fields = {field: texts for field, texts in state_facts(reader, chunk).items() if field in wanted}
    if fields:
        yield Batch(columns.kind, tuple(fields), keys, chunk.numbers, list(fields.values()), chunk.sheet, targets=keys)
    yield from reader.take_problems()


def _with_others(columns: Columns, targets: frozenset[str]) -> frozenset[str]:
    """The changed cells, with those beside them that only together name something."""
    names = {target.partition(".")[2] for target in targets}
    more = {name for group in _TOGETHER if names & set(group) for name in group}
    return targets | {f"{columns.kind}.{name}" for name in more}


def _narrowed(columns: Columns, targets: frozenset[str]) -> Columns:
    by_target = {target: at for target, at in columns.by_target.items() if target in targets}
    return Columns(columns.kind, by_target, columns.headings)


def _reader(columns: Columns, context: Context, mentions: Mentions) -> Reader:
    return Reader(columns, FileMapping(), context, mentions, Reading())


def _ends(kind: str, context: Context, missing: Sequence[UUID], sheet: int) -> Iterator[Batch]:
    """What a complete file no longer lists. Row 0 marks it: it counts only when the person says so."""
    day = days(context.as_of, context.as_of)
    for start in range(0, len(missing), BATCH_ROWS):
        ids = [str(found) for found in missing[start : start + BATCH_ROWS]]
        yield Batch(kind, ("ended_on",), ids, [0] * len(ids), [[day] * len(ids)], sheet, targets=ids)
