"""The effective end of an application and the last safe moment to decide. Pure; `effective.py` does the same for all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Part:
    """What may end an application: first (worst case) and last day (best case), and when to decide. Without days: unknown."""

    key: str
    first: date | None
    last: date | None
    decide_by: date | None
    essential: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """The effective end. `governing` is the part that ends first; `decide_by` may be that of a part that takes longer to leave."""

    governing: str | None
    first: date | None
    last: date | None
    decide_by: date | None
    unknown_parts: int


def effective_end(parts: Sequence[Part]) -> End:
    """The earliest end among essential parts: worst case against worst case, best case against best case."""
    counting = [part for part in parts if part.essential]
    dated = [part for part in counting if part.first is not None]
    unknown = len(counting) - len(dated)
    if not dated:
        return End(None, None, None, None, unknown)
    governing = min(dated, key=lambda p: (p.first or date.max, p.decide_by or date.max, p.key))
    lasts = [part.last for part in dated if part.last is not None]
    return End(
        governing.key,
        governing.first,
        min(lasts) if lasts else None,
        min(part.decide_by for part in dated if part.decide_by is not None),
        unknown,
    )


def decide_by(end: date, lead_days: int, notice_days: int = 0) -> date:
    """The last safe moment to decide: the end, minus the time to leave, minus the notice; never before the calendar begins."""
    return date.fromordinal(max(1, end.toordinal() - lead_days - notice_days))


def lead_days(stated: Sequence[int | None], by_code: Sequence[int | None], default: int) -> int:
    """How long leaving takes: the longest that was stated, else the longest of its kinds, else the default."""
    for known in ([n for n in stated if n is not None], [n for n in by_code if n is not None]):
        if known:
            return max(known)
    return default


def day_after(day: date) -> date:
    """The day after, as the end of a range; the last day of the calendar has none."""
    return day if day == date.max else day + timedelta(days=1)
