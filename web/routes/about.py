"""Pages about the register itself, and who acts."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from web.rendering import ACTING_COOKIE, render

router = APIRouter()


@router.get("/toegankelijkheid")
def show_accessibility(request: Request) -> Response:
    """How accessible the screens are."""
    return render(request, "accessibility.html", None)


@router.post("/handelen-als")
def act_as(
    naam: Annotated[str, Form(max_length=100)],
    organisatie: Annotated[str, Form(max_length=100)],
    terug: Annotated[str, Form()] = "/",
) -> Response:
    """Remember who acts and for which organisation, and go back to where they came from."""
    back = terug if terug.startswith("/") and not terug.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(f"{back}?melding=handelt-als", status_code=303)
    who = quote(f"{naam.strip()}@{organisatie.strip()}")
    response.set_cookie(ACTING_COOKIE, who, max_age=31_536_000, httponly=True, samesite="lax")
    return response
