"""The plan of a staged import: which rows join records that others brought, which need a person, what is no longer listed.

Rows that add, change or repeat are known while staging; this looks across sources. It tries the resolving of the named
kinds (organisations, suppliers, products) for real and takes it back, so that the plan is what applying will do.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from registry.applying import lock_register
from registry.forbidden_steps import tell_forbidden_steps
from registry.kinds import KINDS, Kind
from registry.resolving.matching import Db, add_new_matches, holds, identity_sql, prepare, stated_kinds
from registry.resolving.naming import form_clusters
from registry.resolving.ruling import find_doubtful
from registry.staging import BATCH_ROWS, Batch, stage

ROW_KINDS = (
    *("application", "finding", "assessment", "support_purchase", "application_phase", "lifecycle_date"),
    *("dependency", "cost", "contract", "cloud_service", "product", "supplier", "organisation"),
)
"""What the rows of a table may be about, most telling first; the other kinds staged with them are mentions."""
ANALYSE_FROM = 5_000
"""Rows of a kind in an import from which the planner looks at the tables that they went into."""


def plan(db: Db, import_id: int, at: datetime) -> None:
    """Complete the plan of an import that has just been staged."""
    row = db.execute("SELECT source_id, as_of, completeness FROM imports WHERE id = %s", (import_id,)).fetchone()
    if row is None:
        return
    source, as_of, completeness = row
    _tell_planner(db, import_id)
    if completeness == "complete" and not _mark_ends(db, import_id):
        _plan_ends(db, import_id, source, as_of)
    _plan_joins(db, import_id, at)
    _plan_changes(db, import_id)
    tell_forbidden_steps(db, import_id)


def _tell_planner(db: Db, import_id: int) -> None:
    """Let the planner look at the tables that a large import just filled; it would take a wrong road through them."""
    large = db.execute(
        "SELECT kind FROM staged_rows WHERE import_id = %s GROUP BY kind HAVING count(*) >= %s",
        (import_id, ANALYSE_FROM),
    ).fetchall()
    if large:
        db.execute(f"ANALYZE staged_rows, {', '.join(KINDS[kind].claims.name for (kind,) in large)}")


def row_kind(db: Db, import_id: int) -> str | None:
    """What the rows of an import are about: what its columns describe, and not what they only mention."""
    staged = stated_kinds(db, import_id)
    described = {name for (name,) in db.execute(DESCRIBED, (import_id,))}
    kinds = [kind for kind in ROW_KINDS if kind in staged]
    return next((kind for kind in kinds if kind in described), next(iter(kinds), None))


DESCRIBED = "SELECT DISTINCT split_part(field, '.', 1) FROM import_columns WHERE import_id = %s AND field IS NOT NULL"


def _mark_ends(db: Db, import_id: int) -> bool:
    """Mark the ends that a round-trip workbook states itself (it knows what it listed); whether this import is one."""
    if not holds(
        db, "SELECT s.type = 'template' FROM imports i JOIN sources s ON s.id = i.source_id WHERE i.id = %s", import_id
    ):
        return False
    db.execute(
        "UPDATE staged_rows SET action = 'end', row_number = NULL, sheet = NULL WHERE import_id = %s AND row_number = 0",
        (import_id,),
    )
    return True


def _plan_changes(db: Db, import_id: int) -> None:
    """Rows that name the record that they are about change it, also when their source never spoke of it before."""
    stated = stated_kinds(db, import_id)
    for kind in (kind for kind in KINDS.values() if kind.name in stated):
        db.execute(
            f"""
            UPDATE staged_rows s SET action = 'change'
            FROM {kind.claims.name} c JOIN matches m ON m.id = c.target_id
            WHERE s.import_id = %s AND s.kind = %s AND s.action = 'add' AND c.id = s.claim_id AND m.record_id IS NOT NULL
            """,
            (import_id, kind.name),
        )


def _plan_ends(db: Db, import_id: int, source: UUID, as_of: date) -> None:
    """State the end of what this source listed before and lists no longer; it counts only when the person says so."""
    name = row_kind(db, import_id)
    if name is None:
        return
    kind = KINDS[name]
    missing = [
        str(key)
        for (key,) in db.execute(
            f"""
            SELECT m.source_key FROM matches m JOIN {kind.claims.name} c ON c.id = m.claim_id
            WHERE m.source_id = %s AND m.kind = %s AND m.record_id IS NOT NULL AND c.ended_on IS NULL
              AND NOT EXISTS (SELECT FROM staged_rows s
                              WHERE s.import_id = %s AND s.kind = m.kind AND s.match_id = m.id)
            ORDER BY m.source_key
            """,
            (source, name, import_id),
        )
    ]
    fields = ("ended_on", "lifecycle_state") if name == "application" else ("ended_on",)
    day = f"[{as_of},{as_of + timedelta(days=1)})"
    for start in range(0, len(missing), BATCH_ROWS):
        keys = missing[start : start + BATCH_ROWS]
        columns = [[day] * len(keys), ["ended"] * len(keys)][: len(fields)]
        stage(db, import_id, source, [Batch(name, fields, keys, [0] * len(keys), columns)])
    db.execute(
        "UPDATE staged_rows SET action = 'end', row_number = NULL, sheet = NULL"
        " WHERE import_id = %s AND kind = %s AND row_number = 0",
        (import_id, name),
    )


def _plan_joins(db: Db, import_id: int, at: datetime) -> None:
    """Mark rows that bring a new key for a record that is known already, and those where that is not sure."""
    joins: list[tuple[str, list[UUID]]] = []
    decides: list[tuple[str, list[UUID]]] = []
    db.execute("SAVEPOINT trying")
    lock_register(db)
    prepare(db)
    stated = stated_kinds(db, import_id)
    for kind in (kind for kind in KINDS.values() if kind.name in stated):
        db.execute("TRUNCATE touched")
        if kind.identifiers is not None:
            sure, doubtful = _try_named(db, kind, import_id, at)
            joins.append((kind.name, sure))
            decides.append((kind.name, doubtful))
        elif kind.identity:
            sure, doubtful = _find_known(db, kind, import_id)
            joins.append((kind.name, sure))
            decides.append((kind.name, doubtful))
    db.execute("ROLLBACK TO SAVEPOINT trying")
    for action, found in (("join", joins), ("decide", decides)):
        for name, ids in found:
            if ids:
                db.execute(
                    "UPDATE staged_rows SET action = %s WHERE import_id = %s AND kind = %s AND match_id = ANY(%s)",
                    (action, import_id, name, ids),
                )


def _try_named(db: Db, kind: Kind, import_id: int, at: datetime) -> tuple[list[UUID], list[UUID]]:
    """New keys of a named kind that turn out to be somebody known, and those of which a person has to say so."""
    add_new_matches(db, kind, import_id, at)
    new = {row[0] for row in db.execute("SELECT id FROM touched WHERE is_new")}
    new |= {row[0] for row in db.execute(REVIVE, {"id": import_id, "kind": kind.name})}
    if not new:
        return [], []
    form_clusters(db, kind, at)
    found = db.execute(
        "SELECT id, record_id FROM matches WHERE id = ANY(%s) AND record_id IS NOT NULL", (list(new),)
    ).fetchall()
    alone = [match for match, record in found if record in new]
    doubtful = find_doubtful(db, alone) if kind.name == "supplier" else []
    return [match for match, record in found if record not in new], doubtful


REVIVE = """
    UPDATE matches m SET claim_id = s.claim_id, record_id = m.id
    FROM staged_rows s
    WHERE s.import_id = %(id)s AND s.kind = %(kind)s AND s.action = 'add' AND m.id = s.match_id
      AND m.record_id IS NULL AND m.target_id IS NULL
    RETURNING m.id
