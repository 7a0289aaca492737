"""The queue of questions as the API and the command line show it: of every kind, with the sources that mention each side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from registry.comparing import RULES_VERSION
from registry.errors import InvalidInput
from registry.queries.patterns import name_matcher
from registry.queries.presenting import Row, fetch, kind_of
from registry.queries.proposals import list_proposals
from registry.queries.questions import Question, Side, list_questions
from registry.queries.review import Moves, Neighbour, Reviewed, list_review
from registry.queries.review_reasons import Sentences
from registry.resolving.matching import Db

MOST_MENTIONS = 10
"""Mentions of one record that are shown; of a large supplier there are thousands."""

MOST_AT_ONCE = 10_000
"""Questions that one decision on a pattern may answer."""

_PAGE = 500
_PROPOSED = "proposed_"


@dataclass(frozen=True)
class Asked:
    """Are these two the same? `about`: one thing (`same`), or one application of a user and its provider (`roles`)."""

    kind: str
    about: str
    left: Side
    right: Side
    score: float | None
    reasons_for: Sentences
    reasons_against: Sentences
    moves: Moves
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def rules(self) -> str | None:
        """The version of the rules that ask it; None where a shared name does."""
        return RULES_VERSION if self.score is not None else None


@dataclass(frozen=True)
class AskedPage:
    """A page of the queue; `next` is what `after` takes for the following page."""

    items: list[Asked]
    next: str | None


def list_asked(
    db: Db,
    kind: str,
    *,
    import_id: int | None = None,
    pattern: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> AskedPage:
    """What a person has to decide, that first which moves most. Of one import: what that touches.

    `pattern` is a part of either name, or the whole of it with * for any text. Raises `InvalidInput`.
    """
    if import_id is not None:
        return _of_import(db, kind, import_id, after, limit)
    proposed = list[Asked]()
    if kind == "application" and (after is None or after.startswith(_PROPOSED)):
        page = _proposals(db, pattern, after, limit)
        if page.next:
            return page
        proposed, after = page.items, None
    found = list_review(db, kind, limit=max(1, limit - len(proposed)), after=after, pattern=pattern)
    mentions = _mentions(db, kind, {side.id for one in found.items for side in (one.left, one.right)})

    def side(one: Reviewed) -> Side:
        return Side(one.id, one.name, mentions.get(one.id, ()))

    items = [
        Asked(
            kind, "same", side(one.left), side(one.right), one.score, one.reasons_for, one.reasons_against, one.moves,
            one.neighbours,
        )
        for one in found.items
    ]  # fmt: skip
    return AskedPage(proposed + items, found.next)


def _of_import(db: Db, kind: str, import_id: int, after: str | None, limit: int) -> AskedPage:
    found = list_questions(db, kind, import_id=import_id, after=_id(after), limit=limit)
    return AskedPage([_asked(one, "same") for one in found.items], str(found.next) if found.next else None)


def _proposals(db: Db, pattern: str | None, after: str | None, limit: int) -> AskedPage:
    """Proposed pairs of applications; a full page has a next one."""
    right, _, left = (after or "").removeprefix(_PROPOSED).partition("_")
    found = list_proposals(db, after=_id(right), after_left=_id(left), limit=limit)
    last = found[-1] if len(found) == limit else None
    fits = name_matcher(pattern)
    items = [_asked(one, "roles") for one in found if fits(one.left.name) or fits(one.right.name)]
    return AskedPage(items, f"{_PROPOSED}{last.right.id}_{last.left.id}" if last else None)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise InvalidInput("Deze bladzijde bestaat niet.", "There is no such page.") from error


def _asked(one: Question, about: str) -> Asked:
    told = tuple(zip(one.reasons, one.reasons_en, strict=True))
    split = 1 if about == "same" else len(told)
    moves = Moves(1 if one.kind == "application" else one.applications)
    return Asked(one.kind, about, one.left, one.right, None, told[:split], told[split:], moves)


def _mentions(db: Db, kind: str, records: Iterable[UUID]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Which sources mention each record, and how: the eldest ones."""
    rows = fetch(
        db,
        """
        SELECT record_id, name, source_key FROM (
            SELECT m.record_id, s.name, m.source_key,
                   row_number() OVER (PARTITION BY m.record_id ORDER BY m.known_from, m.id) AS place
            FROM matches m JOIN sources s ON s.id = m.source_id
            WHERE m.kind = %s AND m.record_id = ANY(%s) AND m.claim_id IS NOT NULL
        ) found WHERE place <= %s ORDER BY record_id, place
        """,
        (kind, list(records), MOST_MENTIONS),
    )
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for row in rows:
        found[row["record_id"]] = (*found.get(row["record_id"], ()), (row["name"], row["source_key"]))
    return found


@dataclass(frozen=True)
class Answered:
    """The questions that a decision on a pattern answers; `left_out` are those that it cannot."""

    pairs: list[tuple[UUID, UUID]]
    left_out: list[Asked]


def find_pairs(db: Db, kind: str, pattern: str, verdict: str, into: UUID | None = None) -> Answered:
    """The questions of the queue that a pattern means; with `into` only those about that record.

    For "same" the name of the one that joins has to fit, and it may be asked of one other only: a name that may be two
    others is left out, or those would become one unseen.
    """
    found, after = list[Asked](), None
    while len(found) < MOST_AT_ONCE:
        page = list_asked(db, kind, pattern=pattern, after=after, limit=_PAGE)
        found += page.items
        after = page.next
        if after is None:
            break
    if into is not None:
        kept_by = {row["record_id"] for row in fetch(db, "SELECT record_id FROM matches WHERE id = %s", (into,))}
        found = [one for one in found if one.left.id in kept_by]
    if verdict != "same":
        return Answered([(one.left.id, one.right.id) for one in found], [])
    fits = name_matcher(pattern)
    asked = Counter(one.right.id for one in found)
    chosen = [one for one in found if fits(one.right.name) and asked[one.right.id] == 1]
    kept = {(one.left.id, one.right.id) for one in chosen}
    left_out = [one for one in found if (one.left.id, one.right.id) not in kept]
    return Answered([(one.left.id, one.right.id) for one in chosen], left_out)


def find_record(db: Db, kind: str, text: str) -> UUID:
    """A record by id, or by its name where only one has that; else the match of that name that joined another record.

    Raises `InvalidInput`.
    """
    try:
        return UUID(text)
    except ValueError:
        pass
    spec, rows = kind_of(kind), list[Row]()
    if spec.has_name:
        query = f"SELECT id FROM {spec.plural} WHERE folded(name) = folded(%s) AND name IS NOT NULL ORDER BY id LIMIT 2"
        rows = fetch(db, query, (text,)) or fetch(db, JOINED.format(claims=spec.claims.name), (spec.name, text))
    if len(rows) == 1:
        return UUID(str(rows[0]["id"]))
    if rows:
        raise InvalidInput(
            f"Meer dan één heet {text!r}; noem het id.", f"More than one is called {text!r}; give the id."
        )
    raise InvalidInput(f"{text!r} is niet bekend.", f"{text!r} is not known.")


JOINED = """
    SELECT (array_agg(m.id ORDER BY m.known_from, m.id))[1] AS id FROM {claims} c JOIN matches m ON m.claim_id = c.id
    WHERE m.kind = %s AND m.record_id IS NOT NULL AND folded(c.name) = folded(%s) GROUP BY m.record_id LIMIT 2
"""
