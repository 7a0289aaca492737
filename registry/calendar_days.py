"""Days as the Netherlands counts them: a day begins at midnight in Amsterdam, whatever the clock of the machine says. Pure.

Today is `today_in_nl` of the moment at hand, everywhere; a test of the house holds that.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today_in_nl(at: datetime) -> date:
    """The day in the Netherlands at a moment."""
    return at.astimezone(AMSTERDAM).date()


def moment_in_nl(day: date, hour: int) -> datetime:
    """The moment (UTC) at which it is that hour of that day in the Netherlands; an hour that the clock skips is the next one."""
    return from_dutch_clock(datetime.combine(day, time(hour)))


def from_dutch_clock(given: datetime) -> datetime:
    """The moment (UTC) that a person means: where no zone is named, by the Dutch clock.

    An hour that the clock skips is the next one, of an hour that comes twice the first is meant.
    """
    return (given if given.tzinfo else given.replace(tzinfo=AMSTERDAM)).astimezone(UTC)


def end_of_day_in_nl(day: date) -> datetime:
    """The last moment (UTC) of a day in the Netherlands."""
    return from_dutch_clock(datetime.combine(day, time.max))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on (or back), in a shorter month its last day, as PostgreSQL adds months.

    Beyond the calendar its last (or first) day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
