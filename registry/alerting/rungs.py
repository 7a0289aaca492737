"""Which rungs of a ladder were reached, and which of those are told. Pure; the SQL in `reaching.py` does the same for all.

A rung is a number of days before the moment; months after it are negative (-1: one month overdue). When a day first comes
to light only the most urgent rung reached by then is told, and the rungs of the ladder before it are superseded; of what
is reached later every rung is told, also when nobody looked for weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.alerting.rules import Ladder
from registry.calendar_days import add_months


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung that was reached, on which day, and what became of it: raised or superseded.

    `late`: it was overdue for months when it came to light, so only the first role hears of it at once.
    """

    rung: int
    due_on: date
    state: str
    late: bool = False


def due_day(target: date, rung: int) -> date:
    """The day on which a rung is reached."""
    return target - timedelta(days=rung) if rung >= 0 else add_months(target, -rung)


def full_months(since: date, until: date) -> int:
    """How many whole months have passed; below zero before the day."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (add_months(since, months) > until)


def most_urgent(target: date, ladder: Ladder, on: date) -> int | None:
    """The most urgent rung that was reached on or before a day."""
    months = full_months(target, on) if target <= on else 0
    if ladder.overdue_every and months >= ladder.overdue_every:
        return -(months - months % ladder.overdue_every)
    return min((rung for rung in ladder.rungs if (target - on).days <= rung), default=None)


def reached(target: date, ladder: Ladder, *, seen: date, today: date, ends: date | None = None) -> tuple[Reached, ...]:
    """What is told and what is superseded until today of a day that was first seen on `seen`, in the order of days.

    Of the moment to decide nothing is told any more once the end itself (`ends`) has come.
    """
    if ends is not None and ends <= today:
        today = ends - timedelta(days=1)
    if seen > today:
        return ()
    first = most_urgent(target, ladder, seen)
    known = [rung for rung in ladder.rungs if first is not None and rung >= first]
    if first is not None and first not in known:
        known.append(first)
    found = [
        Reached(rung, due_day(target, rung), "raised" if rung == first else "superseded", late=rung < 0)
        for rung in known
    ]
    return (*found, *crossed(target, ladder, after=seen, until=today))


def crossed(target: date, ladder: Ladder, *, after: date, until: date) -> tuple[Reached, ...]:
    """The rungs that are reached after a day, until another."""
    rungs = list(ladder.rungs)
    if ladder.overdue_every and target <= until:
        rungs += [-n for n in range(ladder.overdue_every, full_months(target, until) + 1, ladder.overdue_every)]
    days = ((rung, due_day(target, rung)) for rung in rungs if target > date.min + timedelta(days=max(rung, 0)))
    return tuple(Reached(rung, day, "raised") for rung, day in days if after < day <= until)
