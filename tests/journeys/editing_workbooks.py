"""A spreadsheet program for tests: opens a workbook, changes cells, and writes it with another writer's habits."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook, SheetVisibleEnum

Cell = object


def read_table(path: Path, sheet: str = "Applicaties") -> list[dict[str, Cell]]:
    """The rows of a sheet by heading."""
    heading, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, heading), row, strict=False)) for row in rows]


def save_again(
    path: Path,
    target: Path,
    edits: Mapping[tuple[int, str], Cell] | None = None,
    *,
    without: frozenset[int] = frozenset(),
    sheet_name: str = "Applicaties",
) -> None:
    """Save a workbook anew, with cells changed (by row of the table from 0, and heading) and rows left out."""
    source = CalamineWorkbook.from_path(path)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for metadata in source.sheets_metadata:
            rows: list[list[Cell]] = [list(row) for row in source.get_sheet_by_name(metadata.name).to_python()]
            if metadata.name == sheet_name:
                rows = _edited(rows, edits or {}, without)
            sheet = made.add_worksheet(metadata.name)
            if metadata.visible != SheetVisibleEnum.Visible:
                sheet.hide()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, float):
                        sheet.write_number(at, column, cell)
                    elif cell != "":
                        sheet.write_string(at, column, str(cell))


def _edited(rows: list[list[Cell]], edits: Mapping[tuple[int, str], Cell], without: frozenset[int]) -> list[list[Cell]]:
    heading = rows[0]
    for (at, name), cell in edits.items():
        while len(rows) <= at + 1:
            rows.append([""] * len(heading))
        rows[at + 1][heading.index(name)] = cell
    return [row for at, row in enumerate(rows, -1) if at not in without]
