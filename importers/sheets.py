"""Files as sheets of rows; `importers.opening` opens them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MAX_COLUMNS = 300

Row = list[str]


@dataclass(frozen=True)
class Sheet:
    """A sheet: `number` counts from 0 over all sheets, `rows` gives its rows from row 1 on, also the empty ones."""

    number: int
    name: str
    rows: Iterator[Row]
    hidden: bool = False
    notes: tuple[tuple[str, int, dict[str, object]], ...] = ()
