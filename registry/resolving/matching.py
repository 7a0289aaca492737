"""Matches follow the rows of applied imports: which claim counts now for each key of a source.

All steps of one change share temporary tables: `touched` (matches of the kind in hand, with the record they had), `moved`
(records that lost or won a match, so that what points to them is looked at again) and `appeared` (matches that had no
record before, so that claims that wait for them are looked at).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, LiteralString

from psycopg import Connection

from registry.kinds import KINDS, Kind

Db = Connection[tuple[Any, ...]]

ANALYSE_FROM = 1_000
"""Rows of a step from which the planner looks at them: without, it has taken minutes over two thousand."""


@dataclass
class Moves:
    """The kinds that the temporary tables `moved` and `appeared` of a change have rows of: what points there follows."""

    moved: set[str] = field(default_factory=set)
    appeared: set[str] = field(default_factory=set)


def prepare(db: Db) -> None:
    """Make the temporary tables of a change. A kind is `varchar(30)`: with `text` a table has two more behind it (TOAST)."""
    db.execute("DROP TABLE IF EXISTS touched, moved, appeared, dirty, restated")
    db.execute(
        "CREATE TEMP TABLE touched (id uuid NOT NULL, old_record uuid, is_new bool NOT NULL, old_identity uuid) ON COMMIT DROP"
    )
    db.execute("CREATE TEMP TABLE moved (kind varchar(30) NOT NULL, id uuid NOT NULL) ON COMMIT DROP")
    db.execute("CREATE TEMP TABLE appeared (kind varchar(30) NOT NULL, id uuid NOT NULL) ON COMMIT DROP")
    db.execute("CREATE TEMP TABLE dirty (id uuid NOT NULL) ON COMMIT DROP")
    db.execute("CREATE TEMP TABLE restated (id uuid NOT NULL) ON COMMIT DROP")


def holds(db: Db, condition: LiteralString, *parameters: object) -> bool:
    """Whether a query of one truth value answers true."""
    row = db.execute(condition, parameters).fetchone()
    return bool(row and row[0])


def identity_sql(kind: Kind, claim: str = "c") -> tuple[str, str]:
    """The SQL of what sure matches of a kind share, and the joins it needs; null where the first part is unknown."""
    parts, joins = [], []
    for part in kind.identity:
        field = part.removesuffix("_id")
        if field in kind.references:
            joins.append(f"LEFT JOIN matches r_{field} ON r_{field}.id = {claim}.{field}")
            parts.append(f"r_{field}.record_id::text")
        else:
            parts.append(f"{claim}.{part}::text")
    if kind.identifiers is not None:
        return f"md5(coalesce({claim}.scope, '') || '|' || {claim}.name_key)::uuid", ""
    if not parts:
        return "NULL::uuid", ""
    rest = "".join(f" || '|' || coalesce({part}, '')" for part in parts[1:])
    return f"md5({parts[0]}{rest})::uuid", " ".join(joins)


def stated_kinds(db: Db, import_id: int) -> set[str]:
    """The kinds of which the import has rows; records of others can only follow."""
    query = """
        SELECT name FROM unnest(%s::text[]) AS kind(name)
        WHERE EXISTS (SELECT FROM staged_rows WHERE import_id = %s AND kind = name)
    """
    return {name for (name,) in db.execute(query, (list(KINDS), import_id))}


def touch_rows_of(db: Db, kind: Kind, import_id: int, at: datetime, *, apply: bool) -> int:
    """Touch the matches that the rows of an import are about, and make those that are new to `apply` it; how many more.

    Of an applied import a row that repeats what counts already touches nothing; but of a record with several matches a
    repeated row counts: the newest statement goes first.
    """
    made = add_new_matches(db, kind, import_id, at) if apply else 0
    if holds(
        db, "SELECT count(*) = %s FROM staged_rows WHERE import_id = %s AND kind = %s", made, import_id, kind.name
    ):
        return made
    touched = db.execute(
        """
        INSERT INTO touched
        SELECT m.id, m.record_id, false, m.identity
        FROM staged_rows s JOIN matches m ON m.id = s.match_id
        JOIN imports i ON i.id = s.import_id
        WHERE s.import_id = %s AND s.kind = %s AND NOT EXISTS (SELECT FROM touched t WHERE t.id = m.id)
          AND NOT (i.state = 'applied' AND s.action = 'unchanged' AND m.claim_id = s.claim_id AND m.record_id = m.id
                   AND NOT EXISTS (SELECT FROM matches o WHERE o.record_id = m.id AND o.record_id <> o.id))
        """,
        (import_id, kind.name),
    ).rowcount
    _analyse(db, made + touched, "touched")
    return made + touched


def add_new_matches(db: Db, kind: Kind, import_id: int, at: datetime) -> int:
    """Make the matches that the rows of an import need; each is a record of its own until groups are formed."""
    identity, joins = identity_sql(kind)
    made = db.execute(
        f"""
        WITH made AS (
            INSERT INTO matches (id, kind, source_id, source_key, target_id, identity, claim_id, record_id,
                                 known_from, changed_at)
            SELECT s.match_id, %(kind)s, i.source_id, c.source_key, c.target_id, {identity}, c.id,
                   CASE WHEN c.target_id IS NULL THEN s.match_id END, %(at)s, %(at)s
            FROM staged_rows s
            JOIN imports i ON i.id = s.import_id
            JOIN {kind.claims.name} c ON c.id = s.claim_id
            {joins}
            WHERE s.import_id = %(import_id)s AND s.kind = %(kind)s AND s.action <> 'unchanged'
            ON CONFLICT (id) DO NOTHING
            RETURNING id
        )
        INSERT INTO touched SELECT id, NULL, true, NULL FROM made
        """,
        {"kind": kind.name, "import_id": import_id, "at": at},
    ).rowcount
    _analyse(db, made, "matches", "touched")
    return made


def touch_matches(db: Db, ids: list[object]) -> int:
    """Touch matches by their ids; how many."""
    query = "INSERT INTO touched SELECT id, record_id, false, identity FROM matches WHERE id = ANY(%s)"
    return db.execute(query, (ids,)).rowcount


def touch_downstream(db: Db, kind: Kind, import_id: int | None, at: datetime, moves: Moves) -> int:
    """Touch the matches of records that point to what moved, and the claims that pointed to what was not there yet."""
    targets = kind.references | {link.field: link.target for link in kind.links}
    touched = 0
    if not moves.moved.isdisjoint(targets.values()):
        touched += _touch_pointing(db, kind)
    if not moves.appeared.isdisjoint(targets.values()):
        touched += _touch_waiting(db, kind, targets, import_id, at)
    return touched


def _touch_pointing(db: Db, kind: Kind) -> int:
    pointing = [f"SELECT t.id FROM {kind.plural} t JOIN moved v ON v.kind = '{target}' AND v.id = t.{field}_id"
                for field, target in kind.references.items()]  # fmt: skip
    pointing += [
        f"SELECT l.application_id FROM {link.table} l JOIN moved v ON v.kind = '{link.target}' AND v.id = l.{link.column}"
        for link in kind.links
    ]
    return db.execute(
        f"""
        WITH pointing AS ({" UNION ".join(pointing)}), members AS (
            SELECT m.id, m.record_id, m.identity FROM pointing p JOIN matches m ON m.id = p.id AND m.record_id = p.id
            UNION ALL
            SELECT m.id, m.record_id, m.identity
            FROM pointing p JOIN matches m ON m.record_id = p.id AND m.record_id <> m.id
        )
        INSERT INTO touched
        SELECT m.id, m.record_id, false, m.identity FROM members m
        WHERE NOT EXISTS (SELECT FROM touched t WHERE t.id = m.id)
        """
    ).rowcount


def _touch_waiting(db: Db, kind: Kind, targets: dict[str, str], import_id: int | None, at: datetime) -> int:
    """A claim may point to a key that comes later: a file of the same source, or a record that is undone and comes back.

    Only the source itself, people's hands and templates can point to a key.
    """
    links = {link.field for link in kind.links}
    waiting = " OR ".join(
        f"c.{field} && ARRAY(SELECT id FROM appeared WHERE kind = '{target}')"
        if field in links
        else f"c.{field} IN (SELECT id FROM appeared WHERE kind = '{target}')"
        for field, target in targets.items()
    )
    return db.execute(
        f"""
        INSERT INTO touched
        SELECT m.id, m.record_id, false, m.identity
        FROM sources s JOIN matches m ON m.source_id = s.id AND m.kind = %(kind)s AND m.claim_id IS NOT NULL
        JOIN {kind.claims.name} c ON c.id = m.claim_id
        WHERE (s.type IN ('hand', 'template') OR s.id = (SELECT source_id FROM imports WHERE id = %(import_id)s))
          AND m.known_from < %(at)s AND ({waiting})
          AND NOT EXISTS (SELECT FROM touched t WHERE t.id = m.id)
        """,
        {"kind": kind.name, "import_id": import_id, "at": at},
    ).rowcount


def follow_rows(db: Db, kind: Kind, at: datetime) -> None:
    """Point every touched match to the newest claim that an applied import states, or to none."""
    identity, joins = identity_sql(kind)
    db.execute(
        f"""
        WITH seen AS (
            SELECT s.match_id, s.claim_id, f.fields,
                   row_number() OVER (PARTITION BY s.match_id ORDER BY i.as_of DESC, i.received_at DESC, i.id DESC) AS n
            FROM touched t
            JOIN staged_rows s ON s.match_id = t.id
            JOIN imports i ON i.id = s.import_id AND i.state = 'applied'
            JOIN {kind.claims.name} c ON c.id = s.claim_id
            JOIN field_sets f ON f.id = c.field_set_id
            WHERE NOT t.is_new
        ), newest AS (
            SELECT t.id, top.claim_id, EXISTS (
                SELECT FROM seen older WHERE older.match_id = t.id AND NOT EXISTS (
                    SELECT FROM seen newer
                    WHERE newer.match_id = older.match_id AND newer.n < older.n AND newer.fields @> older.fields
                ) AND older.n > 1
            ) AS layered
            FROM touched t LEFT JOIN seen top ON top.match_id = t.id AND top.n = 1
            WHERE NOT t.is_new
        ), stated AS (
            SELECT n.*, c.target_id, {identity} AS identity
            FROM newest n LEFT JOIN {kind.claims.name} c ON c.id = n.claim_id {joins}
        )
        UPDATE matches m
        SET claim_id = s.claim_id, layered = s.layered, identity = s.identity, target_id = s.target_id, changed_at = %s,
            record_id = CASE WHEN s.claim_id IS NULL THEN NULL ELSE coalesce(m.record_id, m.id) END
        FROM stated s WHERE m.id = s.id
        """,
        (at,),
    )


def mark_moved(db: Db, kind: Kind, moves: Moves, *, awaited: bool) -> None:
    """Note the records that touched matches left or joined: they must be published anew.

    `awaited`: the source has been heard before, so that claims may wait for its new keys.
    """
    db.execute("TRUNCATE dirty")
    dirty = db.execute(
        """
        INSERT INTO dirty
        SELECT old_record FROM touched WHERE old_record IS NOT NULL
        UNION SELECT m.record_id FROM touched t JOIN matches m ON m.id = t.id WHERE m.record_id IS NOT NULL
        """
    ).rowcount
    moved = db.execute(
        """
        INSERT INTO moved
        SELECT DISTINCT %s, e.id
        FROM touched t JOIN matches m ON m.id = t.id, unnest(ARRAY[t.old_record, m.record_id]) AS e(id)
        WHERE NOT t.is_new AND t.old_record IS DISTINCT FROM m.record_id AND e.id IS NOT NULL
        """,
        (kind.name,),
    ).rowcount
    appeared = db.execute(
        """
        INSERT INTO appeared
        SELECT %s, m.id FROM touched t JOIN matches m ON m.id = t.id
        WHERE t.old_record IS NULL AND m.record_id IS NOT NULL AND (NOT t.is_new OR %s)
        """,
        (kind.name, awaited),
    ).rowcount
    moves.moved |= {kind.name} if moved else set()
    moves.appeared |= {kind.name} if appeared else set()
    _analyse(db, max(dirty, moved, appeared), "dirty", "moved", "appeared")


def _analyse(db: Db, filled: int, *tables: str) -> None:
    """Tell the planner about tables to which a step just added up to so many rows, where those are many."""
    if filled >= ANALYSE_FROM:
        db.execute(f"ANALYZE {', '.join(tables)}")
