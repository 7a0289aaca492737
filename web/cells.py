"""Reads a cell of a kept file again, to show a value as it was handed over."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from pathlib import Path

from importers import UnreadableFile
from importers.opening import open_sheets
from registry.queries.provenance import Statement, get_source_cell
from registry.receiving import kept_path

MOST_BYTES = 64 * 1024 * 1024
"""A larger file is not read again for one page; its place is shown all the same."""


def cell_reader(folder: Path) -> Callable[[Statement], str | None]:
    """A function that gives the text of the cell that a statement came from; None where there is none."""

    def read(sha256: str, sheet: int, row: int, position: int) -> str | None:
        cells = read_row(kept_path(folder, sha256), sheet, row)
        return cells[position].strip() if position < len(cells) else None

    return lambda statement: get_source_cell(statement, read)


@lru_cache(maxsize=4096)
def read_row(path: Path, sheet: int, row: int) -> tuple[str, ...]:
    """The cells of a row (from 1) of a sheet (from 0); nothing for a file that is gone, too large or no table.

    Kept files never change, so what was read once stays right.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return ()
        found = next((one for one in open_sheets(path) if one.number == sheet), None)
        return tuple(next(islice(found.rows, row - 1, row), ())) if found else ()
    except (OSError, UnreadableFile):
        return ()
