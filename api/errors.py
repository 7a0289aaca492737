"""Errors as problem details (RFC 9457): the one place that turns what went wrong into an answer."""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import psycopg
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from api.answering import to_json
from api.language import prefers_english
from api.validation import found_wrong
from importers.context import UnreadableFile
from registry.errors import InvalidFields, RegisterError
from registry.problems import sentence

PROBLEM_JSON = "application/problem+json"
CALENDAR = re.compile(r"(/calendars/).+")
log = structlog.get_logger("api")

Sentence = tuple[str, str]

TITLES: dict[int, Sentence] = {
    400: ("Ongeldige invoer", "Invalid input"),
    404: ("Niet gevonden", "Not found"),
    405: ("Methode niet toegestaan", "Method not allowed"),
    406: ("Vorm niet beschikbaar", "Not acceptable"),
    409: ("Kan nu niet", "Conflict"),
    412: ("Intussen gewijzigd", "Precondition failed"),
    413: ("Te groot", "Content too large"),
    415: ("Soort inhoud niet ondersteund", "Unsupported media type"),
    422: ("Sleutel hoort bij een ander verzoek", "Key belongs to another request"),
    428: ("If-Match ontbreekt", "Precondition required"),
    500: ("Er ging iets mis", "Something went wrong"),
    503: ("Tijdelijk niet beschikbaar", "Temporarily unavailable"),
    507: ("Geen ruimte", "Insufficient storage"),
}
DETAILS: dict[int, Sentence] = {
    400: ("Het verzoek is niet te lezen.", "The request cannot be read."),
    404: ("Dit adres bestaat niet.", "This address does not exist."),
    405: ("Dit adres kent deze methode niet; zie de kop Allow.", "See the header Allow for what this address can do."),
    406: ("Vraag met de kop Accept om een vorm die dit adres geeft.", "Ask for a form that this address gives."),
    413: ("Er mogen hoogstens {0} bytes gestuurd worden.", "No more than {0} bytes may be sent."),
    415: ("Stuur de inhoud als {0}.", "Send the content as {0}."),
    500: ("De fout is vastgelegd; er is niets gewijzigd.", "The error was recorded; nothing was changed."),
    503: (
        "De database is even niet bereikbaar. Er is niets gewijzigd; probeer het zo weer.",
        "The database cannot be reached for now. Nothing was changed; please try again.",
    ),
    507: (
        "Er is geen ruimte meer om dit te bewaren. Er is niets gewijzigd.",
        "There is no room left to keep this. Nothing was changed.",
    ),
}
REFUSED: Sentence = (
    "Het register neemt deze waarden niet samen aan (bijvoorbeeld: vanaf is groter dan tot).",
    "The register does not accept these values together (for example: from is more than to).",
)

BUSY: Sentence = (
    "Het register wordt juist bijgewerkt. Er is niets gewijzigd; probeer het zo weer.",
    "The register is being updated right now. Nothing was changed; please try again soon.",
)


def install(app: FastAPI) -> None:
    """Let the application render every error here."""
    app.add_exception_handler(RegisterError, _register_error)
    app.add_exception_handler(UnreadableFile, _unreadable)
    app.add_exception_handler(RequestValidationError, _invalid_input)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(psycopg.Error, _database_error)
    app.add_exception_handler(OSError, _system_error)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    request: Request,
    status: int,
    detail: Sentence | None = None,
    *,
    kind: str | None = None,
    errors: Sequence[dict[str, Any]] = (),
) -> Response:
    """The answer to a request that went wrong; `kind` names the problem where its status does not say enough."""
    english = prefers_english(request)
    fallback = (HTTPStatus(status).phrase, HTTPStatus(status).phrase)
    content: dict[str, Any] = {
        "type": f"urn:landschap:problem:{kind}" if kind else "about:blank",
        "title": TITLES.get(status, fallback)[english],
        "status": status,
        "detail": (detail or DETAILS.get(status, fallback))[english],
        "instance": quote(request.url.path, safe="/:@!$&'()*+,;=%"),
    }
    if errors:
        content["errors"] = list(errors)
    language = "en" if english else "nl"
    return Response(
        to_json(content),
        status,
        media_type=PROBLEM_JSON,
        headers={"Content-Language": language},
    )


def _register_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, RegisterError):
        raise error
    kind = "".join(f"-{c.lower()}" if c.isupper() else c for c in type(error).__name__).strip("-")
    return problem(
        request, error.status, (error.sentence, error.sentence_en), kind=kind, errors=_of_fields(request, error)
    )


def _unreadable(request: Request, error: Exception) -> Response:
    if not isinstance(error, UnreadableFile):
        raise error
    told = sentence(error.code, error.parameters), sentence(error.code, error.parameters, "en")
    return problem(request, 400, told, kind=error.code.replace("_", "-"))


def _of_fields(request: Request, error: RegisterError) -> list[dict[str, Any]]:
    found = error.problems if isinstance(error, InvalidFields) else ()
    english = prefers_english(request)
    return [
        {"in": "body", "name": f"/{one.field}", "code": "invalid", "detail": one.en if english else one.nl}
        for one in found
    ]


def _invalid_input(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = found_wrong(found, english=prefers_english(request))
    count = len(errors)
    sentence = (
        f"Het verzoek heeft {count} fout{'en' if count != 1 else ''}; ze staan in errors.",
        f"The request has {count} error{'s' if count != 1 else ''}; see errors.",
    )
    return problem(request, 400, sentence, kind="invalid-input", errors=errors)


def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if isinstance(error.__cause__, OSError):
        return _system_error(request, error.__cause__)
    sentence = DETAILS.get(error.status_code)
    if sentence and "{0}" in sentence[0]:
        sentence = (sentence[0].format(error.detail), sentence[1].format(error.detail))
    answer = problem(request, error.status_code, sentence)
    if error.status_code == 405:
        answer.headers["Allow"] = ", ".join(_allowed(request))
    return answer


def _allowed(request: Request) -> list[str]:
    """Every method that the address knows; the framework looks no further than the first route."""
    found = set[str]()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            found |= {method, "HEAD"} if method == "GET" else {method}
    return sorted(found)


def _database_error(request: Request, error: Exception) -> Response:
    """What PostgreSQL refuses is the caller's to mend; what it cannot do now is ours."""
    original = error.orig if isinstance(error, DBAPIError) else error
    match original:
        case psycopg.errors.DiskFull():
            return problem(request, 507)
        case psycopg.IntegrityError() | psycopg.DataError() | psycopg.errors.ProgramLimitExceeded():
            log.warning("refused by the database", path=_named(request), error=str(original))
            return problem(request, 400, REFUSED, kind="invalid-input")
        case psycopg.errors.LockNotAvailable():
            return problem(request, 503, BUSY)
        case psycopg.OperationalError() | psycopg.InterfaceError():
            log.error("database unreachable", path=_named(request), error=str(original))
            return problem(request, 503)
    return _unexpected(request, error)


def _system_error(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        log.error("disk full", path=_named(request))
        return problem(request, 507)
    return _unexpected(request, error)


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected error", method=request.method, path=_named(request), exc_info=error)
    return problem(request, 500)


def _named(request: Request) -> str:
    """The address as logs have it: who reads them gets no calendar by it."""
    return CALENDAR.sub(r"\1…", request.url.path)
