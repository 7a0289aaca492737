"""Legal entities that exist and are no suppliers yet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Db
from api.idempotency import Answer, SentOnce, answer_once
from api.responses import answered, problems
from api.schemas.values import Reference
from registry.legal_entities import adopt
from registry.queries.records import get_record

router = APIRouter(tags=["resolving"])


@router.post(
    "/legal-entities/{lei}/_adopt",
    status_code=201,
    operation_id="adopt_legal_entity",
    summary="Een bekende rechtspersoon als leverancier opnemen",
    responses=answered(Reference, "De leverancier, met LEI, naam en land.", status=201) | problems(404, 409),
)
def adopt_legal_entity(
    db: Db, sent: SentOnce, lei: Annotated[str, Path(description="LEI: twintig letters en cijfers.", max_length=20)]
) -> Response:
    """Zoals GLEIF haar kent; wie deze LEI al heeft, komt terug zoals zij is. Terug te draaien als een import."""

    def work() -> Answer:
        supplier = adopt(db, lei.upper(), sent.deed)
        name = get_record(db, "supplier", supplier)["name"]
        return Answer({"id": supplier, "name": name}, 201, {"Location": f"/v1/suppliers/{supplier}"})

    return answer_once(db, sent, work)
