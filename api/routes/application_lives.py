"""The four lives of an application apart, and the end that follows from them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.answering import json_response
from api.dependencies import Db, Now
from api.language import locale_of
from api.responses import answered, problems
from api.routes.records import RecordId
from api.schemas.application_lives import ApplicationLives
from registry.calendar_days import today_in_nl
from registry.queries.application_lives import get_lives, told

router = APIRouter(prefix="/applications", tags=["lifecycles"])


@router.get(
    "/{recordId}/lifecycle",
    operation_id="get_application_lifecycle",
    summary="Levensloop van een applicatie: leverancier, zelf, contracten en beleid",
    responses=answered(ApplicationLives, "De vier levenslopen en het einde dat geldt.") | problems(404),
)
def get_application_lifecycle(request: Request, db: Db, now: Now, record_id: RecordId) -> Response:
    """Waardoor zij eindigt en langs welke weg, het laatste veilige moment om te besluiten, en wat onbekend is en waarom."""
    return json_response(told(get_lives(db, record_id, today=today_in_nl(now)), locale_of(request)))
