"""Decisions of persons on who is meant; append-only. The newest decision on a pair counts, and none where persons disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from registry.kinds import Kind
from registry.resolving.matching import Db
from registry.resolving.mentions import Pair


def follow_judgements(db: Db, kind: Kind) -> None:
    """Let the touched matches follow what persons decided: the same as another match, or standing alone."""
    db.execute(
        """
        UPDATE matches m
        SET target_id = CASE j.verdict WHEN 'same' THEN j.left_id ELSE m.id END,
            record_id = CASE WHEN m.claim_id IS NULL THEN NULL ELSE coalesce(m.record_id, m.id) END
        FROM (
            SELECT DISTINCT ON (right_id) right_id, left_id, verdict
            FROM judgements WHERE kind = %s ORDER BY right_id, id DESC
        ) j
        WHERE j.right_id = m.id AND j.verdict <> 'withdrawn' AND m.id IN (SELECT id FROM touched)
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
        """
        SELECT left_id, right_id, verdict, decided_by FROM judgements
        WHERE kind = %(kind)s AND (%(ids)s::uuid[] IS NULL OR left_id = ANY(%(ids)s) OR right_id = ANY(%(ids)s)) ORDER BY id
        """,
        {"kind": kind, "ids": ids},
    ).fetchall()
    return fold_judgements(rows)


def fold_judgements(rows: Iterable[tuple[UUID, UUID, str, str]]) -> Judged:
    """What stands after judgements in their order: (left, right, verdict, by whom). A withdrawal takes back all on the pair."""
    said: dict[Pair, dict[str, tuple[str, Pair]]] = defaultdict(dict)
    for left, right, verdict, person in rows:
        pair = (min(left, right), max(left, right))
        if verdict == "withdrawn":
            said[pair].clear()
        else:
            said[pair][person] = (verdict, (left, right))
    standing: dict[str, set[Pair]] = {"same": set(), "different": set(), "disputed": set()}
    for persons in said.values():
        verdicts = {verdict for verdict, _ in persons.values()}
        kept = list(persons.values())[-1:]
        for verdict, pair in kept:
            standing[verdict if len(verdicts) == 1 else "disputed"].add(pair)
    return Judged(*(frozenset(standing[verdict]) for verdict in ("same", "different", "disputed")))
