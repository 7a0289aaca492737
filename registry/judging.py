"""Persons decide who is meant: judgements on pairs of records, one by one or many at once, and taking them back.

Judgements are appended, never overwritten; the register follows them in the same transaction. That two suppliers are the same
also teaches the name: whoever is called so from now on, in any source, is meant too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from registry.actors import Deed
from registry.applying import lock_register, settle
from registry.errors import DecisionNotFound, InvalidInput
from registry.kinds import Kind
from registry.queries.presenting import kind_of
from registry.resolving.judging import NOT_UNDONE, SAME_STEP, STANDING
from registry.resolving.matching import Db

Pair = tuple[UUID, UUID]


class Stated(NamedTuple):
    """A judgement on two matches: about which record on the right, and which judgement it takes back."""

    left: UUID
    right: UUID
    about: UUID | None
    undoes: int | None = None


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
    found: dict[Stated, None] = {}
    for pair in dict.fromkeys(pairs):
        found |= dict.fromkeys(
            _decided_on(db, spec, pair, deed) if verdict == "withdrawn" else _meant(db, spec, pair, verdict)
        )
    if not found:
        raise InvalidInput("Er is niets om over te beslissen.", "There is nothing to decide on.")
    return _append(db, spec, list(found), verdict, deed)


def undo_judgements(db: Db, decision: int, deed: Deed) -> int:
    """Take back all that was decided in one step with this judgement and was not taken back yet; the id of the withdrawal.

    What others decided on the same pairs, or the same person before, counts again. Raises `NotFound`, and `InvalidInput`
    when nothing of it stands.
    """
    lock_register(db)
    row = db.execute("SELECT kind FROM judgements WHERE id = %s", (decision,)).fetchone()
    if row is None:
        raise DecisionNotFound(decision)
    rows = db.execute(
        f"""
        SELECT j.left_id, j.right_id, j.about_id, j.id FROM judgements j JOIN judgements one ON one.id = %s
        WHERE j.kind = one.kind AND j.decided_at = one.decided_at AND j.decided_by = one.decided_by AND {NOT_UNDONE}
        ORDER BY j.id
        """,
        (decision,),
    ).fetchall()
    if not rows:
        raise InvalidInput("Van deze beslissing staat niets meer.", "Nothing of this decision stands any more.")
    return _append(db, kind_of(row[0]), [Stated(*found) for found in rows], "withdrawn", deed)


def _append(db: Db, kind: Kind, found: list[Stated], verdict: str, deed: Deed) -> int:
    """Write judgements down, with the names as they are now, and bring the register in line; the id of the first."""
    name = "c.name" if kind.has_name else "NULL"
    ids = list({one for stated in found for one in (stated.left, stated.right)})
    rows = db.execute(
        f"""
        WITH named AS (
            SELECT m.id, {name} AS name FROM matches m JOIN {kind.claims.name} c ON c.id = m.claim_id WHERE m.id = ANY(%(ids)s)
        )
        INSERT INTO judgements (kind, left_id, right_id, verdict, decided_by, decided_at, reason, left_name, right_name,
                                about_id, undoes_id)
        SELECT %(kind)s, p.a, p.b, %(verdict)s, %(by)s, %(at)s, %(reason)s, l.name, r.name, p.about, p.undoes
        FROM unnest(%(lefts)s::uuid[], %(rights)s::uuid[], %(about)s::uuid[], %(undoes)s::bigint[])
             WITH ORDINALITY AS p(a, b, about, undoes, place)
        LEFT JOIN named l ON l.id = p.a LEFT JOIN named r ON r.id = p.b ORDER BY p.place
        RETURNING id
        """,
        {
            "ids": ids, "kind": kind.name, "verdict": verdict, "by": deed.actor.name, "at": deed.at, "reason": deed.reason,
            "lefts": [one.left for one in found], "rights": [one.right for one in found],
            "about": [one.about for one in found], "undoes": [one.undoes for one in found],
        },
    ).fetchall()  # fmt: skip
    settle(db, deed.at, judged=(kind.name, list(ids)))
    return int(min(row[0] for row in rows))


def _meant(db: Db, kind: Kind, pair: Pair, verdict: str) -> list[Stated]:
    """The pairs of matches that a decision on two records, or two matches, is about."""
    left, right = (_present_record(db, kind.name, one) for one in pair)
    if left != right:
        return [Stated(left, one, right) for one in _free_members(db, right)]
    joined = _joined_by(db, kind, pair) if verdict == "different" else []
    if joined:
        return joined
    if verdict == "same" or kind.identifiers is None or pair[0] == pair[1]:
        raise InvalidInput("Dit is al één gegeven.", "These are one record already.")
    return [Stated(pair[0], one, pair[1]) for one in _called_alike(db, kind, pair)]


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


def _joined_by(db: Db, kind: Kind, pair: Pair) -> list[Stated]:
    """All that was judged the same in one decision with this pair: who says otherwise, says so of all of it."""
    rows = db.execute(
        f"""
        SELECT DISTINCT o.left_id, o.right_id, o.about_id FROM ({STANDING}) j JOIN ({STANDING}) o ON {SAME_STEP.format("o", "j")}
        WHERE j.kind = %s AND j.verdict = 'same' AND j.left_id = ANY(%s) AND j.right_id = ANY(%s) ORDER BY 1, 2
        """,
        (kind.name, list(pair), list(pair)),
    ).fetchall()
    return [Stated(*row) for row in rows]


def _called_alike(db: Db, kind: Kind, pair: Pair) -> list[UUID]:
    """Of two matches in one record: the right one, and what bears its name there, where the left one has another."""
    rows = db.execute(
        f"""
        SELECT m.id FROM matches one JOIN {kind.claims.name} c ON c.id = one.claim_id
        JOIN matches m ON m.record_id = one.record_id JOIN {kind.claims.name} d ON d.id = m.claim_id
        WHERE one.id = %(right)s AND (m.id = one.id OR folded(d.name) = folded(c.name)
          AND (m.target_id IS NULL OR m.target_id = m.id) AND NOT EXISTS (
              SELECT FROM matches l JOIN {kind.claims.name} e ON e.id = l.claim_id
              WHERE l.id = %(left)s AND folded(e.name) = folded(c.name)))
        ORDER BY m.id
        """,
        {"left": pair[0], "right": pair[1]},
    ).fetchall()
    return [row[0] for row in rows]


def _decided_on(db: Db, kind: Kind, pair: Pair, deed: Deed) -> list[Stated]:
    """The latest decision on this pair that was not taken back, as a whole: rather of who takes it back than of another."""
    rows = db.execute(
        f"""
        SELECT j.left_id, j.right_id, j.about_id, j.id FROM judgements j JOIN (
            SELECT j.* FROM judgements j
            WHERE j.kind = %s AND j.left_id = ANY(%s) AND j.right_id = ANY(%s) AND {NOT_UNDONE}
            ORDER BY j.decided_by = %s DESC, j.id DESC LIMIT 1
        ) n ON {SAME_STEP.format("j", "n")}
        WHERE {NOT_UNDONE} ORDER BY j.id
        """,
        (kind.name, list(pair), list(pair), deed.actor.name),
    ).fetchall()
    if not rows:
        raise InvalidInput("Hierover is nooit beslist.", "This was never decided.")
    return [Stated(*row) for row in rows]
