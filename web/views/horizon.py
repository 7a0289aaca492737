"""What ends, and when: the horizon, its months, and the list of what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.views.page import ALONE, Filter, Neighbours
from web.views.values import Link, Shown, Text, Tone

Measure = Literal["end", "decide"]


@dataclass(frozen=True)
class Bucket:
    """A stretch of the horizon: how many applications end in it, and the list of them."""

    code: str
    label: Text
    count: int
    href: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class HorizonLine:
    """One organisation, product, supplier or article: its counts in the order of the buckets, and all together."""

    name: Text
    counts: tuple[int, ...]
    total: int
    href: str | None = None


@dataclass(frozen=True)
class Month:
    """How many applications end in a month, by kind of what governs them."""

    label: Text
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class HorizonItem:
    """An application that ends, by what, when, and until when that can be decided upon."""

    application: Link
    owner: Shown
    why: Text
    component: Shown
    ends: Shown
    decide_by: Shown
    left: Text
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Horizon:
    """The page: the buckets over all, per one dimension, the months to come, and one page of the list."""

    filters: tuple[Filter, ...]
    as_on: date
    measure: Measure
    buckets: tuple[Bucket, ...]
    total: int
    known: int
    per: Text
    lines: tuple[HorizonLine, ...]
    of: int
    months: tuple[Month, ...]
    kinds: tuple[tuple[str, Text], ...]
    items: tuple[HorizonItem, ...]
    first: date | None
    last: date | None
    kept: tuple[tuple[str, str], ...]
    downloads: tuple[Link, ...]
    overviews: tuple[Link, ...] = ()
    neighbours: Neighbours = ALONE
