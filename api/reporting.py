"""Reports in the form that the caller asks for: CSV, a workbook or a PDF; JSON is the route's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.csv_text import csv_response
from api.language import locale_of
from api.negotiating import CSV, PDF, XLSX, form_of
from api.schemas.horizon import FindingsQuery, ItemsQuery
from exporters.horizon_pdf import make_pdf
from exporters.horizon_report import Report
from exporters.horizon_workbook import make_workbook

FORMS = (CSV, XLSX, PDF)
MOST = 5_000
"""Rows of a file, where nobody says how many."""


def limit_of(request: Request, query: ItemsQuery | FindingsQuery) -> int:
    """How many rows: as asked, or else a page of JSON, and as many as may be in a file."""
    whole = "limit" not in query.model_fields_set and form_of(request) in FORMS
    return MOST if whole else query.limit


def file_of(
    request: Request,
    at: datetime,
    name: str,
    *,
    rows: Callable[[], tuple[tuple[str, ...], Iterable[Mapping[str, Any]]]],
    report: Callable[[str], Report],
    headers: Mapping[str, str] | None = None,
) -> Response | None:
    """The report as the file that `Accept` prefers, to be saved under the name; None where it prefers JSON."""
    form = form_of(request)
    if form == CSV:
        return csv_response(*rows(), name, headers=headers)
    if form not in {XLSX, PDF}:
        return None
    told = report(locale_of(request))
    content = make_workbook(told) if form == XLSX else make_pdf(told, at)
    ending = "xlsx" if form == XLSX else "pdf"
    saved = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', **(headers or {})}
    return Response(content, media_type=form, headers=saved)
