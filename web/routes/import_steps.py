"""What a person does with an import: change its mapping, apply it, lay it aside, undo it, decide on what is doubtful."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from api.dependencies import Db, Now
from importers.pipeline import cancel_import
from registry.actors import Deed
from registry.asking import ask_to_apply, ask_to_read, ask_to_undo, require_seen
from registry.editing import judge, save_mapping
from registry.queries.imports import get_import, list_columns
from web.acting import ActorOfRequest
from web.building.columns import changed_mapping
from web.building.reading import read_pair

router = APIRouter(prefix="/imports/{import_id}")


async def read_fields(request: Request) -> dict[str, str]:
    """The fields of a form whose names follow from the page."""
    form = await request.form(max_fields=2000)
    return {name: value for name, value in form.items() if isinstance(value, str)}


@router.post("/indeling")
def change_mapping(
    db: Db, now: Now, actor: ActorOfRequest, import_id: int, fields: Annotated[dict[str, str], Depends(read_fields)]
) -> Response:
    """Remember what the columns mean for this source, and read the file again."""
    row = get_import(db, import_id)
    ask_to_read(db, import_id)
    mapping = changed_mapping(list_columns(db, import_id), fields)
    save_mapping(db, row["source"]["id"], mapping, Deed(actor, now))
    return _back(import_id, "opnieuw-gelezen")


@router.post("/toepassen")
def apply(
    db: Db,
    actor: ActorOfRequest,
    import_id: int,
    beeindig: Annotated[str, Form(max_length=10)] = "",
    gezien: Annotated[str, Form(max_length=50)] = "",
) -> Response:
    """Have the plan that was seen applied."""
    if gezien:
        require_seen(db, import_id, datetime.fromisoformat(gezien))
    ask_to_apply(db, import_id, by=actor.name, end_missing=beeindig == "ja")
    return _back(import_id)


@router.post("/annuleren")
def cancel(db: Db, now: Now, actor: ActorOfRequest, import_id: int) -> Response:
    """Lay an import aside."""
    cancel_import(db, import_id, by=actor.name, at=now)
    return _back(import_id, "geannuleerd")


@router.post("/terugdraaien")
def undo(db: Db, actor: ActorOfRequest, import_id: int) -> Response:
    """Have an import undone."""
    ask_to_undo(db, import_id, by=actor.name)
    return _back(import_id)


@router.post("/beslissingen/{decision}")
def decide(
    db: Db,
    now: Now,
    actor: ActorOfRequest,
    import_id: int,
    decision: str,
    zelfde: Annotated[str | None, Form(max_length=50)] = None,
) -> Response:
    """Record that two records are the same, or different; without a choice nothing is recorded."""
    kind, left, right = read_pair(decision)
    if zelfde is None:
        return _back(import_id, "kies", kind)
    verdict = "same" if zelfde == str(left) else "different"
    judge(db, kind, (left, right), verdict, Deed(actor, now))
    return _back(import_id, "beslist", kind)


def _back(import_id: int, message: str = "", kind: str = "") -> Response:
    where = f"&wat={kind}&soort=decide" if kind else ""
    query = f"?melding={message}{where}" if message else ""
    return RedirectResponse(f"/imports/{import_id}{query}", status_code=303)
