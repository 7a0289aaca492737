"""Bodies in JSON: read and checked, and described in the documentation by a schema that is made at run time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
Model = TypeVar("Model", bound=BaseModel)

REFERENCES = "#/components/schemas/{model}"
BODY_MODELS: dict[str, type[BaseModel]] = {}
"""Schemas of bodies by name; the OpenAPI document gathers them."""


def json_object(media_type: str = JSON) -> Callable[[Request], Awaitable[dict[str, Any]]]:
    """A dependency that gives the object that was sent; the values in it are checked where they are kept."""

    async def read(request: Request) -> dict[str, Any]:
        _require(request, media_type)
        found = _parsed(await request.body())
        if not isinstance(found, dict):
            raise RequestValidationError([{"type": "dict_type", "loc": ("body",), "msg": "not an object"}])
        return found

    return read


def json_body(model: type[Model], *, may_be_empty: bool = False) -> Callable[[Request], Awaitable[Model]]:
    """A dependency that gives what was sent, checked; where it may be empty, nothing at all is the same as `{}`."""

    async def read(request: Request) -> Model:
        if may_be_empty and not await request.body():
            return checked(model, {}, place="body")
        _require(request, JSON)
        return checked(model, _parsed(await request.body()), place="body")

    return read


def described_body(model: type[BaseModel], media_type: str = JSON, *, required: bool = True) -> dict[str, Any]:
    """The body as the documentation shows it (`openapi_extra`)."""
    BODY_MODELS[model.__name__] = model
    schema = {"$ref": REFERENCES.format(model=model.__name__)}
    return {"requestBody": {"required": required, "content": {media_type: {"schema": schema}}}}


def checked(model: type[Model], value: object, *, place: str) -> Model:
    """The value as the model has it; raises `RequestValidationError` with every error at once."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**one, "loc": (place, *one["loc"])} for one in found]) from error


def _require(request: Request, media_type: str) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise HTTPException(415, detail=media_type)


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": "not JSON"}]) from error
