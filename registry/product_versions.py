"""Which release cycle a version means: one, a set of candidates, or none. Pure functions; a cycle is never guessed.

A version may be finer than the cycles of a product ("RHEL 7.9" is of cycle 7), as fine, or coarser ("SQL Server 2014" may be
any of its service packs): then the answer is the set. A version that no cycle knows has no cycle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from registry.product_names import data, is_number, is_version, split_words

Number = tuple[int, ...]
_MARK = re.compile(r"([a-z]+)(\d+)")
_RELEASE = re.compile(r"r\d")
_LEVELS = frozenset({"sp", "u", "tl", "cu", "ur", "su", "fp", "rc"})


@dataclass(frozen=True, slots=True)
class Version:
    """A version as parts: numbers ("12.3" is (12, 3)), marks ("sp3", "r2", "22h2"), and words that cycles may have ("lts")."""

    numbers: tuple[Number, ...] = ()
    marks: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @property
    def said(self) -> bool:
        """Whether it says anything about a release."""
        return bool(self.numbers or self.marks or self.words)


@dataclass(frozen=True, slots=True)
class Fit:
    """The cycles that a version may mean, by name; `why` names the reason ("prefix", "exact", "set", "unknown", "unsaid").

    `left_open`: others than these may be meant as well, so that not even one alone is asserted.
    """

    cycles: tuple[str, ...]
    why: str
    left_open: bool = False

    @property
    def cycle(self) -> str | None:
        """The one cycle that it means, if it is one."""
        return self.cycles[0] if len(self.cycles) == 1 and not self.left_open else None


@dataclass(frozen=True, slots=True)
class Ending:
    """When support ends: the event, the cycle, and the first day; None with what was stated ("true": ended, nobody says when)."""

    event: str
    cycle: str
    on: date | None
    stated: str | None = None


@dataclass(slots=True)
class Cycle:
    """A release cycle by name, and what is stated of it: day and text by event, the earliest day where several are."""

    name: str
    stated: dict[str, tuple[date | None, str | None]] = field(default_factory=dict)

    def state(self, event: str, on: date | None, stated: str | None) -> None:
        """Take a statement; the earliest day counts, and a day goes before none."""
        known = self.stated.get(event)
        if known is None or (on is not None and (known[0] is None or on < known[0])):
            self.stated[event] = (on, stated)

    @property
    def ending(self) -> Ending | None:
        """The end of security support; the end of life where that is not stated."""
        for event in ("end_of_security_support", "end_of_life", "end_of_active_support"):
            if event in self.stated:
                return Ending(event, self.name, *self.stated[event])
        return None


def worst_of(cycles: Iterable[Cycle]) -> Ending | None:
    """The worst end among some cycles: one that has come at an unknown day, else the first day, else "none known"."""
    return worst_ending([ending for cycle in cycles if (ending := cycle.ending)])


def worst_ending(endings: Sequence[Ending]) -> Ending | None:
    """The worst of some ends."""
    if not endings:
        return None
    return min(endings, key=lambda e: (e.on is not None, e.cycle) if e.stated == "true" and e.on is None else _late(e))


def _late(ending: Ending) -> tuple[bool, str]:
    """A key that puts days in order, and after them what has no known end."""
    return True, f"{(ending.on or date.max).isoformat()} {ending.cycle}"


def version_of(words: Iterable[str], also: frozenset[str] = frozenset()) -> Version:
    """The version in some words; of other words only those in `also` count."""
    numbers, marks, rest = dict[Number, None](), set[str](), set[str]()
    for word in words:
        if is_number(word):
            numbers[tuple(int(part) for part in word.split(".")[:6])] = None
        elif is_version(word):
            marks.add(word)
        elif word in also:
            rest.add(word)
    return Version(tuple(numbers), frozenset(marks), frozenset(rest))


@lru_cache(maxsize=50_000)
def read_cycle(name: str) -> Version:
    """The parts of a cycle's name; all its words count."""
    words = [word for word, _ in split_words(name)]
    return version_of(words, frozenset(words))


@lru_cache(maxsize=2_000)
def cycle_words(names: tuple[str, ...]) -> frozenset[str]:
    """The words that the names of a product's cycles use ("lts", "enterprise", "se")."""
    return frozenset().union(*(read_cycle(name).words for name in names))


def meant_by(product: str, words: Sequence[str]) -> list[str]:
    """The words with those replaced that stand for a cycle of this product ("bookworm" is Debian 12)."""
    known: Mapping[str, str] = data()["cycles"].get(product, {})
    phrases = {tuple(str(key).split()): str(to).split() for key, to in known.items()}
    found, at = list[str](), 0
    while at < len(words):
        for length in (3, 2, 1):
            if (meant := phrases.get(tuple(words[at : at + length]))) is not None:
                found += meant
                at += length
                break
        else:
            found.append(words[at])
            at += 1
    return found


