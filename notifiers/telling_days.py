"""Days, periods and lengths of time as a person says them, in Dutch and English. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from registry.dates import EXCEL_ZERO, NO_END_YEAR, days, precision_of

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_LOCALES: dict[Language, str] = {"nl": "nl_NL", "en": "en_GB"}
_RANGE = re.compile(r"[\[(]?(\d{4}-\d\d-\d\d)?,(\d{4,5}-\d\d-\d\d)?[\])]")
_LONGEST_IN_DAYS = 60
_LONGEST_IN_MONTHS = 36
_ORDINALS: dict[Language, tuple[str, ...]] = {
    "nl": ("eerste", "tweede", "derde", "vierde"),
    "en": ("first", "second", "third", "fourth"),
}
_UNITS: dict[Language, dict[str, tuple[str, str]]] = {
    "nl": {"day": ("dag", "dagen"), "month": ("maand", "maanden"), "year": ("jaar", "jaar")},
    "en": {"day": ("day", "days"), "month": ("month", "months"), "year": ("year", "years")},
}
_NEAR: dict[Language, dict[int, str]] = {
    "nl": {0: "vandaag", 1: "morgen", -1: "gisteren"},
    "en": {0: "today", 1: "tomorrow", -1: "yesterday"},
}
_UNKNOWN: dict[Language, str] = {"nl": "op een dag die niet bekend is", "en": "on a day that is not known"}


@dataclass(frozen=True, slots=True)
class Due:
    """The first and the last day on which something can be due, as precisely as it is known.

    `or_later`: the first day is known and the last is not, such as of a version that may be any of several.
    """

    first: date
    last: date
    or_later: bool = False

    @property
    def exact(self) -> bool:
        """Known to the day."""
        return self.first == self.last


def read_due(text: object) -> Due | None:
    """From the text of a daterange or of one day; None where no real day is stated.

    The year 9999 means that no end is stated, and the zero of a spreadsheet that nothing was filled in.
    """
    found = _read(text) if isinstance(text, str) else None
    if found is None or found.last.year >= NO_END_YEAR or (found.exact and found.first in EXCEL_ZERO):
        return None
    return found


def _read(text: str) -> Due | None:
    try:
        if not (match := _RANGE.fullmatch(text.strip())):
            return _one_day(date.fromisoformat(text.strip()))
        first = date.fromisoformat(match[1]) if match[1] else None
        last = date.fromisoformat(match[2]) - timedelta(days=1) if match[2] else None
    except (ValueError, OverflowError):
        return None
    or_later = last is None
    last, first = last or first, first or last
    return Due(first, last, or_later) if first and last and first <= last else None


def _one_day(day: date) -> Due:
    return Due(day, day)


def day_in_words(day: date, language: Language) -> str:
    """The day in full: 12 januari 2027."""
    return str(format_date(day, format="d MMMM y", locale=_LOCALES[language]))


def due_in_words(due: Due, language: Language) -> str:
    """The day or the period, without a preposition: 12 januari 2027, het derde kwartaal van 2027, juli 2027."""
    if due.or_later:
        return f"{day_in_words(due.first, language)} {'of later' if language == 'nl' else 'or later'}"
    precision, written = precision_of(days(due.first, due.last))
    if precision == "year":
        return written
    if precision == "month":
        return str(format_date(due.first, format="LLLL y", locale=_LOCALES[language]))
    if precision in {"quarter", "half_year"}:
        return _part_of_year(due, precision, language)
    if due.exact:
        return day_in_words(due.first, language)
    between, and_ = ("tussen", "en") if language == "nl" else ("between", "and")
    return f"{between} {day_in_words(due.first, language)} {and_} {day_in_words(due.last, language)}"


def _part_of_year(due: Due, precision: str, language: Language) -> str:
    size, nl, en = 6, "de {} helft van", "the {} half of"
    if precision == "quarter":
        size, nl, en = 3, "het {} kwartaal van", "the {} quarter of"
    which = _ORDINALS[language][due.first.month // size]
    return f"{(nl if language == 'nl' else en).format(which)} {due.first.year}"


def phrases(due: Due | None, language: Language, note: str = "") -> Mapping[str, str]:
    """The day as the sentences need it (`on`, `by`, `since`, `from`), with a note between brackets behind it."""
    if due is None:
        return dict.fromkeys(("on", "by", "since", "from", "date"), _UNKNOWN[language])
    words, nl = due_in_words(due, language), language == "nl"
    behind = f" ({note})" if note else ""
    between = not due.exact and words.startswith(("tussen", "between"))
    in_ = "" if between else ("op " if nl else "on ") if due.exact else "in "
    by = f"uiterlijk {in_}{words}" if nl else f"by {words}" if due.exact else f"{in_}{words} at the latest"
    by = words if between else f"{in_}{words}" if due.or_later else by
    since, from_ = ("sinds", "vanaf") if nl else ("since", "from")
    start = day_in_words(due.first, language) if between or due.or_later else words
    found = {"on": f"{in_}{words}", "by": by, "since": f"{since} {start}", "from": f"{from_} {start}", "date": words}
    return {name: phrase + behind for name, phrase in found.items()}


def days_between(due: Due, today: date) -> int:
    """Days until the first day that it can be due, less than zero when that has passed."""
    return (due.first - today).days


def length(days_: int, language: Language) -> str:
    """A length of time: 49 dagen, 3 maanden, 4 jaar."""
    number = abs(days_)
    unit = "day"
    if number > _LONGEST_IN_DAYS:
        number, unit = round(number / 30.44), "month"
    if number > _LONGEST_IN_MONTHS and unit == "month":
        number, unit = round(abs(days_) / 365.25), "year"
    one, many = _UNITS[language][unit]
    return f"{number} {one if number == 1 else many}"


def write_number(number: int, language: Language) -> str:
    """A number as it is written: 10.000 in Dutch, 10,000 in English."""
    return str(format_decimal(number, locale=_LOCALES[language]))


def count_days(number: int, language: Language) -> str:
    """A number of days, always in days: 365 dagen."""
    one, many = _UNITS[language]["day"]
    return f"{number} {one if abs(number) == 1 else many}"


def count_months(number: int, language: Language) -> str:
    """A number of months: 3 maanden."""
    one, many = _UNITS[language]["month"]
    return f"{number} {one if abs(number) == 1 else many}"


def left(days_: int, language: Language, *, late: bool = False) -> str:
    """How long it is from now: over 49 dagen, morgen, 3 maanden geleden; `late` says 3 maanden over tijd."""
    if days_ in _NEAR[language] and not (late and days_ < 0):
        return _NEAR[language][days_]
    how_long, nl = length(days_, language), language == "nl"
    if days_ > 0:
        return f"over {how_long}" if nl else f"in {how_long}"
    if late:
        return f"{how_long} over tijd" if nl else f"{how_long} overdue"
    return f"{how_long} geleden" if nl else f"{how_long} ago"
