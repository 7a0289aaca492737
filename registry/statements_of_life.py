"""What sources state of the life of a release cycle: how a statement reads, and which of several counts now. Pure.

A statement is kept as it was written. Beside it stands what it says: the days that it may mean, and how precise it is.
"true" (it has come, nobody says when), "false" (none is known) and "tba" are statements without a day, and no date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from registry.codes import CODE_LISTS, load_data
from registry.dates import NoEnd, NotADate, ZeroDate, parse_date, precision_of
from registry.policy import FIELD_RANKS, RANKS, SETTLING

EVENTS: tuple[str, ...] = tuple(CODE_LISTS["lifecycle_event"])
"""The events of a life, in the order in which they come."""
_RANKS = FIELD_RANKS.get("lifecycle_date", {}).get("happens", {})
_WORDS = {"true": "boolean", "false": "boolean", "tba": "tba", "tbd": "tba", "to be announced": "tba"}


@dataclass(frozen=True)
class Reading:
    """What a statement says: the text of a daterange or None, its precision, and the code of what is wrong with it.

    `precision`: day, month, quarter, half_year, year, period, boolean, tba, or none where no date can be read.
    """

    happens: str | None
    precision: str
    problem: str | None = None


def read_statement(stated: str) -> Reading:
    """Read a statement as it was written: a day, month, quarter or year, a boolean, or "tba"."""
    plain = " ".join(stated.split()).lower()
    if plain in _WORDS:
        return Reading(None, _WORDS[plain])
    try:
        happens = parse_date(stated)
    except NoEnd:
        return Reading(None, "none", "no_end_date")
    except ZeroDate:
        return Reading(None, "none", "zero_date")
    except NotADate:
        return Reading(None, "none", "not_a_date")
    return Reading(happens, precision_of(happens)[0])


def precision_word(stated: str | None, happens: str | None) -> str:
    """How precise a statement is that was read before: `happens` is the text of a daterange."""
    if happens is not None:
        return precision_of(happens)[0]
    return _WORDS.get(" ".join((stated or "").split()).lower(), "none")


@dataclass(frozen=True)
class Stated:
    """One statement about one event of one release cycle: what was said, by whom, where, and since when it is known.

    `happens` is the first and last day that it may mean (None: no day is stated). `known_until` is None while the source
    stands by it; `ended` then says why not: withdrawn, replaced, or taken_back (its import was undone). `id` is that of the
    published record, which corrections share.
    """

    id: UUID
    event: str
    stated: str | None
    happens: tuple[date | None, date | None] | None
    precision: str
    identifier: str | None
    known_from: datetime
    known_until: datetime | None
    ended: str | None
    source: str | None
    source_type: str | None
    organisation: dict[str, Any] | None
    import_id: int | None
    filename: str | None
    sheet: int | None
    row: int | None
    as_of: date | None
    stated_by: str | None
    reason: str | None
    ended_reason: str | None = None

    @property
    def stands(self) -> bool:
        """Whether the source still states this."""
        return self.known_until is None


@dataclass(frozen=True)
class Choice:
    """The statement that counts for an event, and why: only, hand, dated, rank, newer or first."""

    statement: Stated
    why: str


def choose(statements: Iterable[Stated]) -> dict[str, Choice]:
    """For each event the statement that counts, among those that their sources still stand by.

    A person goes before all; then a date goes before "tba" and booleans; then rank of the source, then the later day for
    which a source speaks.
    """
    events: dict[str, list[Stated]] = defaultdict(list)
    for one in statements:
        if one.stands:
            events[one.event].append(one)
    return {event: _first(events[event]) for event in EVENTS if event in events}


def _first(standing: list[Stated]) -> Choice:
    ordered = sorted(standing, key=_order)
    if len(ordered) == 1:
        return Choice(ordered[0], "only")
    first, second = _order(ordered[0]), _order(ordered[1])
    differs = next((at for at in range(4) if first[at] != second[at]), None)
    return Choice(ordered[0], ("hand", "dated", "rank", "newer")[differs] if differs is not None else "first")


def _order(one: Stated) -> tuple[bool, bool, int, int, str]:
    by_hand = one.source_type == "hand"
    return (
        not by_hand,
        one.happens is None,
        rank_of(one.source_type),
        -(one.as_of or date.min).toordinal(),
        str(one.id),
    )


def rank_of(source_type: str | None) -> int:
    """The rank of a type of source where it states the life of a product; the lowest goes first."""
    return _RANKS.get(source_type or "", RANKS.get(source_type or "", max(RANKS.values()) + 1))


def is_settled(one: Stated) -> bool:
    """Whether a statement is a decision that sources after it cannot dispute."""
    return one.source_type in SETTLING


@cache
def formats() -> dict[str, Any]:
    """The names that the formats give to events (`registry/data/lifecycle_formats.yaml`)."""
    return dict(load_data("lifecycle_formats"))
