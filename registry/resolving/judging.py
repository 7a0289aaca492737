"""Decisions of persons on who is meant; append-only. The newest decision on a match counts."""

from __future__ import annotations

from registry.kinds import Kind
from registry.resolving.matching import Db


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
