"""Workbooks to take away: the empty template, and what an organisation has in the register."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Db, Now
from api.responses import XLSX, answered
from exporters.workbook import make_export, make_template
from registry.actors import find_organisation

router = APIRouter()


def _workbook(content: bytes, name: str) -> Response:
    saved = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content, media_type=XLSX, headers=saved)


@router.get(
    "/imports/template",
    operation_id="get_import_template",
    tags=["imports"],
    summary="Het lege sjabloon (xlsx)",
    responses=answered(None, "Het sjabloon.", media=XLSX),
    response_class=Response,
)
def get_template() -> Response:
    """Met keuzelijsten en uitleg."""
    return _workbook(make_template(), "landschap-sjabloon")


@router.get(
    "/exports/{organisation}",
    operation_id="get_organisation_export",
    tags=["records"],
    summary="Wat een organisatie in het register heeft, in de vorm van het sjabloon (xlsx)",
    responses=answered(None, "De werkmap.", media=XLSX),
    response_class=Response,
)
def get_export(
    db: Db,
    now: Now,
    organisation: Annotated[str, Path(min_length=1, max_length=300, description="Afkorting, naam, TOOI of id.")],
) -> Response:
    """Bewerkt en weer ingeleverd worden het precies die wijzigingen."""
    return _workbook(make_export(db, find_organisation(db, organisation), now), "landschap-export")
