"""The review queue: what a person has to decide, that first which moves most, with the evidence for and against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from registry.errors import InvalidInput
from registry.queries.patterns import like_pattern, name_matcher
from registry.queries.presenting import MOST_ROWS, Row, kind_of
from registry.queries.questions import HANGING, Question, list_questions
from registry.queries.review_pairs import select_neighbours, select_pairs
from registry.queries.review_reasons import Sentences, tell_spellings
from registry.resolving.matching import Db

MOST_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One of the two: its id and name."""

    id: UUID
    name: str | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What the decision moves: applications, and the annual value of contracts from `low` to `high` (None: unknown).

    `unknown` counts the contracts of which no full amount is stated, or that are in several currencies.
    """

    applications: int
    low: Decimal | None = None
    high: Decimal | None = None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another that is like the right one, and how much."""

    id: UUID
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Review:
    """Are these two the same? The right one would join the left one. Reasons in Dutch and English."""

    kind: str
    left: Reviewed
    right: Reviewed
    score: float | None
    reasons_for: Sentences
    reasons_against: Sentences
    moves: Moves
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of the queue; `next` is what `after` takes for the following page."""

    items: list[Review]
    next: str | None


def list_review(
    db: Db, kind: str, *, limit: int = 50, after: str | None = None, pattern: str | None = None
) -> ReviewPage:
    """Pairs to decide on; those first that move most applications, of suppliers then most money.

    `pattern` is what the name of either side contains, or what with * it is as a whole.
    `after` is `next` of the page before. Raises `InvalidInput`.
    """
    limit = max(1, min(limit, MOST_ROWS))
    if kind in WEIGHED:
        return _by_weight(db, kind, limit, after, pattern)
    if kind_of(kind).name != "supplier":
        return _of_other_kinds(db, kind, limit, after, pattern)
    asked = _place(after) | {"limit": limit, "pattern": like_pattern(pattern)}
    rows = select_pairs(db, CONDITION, ORDER, asked)
    last = rows[-1] if len(rows) == limit else None
    return ReviewPage(_reviews(db, rows), _token(last) if last else None)


ORDER = "m.applications DESC, coalesce(s.high, 0) DESC, m.left_id, m.right_id"
CONDITION = """
    (%(pattern)s::text IS NULL OR l.name ILIKE %(pattern)s OR r.name ILIKE %(pattern)s)
    AND (%(applications)s::bigint IS NULL OR (-m.applications, -coalesce(s.high, 0), m.left_id, m.right_id)
         > (-%(applications)s::bigint, -%(high)s::numeric, %(left)s::uuid, %(right)s::uuid))
"""


def _token(row: Row) -> str:
    return f"{row['applications']}_{row['high'] or 0}_{row['left_id']}_{row['right_id']}"


def _place(after: str | None) -> dict[str, object]:
    if after is None:
        return {"applications": None, "high": None, "left": None, "right": None}
    try:
        applications, high, left, right = after.split("_")
        return {"applications": int(applications), "high": Decimal(high), "left": UUID(left), "right": UUID(right)}
    except (ValueError, ArithmeticError) as error:
        raise InvalidInput("Deze bladzijde bestaat niet.", "There is no such page.") from error


def _reviews(db: Db, rows: Iterable[Row]) -> list[Review]:
    found = list(rows)
    reasons = tell_spellings(db, found)
    neighbours: dict[UUID, list[Neighbour]] = defaultdict(list)
    for row in select_neighbours(db, [row["right_id"] for row in found]):
        neighbours[row["id"]].append(Neighbour(row["neighbour"], row["name"], row["score"]))
    items = []
    for row, (in_favour, against) in zip(found, reasons, strict=True):
        left, right = Reviewed(row["left_id"], row["left_name"]), Reviewed(row["right_id"], row["right_name"])
        near = sorted(neighbours[right.id], key=lambda one: (-one.score, one.id))
        others = tuple(one for one in near if one.id != left.id)[:MOST_NEIGHBOURS]
        items.append(Review("supplier", left, right, row["score"], in_favour, against, _moves(row), others))
    return items


def _moves(row: Row) -> Moves:
    if row["currencies"] > 1:
        return Moves(row["applications"], None, None, row["open"] or 1)
    return Moves(row["applications"], row["low"], None if row["open"] else row["high"], row["open"])


def _of_other_kinds(db: Db, kind: str, limit: int, after: str | None, pattern: str | None) -> ReviewPage:
    """Of kinds without rulings: the questions as they stand, without an order by weight."""
    try:
        found = list_questions(db, kind, after=UUID(after) if after else None, limit=limit)
    except ValueError as error:
        raise InvalidInput("Deze bladzijde bestaat niet.", "There is no such page.") from error
    fits = name_matcher(pattern)
    items = [_review(one) for one in found.items if fits(one.left.name) or fits(one.right.name)]
    return ReviewPage(items, str(found.next) if found.next else None)


def _by_weight(db: Db, kind: str, limit: int, after: str | None, pattern: str | None) -> ReviewPage:
    """The questions about a kind that applications hang on; that first which most of them name."""
    place, fits = _place(after), name_matcher(pattern)
    seen = (-int(str(place["applications"])), place["left"], place["right"]) if after else None

    def key(one: Question) -> tuple[object, ...]:
        return -one.applications, one.left.id, one.right.id

    found = sorted(list_questions(db, kind, limit=MOST_WEIGHED).items, key=key)
    kept = [one for one in found if (fits(one.left.name) or fits(one.right.name)) and (seen is None or key(one) > seen)]
    last = kept[limit - 1] if len(kept) > limit else None
    token = f"{last.applications}_0_{last.left.id}_{last.right.id}" if last else None
    return ReviewPage([_review(one) for one in kept[:limit]], token)


WEIGHED = HANGING.keys()
"""Kinds, besides suppliers, of which is counted how many applications hang on them."""

MOST_WEIGHED = 20_000
"""Questions about such a kind that are put in order."""


def _review(question: Question) -> Review:
    told = tuple(zip(question.reasons, question.reasons_en, strict=True))
    left, right = Reviewed(question.left.id, question.left.name), Reviewed(question.right.id, question.right.name)
    moves = Moves(1 if question.kind == "application" else question.applications)
    return Review(question.kind, left, right, None, told[:1], told[1:], moves)
