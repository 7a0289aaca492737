"""What was decided on who is meant: by persons, the newest first, and by the rules, pair by pair. Nothing is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.comparing.rules import FEATURES
from registry.comparing.telling import tell
from registry.errors import InvalidInput
from registry.queries.presenting import Row, fetch
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db
from registry.resolving.ruling import name_of

Sentences = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One judgement. Of a person: `id` (by which it is undone), who, the reason in their words, and whether it still stands.

    Of the rules: a pair of spellings without records, the version of the rules, the score and the reasons in two languages.
    """

    id: int | None
    kind: str
    left: tuple[UUID | None, str | None]
    right: tuple[UUID | None, str | None]
    verdict: str
    decided_at: datetime
    decided_by: str | None = None
    reason: str | None = None
    rules: str | None = None
    score: float | None = None
    reasons: Sentences = ()
    stands: bool = True


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """A page of the history; `next` is what `after` takes for the following page."""

    items: list[Decided]
    next: str | None


_BY_PERSONS = f"""
    SELECT j.*, j.id IN (SELECT id FROM ({STANDING}) s) AS stands
    FROM judgements j
    WHERE (%(kind)s::text IS NULL OR j.kind = %(kind)s) AND (%(after)s::bigint IS NULL OR j.id < %(after)s)
      AND (%(record)s::uuid IS NULL OR EXISTS (
        SELECT FROM matches m WHERE m.id IN (j.left_id, j.right_id) AND m.record_id IN (
            SELECT record_id FROM matches WHERE id = %(record)s)))
    ORDER BY j.id DESC LIMIT %(limit)s
"""
_BY_RULES = """
    SELECT j.*, l.core AS left_core, l.form AS left_form, r.core AS right_core, r.form AS right_form
    FROM rule_judgements j
    LEFT JOIN supplier_spellings l ON l.id = j.left_id LEFT JOIN supplier_spellings r ON r.id = j.right_id
    WHERE (%(kind)s::text IS NULL OR j.kind = %(kind)s)
      AND (%(left)s::bigint IS NULL OR (j.left_id, j.right_id, j.rules) > (%(left)s, %(right)s::bigint, %(rules)s::text))
    ORDER BY j.left_id, j.right_id, j.rules LIMIT %(limit)s
"""


def list_by_persons(
    db: Db, *, kind: str | None = None, record: UUID | None = None, after: str | None = None, limit: int = 50
) -> DecidedPage:
    """Judgements of persons, the newest first; of one record those that touch it."""
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise _no_such_page()
    asked = {"kind": kind, "record": record, "after": after and int(after), "limit": limit}
    rows = fetch(db, _BY_PERSONS, asked)
    items = [
        Decided(
            row["id"], row["kind"], (row["left_id"], row["left_name"]), (row["right_id"], row["right_name"]),
            row["verdict"], row["decided_at"], row["decided_by"], row["reason"], stands=row["stands"],
        )
        for row in rows
    ]  # fmt: skip
    return DecidedPage(items, str(rows[-1]["id"]) if len(rows) == limit else None)


def list_by_rules(db: Db, *, kind: str | None = None, after: str | None = None, limit: int = 50) -> DecidedPage:
    """Judgements of the rules on pairs of spellings, in the order of the pairs."""
    rows = fetch(db, _BY_RULES, _place(after) | {"kind": kind, "limit": limit})
    last = rows[-1] if len(rows) == limit else None
    return DecidedPage(
        [_by_rules(row) for row in rows], f"{last['left_id']}_{last['right_id']}_{last['rules']}" if last else None
    )


def _place(after: str | None) -> dict[str, object]:
    if after is None:
        return {"left": None, "right": None, "rules": None}
    left, _, rest = after.partition("_")
    right, _, rules = rest.partition("_")
    try:
        place = {"left": int(left), "right": int(right)}
    except ValueError as error:
        raise _no_such_page() from error
    if not rules or max(map(abs, place.values())) >= 2**63:
        raise _no_such_page()
    return {**place, "rules": rules}


def _no_such_page() -> InvalidInput:
    return InvalidInput("Deze bladzijde bestaat niet.", "There is no such page.")


def _by_rules(row: Row) -> Decided:
    reasons: Sentences = ()
    if row["left_core"] is not None and row["right_core"] is not None:
        one, other = name_of(row["left_core"], row["left_form"]), name_of(row["right_core"], row["right_form"])
        reasons = tuple(tell(code, one, other, ("", "")) for code in row["reasons"] if code in FEATURES)
    sides = ((None, _spelled(row, "left")), (None, _spelled(row, "right")))
    return Decided(
        None,
        row["kind"],
        *sides,
        row["verdict"],
        row["decided_at"],
        rules=row["rules"],
        score=row["score"],
        reasons=reasons,
    )


def _spelled(row: Row, side: str) -> str | None:
    core, form = row[f"{side}_core"], row[f"{side}_form"]
    return f"{core} {form}" if core and form else core


def is_disputed(db: Db, decision: int) -> bool:
    """Whether somebody judged otherwise on what this decision is about, so that it stays a question."""
    row = db.execute(
        f"SELECT EXISTS (SELECT FROM ({STANDING}) j JOIN judgements one ON one.id = %s"
        " WHERE j.disputed AND j.kind = one.kind AND j.decided_at = one.decided_at AND j.decided_by = one.decided_by)",
        (decision,),
    ).fetchone()
    return bool(row and row[0])
