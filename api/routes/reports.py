"""Reports over the whole landscape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.answering import json_response
from api.csv_text import csv_response
from api.dependencies import Db, Now
from api.listing import end_of
from api.negotiating import CSV, form_of
from api.responses import answered, problems
from api.schemas.reports import Concentration, ConcentrationQuery
from registry.calendar_days import today_in_nl
from registry.queries import concentration as asked

router = APIRouter(prefix="/reports", tags=["reports"])
CSV_COLUMNS = (
    "organisation", "name", "country", "originClass", "us", "eu", "low", "high", "shareLow", "shareHigh", "key",
)  # fmt: skip


@router.get(
    "/concentration",
    operation_id="get_concentration",
    summary="Aan welke leveranciers het Rijk hangt",
    responses=answered(Concentration, "Het rapport.", media=CSV) | problems(404),
)
def get_concentration(request: Request, db: Db, now: Now, query: Annotated[ConcentrationQuery, Query()]) -> Response:
    """Aandelen als interval, HHI, dekking en blootstelling; over alles, een organisatie, of per organisatie."""
    question = asked.Question(
        level=query.level,
        per=query.per,
        organisation=query.organisation_id,
        roll_up=query.roll_up,
        as_on=query.as_on,
        as_known_on=end_of(query.as_known_on),
        bookkeeping_system=query.bookkeeping_system,
        year=query.year,
    )
    if query.per_organisation:
        found = asked.concentration_per_organisation(db, question, today=today_in_nl(now))
    else:
        found = (asked.concentration(db, question, today=today_in_nl(now)),)
    if form_of(request) == CSV:
        return csv_response(CSV_COLUMNS, _csv_rows(found), "concentratie")
    shown = query.model_dump(by_alias=True, mode="json")
    return json_response({"question": shown, "blocks": [_block(one) for one in found]})


def _block(found: asked.Concentration) -> dict[str, Any]:
    whose = {"id": found.organisation, "name": found.organisation_name} if found.organisation else None
    return {
        "organisation": whose,
        "on": found.on,
        "currency": found.currency,
        "total": _interval(found.total),
        "unknown": _interval(found.unknown),
        "coverage": found.coverage,
        "hhi": found.hhi,
        "us": found.us._asdict(),
        "eu": found.eu._asdict(),
        "unquantified": found.unquantified,
        "rows": [_row(row) for row in found.rows],
    }


def _interval(ends: tuple[float, float | None]) -> dict[str, float | None]:
    return {"low": ends[0], "high": ends[1]}


def _row(row: asked.ConcentrationRow) -> dict[str, Any]:
    supplier = {"id": row.supplier, "name": row.name} if row.supplier else None
    kept = {name: getattr(row, name) for name in ("key", "name", "country", "us", "eu", "low", "high")}
    return kept | {"supplier": supplier, "originClass": row.origin_class, "share": row.share._asdict()}


def _csv_rows(blocks: tuple[asked.Concentration, ...]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        for row in block.rows:
            shares = {"shareLow": row.share.low, "shareHigh": row.share.high}
            yield _row(row) | shares | {"organisation": block.organisation_name}
