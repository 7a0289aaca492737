"""What an importer hands over, as rows in tables.

An importer yields `Batch`es of columns (and `ProblemFound`s); `stage` writes them with COPY: the claims that are new, and a
staged row per key with what it would do. Values are canonical PostgreSQL text ("2027-12-31", "t",
"[2027-01-01,2028-01-01)", "{NL,DE}") or None; a reference is the text of a match id (`match_id`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

import orjson
import psycopg
from sqlalchemy.types import Boolean, Integer, Numeric, Uuid

from registry.kinds import KINDS, Kind
from registry.names import key_for

BATCH_ROWS = 10_000


@dataclass(frozen=True)
class Batch:
    """Rows of one kind that state the same fields; all sequences have one length.

    `keys` are the source's own keys, `rows` the numbers of the rows in the sheet (1-based, as Excel shows them).
    `targets` are register ids (a row that names the record it is about). `scopes` keep equal names of named kinds apart.
    """

    kind: str
    fields: tuple[str, ...]
    keys: Sequence[str]
    rows: Sequence[int]
    columns: Sequence[Sequence[str | None]]
    sheet: int = 0
    targets: Sequence[str | None] | None = None
    scopes: Sequence[str | None] | None = None


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


def content_id(*parts: str) -> UUID:
    """The id that follows from content alone (128 bits of BLAKE2b), so that every register gives it the same."""
    return UUID(bytes=blake2b("\x1f".join(parts).encode(), digest_size=16).digest())


def source_id(organisation: UUID, name: str) -> UUID:
    """The id of an organisation's source of that name."""
    return content_id("source", str(organisation), name)


def match_id(source: UUID, kind: str, key: str) -> str:
    """The id of what a source means by a key, as canonical text."""
    digest = blake2b(f"{source}\x1f{kind}\x1f{key}".encode(), digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def copy_text(value: str | None) -> str:
    """A value as one field of COPY's text format."""
    if value is None:
        return "\\N"
    if _SPECIAL.search(value):
        return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], value)
    return value


def stage(
    connection: psycopg.Connection[Any],
    import_id: int,
    source: UUID,
    found: Iterable[Batch | ProblemFound],
    *,
    progress: Callable[[int], None] = lambda rows: None,
) -> int:
    """Write everything an importer found; return the number of rows staged. Runs inside the caller's transaction."""
    staged, problems, rows = _Staged(), list[ProblemFound](), 0
    for item in found:
        if isinstance(item, ProblemFound):
            problems.append(item)
            if len(problems) >= BATCH_ROWS:
                write_problems(connection, import_id, problems)
                problems.clear()
            continue
        rows += _stage_batch(connection, import_id, source, item, staged, problems)
        progress(rows)
    write_problems(connection, import_id, problems)
    return rows


class _Staged:
    """What this import has staged so far: ids of matches by kind, and the known field sets."""

    def __init__(self) -> None:
        self.matches: dict[str, set[str]] = {}
        self.field_sets: dict[tuple[str, tuple[str, ...]], int] = {}

    def field_set(self, connection: psycopg.Connection[Any], kind: str, fields: tuple[str, ...]) -> int:
        if (kind, fields) not in self.field_sets:
            row = connection.execute(
                "INSERT INTO field_sets (kind, fields) VALUES (%s, %s)"
                " ON CONFLICT (kind, fields) DO UPDATE SET kind = excluded.kind RETURNING id",
                (kind, sorted(fields)),
            ).fetchone()
            self.field_sets[kind, fields] = row[0] if row else 0
        return self.field_sets[kind, fields]


