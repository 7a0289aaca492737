"""Kinds whose sure matches share an identity (the same name at the same owner): groups by set-based SQL.

A group is one record as long as no source has two keys in it; a source that tells two things apart is believed, and the
others in the group stay apart too, as a question for a person. That makes the outcome independent of the order of imports.
"""

from __future__ import annotations

from registry.kinds import Kind
from registry.resolving.matching import Db
from registry.resolving.releases import CURATED, find_cycles, join_cycles, touch_siblings


def form_groups(db: Db, kind: Kind) -> None:
    """Give every touched match, and those that share its old or new identity, the record of its group."""
    if kind.name == "product_version":
        touch_siblings(db)
        _touch_groups(db, kind)
        _assign_groups(db, kind, CURATED)
        find_cycles(db)
        _assign_groups(db, kind, f"NOT {CURATED} AND m.id NOT IN (SELECT id FROM fitted)", believed=False)
        join_cycles(db)
    elif kind.identity:
        _touch_groups(db, kind)
        _assign_groups(db, kind)
    follow_targets(db, kind)


def _touch_groups(db: Db, kind: Kind) -> None:
    """Touch the matches outside the change whose group gained or lost a member."""
    db.execute(
        """
        INSERT INTO touched
        SELECT o.id, o.record_id, false, o.identity
        FROM (
            SELECT m.identity FROM touched t JOIN matches m ON m.id = t.id WHERE m.identity IS NOT NULL
            UNION SELECT old_identity FROM touched WHERE old_identity IS NOT NULL
        ) g
        JOIN matches o ON o.kind = %s AND o.identity = g.identity AND o.record_id IS NOT NULL
        WHERE NOT EXISTS (SELECT FROM touched t WHERE t.id = o.id)
        """,
        (kind.name,),
    )


def _assign_groups(db: Db, kind: Kind, among: str = "true", *, believed: bool = True) -> None:
    """Give matches `m` that a condition allows the record of their group; `believed`: a source can tell two apart."""
    sure = "count(*) = count(DISTINCT m.source_id)" if believed else "true"
    db.execute(
        f"""
        WITH grouped AS (
            SELECT m.identity,
                   (array_agg(m.id ORDER BY m.known_from, m.id))[1] AS eldest,
                   {sure} AS sure
            FROM matches m
            WHERE m.kind = %(kind)s AND m.target_id IS NULL AND m.record_id IS NOT NULL
              AND m.identity IN (SELECT o.identity FROM touched t JOIN matches o ON o.id = t.id) AND {among}
            GROUP BY m.identity HAVING count(*) > 1
        ), decided AS (
            SELECT m.id, CASE WHEN g.sure THEN g.eldest ELSE m.id END AS record_id
            FROM touched t JOIN matches m ON m.id = t.id LEFT JOIN grouped g ON g.identity = m.identity
            WHERE m.target_id IS NULL AND m.record_id IS NOT NULL AND {among}
        )
        UPDATE matches m SET record_id = d.record_id
        FROM decided d WHERE m.id = d.id AND m.record_id IS DISTINCT FROM d.record_id
        """,
        {"kind": kind.name},
    )


def follow_targets(db: Db, kind: Kind) -> None:
    """Matches that point to another match share its record; a match that points to itself stands alone."""
    while True:
        followed = db.execute(
            """
            WITH wanted AS (
                SELECT m.id, m.record_id AS old_record,
                       CASE WHEN m.target_id = m.id THEN m.id ELSE coalesce(t.record_id, m.id) END AS record_id
                FROM matches m LEFT JOIN matches t ON t.id = m.target_id
                WHERE m.target_id IS NOT NULL AND m.kind = %s AND m.claim_id IS NOT NULL
                  AND m.target_id IN (SELECT id FROM touched UNION ALL
                                      SELECT o.target_id FROM touched x JOIN matches o ON o.id = x.id)
            ), noted AS (
                INSERT INTO touched
                SELECT w.id, w.old_record, false, NULL FROM wanted w
                WHERE w.record_id IS DISTINCT FROM w.old_record AND NOT EXISTS (SELECT FROM touched t WHERE t.id = w.id)
            )
            UPDATE matches m SET record_id = w.record_id
            FROM wanted w WHERE m.id = w.id AND m.record_id IS DISTINCT FROM w.record_id
            """,
            (kind.name,),
        )
        if not followed.rowcount:
            return
