"""Who bears a name by curated sources and persons, and what a name can therefore mean. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from uuid import UUID

from registry.company_names import form_countries
from registry.comparing.features import alike_forms
from registry.resolving.mentions import Mention, Name, Pair


class Holders:
    """The clusters that bear each name, by core and legal form; those that are parts; and the legal forms of each."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, set[UUID]]] = {}
        self.parts: set[UUID] = set()
        self.forms: dict[UUID, set[str]] = defaultdict(set)
        self.countries: dict[UUID, set[str]] = defaultdict(set)

    def add(self, name: Name, leader: UUID) -> None:
        """Note that a cluster bears a name."""
        self.names.setdefault(name[0], {}).setdefault(name[1], set()).add(leader)

    def ruled(self, name: Name, other: Name) -> set[UUID]:
        """The clusters that bear exactly the other name, by which the rules take this one, and can have its legal form."""
        bearing = self.names.get(other[0], {}).get(other[1], set())
        return {one for one in bearing if other[1] or not name[1] or self.may_have(one, name[1])}

    def whole(self, found: AbstractSet[UUID]) -> set[UUID]:
        """Without the parts, where something else remains: a name means the whole."""
        return set(found) - self.parts or set(found)

    def meant(self, name: Name, but: UUID | None = None) -> set[UUID]:
        """The clusters that a name can mean: the same name and form, else what bears the name and has no other form."""
        core, form = name
        forms = {one: found - {but} for one, found in self.names.get(core, {}).items()}
        if exact := forms.get(form):
            return self.whole(exact)
        if not form:
            return self.whole(set().union(*forms.values())) if forms else set()
        bare = self.whole(forms.get("", set()))
        return {one for one in bare if self.may_have(one, form)}

    def may_have(self, leader: UUID, form: str) -> bool:
        """Whether a legal form can be that of a cluster: by the forms of its full names, and where it is incorporated."""
        forms, countries = self.forms[leader] - {""}, self.countries[leader]
        if forms:
            return any(alike_forms(form, own) for own in forms)
        return not countries or not (abroad := form_countries(form)) or not abroad.isdisjoint(countries)

    def alike(self, name: Name) -> set[UUID]:
        """The clusters that bear a name, whatever the legal form; the whole goes before its parts."""
        forms = self.names.get(name[0], {})
        return self.whole(forms.get("") or set().union(*forms.values())) if forms else set()


def curated_holders(everyone: Iterable[Mention], leaders: Mapping[UUID, UUID], *, aliases: bool = True) -> Holders:
    """Who bears which name by curated sources and persons; by full name only, or by other names too."""
    holders, whole = Holders(), set[UUID]()
    for mention in everyone:
        leader = leaders[mention.id]
        for alias in mention.aliases if aliases else ():
            holders.add(alias, leader)
        if mention.curated:
            holders.add(mention.name, leader)
            holders.forms[leader].add(mention.name[1])
            holders.countries[leader].update([mention.country] if mention.country else ())
            (holders.parts if mention.part else whole).add(leader)
    holders.parts -= whole
    return holders


def beside(pairs: Iterable[tuple[Name, Name]]) -> dict[Name, set[Name]]:
    """The names on the other side of each name's pairs."""
    found: dict[Name, set[Name]] = defaultdict(set)
    for left, right in pairs:
        found[left].add(right)
        found[right].add(left)
    return found


def affiliations(
    mentions: Iterable[Mention],
    leaders: Mapping[UUID, UUID],
    group: Iterable[tuple[Name, Name]] = (),
    apart: Iterable[Pair] = (),
) -> dict[UUID, UUID]:
    """By leader of a cluster that no curated source knows: the leader of the one whose name it bears.

    Or of the one in whose group the rules surely place it. Where there are several such, or persons keep the two apart: none.
    """
    everyone = list(mentions)
    holders, near = curated_holders(everyone, leaders), beside(group)
    curated = {leaders[m.id] for m in everyone if m.curated}
    kept = {(leaders.get(a), leaders.get(b)) for a, b in apart}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for mention in everyone:
        if (own := leaders[mention.id]) not in curated:
            others = (holders.alike(name) for name in near.get(mention.name, ()))
            found[own] |= holders.whole(holders.alike(mention.name) or set().union(*others))
    single = {own: next(iter(parents)) for own, parents in found.items() if len(parents) == 1}
    return {
        own: parent
        for own, parent in single.items()
        if own != parent and (own, parent) not in kept and (parent, own) not in kept
    }
