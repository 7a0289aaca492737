"""Whether the warning itself works: scans, deliveries, rules, and what a rule would have sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from web.views.page import Filter
from web.views.values import Badge, Link, Shown, Text


@dataclass(frozen=True)
class ScanLine:
    """One look at what is due."""

    at: datetime
    day: date
    seconds: float
    changed: int
    raised: int
    state: Badge


@dataclass(frozen=True)
class RuleLine:
    """One kind of alert: when it warns."""

    link: Link
    about: Text
    ladder: str
    moments: Text
    open: int | None


@dataclass(frozen=True)
class Watch:
    """The page on the alerts themselves."""

    well: bool
    reasons: tuple[Text, ...]
    facts: tuple[tuple[Text, Shown], ...]
    scans: tuple[ScanLine, ...]
    rules: tuple[RuleLine, ...]
    version: str


@dataclass(frozen=True)
class PreviewLine:
    """An alert that would have been sent."""

    day: date
    sentence: Text
    rung: Text
    owner: Shown


@dataclass(frozen=True)
class Preview:
    """What a rule would have sent in the last twelve months."""

    title: Text
    filters: tuple[Filter, ...]
    months: tuple[tuple[Text, int], ...]
    total: int
    lines: tuple[PreviewLine, ...]
