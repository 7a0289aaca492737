"""A report about lives as an xlsx workbook: what it is about on the first sheet, and each table on a sheet of its own.

Text is always written as text: nothing in a cell is ever run.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from exporters.horizon_report import Report, Table, Value
from exporters.moments import UNDATED

LONGEST = 32_767
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def make_workbook(report: Report) -> bytes:
    """The report as a workbook."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": report.title, "created": UNDATED})
        english = report.language == "en"
        _explain(workbook, workbook.add_worksheet("Explanation" if english else "Toelichting"), report)
        for number, table in enumerate(report.tables, 1):
            name = _FORBIDDEN.sub(" ", table.name)[:28]
            _write(workbook, workbook.add_worksheet(f"{number} {name}"), table)
    return target.getvalue()


def _explain(workbook: Any, sheet: Any, report: Report) -> None:
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrapped)
    sheet.write_string(0, 0, report.title[:LONGEST], workbook.add_format({"bold": True, "font_size": 14}))
    for number, line in enumerate((*report.about, "", *report.notes), 1):
        sheet.write_string(number, 0, line[:LONGEST], wrapped)


def _write(workbook: Any, sheet: Any, table: Table) -> None:
    heading = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "bottom": 1}
    )
    day = workbook.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    for at, name in enumerate(table.headings):
        sheet.write_string(0, at, name, heading)
    for number, row in enumerate(table.rows, 1):
        for at, value in enumerate(row):
            _cell(sheet, (number, at), value, day)
    for at, wide in enumerate(table.wide or (4,) * len(table.headings)):
        sheet.set_column(at, at, 8 * wide)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)


def _cell(sheet: Any, place: tuple[int, int], value: Value, day: Any) -> None:
    """One cell; a day that a spreadsheet has no number for stays text."""
    match value:
        case None:
            return
        case date() if value.year > 1900:
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day
            sheet.write_datetime(*place, moment, day)
        case int() | float() | Decimal():
            sheet.write_number(*place, value)
        case _:
            sheet.write_string(*place, str(value)[:LONGEST])
