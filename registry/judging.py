"""Persons decide who is meant: judgements on pairs of records, one by one or many at once, and taking them back.

Judgements are appended, never overwritten; the register follows them in the same transaction. That two suppliers are the same
also teaches the name: whoever is called so from now on, in any source, is meant too.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from registry.actors import Deed
from registry.applying import lock_register, settle
from registry.errors import InvalidInput, NotFound
from registry.kinds import Kind
from registry.queries.presenting import kind_of
from registry.resolving.matching import Db

Pair = tuple[UUID, UUID]


def judge(db: Db, kind: str, pair: Pair, verdict: str, deed: Deed) -> None:
    """Decide that two records are the same (the second joins the first) or different, or take such a decision back.

    To withdraw, name the ids as they were judged. Two spellings that are one record already may be judged different, where
    names decide who is meant. Raises `InvalidInput`.
    """
    judge_many(db, kind, [pair], verdict, deed)


def judge_many(db: Db, kind: str, pairs: Iterable[Pair], verdict: str, deed: Deed) -> int:
    """Decide on many pairs in one step; all or none. The id of the decision, by which `undo_judgements` takes it back."""
    lock_register(db)
    if verdict not in {"same", "different", "withdrawn"}:
        raise InvalidInput("Kies uit: same, different, withdrawn.", "Choose from: same, different, withdrawn.")
    spec = kind_of(kind)
    found: dict[Pair, None] = {}
    for pair in dict.fromkeys(pairs):
        found |= dict.fromkeys(
            _judged_together(db, pair) if verdict == "withdrawn" else _meant(db, spec, pair, verdict)
        )
    if not found:
        raise InvalidInput("Er is niets om over te beslissen.", "There is nothing to decide on.")
    return _append(db, spec, list(found), verdict, deed)


def undo_judgements(db: Db, decision: int, deed: Deed) -> int:
    """Take back all that was decided in one step with this judgement and still stands; the id of the withdrawal.

    Raises `NotFound`, and `InvalidInput` when nothing of it stands.
    """
    lock_register(db)
    row = db.execute("SELECT kind FROM judgements WHERE id = %s", (decision,)).fetchone()
    if row is None:
        raise NotFound(f"Judgement {decision}")
    rows = db.execute(
        """
        SELECT j.left_id, j.right_id FROM judgements j JOIN judgements one ON one.id = %s
        WHERE j.kind = one.kind AND j.decided_at = one.decided_at AND j.decided_by = one.decided_by
          AND j.verdict <> 'withdrawn' AND NOT EXISTS (
            SELECT FROM judgements later WHERE later.left_id = j.left_id AND later.right_id = j.right_id AND later.id > j.id)
        ORDER BY j.id
        """,
        (decision,),
    ).fetchall()
    if not rows:
        raise InvalidInput("Van dit oordeel staat niets meer.", "Nothing of this decision stands any more.")
    return _append(db, kind_of(row[0]), [(left, right) for left, right in rows], "withdrawn", deed)


def _append(db: Db, kind: Kind, pairs: list[Pair], verdict: str, deed: Deed) -> int:
    """Write judgements down, with the names as they are now, and bring the register in line; the id of the first."""
    name = "c.name" if kind.has_name else "NULL"
    ids = list({one for pair in pairs for one in pair})
    rows = db.execute(
        f"""
        WITH named AS (
            SELECT m.id, {name} AS name FROM matches m JOIN {kind.claims.name} c ON c.id = m.claim_id WHERE m.id = ANY(%(ids)s)
        )
        INSERT INTO judgements (kind, left_id, right_id, verdict, decided_by, decided_at, reason, left_name, right_name)
        SELECT %(kind)s, p.a, p.b, %(verdict)s, %(by)s, %(at)s, %(reason)s, l.name, r.name
        FROM unnest(%(lefts)s::uuid[], %(rights)s::uuid[]) WITH ORDINALITY AS p(a, b, place)
        LEFT JOIN named l ON l.id = p.a LEFT JOIN named r ON r.id = p.b ORDER BY p.place
        RETURNING id
        """,
        {
            "ids": ids, "kind": kind.name, "verdict": verdict, "by": deed.actor.name, "at": deed.at,
            "reason": deed.reason, "lefts": [left for left, _ in pairs], "rights": [right for _, right in pairs],
        },
    ).fetchall()  # fmt: skip
    settle(db, deed.at, judged=(kind.name, list(ids)))
    return int(min(row[0] for row in rows))


def _meant(db: Db, kind: Kind, pair: Pair, verdict: str) -> list[Pair]:
    """The pairs of matches that a decision on two records, or two matches, is about."""
    left, right = (_present_record(db, kind.name, one) for one in pair)
    if left != right:
        return [(left, one) for one in _free_members(db, right)]
    if verdict == "same" or kind.identifiers is None or pair[0] == pair[1]:
        raise InvalidInput("Dit is al één gegeven.", "These are one record already.")
    return [pair]


def _present_record(db: Db, kind: str, match: UUID) -> UUID:
    row = db.execute(
        "SELECT record_id FROM matches WHERE id = %s AND kind = %s AND record_id IS NOT NULL", (match, kind)
    ).fetchone()
    if row is None:
        raise InvalidInput(f"{match} is niet bekend.", f"{match} is not known.")
    return UUID(str(row[0]))


def _free_members(db: Db, record: UUID) -> list[UUID]:
    """The matches of a record that do not follow another one already."""
    rows = db.execute(
        "SELECT id FROM matches WHERE record_id = %s AND (target_id IS NULL OR target_id = id) ORDER BY id", (record,)
    ).fetchall()
    return [row[0] for row in rows]


def _judged_together(db: Db, pair: Pair) -> list[Pair]:
    """The pairs that were judged in one decision with this one, the latest that stands."""
    left, right = pair
    rows = db.execute(
        """
        SELECT j.left_id, j.right_id FROM judgements j JOIN (
            SELECT left_id, decided_at FROM judgements
            WHERE right_id = %(right)s AND left_id = %(left)s AND verdict <> 'withdrawn' ORDER BY id DESC LIMIT 1
        ) n ON n.left_id = j.left_id AND n.decided_at = j.decided_at
        """,
        {"left": left, "right": right},
    ).fetchall()
    if not rows:
        raise InvalidInput("Dit oordeel is nooit gegeven.", "This was never decided.")
    return [(row[0], row[1]) for row in rows]
