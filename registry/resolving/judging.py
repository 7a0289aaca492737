"""Decisions of persons on who is meant; append-only. Of each person the newest on a pair counts, and none where they disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from registry.kinds import Kind
from registry.resolving.matching import Db
from registry.resolving.mentions import Pair

_PAIR = "least({0}.left_id, {0}.right_id) = least({1}.left_id, {1}.right_id) AND {0}.kind = {1}.kind"
SAME_PAIR = f"{_PAIR} AND greatest({{0}}.left_id, {{0}}.right_id) = greatest({{1}}.left_id, {{1}}.right_id)"
"""Whether two judgements are on the same two matches, in either direction."""

NOT_UNDONE = f"""
    j.verdict <> 'withdrawn' AND NOT EXISTS (SELECT FROM judgements w WHERE w.undoes_id = j.id) AND NOT EXISTS (
        SELECT FROM judgements w WHERE w.verdict = 'withdrawn' AND w.undoes_id IS NULL AND w.id > j.id
          AND {SAME_PAIR.format("w", "j")})
"""
"""Whether a judgement `j` was not taken back: by its id, or with all on its pair."""

SAME_STEP = """
    ({0}.kind, {0}.decided_at, {0}.decided_by) = ({1}.kind, {1}.decided_at, {1}.decided_by) AND {0}.left_id = {1}.left_id
    AND coalesce({0}.about_id, {0}.right_id) = coalesce({1}.about_id, {1}.right_id)
"""
"""Whether two judgements are one decision on two records."""

_NEWEST = f"""
    SELECT DISTINCT ON (j.kind, least(j.left_id, j.right_id), greatest(j.left_id, j.right_id), j.decided_by)
           j.*, least(j.left_id, j.right_id) AS one_id, greatest(j.left_id, j.right_id) AS other_id
    FROM judgements j WHERE {NOT_UNDONE}
    ORDER BY j.kind, least(j.left_id, j.right_id), greatest(j.left_id, j.right_id), j.decided_by, j.id DESC
"""
STANDING = f"""
    SELECT n.*, bool_or(torn.one_id IS NOT NULL) OVER (
               PARTITION BY n.kind, n.decided_at, n.decided_by, n.left_id, coalesce(n.about_id, n.right_id)) AS disputed
    FROM ({_NEWEST}) n LEFT JOIN (
        SELECT kind, one_id, other_id FROM ({_NEWEST}) m GROUP BY 1, 2, 3 HAVING count(DISTINCT verdict) > 1
    ) torn ON (torn.kind, torn.one_id, torn.other_id) = (n.kind, n.one_id, n.other_id)
"""
"""What stands: the newest judgement of each person on a pair; `disputed` as a whole where another person decided otherwise."""


def joined_sql(kind: Kind) -> str:
    """What persons joined: `record_id`, the match that stays (`left_id`), and `right_id` that joined it with its `name_key`."""
    return f"""
        SELECT l.record_id, j.left_id, j.right_id, c.name_key
        FROM ({STANDING}) j JOIN matches l ON l.id = j.left_id JOIN matches r ON r.id = j.right_id
        LEFT JOIN {kind.claims.name} c ON c.id = r.claim_id
        WHERE j.kind = '{kind.name}' AND j.verdict = 'same' AND NOT j.disputed
    """


IS_JOINED = """
    EXISTS (SELECT FROM judged_same g WHERE g.record_id = {0}.record_id AND (
        g.right_id = {0}.{1} OR g.left_id <> {0}.{1} AND g.name_key = {2}.name_key))
"""
"""Whether a match is in its record because a person said so, or by a name so learned; `judged_same` is what persons joined."""


def follow_judgements(db: Db, kind: Kind) -> None:
    """Let the touched matches follow what persons decided: the same as another match, or standing alone.

    What is different stands alone only where it would be one with the other; else nothing has to be kept apart.
    """
    db.execute(
        f"""
        UPDATE matches m
        SET target_id = CASE j.verdict WHEN 'same' THEN j.left_id ELSE m.id END,
            record_id = CASE WHEN m.claim_id IS NULL THEN NULL ELSE coalesce(m.record_id, m.id) END
        FROM (
            SELECT DISTINCT ON (s.right_id) s.right_id, s.left_id, s.verdict
            FROM ({STANDING}) s JOIN matches r ON r.id = s.right_id LEFT JOIN matches l ON l.id = s.left_id
            WHERE s.kind = %s AND NOT s.disputed AND (s.verdict = 'same' OR l.identity = r.identity)
            ORDER BY s.right_id, s.id DESC
        ) j
        WHERE j.right_id = m.id AND m.id IN (SELECT id FROM touched)
        """,
        (kind.name,),
    )


class Judged(NamedTuple):
    """What stands of the judgements of persons: pairs that are the same (left first), different, or in dispute."""

    same: frozenset[Pair]
    different: frozenset[Pair]
    disputed: frozenset[Pair]


def load_judged(db: Db, kind: str, matches: Iterable[UUID] | None = None) -> Judged:
    """What stands on these matches, or on all of a kind."""
    ids = None if matches is None else list(matches)
    rows = db.execute(
        f"""
        SELECT left_id, right_id, CASE WHEN disputed THEN 'disputed' ELSE verdict END FROM ({STANDING}) s
        WHERE kind = %(kind)s AND (%(ids)s::uuid[] IS NULL OR left_id = ANY(%(ids)s) OR right_id = ANY(%(ids)s)) ORDER BY id
        """,
        {"kind": kind, "ids": ids},
    ).fetchall()
    found: dict[str, set[Pair]] = {"same": set(), "different": set(), "disputed": set()}
    for left, right, stands in rows:
        found[stands].add((left, right))
    return Judged(*(frozenset(found[stands]) for stands in ("same", "different", "disputed")))
