"""The lives of release cycles: what was stated of them, statements by hand, and all of it in the formats of others."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import psycopg
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from psycopg.types.range import Range
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from api.answering import camel_keys, json_response
from api.bodies import described_body, json_body
from api.csv_text import csv_response
from api.dependencies import Db, Now, get_db, get_session
from api.idempotency import Answer, SentOnce, answer_once
from api.listing import end_of
from api.negotiating import CSV, form_of
from api.responses import Responses, answered, problems
from api.schemas.lifecycles import (
    LivesQuery,
    StatementOfLife,
    StatementsOfLife,
    StatementsQuery,
    StatementWritten,
    Withdrawing,
)
from api.schemas.naming import PARAMETER
from exporters.lives import FORMATS
from registry.dates import following_day
from registry.queries.lifecycle_statements import Life, list_statements, stream_lives
from registry.queries.presenting import present_days
from registry.statements_of_life import Stated
from registry.stating_lives import state_date, withdraw_statement

router = APIRouter(tags=["lifecycles"])
VersionId: TypeAlias = Annotated[
    UUID,
    Path(
        alias="recordId", description="Kenmerk van de productversie.", json_schema_extra={PARAMETER: "ProductVersionId"}
    ),
]
StatementId: TypeAlias = Annotated[UUID, Path(alias="statementId", description="Kenmerk van de uitspraak.")]
WRITTEN: Responses = {
    200: {
        "description": "Van één versie, één product of alles.",
        "content": {one.media_type: {"schema": {}} for one in FORMATS.values()},
    }
}
COLUMNS = tuple(field.alias or name for name, field in StatementOfLife.model_fields.items())


def get_open_db(session: Annotated[Session, Depends(get_session, scope="request")]) -> psycopg.Connection[Any]:
    """The connection of the request, open until all of the answer was sent."""
    return get_db(session)


OpenDb: TypeAlias = Annotated[psycopg.Connection[Any], Depends(get_open_db, scope="request")]


@router.get(
    "/product-versions/{recordId}/lifecycle-statements",
    operation_id="list_lifecycle_statements",
    summary="Alles wat ooit over het leven van een productversie is gezegd",
    responses=answered(StatementsOfLife, "Naar gebeurtenis en tijd.", media=CSV) | problems(404),
)
def list_lifecycle_statements(
    request: Request, db: Db, record_id: VersionId, query: Annotated[StatementsQuery, Query()]
) -> Response:
    """Wat elke bron zei, letterlijk en gelezen, sinds wanneer dat bekend is, hoe het afliep, en wat telt en waarom."""
    life = list_statements(db, record_id, known_on=end_of(query.as_known_on))
    items = [_item(life, one) for one in life.statements]
    if form_of(request) == CSV:
        return csv_response(COLUMNS, items, "levensloop")
    return json_response(
        {
            "product": {"id": life.product_id, "name": life.product},
            "productVersion": {"id": life.version_id, "name": life.version},
            "items": items,
        }
    )


def _item(life: Life, one: Stated) -> dict[str, Any]:
    choice = life.counting.get(one.event)
    counts = choice is not None and choice.statement is one
    shown = {name: getattr(one, name) for name in StatementOfLife.model_fields if hasattr(one, name)}
    why = choice.why if choice and counts else None
    found: dict[str, Any] = camel_keys(shown)
    return found | {"happens": _days(one), "organisation": one.organisation, "counts": counts, "why": why}


def _days(one: Stated) -> dict[str, Any] | None:
    if one.happens is None:
        return None
    first, last = one.happens
    return present_days(Range(first, following_day(last) if last else None))


@router.post(
    "/product-versions/{recordId}/lifecycle-statements",
    status_code=201,
    operation_id="create_lifecycle_statement",
    summary="Met de hand zeggen wanneer een gebeurtenis is",
    responses=answered(StatementOfLife, "De uitspraak.", status=201, headers=("Location",))
    | problems(404, 409, 415, 422),
    openapi_extra=described_body(StatementWritten),
)
def create_lifecycle_statement(
    request: Request,
    db: Db,
    sent: SentOnce,
    record_id: VersionId,
    body: Annotated[StatementWritten, Depends(json_body(StatementWritten))],
) -> Response:
    """Namens de organisatie van wie handelt; wat die eerder met de hand zei wordt vervangen, en blijft bekend."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        found = state_date(db, record_id, body.event, body.when, deed)
        place = f"{request.scope.get('root_path', '')}/lifecycle-dates/{found}"
        return Answer(_standing(db, record_id, found), 201, {"Location": place})

    return answer_once(db, sent, work)


def _standing(db: psycopg.Connection[Any], version: UUID, statement: UUID) -> dict[str, Any]:
    """The last of what was said in a statement."""
    life = list_statements(db, version)
    return _item(life, [one for one in life.statements if one.id == statement][-1])


@router.post(
    "/product-versions/{recordId}/lifecycle-statements/{statementId}/_withdraw",
    operation_id="withdraw_lifecycle_statement",
    summary="Zeggen dat een uitspraak niet geldt",
    responses=answered(StatementOfLife, "De ingetrokken uitspraak.") | problems(404, 409, 415, 422),
    openapi_extra=described_body(Withdrawing),
)
def withdraw_lifecycle_statement(
    db: Db,
    sent: SentOnce,
    record_id: VersionId,
    statement_id: StatementId,
    body: Annotated[Withdrawing, Depends(json_body(Withdrawing))],
) -> Response:
    """Van wie ook: de uitspraak blijft in de reeks, en telt niet."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        return Answer(_standing(db, record_id, withdraw_statement(db, record_id, statement_id, deed)))

    return answer_once(db, sent, work)


@router.get(
    "/lifecycles",
    operation_id="export_lifecycles",
    summary="De levensloop van versies in de vorm van anderen: OpenEoX, CLE of CycloneDX",
    response_class=StreamingResponse,
    responses=WRITTEN | problems(404),
    openapi_extra={"x-stream": True},
)
def export_lifecycles(db: OpenDb, now: Now, query: Annotated[LivesQuery, Query()]) -> Response:
    """Wat nu geldt (CLE: met wat verbeterd is), verstuurd terwijl het gelezen wordt."""
    chosen = FORMATS[query.format]
    lives = stream_lives(
        db, product=query.product_id, version=query.product_version_id, known_on=end_of(query.as_known_on)
    )
    write = (
        chosen.write_version if query.product_version_id else chosen.write_product if query.product_id else chosen.write
    )
    saved = {"Content-Disposition": f'attachment; filename="{query.format}.json"'}
    return StreamingResponse(write(lives, now), media_type=chosen.media_type, headers=saved)
