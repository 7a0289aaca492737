"""Asking the worker for a long step of an import: the state that says so, and the job, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import psycopg

from registry.errors import ImportStateError, NotFound, StalePlan
from registry.queue import APPLY, STAGE, UNDO, enqueue
from registry.resolving.matching import Db

FORGET = """
    UPDATE imports SET mapping = CASE WHEN mapping ? 'columns'
        THEN jsonb_set(mapping, '{columns}', (mapping -> 'columns') - %(headings)s::text[])
        ELSE mapping - %(headings)s::text[] END
    WHERE id = %(import_id)s
"""

LOCK_WAIT = "2s"
"""How long a request waits for an import that the worker is busy with; reading a large file takes minutes."""

LEFT_BEHIND = """
    SELECT id, state FROM imports i
    WHERE state IN ('received', 'reading', 'applying', 'undoing')
      AND NOT EXISTS (SELECT FROM procrastinate_jobs j
                      WHERE j.status IN ('todo', 'doing') AND j.args ->> 'import_id' = i.id::text)
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
"""
TAKEN_BACK = (
    "Dit is niet gelukt; er is niets veranderd. Vraag het nog eens. / This failed; nothing was changed. Ask again."
)


def ask_to_read(db: Db, import_id: int, *, remapped: Sequence[str] = ()) -> None:
    """Have a file read (again), for instance after its mapping changed. Raises `ImportStateError` once it was applied.

    What came with the file about the headings that a person has just `remapped` no longer counts.
    """
    _move(db, import_id, ("received", "previewed", "failed"), "received")
    if remapped:
        db.execute(FORGET, {"import_id": import_id, "headings": list(remapped)})
    enqueue(db, STAGE, import_id)


def ask_to_apply(db: Db, import_id: int, *, by: str, end_missing: bool = False) -> None:
    """Have a previewed import applied; with `end_missing`, end what a complete file no longer lists."""
    _move(db, import_id, ("previewed",), "applying")
    enqueue(db, APPLY, import_id, by=by, end_missing=end_missing)


def ask_to_undo(db: Db, import_id: int, *, by: str, reason: str | None = None) -> None:
    """Have an applied import undone."""
    _move(db, import_id, ("applied",), "undoing")
    if reason:
        db.execute("UPDATE imports SET reason = %s WHERE id = %s", (reason, import_id))
    enqueue(db, UNDO, import_id, by=by)


def require_seen(db: Db, import_id: int, seen: datetime) -> None:
    """Raises `StalePlan` unless the preview is still the one made at that moment."""
    row = db.execute("SELECT previewed_at FROM imports WHERE id = %s", (import_id,)).fetchone()
    if row is None or row[0] != seen:
        raise StalePlan


def will_pass(error: Exception) -> bool:
    """Whether the same step may well succeed later: the database was gone, full or busy."""
    return isinstance(error, psycopg.OperationalError) and not isinstance(error, psycopg.errors.ProgramLimitExceeded)


def heal(db: Db) -> None:
    """Take up what was asked and is not queued any more: files are read, other steps go back to where they can be asked."""
    for import_id, state in db.execute(LEFT_BEHIND).fetchall():
        if state in {"received", "reading"}:
            enqueue(db, STAGE, import_id)
        else:
            before = "previewed" if state == "applying" else "applied"
            db.execute("UPDATE imports SET state = %s, failure = %s WHERE id = %s", (before, TAKEN_BACK, import_id))


def lock_import(db: Db, import_id: int) -> str:
    """The state of an import, that stays until the transaction ends. Raises `ImportStateError` while a step is at work on it."""
    db.execute(f"SET LOCAL lock_timeout TO '{LOCK_WAIT}'")
    try:
        row = db.execute("SELECT state FROM imports WHERE id = %s FOR NO KEY UPDATE", (import_id,)).fetchone()
    except psycopg.errors.LockNotAvailable as busy:
        raise ImportStateError(import_id, "reading") from busy
    db.execute("SET LOCAL lock_timeout TO DEFAULT")
    if row is None:
        raise NotFound(f"Import {import_id}")
    return str(row[0])


def _move(db: Db, import_id: int, allowed: tuple[str, ...], state: str) -> None:
    found = lock_import(db, import_id)
    if found not in allowed:
        raise ImportStateError(import_id, found)
    db.execute("UPDATE imports SET state = %s, failure = NULL WHERE id = %s", (state, import_id))
