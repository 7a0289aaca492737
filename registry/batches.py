"""What importers hand over: batches of rows and the problems found, and the ids that follow from content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Batch:
    """Rows of one kind that state the same fields; all sequences have one length.

    `keys` are the source's own keys, `rows` the numbers of the rows in the sheet (1-based, as Excel shows them).
    `targets` are register ids (a row that names the record it is about). `scopes` keep equal names of named kinds apart.
    `positions` are the columns (from 0) of the cells that mention these things, where one cell does.
    """

    kind: str
    fields: tuple[str, ...]
    keys: Sequence[str]
    rows: Sequence[int]
    columns: Sequence[Sequence[str | None]]
    sheet: int = 0
    targets: Sequence[str | None] | None = None
    scopes: Sequence[str | None] | None = None
    positions: Sequence[int | None] | None = None


@dataclass(frozen=True)
class ProblemFound:
    """A problem of a cell, row or file: a code of `registry/data/problems.yaml` and the parameters of its sentence."""

    code: str
    severity: str = "error"
    sheet: int | None = None
    row: int | None = None
    position: int | None = None
    value: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)


def content_hash(content: bytes) -> str:
    """128 bits of BLAKE2b as the canonical text of a UUID, so that every register gives the same content the same id."""
    digest = blake2b(content, digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


def source_id(organisation: UUID, name: str) -> UUID:
    """The id of an organisation's source of that name."""
    return UUID(content_hash("\x1f".join(("source", str(organisation), name)).encode()))


def match_id(source: UUID, kind: str, key: str) -> str:
    """The id of what a source means by a key, as canonical text."""
    return match_ids(source, kind, (key,))[0]


def match_ids(source: UUID, kind: str, keys: Iterable[str]) -> list[str]:
    """The ids of what a source means by keys, as canonical text."""
    begun, ids = blake2b(f"{source}\x1f{kind}\x1f".encode(), digest_size=16), []
    for key in keys:
        hashed = begun.copy()
        hashed.update(key.encode("utf-8", "surrogatepass"))
        digest = hashed.hexdigest()
        ids.append(f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}")
    return ids
