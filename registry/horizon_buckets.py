"""The buckets of the horizon: what has passed, what comes within so many months, what comes later, and what nobody knows. Pure.

The months are data (`horizon_months` in `registry/data/lifecycle.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.calendar_days import add_months
from registry.codes import load_data
from registry.concentration import Share

MONTHS: tuple[int, ...] = tuple(load_data("lifecycle")["horizon_months"])
OVERDUE, UNKNOWN = "overdue", "unknown"


@dataclass(frozen=True)
class Bucket:
    """A part of the horizon: from `since` up to `until` (exclusive), either open; the bucket `unknown` has neither."""

    name: str
    since: date | None
    until: date | None


def edges(on: date) -> list[date]:
    """The days on which a new bucket begins: the day itself, and so many months on."""
    return [on, *(add_months(on, months) for months in MONTHS)]


def buckets(on: date) -> tuple[Bucket, ...]:
    """The buckets as they count from a day: overdue, 0-6, 6-12, 12-24 and 24+ months, and unknown."""
    starts = edges(on)
    names = [f"{low}-{high}" for low, high in zip((0, *MONTHS), MONTHS, strict=False)]
    found = [Bucket(OVERDUE, None, on)]
    found += [Bucket(name, starts[at], starts[at + 1]) for at, name in enumerate(names)]
    return (*found, Bucket(f"{MONTHS[-1]}+", starts[-1], None), Bucket(UNKNOWN, None, None))


NAMES: tuple[str, ...] = tuple(bucket.name for bucket in buckets(date(2026, 1, 1)))


def shares(counts: Mapping[str, int]) -> dict[str, Share]:
    """Each bucket as a fraction of all (0-1): at least what is known of it, at most that with all that is unknown.

    What is unknown itself is a fact: its share has equal ends. Of nothing at all every share may be anything.
    """
    total = sum(counts.values())
    if total == 0:
        return {name: Share(0.0, 1.0) for name in counts}
    unknown = counts.get(UNKNOWN, 0)
    return {
        name: Share(count / total, (count if name == UNKNOWN else count + unknown) / total)
        for name, count in counts.items()
    }
