"""How concentrated a landscape is: shares, coverage and HHI with what is unknown as an interval. Pure functions.

A bundle lists sets of suppliers and how much hangs on each: a number of applications or services, or an amount of money.
A set counts once for a value (an ultimate parent, an origin class) however many of its suppliers share that value, and in
full for each value. Where nothing or not everything is known of a set, it may hang on any value: the unknown part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock
from typing import NamedTuple
from uuid import UUID


class Amount(NamedTuple):
    """At least `low`, at most `high`; `open` counts the parts of which no upper end is known."""

    low: float = 0
    high: float = 0
    open: float = 0

    @property
    def middle(self) -> float:
        """Half-way the interval; the low end where the high end is open."""
        return self.low if self.open else (self.low + self.high) / 2


NOTHING = Amount()


class Share(NamedTuple):
    """A fraction (0-1) as an interval: at least `low`, at most `high`."""

    low: float
    high: float


class Bundle(NamedTuple):
    """Supplier sets of one owner and what hangs on each. A set is an array of ids as `array_send` of PostgreSQL writes it.

    `high` and `open` are left out for numbers, which are exact.
    """

    owner: UUID | None
    sets: Sequence[bytes]
    low: Sequence[float]
    high: Sequence[float] | None = None
    open: Sequence[float] | None = None


class Fact(NamedTuple):
    """What is known of a supplier at the level asked for; None is unknown."""

    value: Hashable | None
    us: bool | None
    eu: bool | None


class Profile(NamedTuple):
    """What a set of suppliers means at a level: the places of its values, whether one is unknown, and its flags."""

    places: tuple[int, ...]
    flags: tuple[bool, bool | None, bool | None]


def read_set(key: bytes) -> list[UUID]:
    """The ids of a set: after a head of 20 bytes, each with its length before it."""
    return [UUID(bytes=key[at : at + 16]) for at in range(24, len(key), 20)]


def write_set(suppliers: Collection[UUID]) -> bytes:
    """The same the other way round; the inverse of `read_set`."""
    head = bytes(20) if suppliers else bytes(12)
    return head + b"".join(b"\x00\x00\x00\x10" + supplier.bytes for supplier in suppliers)


def cut_sets(together: bytes, sizes: Sequence[int]) -> list[bytes]:
    """The sets that were written one after the other, by the number of ids in each."""
    lengths = [20 + 20 * size if size else 12 for size in sizes]
    return [together[end - length : end] for length, end in zip(lengths, accumulate(lengths), strict=True)]


class Level:
    """The profiles of supplier sets at one level of one state of the ownerships, each worked out once."""

    def __init__(self, fact_of: Callable[[UUID], Fact]) -> None:
        self.values: list[Hashable] = []
        self.known: dict[bytes, Profile] = {}
        self._fact_of = fact_of
        self._places: dict[Hashable, int] = {}
        self._lock = Lock()
        self.latest: tuple[list[Bundle], Tally] | None = None

    def profiles(self, sets: Sequence[bytes]) -> list[Profile]:
        """The profiles of sets, in their order."""
        known = self.known
        for key in sets if len(known) < len(sets) else [key for key in sets if key not in known]:
            if key not in known:
                with self._lock:
                    known[key] = self._work_out(read_set(key))
        return [known[key] for key in sets]

    def _work_out(self, suppliers: Sequence[UUID]) -> Profile:
        facts = [self._fact_of(supplier) for supplier in suppliers]
        values = {fact.value for fact in facts} or {None}
        places = []
        for value in values - {None}:
            if value not in self._places:
                self._places[value] = len(self.values)
                self.values.append(value)
            places.append(self._places[value])
        flags = (None in values, any_of(fact.us for fact in facts), all_of(fact.eu for fact in facts))
        return Profile(tuple(places), flags)


def any_of(flags: Iterable[bool | None]) -> bool | None:
    """Whether one is true; unknown (None) where none is and one is unknown, or there are none."""
    known = set(flags)
    return True if True in known else None if None in known or not known else False


def all_of(flags: Iterable[bool | None]) -> bool | None:
    """Whether all are true; unknown (None) where none is false and one is unknown, or there are none."""
    known = set(flags)
    return False if False in known else None if None in known or not known else True


@dataclass
class Tally:
    """Sums over bundles, by the place of a value. `partly` is the part of a sum that also hangs on something unknown.

    `us` sums the sets in which anybody falls under US law, `eu` those whose suppliers are all European.
    """

    total: Amount = NOTHING
    unknown: Amount = NOTHING
    values: dict[int, Amount] = field(default_factory=dict)
    partly: dict[int, Amount] = field(default_factory=dict)
    us: Amount = NOTHING
    us_unknown: Amount = NOTHING
    eu: Amount = NOTHING
    eu_unknown: Amount = NOTHING

    def share_of(self, place: int) -> Share:
        """The share that hangs on a value: known, up to known and unknown."""
        return share(self.values[place], self.unknown, self.total, self.partly.get(place, NOTHING))

    @property
    def coverage(self) -> float | None:
        """The fraction of which everything is known; None where there is nothing."""
        total = self.total.middle
        return (total - self.unknown.middle) / total if total else None


def share(part: Amount, unknown: Amount, total: Amount, both: Amount = NOTHING) -> Share:
    """The interval of part / total, when the unknown may belong to the part or to the rest; `both` is in both already."""
    most = part.high + unknown.high - both.high
    rest = total.low - part.low - unknown.low + both.low
    low = 0.0 if total.open > part.open else _ratio(part.low, part.low + total.high - part.high, 0.0)
    high = 1.0 if part.open + unknown.open > both.open else _ratio(most, most + rest, 1.0)
    return Share(low, high)


def _ratio(part: float, whole: float, otherwise: float) -> float:
    return min(1.0, max(0.0, part / whole)) if whole else otherwise


class _Sums:
    """Plain sums of one number per set: per value, per value where something is unknown too, and per flags."""

    def __init__(self, profiles: Sequence[Profile], numbers: Sequence[float]) -> None:
        values: dict[int, float] = defaultdict(int)
        partly: dict[int, float] = defaultdict(int)
        flagged: dict[tuple[bool, bool | None, bool | None], float] = defaultdict(int)
        for (places, flags), number in zip(profiles, numbers, strict=True):
            flagged[flags] += number
            for place in places:
                values[place] += number
            if flags[0]:
                for place in places:
                    partly[place] += number
        self.values, self.partly, self.flagged = values, partly, flagged

    def where(self, position: int, *, flag: bool | None) -> float:
        """The sum over sets that bear a flag."""
        return sum(number for flags, number in self.flagged.items() if flags[position] is flag)


def tally(bundles: list[Bundle], level: Level) -> Tally:
    """Sum bundles per value of a level; the same bundles as the last time give the same sums, which is seen at once."""
    latest = level.latest
    if latest is None or latest[0] != bundles:
        latest = level.latest = (bundles, _sum_up(bundles, level))
    return latest[1]


def _sum_up(bundles: list[Bundle], level: Level) -> Tally:
    profiles: list[Profile] = []
    lows: list[float] = []
    highs: list[float] = []
    opens: list[float] = []
    for _, sets, low, high, open_ in bundles:
        profiles += level.profiles(sets)
        lows += low
        highs += low if high is None else high
        opens += [0] * len(low) if open_ is None else open_
    least = _Sums(profiles, lows)
    most = least if highs == lows else _Sums(profiles, highs)
    unbound = _Sums(profiles, opens) if any(opens) else _Sums((), ())

    def flagged(position: int, *, flag: bool | None) -> Amount:
        return Amount(*(sums.where(position, flag=flag) for sums in (least, most, unbound)))

    return Tally(
        total=Amount(sum(lows), sum(highs), sum(opens)),
        unknown=flagged(0, flag=True),
        values={at: Amount(low, most.values[at], unbound.values.get(at, 0)) for at, low in least.values.items()},
        partly={at: Amount(low, most.partly[at], unbound.partly.get(at, 0)) for at, low in least.partly.items()},
        us=flagged(1, flag=True),
        us_unknown=flagged(1, flag=None),
        eu=flagged(2, flag=True),
        eu_unknown=flagged(2, flag=None),
    )


@dataclass(frozen=True)
class Hhi:
    """Herfindahl-Hirschman index (0-10000): among what is known, and the least and most that the unknown can make it."""

    known: float
    low: float
    high: float


def hhi(parts: Collection[float], unknown: float) -> Hhi | None:
    """The HHI of parts, their sum being the whole; None where nothing is known.

    At the least the unknown is spread over countless others, at the most all of it belongs to the largest.
    """
    known = sum(parts)
    if known <= 0:
        return None
    whole, largest = known + unknown, max(parts)
    squares = sum(part * part for part in parts)
    highest = squares - largest**2 + (largest + unknown) ** 2
    return Hhi(1e4 * squares / known**2, 1e4 * squares / whole**2, 1e4 * highest / whole**2)
