"""Algoritmeregister: the json export (also gzipped), a record per algorithm in use at an organisation."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from importers.context import Context, Found, UnreadableFile
from importers.mentions import Mentions
from registry import values
from registry.names import organisation_key
from registry.staging import BATCH_ROWS, Batch, ProblemFound, batches_of

MAX_BYTES = 200 * 1024 * 1024
FIELDS = ("name", "owner", "description", "kind", "lifecycle_state", "url")
_state = values.code_parser("lifecycle_state")


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the first bytes, unpacked where they are packed."""
    del path
    if head.startswith(b"\x1f\x8b"):
        head = _unpacked_head(head)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if start.startswith((b"{", b"[")) and (b'"algoritmes"' in start or b'"impactassessment"' in start):
        return 0.95
    return 0.5 if filename.lower().endswith((".json", ".json.gz")) else 0.0


def _unpacked_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 4000)
    except zlib.error:
        return b""


def read_algoritmeregister(path: Path, context: Context) -> Iterator[Found]:
    """The algorithms as applications of the organisations that use them; rows count the records from 1."""
    records = _records(path)
    mentions = Mentions(context.source)
    number = 0
    for block in batches_of(records, BATCH_ROWS):
        keys, rows, columns = list[str](), list[int](), list[tuple[str | None, ...]]()
        for record in block:
            number += 1
            name = values.parse_name(_written(record, "title")).text
            if name is None:
                yield ProblemFound("name_missing", "error", 0, number)
                continue
            state = _state(_written(record, "status"))
            if state.code:
                parameters = {"heading": "status", **state.parameters}
                yield ProblemFound(state.code, "warning", 0, number, None, _written(record, "status"), parameters)
            organisation = _text(record, "organisatie")
            owner = mentions.name("organisation", organisation, (0, number)) if organisation else context.organisation
            keys.append(_text(record, "id") or f"{organisation_key(organisation or '')}|{name}")
            rows.append(number)
            columns.append((name, owner, _text(record, "doel"), "algorithm", state.text, _text(record, "url")))
        if keys:
            yield Batch("application", FIELDS, keys, rows, list(zip(*columns, strict=True)))
    if not number:
        raise UnreadableFile("empty_file")
    yield from mentions.batches()


def _written(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _text(record: dict[str, Any], name: str) -> str | None:
    kept = values.clean(_written(record, name))
    return (kept if name == "doel" else " ".join(kept.split())) or None


def _records(path: Path) -> list[dict[str, Any]]:
    """The records of the file, whether it is a list or holds one."""
    try:
        found = orjson.loads(_content(path))
    except (orjson.JSONDecodeError, json.JSONDecodeError, OSError, EOFError, zlib.error) as error:
        raise UnreadableFile("not_an_algorithm_register", detail=str(error)[:200]) from error
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise UnreadableFile("not_an_algorithm_register", detail="algoritmes: []")
    return found


def _content(path: Path) -> bytes:
    """The bytes of the file, unpacked; never more than the limit."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableFile("zip_bomb", unpacked=len(content) // 1_000_000, limit=MAX_BYTES // 1_000_000)
    return content
