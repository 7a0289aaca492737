"""Rows as CSV: utf-8 with a byte order mark and semicolons, as a Dutch spreadsheet opens them without asking."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """These columns of the rows, with a header."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([inert(row.get(column)) for column in columns] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def inert(value: Any) -> str:
    """The cell as text; one that a spreadsheet would run as a formula gets an apostrophe in front (an importer takes it off)."""
    text = plain(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not _is_number(text) else text


def plain(value: Any) -> str:
    """A value of the API as a person reads it in one cell."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case {"text": text}:
            return str(text)
        case {"id": identity, "name": name}:
            return str(name or identity)
        case list() | tuple():
            return "; ".join(plain(item) for item in value)
        case _:
            return str(value)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
