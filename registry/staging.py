"""What an importer hands over, as rows in tables.

An importer yields `Batch`es of columns (and `ProblemFound`s); `stage` writes them with COPY: the claims that are new, and a
staged row per key with what it would do. Values are canonical PostgreSQL text ("2027-12-31", "t",
"[2027-01-01,2028-01-01)", "{NL,DE}") or None; a reference is the text of a match id (`match_id`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

import orjson
import psycopg

from registry.batches import Batch, ProblemFound, content_hash, match_id, match_ids, source_id
from registry.claim_lines import claim_lines, own_keys
from registry.kinds import KINDS

__all__ = ["Batch", "ProblemFound", "array_text", "batches_of", "match_id", "match_ids", "source_id", "stage"]

BATCH_ROWS = 10_000
NULL = "\\N"
"""How COPY writes what is not known."""


def stage(
    connection: psycopg.Connection[Any],
    import_id: int,
    source: UUID,
    found: Iterable[Batch | ProblemFound],
    *,
    progress: Callable[[int], None] = lambda _rows: None,
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


FIELD_SET = "SELECT id FROM field_sets WHERE kind = %s AND fields = %s"
NEW_FIELD_SET = """
    INSERT INTO field_sets (kind, fields) VALUES (%s, %s)
    ON CONFLICT (kind, fields) DO UPDATE SET kind = excluded.kind RETURNING id
"""


class _Staged:
    """What this import has staged so far: ids of matches by kind, and the known field sets."""

    def __init__(self) -> None:
        self.matches: dict[str, set[str]] = {}
        self.field_sets: dict[tuple[str, tuple[str, ...]], int] = {}

    def field_set(self, connection: psycopg.Connection[Any], kind: str, fields: tuple[str, ...]) -> int:
        if (kind, fields) not in self.field_sets:
            stated = (kind, sorted(fields))
            # Looked for first: a set that is there is not locked, or two imports at once would wait for each other.
            row = (
                connection.execute(FIELD_SET, stated).fetchone() or connection.execute(NEW_FIELD_SET, stated).fetchone()
            )
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
    seen = staged.matches.setdefault(batch.kind, set())
    keys, matches, kept = own_keys(batch, source, seen, problems)
    if not kept:
        return 0
    seen.update(matches)
    field_set = str(staged.field_set(connection, batch.kind, batch.fields))
    lines = claim_lines(KINDS[batch.kind], batch, keys, kept, matches, field_set)
    claims = [content_hash(line.encode()) for line in lines]
    current = dict(connection.execute(CURRENT, (matches,)).fetchall())
    _copy_claims(connection, batch, claims, lines)
    head, tail = f"\t{import_id}\t{batch.kind}\t", f"\t{batch.sheet}\t"
    rows = []
    for i, match, claim in zip(kept, matches, claims, strict=True):
        action = "add" if match not in current else "unchanged" if current[match] == claim else "change"
        place = batch.positions[i] if batch.positions else None
        position = NULL if place is None else place
        rows.append(f"{match}{head}{claim}\t{batch.rows[i]}{tail}{action}\t{position}\n")
    with connection.cursor().copy(
        "COPY staged_rows (match_id, import_id, kind, claim_id, row_number, sheet, action, position) FROM STDIN"
    ) as copy:
        copy.write("".join(rows))
    return len(kept)


CURRENT = "SELECT id::text, claim_id::text FROM matches WHERE id = ANY(%s::uuid[]) AND record_id IS NOT NULL"


def _copy_claims(connection: psycopg.Connection[Any], batch: Batch, claims: list[str], lines: list[str]) -> None:
    """Write the claims that are not there yet."""
    table = KINDS[batch.kind].claims.name
    known = {
        row[0] for row in connection.execute(f"SELECT id::text FROM {table} WHERE id = ANY(%s::uuid[])", (claims,))
    }
    names = ", ".join(("id", "match_id", "source_key", "target_id", "field_set_id", "name_key", "scope", *batch.fields))
    with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        copy.write(
            "".join(f"{claim}\t{line}\n" for claim, line in zip(claims, lines, strict=True) if claim not in known)
        )


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
