"""Pages about the register itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from web.rendering import render

router = APIRouter()


@router.get("/toegankelijkheid")
def show_accessibility(request: Request) -> Response:
    """How accessible the screens are."""
    return render(request, "accessibility.html", None)
