"""Asking the worker for a long step of an import: the state that says so, and the job, in one transaction."""

from __future__ import annotations

from datetime import datetime

from registry.errors import ImportStateError, NotFound, StalePlan
from registry.queue import APPLY, STAGE, UNDO, enqueue
from registry.resolving.matching import Db


def ask_to_read(db: Db, import_id: int) -> None:
    """Have a file read (again), for instance after its mapping changed. Raises `ImportStateError` once it was applied."""
    _move(db, import_id, ("received", "previewed", "failed"), "received")
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


def _move(db: Db, import_id: int, allowed: tuple[str, ...], state: str) -> None:
    row = db.execute("SELECT state FROM imports WHERE id = %s FOR NO KEY UPDATE", (import_id,)).fetchone()
    if row is None:
        raise NotFound(f"Import {import_id}")
    if row[0] not in allowed:
        raise ImportStateError(import_id, row[0])
    db.execute("UPDATE imports SET state = %s, failure = NULL WHERE id = %s", (state, import_id))
