"""Workbooks (xlsx, xls, ods) as sheets, once `importers.workbook_guard` has looked at them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

import python_calamine as calamine

from importers.context import UnreadableFile
from importers.sheets import Row, Sheet
from importers.workbook_guard import look_into_ole, look_into_zip

Cell = float | str | bool | date | datetime | time | timedelta
_THREE_DECIMALS = re.compile(r"-?\d+\.\d{3}")


def open_workbook(path: Path) -> Iterator[Sheet]:
    """The sheets of a workbook; raises UnreadableFile where it is encrypted, too large, damaged or no workbook."""
    if zipfile.is_zipfile(path):
        look_into_zip(path)
    else:
        look_into_ole(path)
    try:
        workbook = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [one for one in enumerate(workbook.sheets_metadata) if one[1].typ == calamine.SheetTypeEnum.WorkSheet]
    except BaseException as error:  # noqa: BLE001 - calamine panics; what is not its own is raised again
        _give_up(error)
    if not sheets:
        raise UnreadableFile("empty_file")
    for number, metadata in sheets:
        hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
        yield Sheet(number, metadata.name, _rows(workbook, number), hidden=hidden)


def _give_up(error: BaseException) -> NoReturn:
    """A damaged workbook is told as such; calamine also panics, which is no `Exception` in Python."""
    if isinstance(error, calamine.PasswordError):
        raise UnreadableFile("encrypted_workbook") from error
    if isinstance(error, calamine.CalamineError | OSError | ValueError | MemoryError):
        raise UnreadableFile("damaged_workbook", detail=str(error)[:200]) from error
    if type(error).__name__ == "PanicException":
        raise UnreadableFile("damaged_workbook", detail="") from error
    raise error


def _rows(workbook: calamine.CalamineWorkbook, number: int) -> Iterator[Row]:
    """The rows from row 1 and column A on; calamine leaves out the empty columns before the first used one."""
    try:
        sheet = workbook.get_sheet_by_index(number)
        if sheet.start is None:
            return
        before = [""] * sheet.start[1]
        rows = sheet.iter_rows()
    except BaseException as error:  # noqa: BLE001 - calamine panics; what is not its own is raised again
        _give_up(error)
    for row in rows:
        yield before + [value if type(value) is str else cell_text(value) for value in row]


def cell_text(value: Cell) -> str:
    """A typed cell as text that the parsers of values read back as what it was."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        text = repr(value)
        # Three decimals would be read as thousands.
        return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
