"""Imports: their list and page, the columns understood, and the problems."""

from __future__ import annotations

from uuid import UUID

from registry.errors import NotFound
from registry.queries.presenting import MOST_ROWS, Row, camel, fetch
from registry.queries.questions import Question, Questions, list_questions
from registry.queries.staged import list_rows
from registry.receiving import NOBODY
from registry.resolving.matching import Db

__all__ = [
    "Question",
    "Questions",
    "count_problems",
    "get_import",
    "is_edited",
    "list_columns",
    "list_imports",
    "list_problems",
    "list_questions",
    "list_received_files",
    "list_rows",
]

_IMPORT = """
    SELECT i.*, s.name AS source_name, s.type AS source_type, s.organisation_id AS stating_id, f.size,
           o.id AS organisation_id, o.name AS organisation_name,
           p.phase, p.rows_done, p.rows_total, p.started_at, p.updated_at
    FROM imports i
    JOIN sources s ON s.id = i.source_id
    LEFT JOIN stored_files f ON f.sha256 = i.sha256
    LEFT JOIN matches m ON m.id = s.organisation_id LEFT JOIN organisations o ON o.id = m.record_id
    LEFT JOIN import_progress p ON p.import_id = i.id
"""


def list_imports(
    db: Db, *, organisation: UUID | None = None, state: str | None = None, after: int | None = None, limit: int = 50
) -> list[Row]:
    """Imports, the newest first; `after` is the number of the last one seen."""
    rows = fetch(
        db,
        f"""{_IMPORT}
        WHERE (%(organisation)s::uuid IS NULL OR m.record_id = %(organisation)s)
          AND (%(state)s::text IS NULL OR i.state = %(state)s) AND (%(after)s::bigint IS NULL OR i.id < %(after)s)
        ORDER BY i.id DESC LIMIT %(limit)s""",
        {"organisation": organisation, "state": state, "after": after, "limit": min(limit, MOST_ROWS)},
    )
    return [_present(row) for row in rows]


def list_received_files(db: Db, *, limit: int) -> list[Row]:
    """Imports of files that organisations handed over, in whatever state, the newest first; no edits by hand, no feeds."""
    rows = fetch(
        db,
        f"{_IMPORT} WHERE i.sha256 IS NOT NULL AND s.organisation_id <> %s ORDER BY i.id DESC LIMIT %s",
        (NOBODY, limit),
    )
    return [_present(row) for row in rows]


def is_edited(db: Db) -> bool:
    """Whether the register holds an edit by hand that was not undone."""
    rows = fetch(db, "SELECT EXISTS (SELECT FROM imports WHERE importer = 'hand' AND state = 'applied') AS edited")
    return bool(rows[0]["edited"])


def get_import(db: Db, import_id: int) -> Row:
    """An import with its source, file and progress; `rows` counts what is staged and `changes` what each step did.

    Both are lists of `{kind, action, rows}` (`{step, kind, action, records, at}`); `problems` counts per code. Raises `NotFound`.
    """
    rows = fetch(db, f"{_IMPORT} WHERE i.id = %s", (import_id,))
    if not rows:
        raise NotFound(f"Import {import_id}")
    shown = _present(rows[0])
    shown["rows"] = fetch(
        db,
        "SELECT kind, action, count(*) AS rows FROM staged_rows WHERE import_id = %s GROUP BY kind, action ORDER BY 1, 2",
        (import_id,),
    )
    shown["changes"] = fetch(
        db,
        "SELECT step, kind, action, records, at FROM changes WHERE import_id = %s ORDER BY at, kind, action",
        (import_id,),
    )
    shown["problems"] = count_problems(db, import_id)
    return shown


def _present(row: Row) -> Row:
    shown = {camel(name): row[name] for name in _PLAIN}
    shown["source"] = {"id": row["source_id"], "name": row["source_name"], "type": row["source_type"]}
    known = row["organisation_id"] is not None
    shown["organisation"] = {"id": row["organisation_id"], "name": row["organisation_name"]} if known else None
    shown["progress"] = {camel(name): row[name] for name in _PROGRESS} if row["phase"] else None
    return shown


_PLAIN = (
    "id", "filename", "sha256", "size", "importer", "completeness", "as_of", "state", "received_at", "received_by",
    "previewed_at", "applied_at", "applied_by", "undone_at", "undone_by", "end_missing", "reason", "failure",
)  # fmt: skip
_PROGRESS = ("phase", "rows_done", "rows_total", "started_at", "updated_at")


def list_columns(db: Db, import_id: int) -> list[Row]:
    """The columns of an import's tables and what they were taken to mean, in the order of the file."""
    rows = fetch(db, "SELECT * FROM import_columns WHERE import_id = %s ORDER BY sheet, position", (import_id,))
    return [{camel(name): value for name, value in row.items()} for row in rows]


def list_problems(
    db: Db, import_id: int, *, code: str | None = None, after: int | None = None, limit: int = 50
) -> list[Row]:
    """Problems in the order in which they were found, with the heading of their column; `after` is a problem's id."""
    rows = fetch(
        db,
        """
        SELECT p.id, p.severity, p.code, p.sheet, c.sheet_name, p.row_number, p.position, c.heading, c.field, p.value,
               p.parameters
        FROM problems p
        LEFT JOIN import_columns c ON c.import_id = p.import_id AND c.sheet = p.sheet AND c.position = p.position
        WHERE p.import_id = %(import_id)s AND (%(code)s::text IS NULL OR p.code = %(code)s)
          AND (%(after)s::bigint IS NULL OR p.id > %(after)s)
        ORDER BY p.id LIMIT %(limit)s
        """,
        {"import_id": import_id, "code": code, "after": after, "limit": min(limit, MOST_ROWS)},
    )
    return [{camel(name): value for name, value in row.items()} for row in rows]


def count_problems(db: Db, import_id: int) -> list[Row]:
    """How many problems there are of each code: `{code, severity, count}`, errors first."""
    return fetch(
        db,
        "SELECT code, severity, count(*) AS count FROM problems WHERE import_id = %s GROUP BY code, severity"
        " ORDER BY array_position(ARRAY['error', 'warning', 'note'], severity), count(*) DESC, code",
        (import_id,),
    )
