"""Records of every kind: lists, details, where they come from, and what they were before."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from api.answering import camel_keys, json_response
from api.csv_text import csv_response
from api.dependencies import Db
from api.listing import described_query, link_header, query_model, read_query
from api.negotiating import CSV, form_of
from api.responses import answered, problems
from api.schemas.kinds import WORDS, served_kinds
from api.schemas.records import item_model, page_model
from api.schemas.related import RENAMED, Provenance, Versions, expanded_model
from registry.kinds import Kind
from registry.queries.history import list_versions
from registry.queries.provenance import get_provenance
from registry.queries.records import etag, get_record, get_related, list_records

RecordId: TypeAlias = Annotated[
    UUID, Path(alias="recordId", description="Kenmerk; dat van een samengevoegd gegeven mag.")
]
Expand: TypeAlias = Annotated[Literal["related"] | None, Query(description="related: met wat erbij hoort.")]


@cache
def make_routers() -> tuple[APIRouter, ...]:
    """A router for each kind of record that has an address of its own; the same for every application."""
    return tuple(_router(kind) for kind in served_kinds())


def address(kind: Kind) -> str:
    """The address of the list of a kind, within the API."""
    return f"/{kind.plural.replace('_', '-')}"


def _router(kind: Kind) -> APIRouter:
    router = APIRouter(prefix=address(kind), tags=["records"])
    _add_list(router, kind)
    _add_detail(router, kind)
    _add_provenance(router, kind)
    _add_versions(router, kind)
    return router


def _add_list(router: APIRouter, kind: Kind) -> None:
    columns = list(item_model(kind).model_fields)

    @router.get(
        "",
        operation_id=f"list_{kind.plural}",
        summary=f"{WORDS[kind.name].plural}: lijst",
        responses=answered(page_model(kind), "Een bladzijde.", media=CSV, headers=("Link",)),
        openapi_extra={"parameters": described_query(query_model(kind))},
    )
    def list_of_kind(request: Request, db: Db) -> Response:
        page = list_records(db, kind.name, query=read_query(kind, request))
        links = link_header(request, following=page.next, preceding=page.previous)
        if form_of(request) == CSV:
            return csv_response(columns, page.items, kind.plural, headers=links)
        return json_response(vars(page), headers=links)


def _add_detail(router: APIRouter, kind: Kind) -> None:
    @router.get(
        "/{recordId}",
        operation_id=f"get_{kind.name}",
        summary=f"{WORDS[kind.name].plural}: één",
        responses=answered(expanded_model(kind), "Het gegeven.", headers=("ETag",)) | problems(404),
    )
    def get_of_kind(db: Db, record_id: RecordId, expand: Expand = None) -> Response:
        record = get_record(db, kind.name, record_id)
        tag = etag(record)
        if expand:
            related = get_related(db, kind.name, record["id"])
            record["related"] = {RENAMED.get(name, name): rows for name, rows in related.items()}
        return json_response(record, headers={"ETag": tag})


def _add_provenance(router: APIRouter, kind: Kind) -> None:
    @router.get(
        "/{recordId}/provenance",
        operation_id=f"get_{kind.name}_provenance",
        summary=f"{WORDS[kind.name].plural}: waar elk veld vandaan komt",
        responses=answered(Provenance, "Per veld de bron, en wat andere bronnen zeggen.") | problems(404),
    )
    def get_provenance_of_kind(db: Db, record_id: RecordId) -> Response:
        present: Any = get_record(db, kind.name, record_id)["id"]
        found = get_provenance(db, kind.name, present)
        return json_response({"fields": {key: camel_keys(asdict(one)) for key, one in found.items()}})


def _add_versions(router: APIRouter, kind: Kind) -> None:
    @router.get(
        "/{recordId}/versions",
        operation_id=f"list_versions_of_{kind.name}",
        summary=f"{WORDS[kind.name].plural}: eerdere versies",
        responses=answered(Versions, "De versies, de nieuwste eerst.") | problems(404),
    )
    def list_versions_of_kind(db: Db, record_id: RecordId) -> Response:
        return json_response({"items": [camel_keys(asdict(one)) for one in list_versions(db, kind.name, record_id)]})
