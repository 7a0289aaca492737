"""The worklist: what must be decided or done, by whom, and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web.views.page import ALONE, Filter, Neighbours
from web.views.records import Count
from web.views.values import Badge, Link, Shown, Text


@dataclass(frozen=True)
class DeadlineLine:
    """A deadline in the list."""

    id: str
    link: Link
    what: Text
    subject: Shown
    owner: Shown
    due: Shown
    decide_by: Shown
    left: Text
    state: Badge
    assignee: str = ""


@dataclass(frozen=True)
class Worklist:
    """One page of deadlines."""

    search: str
    filters: tuple[Filter, ...]
    rows: tuple[DeadlineLine, ...]
    count: Count
    csv_href: str
    back: str
    neighbours: Neighbours = ALONE


@dataclass(frozen=True)
class ToldLine:
    """An alert that was raised: on which rung, when, for whom, and what became of it."""

    at: datetime
    rung: Text
    role: Text
    state: Badge


@dataclass(frozen=True)
class DecisionLine:
    """What a person decided about a deadline."""

    at: datetime
    by: str
    organisation: Shown
    what: Text
    reason: str = ""


@dataclass(frozen=True)
class DeadlinePage:
    """One deadline: what it says, why, what was told about it and decided."""

    id: str
    title: Text
    sentence: Text
    state: Badge
    facts: tuple[tuple[Text, Shown], ...]
    path: tuple[Shown, ...]
    told: tuple[ToldLine, ...]
    decisions: tuple[DecisionLine, ...]
    open: bool
    earliest_snooze: str
