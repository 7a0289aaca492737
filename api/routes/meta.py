"""About the API itself: its documentation, and whether it is well."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api.answering import json_response
from api.dependencies import Db
from api.document import document
from api.headers import API_VERSION
from api.responses import answered

router = APIRouter(tags=["meta"])


class Health(BaseModel):
    """Hoe het met het register gaat."""

    status: str
    version: str


@router.get("/openapi.json", include_in_schema=False)
def get_openapi(request: Request) -> Response:
    """The OpenAPI document, open to every site."""
    return json_response(document(request.app), headers={"Access-Control-Allow-Origin": "*"})


@router.get("/health", summary="Is het register bereikbaar?", responses=answered(Health, "Ja."))
def get_health(db: Db) -> Response:
    """Answers when the database answers."""
    db.execute("SELECT 1")
    return json_response({"status": "ok", "version": API_VERSION})
