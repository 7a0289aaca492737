"""Inventories as files: xlsx, ods and csv in the encodings that departments use; the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Literal

from odf import opendocument, table, text
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samples.making.sheets import Cell, Inventory, Sheet

MADE_AT = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)
ODS_TIME = (2026, 11, 1, 9, 0, 0)
# encoding, delimiter, quoting: by file, because every source has habits of its own
CSV_HABITS: dict[str, tuple[str, str, Literal[0, 1]]] = {
    "belastingdienst": ("cp1252", ";", csv.QUOTE_MINIMAL),
    "rws": ("utf-8-sig", ",", csv.QUOTE_ALL),
    "duo": ("utf-16", "\t", csv.QUOTE_MINIMAL),
    "rekenkamer": ("utf-8", ";", csv.QUOTE_MINIMAL),
    "leveranciers": ("utf-8", ";", csv.QUOTE_MINIMAL),
    "organisaties": ("utf-8", ";", csv.QUOTE_MINIMAL),
    "pdo": ("utf-8-sig", ";", csv.QUOTE_MINIMAL),
}


def write(inventory: Inventory, folder: Path) -> None:
    """Write an inventory into a folder under its own file name."""
    path = folder / inventory.file
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix:
        case ".xlsx":
            _xlsx(inventory, path)
        case ".ods":
            _ods(inventory, path)
        case ".csv":
            path.write_bytes(_csv(inventory))


def _csv(inventory: Inventory) -> bytes:
    encoding, delimiter, quoting = CSV_HABITS[Path(inventory.file).name.split("-", 1)[0]]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerows([["" if cell is None else cell for cell in row] for row in inventory.sheets[0].rows])
    if encoding == "utf-16":  # always this byte order, whatever the machine's
        return b"\xff\xfe" + out.getvalue().encode("utf-16-le")
    return out.getvalue().encode(encoding)


def _xlsx(inventory: Inventory, path: Path) -> None:
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": inventory.source, "created": MADE_AT})
    day, head = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"bold": True, "text_wrap": True})
    for i, sheet in enumerate(inventory.sheets):
        page = book.add_worksheet(sheet.name)
        headings = inventory.header_rows if i == inventory.main_sheet else (1, 1)
        _fill_page(page, sheet, headings, (day, head))
        if sheet.hidden:
            page.hide()
    book.get_worksheet_by_name(inventory.sheets[0].name).activate()
    book.close()


def _fill_page(page: Worksheet, sheet: Sheet, headings: tuple[int, int], formats: tuple[Format, Format]) -> None:
    day, head = formats
    for y, row in enumerate(sheet.rows):
        for x, cell in enumerate(row):
            if isinstance(cell, dt.date):
                page.write_datetime(y, x, cell, day)
            elif isinstance(cell, str) and cell:
                page.write_string(y, x, cell, head if headings[0] <= y + 1 <= headings[1] else None)
            elif isinstance(cell, int | float):
                page.write_number(y, x, cell)
    for first_row, first, last_row, last in sheet.merges:
        page.merge_range(first_row, first, last_row, last, sheet.rows[first_row][first], head)
    page.set_column(0, 40, 18)


def _ods(inventory: Inventory, path: Path) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    for sheet in inventory.sheets:
        page = table.Table(name=sheet.name)
        for row in sheet.rows:
            line = table.TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            page.addElement(line)
        document.spreadsheet.addElement(page)
    out = io.BytesIO()
    document.write(out)
    path.write_bytes(_timeless(out.getvalue()))


def _ods_cell(cell: Cell) -> table.TableCell:
    if cell is None or cell == "":
        return table.TableCell()
    if isinstance(cell, int | float):
        made = table.TableCell(valuetype="float", value=str(cell))
    elif isinstance(cell, dt.date):
        made = table.TableCell(valuetype="date", datevalue=cell.isoformat())
    else:
        made = table.TableCell(valuetype="string")
    made.addElement(text.P(text=str(cell)))
    return made


def _timeless(archive: bytes) -> bytes:
    """The same zip with one fixed time for every entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, ODS_TIME)
            fixed.compress_type = entry.compress_type
            new.writestr(fixed, old.read(entry))
    return out.getvalue()
