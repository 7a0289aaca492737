"""Dates that keep their precision: a day, a month, a quarter or a year is a range of days. Pure functions.

Canonical text is that of a PostgreSQL daterange: "[2027-07-01,2027-10-01)" is the third quarter of 2027.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt maa mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_ZERO = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)})
NO_END_YEAR = 9999
_SERIALS = range(18_264, 92_000)  # 1950 to 2151: below that a number in a date column is more likely something else
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]m)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_ISO_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_NUMERIC_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"(?:in |per |sinds |anno |jaar )?(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:e|ste|de|st|nd|rd|th)?[-\s.]+)?([a-z]+)\.?[-\s,']+(\d{4})")
_ENGLISH = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_QUARTER = re.compile(r"(?:q|k|kw|kwartaal |quarter )([1-4])[-\s/']*(\d{4})|(\d{4})[-\s/]*(?:q|k|kw)\s?([1-4])")
_QUARTER_WORDS = re.compile(
    r"(?:([1-4])(?:e|ste|de|st|nd|rd|th)?|(eerste|tweede|derde|vierde))\s*(?:kwartaal|quarter|kw|q)[-\s]*(?:van |of )?(\d{4})"
)
_HALF = re.compile(r"(?:([12])(?:e|ste|de)?|(eerste|tweede)|h([12]))\s*(?:helft|halfjaar)?\s*(?:van )?(\d{4})")
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}


class NotADate(ValueError):
    """The text is not a date, or not one that exists."""


class ZeroDate(ValueError):
    """The text is the date that a spreadsheet shows for the number zero: nothing was filled in."""


class NoEnd(ValueError):
    """The text is the year 9999, which means that no end is stated."""


def parse_date(text: str, *, month_first: bool = False) -> str:
    """The days that a text stands for, as the text of a daterange; raises NotADate, ZeroDate or NoEnd.

    `month_first` reads 10/1/2019 as the first of October. A year of two digits is not a date: its century is a guess.
    """
    plain = " ".join(text.replace("\xa0", " ").split()).strip(" .").lower()
    plain = _TIME.sub("", plain).replace("–", "-")
    try:
        found = _read(plain, month_first=month_first)
    except (ZeroDate, NoEnd):
        raise
    except (ValueError, OverflowError) as error:
        raise NotADate(text) from error
    if found is None:
        raise NotADate(text)
    first, last = found
    if first in EXCEL_ZERO and first == last:
        raise ZeroDate(text)
    return days(first, last)


def _read(plain: str, *, month_first: bool) -> tuple[date, date] | None:
    """First and last day, or None where the text has no known form; ValueError where no such day exists."""
    if plain.startswith("9999") or plain.endswith("9999"):
        raise NoEnd(plain)
    for pattern in (_ISO, _COMPACT):
        if match := pattern.fullmatch(plain):
            return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(plain):
        first, second, year = map(int, match.groups())
        return _day(year, first, second) if month_first else _day(year, second, first)
    if match := _YEAR.fullmatch(plain):
        return _months(int(match[1]), 1, 12)
    if match := _ISO_MONTH.fullmatch(plain):
        return _months(int(match[1]), int(match[2]), 1)
    if match := _NUMERIC_MONTH.fullmatch(plain):
        return _months(int(match[2]), int(match[1]), 1)
    return _read_serial(plain) if plain.isdecimal() else _read_words(plain) or _read_serial(plain)


def _read_words(plain: str) -> tuple[date, date] | None:
    """Dates with a month in letters, quarters and half years."""
    if (match := _WORDS.fullmatch(plain)) and match[2] in MONTHS:
        month, year = MONTHS[match[2]], int(match[3])
        return _day(year, month, int(match[1])) if match[1] else _months(year, month, 1)
    if (match := _ENGLISH.fullmatch(plain)) and match[1] in MONTHS:
        return _day(int(match[3]), MONTHS[match[1]], int(match[2]))
    if match := _QUARTER.fullmatch(plain):
        first, in_year = (match[1], match[2]) if match[1] else (match[4], match[3])
        return _months(int(in_year), 3 * int(first) - 2, 3)
    if match := _QUARTER_WORDS.fullmatch(plain):
        quarter = int(match[1] or _ORDINALS[match[2]])
        return _months(int(match[3]), 3 * quarter - 2, 3)
    if match := _HALF.fullmatch(plain):
        half = int(match[1] or match[3] or _ORDINALS[match[2]])
        return _months(int(match[4]), 6 * half - 5, 6)
    return None


def _read_serial(plain: str) -> tuple[date, date] | None:
    """The number of days that a spreadsheet counts from 30 December 1899."""
    if not re.fullmatch(r"\d{1,5}([.,]\d+)?", plain):
        return None
    number = int(re.split("[.,]", plain)[0])
    if number == 0:
        raise ZeroDate(plain)
    if number not in _SERIALS:
        return None
    day = EXCEL_EPOCH + timedelta(days=number)
    return day, day


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    found = date(year, month, day)
    return found, found


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """First and last day of `count` months from a month."""
    first = date(year, month, 1)
    following = date(year + (month + count - 1) // 12, (month + count - 1) % 12 + 1, 1)
    return first, following - timedelta(days=1)


def days(first: date, last: date) -> str:
    """The range from the first to the last day, as the text of a daterange (its end is exclusive)."""
    return f"[{first.isoformat()},{(last + timedelta(days=1)).isoformat()})"


def bounds(text: str) -> tuple[date | None, date | None]:
    """The first and the last day of the text of a daterange; None where it is open."""
    match = re.fullmatch(r"\[?\(?([\d-]*),([\d-]*)\)", text)
    if match is None:
        raise NotADate(text)
    first = date.fromisoformat(match[1]) if match[1] else None
    last = date.fromisoformat(match[2]) - timedelta(days=1) if match[2] else None
    return first, last


def precision_of(text: str) -> tuple[str, str]:
    """The precision of a daterange (day, month, quarter, half_year, year, period) and how a person would write it."""
    first, last = bounds(text)
    if first is None or last is None:
        return "period", f"{first or ''}/{last or ''}"
    if first == last:
        return "day", first.isoformat()
    if (first, last) == _months(first.year, 1, 12):
        return "year", str(first.year)
    if (first, last) == _months(first.year, first.month, 1):
        return "month", f"{first.year}-{first.month:02}"
    for count, precision, letter in ((3, "quarter", "Q"), (6, "half_year", "H")):
        if first.month % count == 1 and (first, last) == _months(first.year, first.month, count):
            return precision, f"{letter}{first.month // count + 1} {first.year}"
    return "period", f"{first}/{last}"


def following_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
