"""Errors as pages: the one place where what went wrong on a screen becomes words and advice."""

from __future__ import annotations

import errno
from http import HTTPStatus

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.errors import DETAILS, TITLES
from registry.errors import RegisterError
from web.acting import NobodyActs
from web.rendering import render
from web.views.page import Trouble
from web.views.values import Both

log = structlog.get_logger("web")

ADVICE: dict[int, Both] = {
    400: Both(
        "Ga terug, controleer wat u invulde en probeer het opnieuw.", "Go back, check what you filled in and try again."
    ),
    403: Both(
        "Open de pagina in dit register en probeer het daar.", "Open the page in this register and try it there."
    ),
    404: Both(
        "Controleer het adres, of zoek op naam in de lijsten.", "Check the address, or search by name in the lists."
    ),
    405: Both("Open de pagina via het menu.", "Open the page through the menu."),
    409: Both("Ga terug en bekijk de pagina opnieuw.", "Go back and look at the page again."),
    413: Both("Lever een kleiner bestand in, of splits het.", "Hand over a smaller file, or split it."),
    503: Both("Wacht even en probeer het opnieuw.", "Wait a moment and try again."),
    507: Both("Waarschuw de beheerder van dit register.", "Tell the administrator of this register."),
}
OTHERWISE = Both(
    "Probeer het opnieuw. Blijft het misgaan, meld het dan bij de beheerder.",
    "Try again. Tell the administrator if it keeps going wrong.",
)
NO_PAGE = Both("Deze pagina bestaat niet, of niet meer.", "This page does not exist, or no longer.")


def install(app: FastAPI) -> None:
    """Let the screens show every error here; the API has its own."""
    app.add_exception_handler(NobodyActs, _ask_who)
    app.add_exception_handler(RegisterError, _register_error)
    app.add_exception_handler(RequestValidationError, _invalid_input)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(psycopg.Error, _database_error)
    app.add_exception_handler(OSError, _system_error)
    app.add_exception_handler(Exception, _unexpected)


def trouble_page(request: Request, status: int, detail: Both | None = None) -> Response:
    """The error page for a status, in words."""
    title = TITLES.get(status)
    words = DETAILS.get(status)
    if words and "{0}" in words[0]:
        words = None
    phrase = HTTPStatus(status).phrase
    fallback = Both(*words) if words else Both(phrase, phrase)
    parts = request.url.path.split("/")
    view = Trouble(
        status,
        Both(*title) if title else Both(phrase, phrase),
        detail or fallback,
        ADVICE.get(status, OTHERWISE),
        "/".join(parts[:3]) if parts[1] == "imports" and len(parts) > 3 else "",
    )
    return render(request, "error.html", view, status=status)


def _ask_who(request: Request, error: Exception) -> Response:
    del request
    if not isinstance(error, NobodyActs):
        raise error
    return RedirectResponse(error.href, status_code=303)


def _register_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, RegisterError):
        raise error
    return trouble_page(request, error.status, Both(error.sentence, error.sentence_en))


def _invalid_input(request: Request, error: Exception) -> Response:
    in_path = isinstance(error, RequestValidationError) and any(one["loc"][0] == "path" for one in error.errors())
    return trouble_page(request, 404, NO_PAGE) if in_path else trouble_page(request, 400)


def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if isinstance(error.__cause__, OSError):
        return _system_error(request, error.__cause__)
    return trouble_page(request, error.status_code, NO_PAGE if error.status_code == 404 else None)


def _database_error(request: Request, error: Exception) -> Response:
    original = error.orig if isinstance(error, DBAPIError) else error
    match original:
        case psycopg.errors.DiskFull():
            return trouble_page(request, 507)
        case psycopg.errors.IntegrityError() | psycopg.errors.DataError():
            log.warning("refused by the database", path=request.url.path, error=str(original))
            return trouble_page(request, 400)
        case psycopg.OperationalError() | psycopg.InterfaceError():
            log.error("database unreachable", path=request.url.path, error=str(original))
            return trouble_page(request, 503)
    return _unexpected(request, error)


def _system_error(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        log.error("disk full", path=request.url.path)
        return trouble_page(request, 507)
    return _unexpected(request, error)


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected error", method=request.method, path=request.url.path, exc_info=error)
    return trouble_page(request, 500)
