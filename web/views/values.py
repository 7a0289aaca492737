"""The values that a screen can show; each is written in the reader's language by the filters of `web.rendering`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Literal

Tone = Literal["neutral", "busy", "good", "attention", "bad"]


class Missing(Enum):
    """Why there is no value: nobody knows, or there is nothing to know."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Both:
    """One text in both languages."""

    nl: str
    en: str


Text = str | Both


@dataclass(frozen=True)
class Coded:
    """A value of one of the code lists of `registry.codes`."""

    code_list: str
    value: str


@dataclass(frozen=True)
class Badge:
    """A state or class in a word or two, with how it should feel."""

    text: Text
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Link:
    """Something with a page of its own."""

    text: Text
    href: str


@dataclass(frozen=True)
class Country:
    """A country, by its ISO 3166-1 alpha-2 code."""

    code: str


@dataclass(frozen=True)
class Amount:
    """Money, as an interval; an exact amount has the same number twice, an end that nobody stated is None."""

    low: Decimal | None
    high: Decimal | None
    currency: str = "EUR"


@dataclass(frozen=True)
class Day:
    """A date as precise as the source gave it."""

    date: date
    precision: Literal["day", "month", "quarter", "year", "or_later"] = "day"


@dataclass(frozen=True)
class Period:
    """From the first day to the last; None where that is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Share:
    """A share of the whole as an interval: what is known, and what it would be if every unknown counted too."""

    known: float
    upper: float


Single = (
    str
    | int
    | Decimal
    | bool
    | datetime
    | Both
    | Coded
    | Country
    | Badge
    | Link
    | Amount
    | Day
    | Period
    | Share
    | Missing
    | None
)
Shown = Single | tuple[Single, ...]
