"""Answers as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from exporters.csv_table import csv_table


def csv_response(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with these columns of the rows, to be saved under the name."""
    saved = {"Content-Disposition": f'attachment; filename="{name}.csv"', **(headers or {})}
    return Response(csv_table(columns, rows), media_type="text/csv", headers=saved)
