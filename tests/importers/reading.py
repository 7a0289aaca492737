"""Reading invented files in tests, and what came out as plain tables."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from importers import ColumnFound, Context, choose
from importers.tabular import read_tabular
from registry.staging import Batch, ProblemFound, match_id

SOURCE = UUID(int=1)
SENDER = str(UUID(int=2))


def context(**told: Any) -> Context:
    """A context of an invented sender."""
    known = {
        "source": SOURCE,
        "organisation": SENDER,
        "organisation_name": "Ministerie van Zaken",
        "as_of": date(2026, 11, 1),
    }
    return Context(**{**known, "filename": "lijst.csv", **told})


@dataclass
class Result:
    """Everything that an importer found."""

    batches: list[Batch] = field(default_factory=list)
    problems: list[ProblemFound] = field(default_factory=list)
    columns: list[ColumnFound] = field(default_factory=list)

    def records(self, kind: str) -> dict[str, dict[str, str | None]]:
        """Fields by key of all records of a kind."""
        return {
            key: dict(zip(batch.fields, (column[at] for column in batch.columns), strict=True))
            for batch in self.batches
            if batch.kind == kind
            for at, key in enumerate(batch.keys)
        }

    def told(self) -> list[tuple[int | None, int | None, str]]:
        """Row, position and code of each error and warning."""
        return [(one.row, one.position, one.code) for one in self.problems if one.severity != "note"]

    def mapped(self) -> dict[str, str | None]:
        """Target by heading."""
        return {column.heading: column.field for column in self.columns}


def read(path: Path, **told: Any) -> Result:
    """What the importer that is surest of a file finds in it."""
    result = Result()
    importer = choose(path, path.name)
    for found in importer.read(path, context(**told)):
        if isinstance(found, Batch):
            result.batches.append(found)
        elif isinstance(found, ProblemFound):
            result.problems.append(found)
        else:
            result.columns.append(found)
    return result


def read_rows(
    folder: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ";", **told: Any
) -> Result:
    """The same for rows written as csv."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = folder / "lijst.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return read(path, **told)


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    """A workbook with these sheets."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def supplier_id(key: str) -> str:
    """The match id of a supplier mentioned."""
    return match_id(SOURCE, "supplier", key)


__all__ = ["SENDER", "SOURCE", "Result", "context", "read", "read_rows", "read_tabular", "supplier_id", "write_xlsx"]
