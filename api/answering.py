"""Answers as JSON: moments in UTC with a Z, amounts as text so that no cent is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from starlette.responses import Response


def to_json(content: Any) -> bytes:
    """The content as JSON."""
    return orjson.dumps(content, default=_other, option=orjson.OPT_PASSTHROUGH_DATETIME)


def json_response(content: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in JSON."""
    return Response(to_json(content), status_code=status, headers=headers, media_type="application/json")


def camel(name: str) -> str:
    """`planned_end` as `plannedEnd`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def pascal(name: str) -> str:
    """`cloud_service` as `CloudService`."""
    return "".join(part.capitalize() for part in name.split("_"))


def camel_keys(content: Any) -> Any:
    """The content with its own keys in camel case, all the way down."""
    if isinstance(content, Mapping):
        return {camel(key): camel_keys(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [camel_keys(value) for value in content]
    return content


def _other(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case UUID():
            return str(value)
    raise TypeError(type(value).__name__)
