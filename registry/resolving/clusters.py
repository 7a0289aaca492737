"""Which matches of a named kind (organisation, supplier, product) are the same: a pure function.

1. The same identifier is the same thing.
2. The same name in the same scope is the same thing, unless the identifiers in that group contradict each other.
3. A name that curated sources give to exactly one thing (as name or alias) means that thing, in any scope.
What remains doubtful stays apart: a question for a person, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Mention:
    """A match as the clustering sees it. `identifiers` read "scheme:value"; `aliases` are name keys of a curated source."""

    id: UUID
    name: str
    scope: str = ""
    identifiers: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    curated: bool = False


class _Sets:
    """Union-find over ids; the smallest id leads, so that the order of unions does not show."""

    def __init__(self, ids: Iterable[UUID]) -> None:
        self.leader = {i: i for i in ids}

    def find(self, i: UUID) -> UUID:
        while self.leader[i] != i:
            self.leader[i] = self.leader[self.leader[i]]
            i = self.leader[i]
        return i

    def unite(self, ids: Iterable[UUID]) -> None:
        leaders = sorted({self.find(i) for i in ids})
        for other in leaders[1:]:
            self.leader[other] = leaders[0]


def cluster(mentions: Iterable[Mention]) -> dict[UUID, UUID]:
    """The leader of each mention's cluster, by mention id. Mentions that share a leader are the same thing."""
    everyone = sorted(mentions, key=lambda m: m.id)
    sets = _Sets(m.id for m in everyone)
    _unite_identifiers(everyone, sets)
    _unite_names(everyone, sets)
    _unite_aliases(everyone, sets)
    return {m.id: sets.find(m.id) for m in everyone}


def _unite_identifiers(everyone: list[Mention], sets: _Sets) -> None:
    holders = defaultdict(list)
    for mention in everyone:
        for identifier in mention.identifiers:
            holders[identifier].append(mention.id)
    for ids in holders.values():
        sets.unite(ids)


def _unite_names(everyone: list[Mention], sets: _Sets) -> None:
    """Unite equal names per scope where the identifiers of the clusters involved do not contradict each other."""
    identifiers: dict[UUID, set[str]] = defaultdict(set)
    for mention in everyone:
        identifiers[sets.find(mention.id)] |= mention.identifiers
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in everyone:
        groups[mention.scope, mention.name].append(mention)
    united = []
    for group in groups.values():
        leaders = {sets.find(m.id) for m in group}
        together = set().union(*(identifiers[leader] for leader in leaders))
        schemes = [identifier.partition(":")[0] for identifier in together]
        if len(leaders) == 1 or len(schemes) == len(set(schemes)):
            united.append([m.id for m in group])
        else:
            united.append([m.id for m in group if not identifiers[sets.find(m.id)]])
    for ids in united:
        sets.unite(ids)


def _unite_aliases(everyone: list[Mention], sets: _Sets) -> None:
    known: dict[str, set[UUID]] = defaultdict(set)
    plain = {sets.find(m.id) for m in everyone} - {sets.find(m.id) for m in everyone if m.curated or m.identifiers}
    for mention in everyone:
        if mention.curated:
            for name in {mention.name} | mention.aliases:
                known[name].add(sets.find(mention.id))
    for mention in everyone:
        holders = known.get(mention.name, set())
        if len(holders) == 1 and sets.find(mention.id) in plain:
            sets.unite([*holders, mention.id])