def fit(version: Version, names: Sequence[str], *, models: bool = False) -> Fit:
    """The cycles among `names` that a version may mean; `models`: another word in a name is another thing ("13 mini")."""
    if not version.said:
        return Fit((), "unsaid")
    cycles = {name: read_cycle(name) for name in names}
    found = _by_number(version, cycles)
    found = _by_release(version, found)
    found = _by_level(version, found)
    found = _by_words(version, found)
    if not found:
        return Fit((), "unknown")
    if len(found) > 1:
        found = _exactly(version, found, cycles, models=models) or found
    if len(found) > 1:
        return Fit(tuple(found), "set")
    (one,) = found.values()
    if _is_coarser(version, one):
        return Fit(tuple(found), "coarse", left_open=True)
    finer = any(len(number) > max((len(n) for n in one.numbers), default=0) for number in version.numbers)
    return Fit(tuple(found), "prefix" if finer else "exact")


def _is_coarser(version: Version, cycle: Version) -> bool:
    """Whether a version says less than the number of a cycle: "7" may be 7.21, but also a 7.x that no list has."""
    if not version.numbers or version.marks or any(_is_within(number, cycle) for number in version.numbers):
        return False
    return not any(own[: len(n)] == n and not any(own[len(n) :]) for n in version.numbers for own in cycle.numbers)


def _is_within(number: Number, cycle: Version) -> bool:
    return any(number[: len(own)] == own for own in cycle.numbers)


Cycles = dict[str, Version]


def _by_number(version: Version, cycles: Cycles) -> Cycles:
    """Cycles of which every number of the version is a finer, the same or a coarser one; the closest of the finer ones."""
    if not version.numbers:
        releases = {mark for mark in version.marks if "h" in mark}
        if not releases and not version.words:
            return {}
        return {name: cycle for name, cycle in cycles.items() if releases <= cycle.marks}
    found = cycles
    for number in version.numbers:
        levels = _levels(number, version)
        found = _nearest(found, (number, *levels))
    return found


def _levels(number: Number, version: Version) -> list[Number]:
    """A service pack, update or technology level written as a part of the number: "15 SP4" is 15.4 for some products."""
    found = []
    for mark in version.marks:
        match = _MARK.fullmatch(mark)
        if match and (match[1] in _LEVELS or match[1] == "r"):
            found.append((*number, int(match[2])))
    return found


def _nearest(cycles: Cycles, numbers: tuple[Number, ...]) -> Cycles:
    """The cycles with the longest number that one of `numbers` lies within, and those that lie within the number itself."""
    number, levels = numbers[0], numbers[1:]
    exact = {name: cycle for name, cycle in cycles.items() if set(levels) & set(cycle.numbers)}
    if exact:
        return exact
    within: dict[int, Cycles] = {}
    coarser = Cycles()
    same = False
    for name, cycle in cycles.items():
        for own in cycle.numbers:
            if number[: len(own)] == own:
                within.setdefault(len(own), {})[name] = cycle
                same = same or own == number
            elif own[: len(number)] == number:
                coarser[name] = cycle
    best = within[max(within)] if within else {}
    # "4.8" is that release beside 4.8.1; "15" beside 15.1 may be any of the fifteenth.
    if best and (not same or len(number) > 1):
        return best
    return {name: cycle for name, cycle in cycles.items() if name in best or name in coarser}


def _by_release(version: Version, cycles: Cycles) -> Cycles:
    """A second release ("R2") is another product than the first: it is meant only when it is said."""
    said = {mark for mark in version.marks if mark.startswith("r") and mark[1:].isdigit()}
    having = {name: cycle for name, cycle in cycles.items() if said & cycle.marks} if said else {}
    if said:
        as_number = {level for number in version.numbers for level in _levels(number, Version(marks=frozenset(said)))}
        return having or {name: cycle for name, cycle in cycles.items() if as_number & set(cycle.numbers)}
    without = {name: c for name, c in cycles.items() if not any(_RELEASE.fullmatch(mark) for mark in c.marks)}
    return without or cycles


def _by_level(version: Version, cycles: Cycles) -> Cycles:
    """A service pack or update counts where the cycles tell them apart; else it is finer than they are."""
    found = cycles
    for mark in version.marks:
        match = _MARK.fullmatch(mark)
        half_year = "h" in mark and mark[0].isdigit()
        level = match[1] if match and match[1] in _LEVELS else None
        if half_year or (level and any(_has_level(cycle, level) for cycle in found.values())):
            found = {name: cycle for name, cycle in found.items() if mark in cycle.marks}
    return found


def _has_level(cycle: Version, level: str) -> bool:
    return any(re.fullmatch(rf"{level}\d+", mark) for mark in cycle.marks)


def _by_words(version: Version, cycles: Cycles) -> Cycles:
    """A word of the version counts where one of the cycles left has it."""
    found = cycles
    for word in version.words:
        having = {name: cycle for name, cycle in found.items() if word in cycle.words}
        found = having or found
    if not version.numbers and not version.marks and found == cycles:
        return {}
    return found


def _exactly(version: Version, found: Cycles, cycles: Cycles, *, models: bool) -> Cycles:
    """Cycles with just the marks and words that were said, as far as any cycle has them; where nothing was, of models only.

    "R2" says which release it is, not which of its service packs.
    """
    known = frozenset[str]().union(*(cycle.marks | cycle.words for cycle in cycles.values()))
    said = {one for one in (version.marks | version.words) & known if not _RELEASE.fullmatch(one)}
    if not said and not models:
        return {}
    same = {name: c for name, c in found.items() if said == {m for m in c.marks | c.words if not _RELEASE.fullmatch(m)}}
    return {name: cycle for name, cycle in same.items() if not models or len(cycle.numbers) == len(version.numbers)}
