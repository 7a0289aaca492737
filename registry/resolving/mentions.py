"""What the clustering works with: mentions, what is known of pairs, and sets that keep apart what persons keep apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

Name = tuple[str, str]
"""A normalised name and the code of its legal form, empty where none is written."""

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Mention:
    """A match as the clustering sees it. `identifiers` read "scheme:value"; `aliases` are other names by a curated source.

    `part`: its source lists it under another, so that it is not what a name without legal form means. `country` is that of
    incorporation: a legal form says of whom it cannot be.
    """

    id: UUID
    name: Name
    scope: str = ""
    identifiers: frozenset[str] = frozenset()
    aliases: frozenset[Name] = frozenset()
    curated: bool = False
    part: bool = False
    source: UUID | None = None
    country: str | None = None


@dataclass(frozen=True)
class Evidence:
    """What is known of pairs: judgements of persons on matches, and the spellings that rules are sure of.

    `readings`: spellings with the same reading count as one where a group that rules make is limited.
    """

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    rules: frozenset[tuple[Name, Name]] = frozenset()
    readings: Mapping[Name, str] = field(default_factory=dict, hash=False)


class Sets:
    """Union-find over ids; the smallest id leads, so that the order of unions does not show."""

    def __init__(self, ids: Iterable[UUID], apart: AbstractSet[Pair] = frozenset()) -> None:
        self.leader = {i: i for i in ids}
        self.apart = [pair for pair in sorted(apart) if pair[0] in self.leader and pair[1] in self.leader]

    def find(self, i: UUID) -> UUID:
        """The leader of the set that an id is in."""
        while self.leader[i] != i:
            self.leader[i] = self.leader[self.leader[i]]
            i = self.leader[i]
        return i

    def unite(self, ids: Iterable[UUID]) -> None:
        """Make one set of the sets of these ids."""
        leaders = sorted({self.find(i) for i in ids})
        for other in leaders[1:]:
            self.leader[other] = leaders[0]

    def unite_all(self, groups: Iterable[Iterable[UUID]]) -> None:
        """Unite each group, save those that together would unite what persons keep apart: none of these."""
        kept = [list(group) for group in groups]
        if self.apart:
            trial = Sets(())
            trial.leader = dict(self.leader)
            for group in kept:
                trial.unite(group)
            wrong = {trial.find(a) for a, b in self.apart if trial.find(a) == trial.find(b)}
            kept = [group for group in kept if group and trial.find(group[0]) not in wrong]
        for group in kept:
            self.unite(group)

    def torn(self, leaders: AbstractSet[UUID]) -> set[UUID]:
        """Which of these sets persons keep apart from another of them."""
        pairs = ((self.find(a), self.find(b)) for a, b in self.apart)
        return {one for pair in pairs if pair[0] in leaders and pair[1] in leaders for one in pair}
