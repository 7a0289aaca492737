"""Which of the dates that a vendor states governs a release cycle. Pure; the SQL of `supports.py` does the same for all at once.

Security support ends a cycle; where nobody dates that, its end of life does. The end of active support only tells. "true"
(it has come, nobody says when) is an end on a day that is not known: overdue, never unknown. "false" and "tba" are no day:
unknown, never safe. Paid extended support counts only where it was bought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from registry.horizon.rules import Rules

ENDED = "true"
EXTENDED = "end_of_extended_support"


@dataclass(frozen=True, slots=True)
class Statement:
    """What counts for one event: the first and last day that it may be, what was written, and the day before that was learned.

    On a day for which the register did not know it yet, `known_on` is the day before that.
    """

    first: date | None
    last: date | None
    stated: str | None
    known_on: date


@dataclass(frozen=True, slots=True)
class Support:
    """When support ends: `first` in the worst case, `last` in the best (None: not known how late).

    `day_known` is false where it has ended on a day that nobody states: `first` is the day before that was learned.
    """

    event: str | None = None
    first: date | None = None
    last: date | None = None
    day_known: bool = True
    extended_first: date | None = None
    extended_last: date | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """Extended support that was bought; without days: as long as the vendor gives it."""

    first: date | None
    last: date | None


def plausible(first: date | None, last: date | None, rules: Rules) -> tuple[date | None, date | None]:
    """The days of a statement, without those that are no days: a spreadsheet's zero, and the year 9999 ("no end")."""
    if first is None:
        first = last
    if first is None or first < rules.first_day or first >= rules.no_end_from:
        return None, None
    return first, last if last is None or last < rules.no_end_from else None


def support_of(stated: Mapping[str, Statement], rules: Rules) -> Support:
    """The support of one release cycle from the statements that count, by event."""
    found = Support()
    for event in rules.support_events:
        if (one := stated.get(event)) is None:
            continue
        first, last = plausible(one.first, one.last, rules)
        if first is None and one.stated == ENDED:
            found = Support(event, one.known_on, one.known_on, day_known=False)
        elif first is not None:
            found = Support(event, first, last)
        if found.event:
            break
    if (one := stated.get(EXTENDED)) is not None:
        first, last = plausible(one.first, one.last, rules)
        found = replace(found, extended_first=first, extended_last=last)
    return found


def support_of_set(cycles: Iterable[Support], *, left_open: bool) -> Support:
    """The support of a version that may be any of some cycles: worst case the first end, best case the last.

    How late it may be is not known where one of the cycles has no known end, or where others than these may be meant.
    """
    listed = list(cycles)
    dated = [one for one in listed if one.first is not None]
    open_ended = left_open or any(one.last is None for one in listed)
    paid = [_extended(one) for one in listed] if any(one.extended_first for one in listed) else []
    paid_open = open_ended or any(one.extended_first and one.extended_last is None for one in listed)
    found = Support(
        extended_first=min((first for first, _ in paid if first), default=None),
        extended_last=None if paid_open else max((last for _, last in paid if last), default=None),
    )
    if not dated:
        return found
    worst = min(dated, key=lambda one: (one.first or date.max, one.day_known, one.event or ""))
    last = None if open_ended else max(one.last for one in dated if one.last)
    return replace(found, event=worst.event, first=worst.first, last=last, day_known=worst.day_known)


def _extended(one: Support) -> tuple[date | None, date | None]:
    """The support of a cycle for who buys the extended support: never shorter than without."""
    return _most(one.first, one.extended_first), _most(one.last, one.extended_last)


def _most(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return max(known) if known else None


def with_purchase(support: Support, bought: Purchase | None) -> Support:
    """The support that holds for who bought the extended support: never shorter than without, nor longer than the vendor states.

    Where neither vendor nor buyer says until when, it extends nothing.
    """
    if bought is None:
        return support
    first = _least(bought.first, support.extended_first)
    last = _least(bought.last, support.extended_last)
    if first is None or (support.first is not None and first <= support.first):
        return support
    return replace(support, event=EXTENDED, first=first, last=max(first, last) if last else None, day_known=True)


def _least(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known) if known else None
