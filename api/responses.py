"""How answers are described in the documentation: which statuses, with which headers and schemas."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.errors import DETAILS, PROBLEM_JSON, TITLES
from api.headers import API_VERSION

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Responses = dict[int | str, dict[str, Any]]


class InputError(BaseModel):
    """Een fout in de invoer."""

    in_: str = Field(alias="in", description="body, query, path of header")
    name: str = Field(description="JSON Pointer in de body, of de naam van de parameter of kop.")
    code: str
    detail: str = Field(description="Zin in het Nederlands, of in het Engels naar Accept-Language.")


class Problem(BaseModel):
    """Wat er misging (RFC 9457)."""

    type: str = Field(examples=["urn:landschap:problem:invalid-input"])
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[InputError] | None = None


def problems(*statuses: int) -> Responses:
    """The errors that a route may answer, next to those that every route has."""
    return {status: {"description": _about(status)} for status in statuses}


def answered(
    model: type[BaseModel] | None,
    about: str,
    *,
    status: int = 200,
    media: str | tuple[str, ...] | None = None,
    headers: tuple[str, ...] = (),
) -> Responses:
    """A good answer: its schema, in which other forms it also comes, and the headers that it has beside the usual ones.

    Without a schema it is a file.
    """
    entry: dict[str, Any] = {"description": about}
    if model is not None:
        entry["model"] = model
    if media:
        forms = (media,) if isinstance(media, str) else media
        entry["content"] = {form: {"schema": _text_or_file(form, model)} for form in forms}
    if headers:
        entry["headers"] = {name: HEADERS[name] for name in headers}
    return {status: entry}


def _text_or_file(form: str, model: type[BaseModel] | None) -> dict[str, Any]:
    return {"type": "string"} if model and form.startswith("text/") else {"type": "string", "format": "binary"}


HEADERS: dict[str, dict[str, Any]] = {
    "API-Version": {"description": "Versie van de API.", "schema": {"type": "string"}, "example": API_VERSION},
    "Link": {"description": "Bladzijden hiernaast: rel next en prev (RFC 8288).", "schema": {"type": "string"}},
    "ETag": {
        "description": "Versie van dit antwoord, voor If-None-Match; van een gegeven ook voor If-Match.",
        "schema": {"type": "string"},
    },
    "Location": {"description": "Adres van wat gemaakt is.", "schema": {"type": "string"}},
}


def _about(status: int) -> str:
    titles = TITLES.get(status, ("Fout", "Error"))
    return f"{titles[0]}. {DETAILS.get(status, ('', ''))[0]}".strip()


PROBLEM_CONTENT = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
