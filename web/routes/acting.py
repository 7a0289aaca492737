"""Who acts, and for which organisation: asked by a form until people can log in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.dependencies import Db
from web.acting import list_organisations
from web.rendering import ACTING_COOKIE, read_acting, render
from web.views.page import ActingForm

router = APIRouter()


@router.get("/handelen-als")
def ask_who_acts(request: Request, db: Db, terug: str = "/") -> Response:
    """The form that says who acts."""
    acting = read_acting(request.cookies.get(ACTING_COOKIE))
    organisations = list_organisations(db, acting.organisation if acting else "")
    return render(request, "acting.html", ActingForm(acting.name if acting else "", organisations, inside(terug)))


@router.post("/handelen-als")
def act_as(
    naam: Annotated[str, Form(max_length=100, min_length=1)],
    organisatie: Annotated[str, Form(max_length=200, min_length=1)],
    terug: Annotated[str, Form()] = "/",
) -> Response:
    """Remember who acts and for which organisation, and go back to where they came from."""
    response = RedirectResponse(f"{inside(terug)}?melding=handelt-als", status_code=303)
    who = quote(f"{naam.strip()}@{organisatie.strip()}")
    response.set_cookie(ACTING_COOKIE, who, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def inside(address: str) -> str:
    """The address when it lies within this site, else the start page."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
