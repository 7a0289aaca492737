"""Files in JSON: read whole, within a limit, and said what is wrong in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from importers.context import UnreadableFile
from registry import values
from registry.values import MAX_NAME

MAX_BYTES = 50 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def starts_as_json(head: bytes) -> bool:
    """Whether the first bytes are those of an object or a list."""
    return head.removeprefix(_BOM).lstrip(b" \t\r\n").startswith((b"{", b"["))


def read_json(path: Path, code: str) -> Any:
    """The content of a file; raises `UnreadableFile`, with `code` where it is no JSON."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableFile("zip_bomb", unpacked=size // 1_000_000, limit=MAX_BYTES // 1_000_000)
    try:
        return orjson.loads(path.read_bytes().removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        raise UnreadableFile(code, detail=str(error)[:200]) from error


def text_of(value: object, longest: int = MAX_NAME) -> str | None:
    """A value as text on one line, cut where it is too long; None where it is none, or empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = values.clean(str(value)) if isinstance(value, str | int | float) else ""
    return " ".join(text.split())[:longest].rstrip() or None


def list_of(content: object, name: str) -> list[Any]:
    """The list of that name in an object; an empty one where there is none."""
    found = content.get(name) if isinstance(content, dict) else None
    return found if isinstance(found, list) else []
