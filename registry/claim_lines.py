"""Batches as lines of COPY's text format. This is the hot path of an import: columns, not cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY

from registry.batches import Batch, ProblemFound, match_id, match_ids
from registry.kinds import Kind
from registry.names import key_for

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
NULL = "\\N"


def copy_text(value: str | None) -> str:
    """A value as one field of COPY's text format."""
    if value is None:
        return NULL
    if _SPECIAL.search(value):
        return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], value)
    return value


def own_keys(
    batch: Batch, source: UUID, seen: set[str], problems: list[ProblemFound]
) -> tuple[Sequence[str], list[str], Sequence[int]]:
    """Keys by which each row can be told apart, their match ids, and the rows to stage.

    A mention (a kind that rows repeat: supplier, product …) is staged once. A repeated application keeps its row under
    a numbered key, with a warning: nothing is lost.
    """
    ids = match_ids(source, batch.kind, batch.keys)
    if len(set(ids)) == len(ids) and seen.isdisjoint(ids):
        return batch.keys, ids, range(len(ids))
    keys, kept, taken = list(batch.keys), list[int](), dict[str, None]()
    for i, first in enumerate(ids):
        found = first
        if found in taken or found in seen:
            if batch.kind != "application":
                continue
            number = 2
            while (found := match_id(source, batch.kind, f"{batch.keys[i]}#{number}")) in taken or found in seen:
                number += 1
            keys[i] = f"{batch.keys[i]}#{number}"
            problems.append(ProblemFound("duplicate_key", "warning", batch.sheet, batch.rows[i], value=batch.keys[i]))
        taken[found] = None
        kept.append(i)
    return keys, list(taken), kept


def claim_lines(
    kind: Kind, batch: Batch, keys: Sequence[str], kept: Sequence[int], matches: list[str], field_set: str
) -> list[str]:
    """The claims as lines of COPY, without their ids."""
    whole = len(kept) == len(batch.keys)

    def pick(values: Sequence[str | None] | None) -> Sequence[str | None]:
        if values is None:
            return [None] * len(kept)
        return values if whole else [values[i] for i in kept]

    names = pick(batch.columns[batch.fields.index("name")]) if "name" in batch.fields else pick(None)
    name_keys = [None if name is None else key_for(kind.name, name) for name in names]
    columns: list[Iterable[str]] = [
        matches,
        map(copy_text, pick(keys)),
        map(copy_text, pick(batch.targets)),
        [field_set] * len(kept),
        map(copy_text, name_keys),
        map(copy_text, pick(batch.scopes)),
    ]
    for name, values in zip(batch.fields, batch.columns, strict=True):
        picked = pick(values)
        columns.append(map(copy_text, picked) if _is_free_text(kind, name) else [v or NULL for v in picked])
    return ["\t".join(cells) for cells in zip(*columns, strict=True)]


def _is_free_text(kind: Kind, field: str) -> bool:
    """Whether values of a field may hold signs that COPY reads as its own."""
    column = kind.columns.get(field)
    if column is None or "codes" in column.info:
        return False
    return isinstance(column.type.item_type if isinstance(column.type, ARRAY) else column.type, Text)
