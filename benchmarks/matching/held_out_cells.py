"""Cells of the real data beside the project that were labelled before anything was measured on them: `golden/held_out_*.csv`.

A label is joined by the first 16 hexadecimal digits of the SHA-256 of the exact cell: no text of that data stands in this project.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator

from python_calamine import CalamineWorkbook

from benchmarks.matching import DATA

SAMPLE = 250


def label_key(cell: str) -> str:
    """The key under which the labels know a cell."""
    return hashlib.sha256(cell.encode()).hexdigest()[:16]


def read_cells(name: str) -> list[str]:
    """The distinct cells of a set of `READERS` that are not blank, in the order of its files; a sample where there are over 250."""
    cells = list(dict.fromkeys(cell for cell in READERS[name]() if cell.strip()))
    if len(cells) <= SAMPLE:
        return cells
    # By hash, so that the sample is the same for everybody, whatever the order of the file.
    chosen = set(sorted(cells, key=label_key)[:SAMPLE])
    return [cell for cell in cells if cell in chosen]


def _us_agencies() -> Iterator[str]:
    """The column "Vendor(s) Name" of the two inventories that have it: not stripped, with the line breaks as they stand."""
    folder = DATA / "inventories" / "us-agencies"
    sheet = CalamineWorkbook.from_path(folder / "hud.xlsx").get_sheet_by_name("All Use Cases")
    yield from _column([[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)])
    text = (folder / "state.csv").read_bytes().decode("cp1252")
    yield from _column(list(csv.reader(io.StringIO(text, newline=""))))


def _column(rows: list[list[str]], heading: str = "Vendor(s) Name") -> list[str]:
    """What stands below the heading in the second row."""
    at = rows[1].index(heading)
    return [row[at] for row in rows[2:] if len(row) > at]


def _fedramp() -> Iterator[str]:
    """The column "csp" (cloud service provider), not stripped."""
    with (DATA / "supply-chain" / "fedramp" / "products.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["csp"] for row in csv.DictReader(file))


def _subprocessors() -> Iterator[str]:
    """The first column of both tables of the newest list, stripped of the blanks that align the table."""
    newest = max((DATA / "supply-chain" / "github-subprocessors").glob("*.md"))
    for line in newest.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 2 and cells[1] != "Name of Subprocessor" and cells[1].strip("-"):
            yield cells[1]


def _us_sb272() -> Iterator[str]:
    """The column "vendor" of two cities' catalogues, not stripped."""
    with (DATA / "inventories" / "us-sb272" / "sb272_two_cities.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["vendor"] for row in csv.DictReader(file))


READERS: dict[str, Callable[[], Iterator[str]]] = {
    "us_agencies": _us_agencies,
    "fedramp": _fedramp,
    "subprocessors": _subprocessors,
    "us_sb272": _us_sb272,
}
