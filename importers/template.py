"""Our own workbook coming back: only what was changed in it is stated, row by row, of the record that the row names.

What the cells were lies on the workbook's very hidden sheet; where that is lost (saved as csv), it is what the register
holds now.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from uuid import UUID

from exporters.template_columns import template_columns
from importers.application_rows import read_applications
from importers.cells import Chunk, Reading
from importers.columns import Columns, find_columns, samples_of
from importers.context import Context, Found, UnreadableFile
from importers.mapping import Mapping as FileMapping
from importers.mentions import Mentions
from importers.opening import open_sheets
from importers.reader import Reader
from importers.sheets import Sheet
from importers.tables import SEARCHED_ROWS, find_table
from importers.template_changes import Comparison
from importers.template_edits import TemplateEdits
from importers.template_facts import find_fact_sheets, read_fact_sheets
from importers.template_rows import chunks_of, filled, known_rows
from registry.dates import days
from registry.names import fold
from registry.queries.inventory import InventoryRow
from registry.staging import BATCH_ROWS, Batch, ProblemFound
from registry.template import ORIGINAL_FACTS, ORIGINAL_IDS, ORIGINALS, ORIGINALS_HEAD, TABLE

_LOOKED_THROUGH = 64 << 20
_ENOUGH_HEADINGS = 0.7


def recognises(path: Path, head: bytes, filename: str) -> float:
    """Sure of a workbook with the hidden sheet of originals, and of a csv with the headings of an export."""
    del filename
    if head.startswith(b"PK"):
        return 1.0 if _holds_originals(path) else 0.0
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    found = {fold(cell) for cell in re.split(r"[;,\t]", first)}
    headings = [fold(column.heading) for column in template_columns()]
    known = sum(heading in found for heading in headings)
    return 0.9 if headings[0] in found and known >= _ENOUGH_HEADINGS * len(headings) else 0.0


def _holds_originals(path: Path) -> bool:
    """Whether a workbook names the sheet; nothing of it is unpacked beyond a bound."""
    try:
        with zipfile.ZipFile(path) as packed:
            for part, limit in (("xl/workbook.xml", 1 << 20), ("content.xml", _LOOKED_THROUGH)):
                if part in packed.namelist():
                    with packed.open(part) as file:
                        return f'name="{ORIGINALS}"'.encode() in file.read(limit)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return False
    return False


def read_template(path: Path, context: Context) -> Iterator[Found]:
    """Everything that was changed, added and, in a complete file, taken away."""
    sheets = list(open_sheets(path))
    hidden = next((sheet for sheet in sheets if sheet.name == ORIGINALS), None)
    originals: Mapping[UUID, InventoryRow]
    if hidden:
        about, originals = _read_originals(hidden)
        if about and context.organisation and about[0] != context.organisation:
            parameters = {"organisation": context.organisation_name, "found": about[1]}
            counts = {"count": len(originals), "total": len(originals)}
            yield ProblemFound("other_organisation", "warning", parameters=parameters | counts)
    else:
        originals = context.published()
    table_sheet = next((sheet for sheet in sheets if fold(sheet.name) == fold(TABLE)), None)
    table_sheet = table_sheet or next((sheet for sheet in sheets if not sheet.hidden), None)
    if table_sheet is None:
        raise UnreadableFile("no_table_found")
    mentions = Mentions(context.source)
    yield from _read_table(table_sheet, originals, context, mentions)
    facts = next((sheet for sheet in sheets if sheet.name == ORIGINAL_FACTS), None)
    if facts:
        yield from read_fact_sheets(find_fact_sheets(sheets, facts), context, mentions)
    yield from mentions.batches()


def _read_originals(sheet: Sheet) -> tuple[list[str], dict[UUID, InventoryRow]]:
    """For whom and when the workbook was made, and what it held then, by register id."""
    rows = iter(sheet.rows)
    about, heading = next(rows, []), next(rows, [])
    if not about or about[0] != ORIGINALS_HEAD or tuple(heading[:4]) != ORIGINAL_IDS:
        raise UnreadableFile("damaged_workbook", detail=ORIGINALS)
    found = {}
    for row in rows:
        cells = row + [""] * (len(heading) - len(row))
        ids = [UUID(cell) if cell else None for cell in cells[:4]]
        if ids[0] is not None:
            texts = dict(zip(heading[4:], cells[4:], strict=False))
            found[ids[0]] = InventoryRow(ids[0], texts, ids[1], ids[2], ids[3])
    return about[1:3], found


def _read_table(
    sheet: Sheet, originals: Mapping[UUID, InventoryRow], context: Context, mentions: Mentions
) -> Iterator[Found]:
    rows = iter(sheet.rows)
    head = list(islice(rows, SEARCHED_ROWS))
    table = find_table(head, FileMapping(kind="application"))
    if table is None:
        raise UnreadableFile("no_table_found")
    columns = find_columns(sheet, table, {}, list(samples_of(head[table.header_row :])))
    if "application.register_id" not in columns.by_target or "application.name" not in columns.by_target:
        raise UnreadableFile("no_table_found")
    yield from columns.found
    yield from columns.problems
    seen: set[UUID] = set()
    for chunk in chunks_of(sheet, table, [*head[table.header_row :]], rows):
        yield from _read_chunk(chunk, (columns, originals, context), mentions, seen)
    if context.complete:
        yield from _ends(context, [found for found in originals if found not in seen], sheet.number)


def _read_chunk(
    chunk: Chunk,
    known: tuple[Columns, Mapping[UUID, InventoryRow], Context],
    mentions: Mentions,
    seen: set[UUID],
) -> Iterator[Batch | ProblemFound]:
    columns, originals, context = known
    rows = known_rows(chunk, columns.by_target["application.register_id"], originals, seen)
    yield from rows.problems
    comparison = Comparison(columns, originals)
    for edits in comparison.edits(chunk, rows.ids):
        stated = TemplateEdits(columns, originals, context, mentions)
        yield from stated.batches(chunk, edits, rows.ids)
    yield from comparison.problems
    for targets, places in filled(chunk, columns, rows.new).items():
        own = Columns(columns.kind, {target: columns.by_target[target] for target in targets}, columns.headings)
        reader = Reader(own, FileMapping(), context, mentions, Reading())
        yield from read_applications(reader, chunk.only(places))


def _ends(context: Context, missing: Sequence[UUID], sheet: int) -> Iterator[Batch]:
    """What a complete file no longer lists. Row 0 marks it: it counts only when the person says so."""
    day = days(context.as_of, context.as_of)
    for start in range(0, len(missing), BATCH_ROWS):
        ids = [str(found) for found in missing[start : start + BATCH_ROWS]]
        columns = [[day] * len(ids), ["ended"] * len(ids)]
        yield Batch("application", ("ended_on", "lifecycle_state"), ids, [0] * len(ids), columns, sheet, targets=ids)
