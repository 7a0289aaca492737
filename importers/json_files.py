"""Files in JSON: read whole, within a limit, and said what is wrong in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from importers.context import UnreadableFile

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


def text_of(value: object) -> str | None:
    """A value as text on one line; None where it is none, or empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    found = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return found or None
