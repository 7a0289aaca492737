"""Imports: hand over a file, find it again, and ask for what to do with it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import FileResponse

from api.answering import json_response
from api.bodies import described_body, json_body
from api.dependencies import Db, Files
from api.idempotency import Answer, Sent, SentOnce, answer_once
from api.identity import DeedOfRequest
from api.language import locale_of
from api.listing import Limit, link_header
from api.presenting import shown_import, with_speed
from api.responses import answered, problems
from api.schemas.imports import Applying, Import, Imports, Mapping, State, Undoing, UploadForm
from api.schemas.naming import PARAMETER
from api.uploading import FORM, Upload, UploadOfRequest
from importers.pipeline import SOURCE_TYPES, cancel_import, receive_upload
from registry.actors import find_organisation
from registry.asking import ask_to_apply, ask_to_read, ask_to_undo, require_seen
from registry.calendar_days import today_in_nl
from registry.editing import save_mapping
from registry.errors import NotFound
from registry.queries.imports import get_import, list_imports
from registry.receiving import Delivery, inventory_type, kept_path
from registry.resolving.matching import Db as Connection

router = APIRouter(prefix="/imports", tags=["imports"])

ImportId: TypeAlias = Annotated[int, Path(alias="importId", ge=1, le=2**63 - 1, description="Nummer van de import.")]
After: TypeAlias = Annotated[
    int | None,
    Query(ge=0, le=2**63 - 1, description="Plaats uit de kop Link.", json_schema_extra={PARAMETER: "AfterNumber"}),
]
REPEATED = {
    "nl": "Dit bestand is van deze bron al eerder ontvangen; dit is die import.",
    "en": "This file was received from this source before; this is that import.",
}
ASKED = answered(Import, "Gevraagd; de voortgang staat in progress.", status=202)


@router.post(
    "",
    status_code=202,
    operation_id="create_import",
    summary="Een bestand inleveren",
    responses=answered(Import, "Ontvangen; het wordt gelezen.", status=202, headers=("Location",))
    | answered(Import, "Dit bestand was er al: de eerdere import.", headers=("Location",))
    | problems(409, 413, 415, 422, 507),
    openapi_extra=described_body(UploadForm, FORM),
)
def create_import(request: Request, db: Db, files: Files, upload: UploadOfRequest, sent: SentOnce) -> Response:
    """Bewaart het bestand en laat het lezen."""
    delivery = _delivery(db, upload, sent)

    def work() -> Answer:
        deed = sent.deed
        received = receive_upload(db, files, upload.chunks(), delivery, by=deed.actor.name, at=deed.at)
        if not received.repeated:
            ask_to_read(db, received.import_id)
        locale = locale_of(request)
        note = REPEATED[locale] if received.repeated else None
        place = f"{request.scope.get('root_path', '')}/imports/{received.import_id}"
        shown = shown_import(db, received.import_id, locale, note=note)
        return Answer(shown, 200 if received.repeated else 202, {"Location": place})

    return answer_once(db, sent.with_payload(repr(delivery), upload.digest() if sent.key else ""), work)


def _delivery(db: Connection, upload: Upload, sent: Sent) -> Delivery:
    form = upload.form
    organisation = find_organisation(db, form.organisation)
    return Delivery(
        organisation=organisation,
        source_name=form.source,
        source_type=SOURCE_TYPES.get(form.importer) or inventory_type(db, organisation),
        importer=form.importer,
        as_of=form.as_of or today_in_nl(sent.deed.at),
        completeness=form.completeness,
        filename=upload.filename,
        mapping=upload.mapping,
    )


@router.get(
    "",
    operation_id="list_imports",
    summary="Imports, de nieuwste eerst",
    responses=answered(Imports, "Een bladzijde.", headers=("Link",)),
)
def get_imports(
    request: Request,
    db: Db,
    organisation: Annotated[str | None, Query(max_length=300, description="Afkorting, naam, TOOI of id.")] = None,
    state: State | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """Een bladzijde van imports."""
    whose = find_organisation(db, organisation) if organisation else None
    found = list_imports(db, organisation=whose, state=state, after=after, limit=limit + 1)
    following = str(found[limit - 1]["id"]) if len(found) > limit else None
    content = {"items": [with_speed(one) for one in found[:limit]], "next": following}
    return json_response(content, headers=link_header(request, following=following))


@router.get(
    "/{importId}",
    operation_id="get_import",
    summary="Een import: hoe ver, wat zij zou doen, wat zij deed",
    responses=answered(Import, "De import.") | problems(404),
)
def get_one(request: Request, db: Db, import_id: ImportId) -> Response:
    """Met de voortgang en de aantallen."""
    return json_response(shown_import(db, import_id, locale_of(request)))


@router.get(
    "/{importId}/content",
    operation_id="get_import_content",
    summary="Het bestand zoals het kwam",
    responses=answered(None, "Het bestand.", media="application/octet-stream") | problems(404),
    response_class=FileResponse,
)
def get_content(db: Db, files: Files, import_id: ImportId) -> Response:
    """Byte voor byte."""
    found = get_import(db, import_id)
    if found["sha256"] is None or not (path := kept_path(files, found["sha256"])).is_file():
        raise NotFound(f"Bestand van import {import_id}")
    return FileResponse(path, filename=found["filename"], media_type="application/octet-stream")


@router.put(
    "/{importId}/mapping",
    status_code=202,
    operation_id="put_import_mapping",
    summary="Zeggen wat koppen betekenen; het bestand wordt opnieuw gelezen",
    responses=ASKED | problems(404, 409, 415),
    openapi_extra=described_body(Mapping),
)
def put_mapping(
    request: Request,
    db: Db,
    import_id: ImportId,
    deed: DeedOfRequest,
    body: Annotated[Mapping, Depends(json_body(Mapping))],
) -> Response:
    """Bewaard voor deze bron: een volgend bestand wordt ook zo gelezen."""
    source = get_import(db, import_id)["source"]["id"]
    ask_to_read(db, import_id, remapped=list(body.headings))
    save_mapping(db, source, body.checked_headings(), deed)
    return json_response(shown_import(db, import_id, locale_of(request)), status=202)


@router.post(
    "/{importId}/_apply",
    status_code=202,
    operation_id="apply_import",
    summary="Toepassen wat is voorvertoond",
    responses=ASKED | problems(404, 409, 415, 422),
    openapi_extra=described_body(Applying, required=False),
)
def apply(
    request: Request,
    db: Db,
    import_id: ImportId,
    sent: SentOnce,
    body: Annotated[Applying, Depends(json_body(Applying, may_be_empty=True))],
) -> Response:
    """Gebeurt op de achtergrond."""

    def work() -> Answer:
        _require_seen(db, import_id, body.previewed_at)
        ask_to_apply(db, import_id, by=sent.deed.actor.name, end_missing=body.end_missing)
        return Answer(shown_import(db, import_id, locale_of(request)), 202)

    return answer_once(db, sent, work)


def _require_seen(db: Connection, import_id: int, seen: datetime | None) -> None:
    if seen:
        require_seen(db, import_id, seen)


@router.post(
    "/{importId}/_undo",
    status_code=202,
    operation_id="undo_import",
    summary="Terugdraaien, alsof de import nooit kwam",
    responses=ASKED | problems(404, 409, 415, 422),
    openapi_extra=described_body(Undoing, required=False),
)
def undo(
    request: Request,
    db: Db,
    import_id: ImportId,
    sent: SentOnce,
    body: Annotated[Undoing, Depends(json_body(Undoing, may_be_empty=True))],
) -> Response:
    """Gebeurt op de achtergrond."""

    def work() -> Answer:
        ask_to_undo(db, import_id, by=sent.deed.actor.name, reason=body.reason)
        return Answer(shown_import(db, import_id, locale_of(request)), 202)

    return answer_once(db, sent, work)


@router.post(
    "/{importId}/_cancel",
    operation_id="cancel_import",
    summary="Opzij leggen wat niet is toegepast",
    responses=answered(Import, "Opzij gelegd.") | problems(404, 409, 422),
)
def cancel(request: Request, db: Db, import_id: ImportId, sent: SentOnce) -> Response:
    """Het bestand en de problemen blijven."""

    def work() -> Answer:
        cancel_import(db, import_id, by=sent.deed.actor.name, at=sent.deed.at)
        return Answer(shown_import(db, import_id, locale_of(request)))

    return answer_once(db, sent, work)
