"""What is in an import: the columns understood, the problems, and what each row would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.answering import json_response
from api.csv_text import csv_response
from api.dependencies import Db
from api.language import locale_of
from api.listing import Limit, link_header
from api.negotiating import CSV, form_of
from api.presenting import shown_plan, shown_problem
from api.responses import answered, problems
from api.routes.imports import After, ImportId
from api.schemas.imports import Columns, Plan, Problems, Rows, RowsQuery
from registry.planning import row_kind
from registry.queries.imports import count_problems, get_import, list_columns, list_problems
from registry.queries.staged import list_rows
from registry.resolving.matching import Db as Connection

router = APIRouter(prefix="/imports/{importId}", tags=["imports"])
CSV_PAGE = 500
CSV_COLUMNS = (
    "severity", "code", "title", "sentence", "advice", "sheet", "sheetName", "row", "position", "heading", "field", "value",
)  # fmt: skip


@router.get(
    "/columns",
    operation_id="list_import_columns",
    summary="De kolommen, en waarvoor zij zijn gehouden",
    responses=answered(Columns, "De kolommen, in de volgorde van het bestand.") | problems(404),
)
def get_columns(db: Db, import_id: ImportId) -> Response:
    """Ook wat bewaard is en niet gelezen."""
    get_import(db, import_id)
    return json_response({"items": list_columns(db, import_id)})


@router.get(
    "/plan",
    operation_id="get_import_plan",
    summary="Wat toepassen zou doen, in aantallen",
    responses=answered(Plan, "Het plan.") | problems(404),
)
def get_plan(db: Db, import_id: ImportId) -> Response:
    """Per soort gegevens hoeveel rijen wat zouden doen."""
    return json_response(shown_plan(db, import_id))


@router.get(
    "/problems",
    operation_id="list_import_problems",
    summary="De problemen, met hun plaats in het bestand",
    responses=answered(Problems, "Een bladzijde; als CSV alle.", media=CSV, headers=("Link",)) | problems(404),
)
def get_problems(
    request: Request,
    db: Db,
    import_id: ImportId,
    code: Annotated[str | None, Query(max_length=100)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """Een bladzijde, met een zin en een raad; als CSV alle."""
    get_import(db, import_id)
    locale = locale_of(request)
    if form_of(request) == CSV:
        rows = (shown_problem(row, locale) for row in _all_problems(db, import_id, code))
        return csv_response(CSV_COLUMNS, rows, f"problemen-import-{import_id}")
    found = list_problems(db, import_id, code=code, after=after, limit=limit)
    total = sum(one["count"] for one in count_problems(db, import_id) if code in {None, one["code"]})
    following = str(found[-1]["id"]) if len(found) == limit else None
    content = {"items": [shown_problem(row, locale) for row in found], "next": following, "total": total}
    return json_response(content, headers=link_header(request, following=following))


def _all_problems(db: Connection, import_id: int, code: str | None) -> Iterator[dict[str, Any]]:
    after = None
    while page := list_problems(db, import_id, code=code, after=after, limit=CSV_PAGE):
        yield from page
        after = page[-1]["id"]


@router.get(
    "/rows",
    operation_id="list_import_rows",
    summary="De rijen, en wat elk zou doen of deed",
    responses=answered(Rows, "Een bladzijde.", headers=("Link",)) | problems(404),
)
def get_rows(
    request: Request,
    db: Db,
    import_id: ImportId,
    query: Annotated[RowsQuery, Query()],
) -> Response:
    """Een bladzijde van rijen van een soort."""
    get_import(db, import_id)
    about = query.kind or row_kind(db, import_id)
    found = _rows(db, import_id, about, query) if about else []
    following = found[-1]["place"] if len(found) == query.limit else None
    content = {"kind": about, "items": found, "next": following}
    return json_response(content, headers=link_header(request, following=following))


def _rows(db: Connection, import_id: int, kind: str, query: RowsQuery) -> list[dict[str, Any]]:
    return list_rows(db, import_id, kind, action=query.action, after=query.after, limit=query.limit)
