"""About the API itself: its documentation, and whether it is well."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.answering import json_response
from api.dependencies import Db, Now
from api.document import document
from api.headers import API_VERSION
from api.responses import answered, problems
from registry.errors import RegisterError
from registry.queries.alert_state import get_state, is_well

router = APIRouter(tags=["meta"])


class Health(BaseModel):
    """Hoe het met het register gaat."""

    status: str
    version: str


@router.get("/openapi.json", include_in_schema=False)
def get_openapi(request: Request) -> Response:
    """The OpenAPI document, open to every site."""
    return json_response(document(request.app), headers={"Access-Control-Allow-Origin": "*"})


@router.get(
    "/health", operation_id="get_health", summary="Is het register bereikbaar?", responses=answered(Health, "Ja.")
)
def get_health(db: Db) -> Response:
    """Antwoordt als de database antwoordt."""
    db.execute("SELECT 1")
    return json_response({"status": "ok", "version": API_VERSION})


class AlertsStandStill(RegisterError):
    """Het waarschuwen werkt niet zoals het moet: {0}"""  # noqa: D400 - the reasons are sentences

    status: ClassVar[int] = 503
    english: ClassVar[str] = "The warning does not work as it should: {1}"


class AlertHealth(BaseModel):
    """Hoe het met het waarschuwen gaat."""

    status: str
    last_scan_at: datetime | None = Field(alias="lastScanAt")
    open_deadlines: int = Field(
        alias="openDeadlines", description="Termijnen met een dag; er wordt tot 100.000 geteld."
    )
    waiting_messages: int = Field(alias="waitingMessages")
    failed_messages: int = Field(alias="failedMessages", description="Opgegeven in de laatste week.")
    disabled_subscriptions: int = Field(alias="disabledSubscriptions")


@router.get(
    "/health/alerts",
    operation_id="get_alert_health",
    summary="Werkt het waarschuwen?",
    responses=answered(AlertHealth, "Ja.") | problems(503),
)
def get_alert_health(db: Db, now: Now) -> Response:
    """Rood (503, met de redenen) als er niet op tijd is gekeken, dat mislukte, of berichten stilstaan."""
    health = is_well(db, now)
    if not health.ok:
        raise AlertsStandStill(" ".join(nl for nl, _ in health.reasons), " ".join(en for _, en in health.reasons))
    state = get_state(db, now)
    shown = {
        "status": "ok",
        "lastScanAt": state.last_scan["ended_at"] if state.last_scan else None,
        "openDeadlines": state.open_deadlines,
        "waitingMessages": state.pending,
        "failedMessages": state.failed,
        "disabledSubscriptions": state.disabled,
    }
    return json_response(shown)
