"""Rows as a plain xlsx sheet: numbers as numbers, and all else as text that no spreadsheet runs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from exporters.csv_table import plain


def xlsx_sheet(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """These columns of the rows on one sheet, with a header that stays in view and can be filtered."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(name)
        bold = workbook.add_format({"bold": True, "bottom": 1})
        last = 0
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column, bold)
        for last, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                value = row.get(column)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(last, at, value)
                elif text := plain(value):
                    sheet.write_string(last, at, text[:32_767])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_column(0, len(columns) - 1, 18)
    return target.getvalue()