def _stage_batch(
    connection: psycopg.Connection[Any],
    import_id: int,
    source: UUID,
    batch: Batch,
    staged: _Staged,
    problems: list[ProblemFound],
) -> int:
    kind = KINDS[batch.kind]
    seen = staged.matches.setdefault(batch.kind, set())
    keys, kept = _own_keys(batch, source, seen, problems)
    if not kept:
        return 0
    matches = [match_id(source, batch.kind, keys[i]) for i in kept]
    seen.update(matches)
    field_set = str(staged.field_set(connection, batch.kind, batch.fields))
    lines = _claim_lines(kind, batch, keys, kept, matches, field_set)
    claims = [_claim_id(line) for line in lines]
    current = dict(
        connection.execute(
            "SELECT id::text, claim_id::text FROM matches WHERE id = ANY(%s::uuid[]) AND record_id IS NOT NULL",
            (matches,),
        ).fetchall()
    )
    known = {
        row[0]
        for row in connection.execute(
            f"SELECT id::text FROM {kind.claims.name} WHERE id = ANY(%s::uuid[])",
            (claims,),
        )
    }
    names = ", ".join(("id", "match_id", "source_key", "target_id", "field_set_id", "name_key", "scope", *batch.fields))
    with connection.cursor().copy(f"COPY {kind.claims.name} ({names}) FROM STDIN") as copy:
        new = [f"{claim}\t{line}\n" for claim, line in zip(claims, lines, strict=True) if claim not in known]
        copy.write("".join(new))
    with connection.cursor().copy(
        "COPY staged_rows (import_id, kind, match_id, claim_id, row_number, sheet, action) FROM STDIN"
    ) as copy:
        for i, match, claim in zip(kept, matches, claims, strict=True):
            action = "add" if match not in current else "unchanged" if current[match] == claim else "change"
            copy.write(f"{import_id}\t{batch.kind}\t{match}\t{claim}\t{batch.rows[i]}\t{batch.sheet}\t{action}\n")
    return len(kept)


def _own_keys(
    batch: Batch, source: UUID, seen: set[str], problems: list[ProblemFound]
) -> tuple[Sequence[str], Sequence[int]]:
    """Keys by which each row can be told apart, and the rows to stage.

    A mention (a kind that rows repeat: supplier, product …) is staged once. A repeated application keeps its row under
    a numbered key, with a warning: nothing is lost.
    """
    ids = [match_id(source, batch.kind, key) for key in batch.keys]
    if len(set(ids)) == len(ids) and seen.isdisjoint(ids):
        return batch.keys, range(len(ids))
    keys, kept, taken = list(batch.keys), list[int](), set[str]()
    for i, found in enumerate(ids):
        if found in taken or found in seen:
            if batch.kind != "application":
                continue
            number = 2
            while (found := match_id(source, batch.kind, f"{batch.keys[i]}#{number}")) in taken or found in seen:
                number += 1
            keys[i] = f"{batch.keys[i]}#{number}"
            problems.append(ProblemFound("duplicate_key", "warning", batch.sheet, batch.rows[i], value=batch.keys[i]))
        taken.add(found)
        kept.append(i)
    return keys, kept


def _claim_lines(
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
    leading: list[Iterable[str]] = [
        matches,
        map(copy_text, pick(keys)),
        map(copy_text, pick(batch.targets)),
        [field_set] * len(kept),
        map(copy_text, name_keys),
        map(copy_text, pick(batch.scopes)),
    ]
    for name, values in zip(batch.fields, batch.columns, strict=True):
        plain = name in kind.columns and isinstance(kind.columns[name].type, Boolean | Integer | Numeric | Uuid)
        picked = pick(values)
        leading.append(["\\N" if v is None else v for v in picked] if plain else map(copy_text, picked))
    return ["\t".join(cells) for cells in zip(*leading, strict=True)]


def _claim_id(line: str) -> str:
    digest = blake2b(line.encode(), digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


def write_problems(connection: psycopg.Connection[Any], import_id: int, problems: Iterable[ProblemFound]) -> None:
    """Write problems of an import."""
    columns = "import_id, severity, code, sheet, row_number, position, value, parameters"
    with connection.cursor().copy(f"COPY problems ({columns}) FROM STDIN") as copy:
        for p in problems:
            value = None if p.value is None else p.value.replace("\x00", "")[:500]
            parameters = orjson.dumps(p.parameters).decode()
            copy.write_row((import_id, p.severity, p.code, p.sheet, p.row, p.position, value, parameters))


def array_text(values: Iterable[str]) -> str:
    """An array of texts as canonical PostgreSQL text."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def batches_of(rows: Iterable[Any], size: int = BATCH_ROWS) -> Iterator[list[Any]]:
    """The rows in lists of at most `size`."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
