"""Where suppliers come from: derived through the ownership chain, as on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.answering import json_response
from api.dependencies import Db, Now
from api.language import prefers_english
from api.listing import KNOWN_ON, Moment, end_of
from api.responses import answered, problems
from api.routes.records import RecordId
from api.schemas.origins import Origin
from registry.calendar_days import today_in_nl
from registry.origin import REASONS, Origins, Step
from registry.queries.origin import load_origins
from registry.queries.records import get_record

router = APIRouter(prefix="/suppliers", tags=["records"])


@router.get(
    "/{recordId}/origin",
    operation_id="get_supplier_origin",
    summary="Leveranciers: herkomst, met het pad dat haar verklaart",
    responses=answered(Origin, "De herkomst.") | problems(404),
)
def get_origin(
    request: Request,
    db: Db,
    now: Now,
    record_id: RecordId,
    as_on: Annotated[date | None, Query(alias="asOn", description="De dag; zonder meer vandaag.")] = None,
    as_known_on: Annotated[Moment | None, Query(alias="asKnownOn", description=KNOWN_ON)] = None,
) -> Response:
    """Uiteindelijke moeder, klasse van herkomst, en of iemand in de keten onder Amerikaans recht valt."""
    supplier: UUID = get_record(db, "supplier", record_id)["id"]
    origins = load_origins(db, as_on or today_in_nl(now), known_on=end_of(as_known_on))
    return json_response(_shown(origins, supplier, english=prefers_english(request)))


def _shown(origins: Origins, supplier: UUID, *, english: bool) -> dict[str, Any]:
    found = origins.of(supplier)
    return {
        "supplier": _named(origins, supplier),
        "on": origins.on,
        "originClass": found.origin_class,
        "country": found.country,
        "ultimateParent": _named(origins, found.parent) if found.parent else None,
        "us": found.us,
        "eu": found.eu,
        "reason": REASONS[found.reason][english] if found.reason else None,
        "path": [_step(origins, step) for step in found.path],
    }


def _named(origins: Origins, supplier: UUID) -> dict[str, Any]:
    return {"id": supplier, "name": origins.name(supplier)}


def _step(origins: Origins, step: Step) -> dict[str, Any]:
    return {"supplier": _named(origins, step.supplier), "basis": step.basis, "evidence": step.evidence}