"""
"""Keys that were undone come back: for the trial they count again."""


def _find_known(db: Db, kind: Kind, import_id: int) -> tuple[list[UUID], list[UUID]]:
    """New keys whose identity other sources have: surely the same, and to be decided."""
    identity, joins = identity_sql(kind)
    numbers = {"id": import_id, "kind": kind.name}
    db.execute("DROP TABLE IF EXISTS planned")
    db.execute(
        f"""
        CREATE TEMP TABLE planned AS
        SELECT p.match_id, p.identity, p.source_id, count(*) OVER (PARTITION BY p.identity) AS keys
        FROM (
            SELECT s.match_id, i.source_id, {identity} AS identity
            FROM staged_rows s JOIN imports i ON i.id = s.import_id JOIN {kind.claims.name} c ON c.id = s.claim_id {joins}
            WHERE s.import_id = %(id)s AND s.kind = %(kind)s AND s.action = 'add' AND c.target_id IS NULL
        ) p WHERE p.identity IS NOT NULL
        """,
        numbers,
    )
    db.execute("ANALYZE planned")
    rows = db.execute(
        """
        WITH known AS (
            SELECT m.identity, count(*) > count(DISTINCT m.source_id) AS several,
                   array_agg(m.source_id) AS sources
            FROM matches m
            WHERE m.kind = %(kind)s AND m.identity IN (SELECT identity FROM planned)
              AND m.record_id IS NOT NULL AND m.target_id IS NULL
            GROUP BY m.identity
        )
        SELECT p.match_id, p.keys > 1 OR k.several OR p.source_id = ANY(k.sources)
        FROM planned p JOIN known k ON k.identity = p.identity
        """,
        numbers,
    ).fetchall()
    return [m for m, doubtful in rows if not doubtful], [m for m, doubtful in rows if doubtful]
