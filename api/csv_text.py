"""Rows as CSV: utf-8 with a byte order mark and semicolons, as a Dutch spreadsheet opens them without asking."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(value: Any) -> str:
    """The cell as text; one that a spreadsheet would run as a formula gets an apostrophe in front."""
    text = _plain(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def csv_response(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with these columns of the rows, to be saved under the name."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([inert(row.get(column)) for column in columns] for row in rows)
    saved = {"Content-Disposition": f'attachment; filename="{name}.csv"', **(headers or {})}
    return Response(target.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=saved)


def _plain(value: Any) -> str:
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
            return "; ".join(_plain(item) for item in value)
        case _:
            return str(value)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
