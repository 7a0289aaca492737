"""Apply and undo: one transaction in which an import's rows become, or stop being, claims that count.

The published register is a function of the applied imports and the judgements of persons. Both steps therefore do the
same thing: set the state of the import, look again at the matches it touches, and publish the records they touch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from registry.errors import ImportStateError, StalePlan
from registry.journal import close_journal, note_changes, open_journal
from registry.kinds import KINDS, Kind
from registry.merging import publish
from registry.queue import ask_scan
from registry.resolving.grouping import form_groups
from registry.resolving.judging import follow_judgements
from registry.resolving.matching import (
    Db,
    Moves,
    follow_rows,
    holds,
    mark_moved,
    prepare,
    stated_kinds,
    touch_downstream,
    touch_matches,
    touch_rows_of,
)
from registry.resolving.naming import form_clusters
from registry.resolving.releases import touch_restated

Progress = Callable[[str], None]


def _quiet(_phase: str) -> None:
    """Report nothing."""


def lock_register(db: Db) -> None:
    """Wait until nobody else changes the published register; held to the end of the transaction."""
    db.execute("SELECT pg_advisory_xact_lock(hashtext('landschap.register'))")


def apply_import(
    db: Db, import_id: int, *, by: str, at: datetime, end_missing: bool = False, progress: Progress = _quiet
) -> None:
    """Make the rows of a previewed import count; with `end_missing`, end what a complete file no longer lists.

    Raises `ImportStateError` unless it is previewed, and `StalePlan` when the register moved since the preview.
    """
    _require_state(db, import_id, "previewed", "applying")
    lock_register(db)
    if holds(db, STALE, import_id):
        raise StalePlan
    if not end_missing:
        db.execute("DELETE FROM staged_rows WHERE import_id = %s AND action = 'end'", (import_id,))
    db.execute(
        "UPDATE imports SET state = 'applied', applied_at = %s, applied_by = %s, end_missing = %s WHERE id = %s",
        (at, by, end_missing, import_id),
    )
    settle(db, at, import_id=import_id, step="apply", progress=progress)


def undo_import(db: Db, import_id: int, *, by: str, at: datetime, progress: Progress = _quiet) -> None:
    """Make the rows of an applied import count no more: the register is as if it had never come."""
    _require_state(db, import_id, "applied", "undoing")
    lock_register(db)
    db.execute("UPDATE imports SET state = 'undone', undone_at = %s, undone_by = %s WHERE id = %s", (at, by, import_id))
    settle(db, at, import_id=import_id, step="undo", progress=progress)


STALE = """
    SELECT EXISTS (
        SELECT FROM staged_rows s JOIN matches m ON m.id = s.match_id JOIN imports i ON i.id = s.import_id
        WHERE s.import_id = %s AND m.changed_at > i.previewed_at
    )
"""


def _require_state(db: Db, import_id: int, *allowed: str) -> None:
    """Hold the import before the register: reading it goes in that order too, so neither waits for the other."""
    row = db.execute("SELECT state FROM imports WHERE id = %s FOR NO KEY UPDATE", (import_id,)).fetchone()
    if row is None or row[0] not in allowed:
        raise ImportStateError(import_id, row[0] if row else None)


def settle(
    db: Db,
    at: datetime,
    *,
    import_id: int | None = None,
    judged: tuple[str, list[object]] | None = None,
    step: str = "apply",
    progress: Progress = _quiet,
) -> None:
    """Bring matches and published records in line with the applied imports and the judgements, kind by kind.

    What changed is an import (applied or undone just now) or judgements (`judged`: kind and match ids).
    """
    db.execute("SELECT set_config('landschap.at', %s, true)", (at.isoformat(),))
    db.execute("SET LOCAL gin_pending_list_limit = '64MB'")  # the search index takes rows in larger batches
    prepare(db)
    open_journal(db)
    awaited = import_id is not None and holds(db, HEARD_BEFORE, import_id)
    stated = stated_kinds(db, import_id) if import_id is not None else set()
    moves = Moves()
    for kind in KINDS.values():
        progress(kind.name)
        touched = touch_downstream(db, kind, import_id, at, moves)
        touched += touch_restated(db) if kind.name == "product_version" else 0
        if import_id is not None and kind.name in stated:
            touched += touch_rows_of(db, kind, import_id, at, apply=step == "apply")
        if judged and judged[0] == kind.name:
            touched += touch_matches(db, judged[1])
        if touched:
            _resolve(db, kind, at)
            mark_moved(db, kind, moves, awaited=awaited)
            counts = publish(db, kind, at)
            note_changes(db, kind, at)
            if import_id is not None:
                _count_changes(db, import_id, step, kind.name, counts, at)
            db.execute("TRUNCATE touched")
    close_journal(db, at, import_id=import_id, step=step)
    ask_scan(db)


HEARD_BEFORE = """
    SELECT EXISTS (SELECT FROM imports o JOIN imports i USING (source_id)
                   WHERE i.id = %s AND o.id <> i.id AND o.applied_at IS NOT NULL)
"""


def _resolve(db: Db, kind: Kind, at: datetime) -> None:
    """Let the touched matches follow the newest claims and judgements, and give them their records."""
    follow_rows(db, kind, at)
    if kind.identifiers is None:
        follow_judgements(db, kind)
        form_groups(db, kind)
    else:
        form_clusters(db, kind, at)


def _count_changes(db: Db, import_id: int, step: str, kind: str, counts: dict[str, int], at: datetime) -> None:
    rows = [(import_id, step, kind, action, at, number) for action, number in counts.items() if number]
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO changes (import_id, step, kind, action, at, records) VALUES (%s, %s, %s, %s, %s, %s)", rows
        )
