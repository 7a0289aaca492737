"""Edits by hand of records of every kind: make, change, end. Each is a claim of the organisation that the person acts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.bodies import MERGE_PATCH, described_body, json_body, json_object
from api.dependencies import Db
from api.idempotency import Answer, SentOnce, answer_once
from api.identity import DeedOfRequest
from api.responses import answered, problems
from api.routes.records import RecordId, address
from api.schemas.kinds import WORDS, served_kinds
from api.schemas.records import new_model, patch_model, record_model
from api.tagging import VersionsToChange
from registry.editing import change_record, create_record, end_record
from registry.kinds import Kind
from registry.queries.records import etag, get_record


class Ending(BaseModel):
    """Vanaf wanneer een gegeven vervallen is, en waarom."""

    model_config = ConfigDict(extra="forbid")

    on: date = Field(description="De dag waarop het vervalt.")
    reason: str = Field(min_length=1, max_length=2000, description="Waarom, in een zin.")


@cache
def make_routers() -> tuple[APIRouter, ...]:
    """A router for each kind of record that has an address of its own; the same for every application."""
    return tuple(_router(kind) for kind in served_kinds())


def _router(kind: Kind) -> APIRouter:
    router = APIRouter(prefix=address(kind), tags=["records"])
    _add_create(router, kind)
    _add_change(router, kind)
    _add_end(router, kind)
    return router


def _shown(request: Request, db: Db, kind: Kind, record: UUID, *, made: bool = False) -> Answer:
    found = get_record(db, kind.name, record)
    place = f"{request.scope.get('root_path', '')}{address(kind)}/{found['id']}"
    headers = {"ETag": etag(found)} | ({"Location": place} if made else {})
    return Answer(found, 201 if made else 200, headers)


def _add_create(router: APIRouter, kind: Kind) -> None:
    @router.post(
        "",
        status_code=201,
        operation_id=f"create_{kind.name}",
        summary=f"{WORDS[kind.name].plural}: toevoegen",
        responses=answered(record_model(kind), "Gemaakt.", status=201, headers=("Location", "ETag"))
        | problems(409, 415, 422),
        openapi_extra=described_body(new_model(kind)),
    )
    def create(
        request: Request,
        db: Db,
        sent: SentOnce,
        body: Annotated[dict[str, Any], Depends(json_object())],
    ) -> Response:
        def work() -> Answer:
            return _shown(request, db, kind, create_record(db, kind.name, body, sent.deed), made=True)

        return answer_once(db, sent, work)


def _add_change(router: APIRouter, kind: Kind) -> None:
    @router.patch(
        "/{recordId}",
        operation_id=f"change_{kind.name}",
        summary=f"{WORDS[kind.name].plural}: wijzigen (merge patch)",
        responses=answered(record_model(kind), "Gewijzigd.", headers=("ETag",)) | problems(404, 412, 415, 428),
        openapi_extra=described_body(patch_model(kind), MERGE_PATCH),
    )
    def change(
        request: Request,
        db: Db,
        deed: DeedOfRequest,
        record_id: RecordId,
        body: Annotated[dict[str, Any], Depends(json_object(MERGE_PATCH))],
        versions: VersionsToChange,
    ) -> Response:
        changed = change_record(db, kind.name, record_id, body, deed, if_match=versions)
        return _shown(request, db, kind, changed).as_response()


def _add_end(router: APIRouter, kind: Kind) -> None:
    @router.post(
        "/{recordId}/_end",
        operation_id=f"end_{kind.name}",
        summary=f"{WORDS[kind.name].plural}: laten vervallen",
        responses=answered(record_model(kind), "Vervallen.", headers=("ETag",)) | problems(404, 409, 415, 422),
        openapi_extra=described_body(Ending),
    )
    def end(
        request: Request,
        db: Db,
        sent: SentOnce,
        record_id: RecordId,
        body: Annotated[Ending, Depends(json_body(Ending))],
    ) -> Response:
        def work() -> Answer:
            deed = replace(sent.deed, reason=body.reason)
            return _shown(request, db, kind, end_record(db, kind.name, record_id, body.on, deed))

        return answer_once(db, sent, work)
