"""Which matches of a named kind (organisation, supplier, product) are the same: a pure function that no order can change.

1. What persons judged the same is the same, as long as their judgements do not contradict each other.
2. The same identifier is the same thing.
3. The same name, legal form included, is the same thing, unless the identifiers in that group contradict each other.
4. A name that curated sources or persons give to exactly one thing means that thing; a name without a legal form means the
   only thing that bears it with one.
5. A spelling that the rules are sure of joins the one thing that it can mean; spellings that nobody knows form groups, of nine
   at most. What could mean two things, or what persons keep apart, stays apart.
What remains doubtful is a question for a person, never a guess. An evidence is taken or left as a whole: nothing depends on what
came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from uuid import UUID

from registry.resolving.holders import beside, curated_holders
from registry.resolving.mentions import Evidence, Mention, Name, Sets

MOST_BY_RULE = 9
"""A group that rules alone would make larger than this goes to a person."""

Identifiers = Mapping[UUID, AbstractSet[str]]
_NOTHING = Evidence()


def cluster(mentions: Iterable[Mention], evidence: Evidence = _NOTHING) -> dict[UUID, UUID]:
    """The leader of each mention's cluster, by mention id. Mentions that share a leader are the same thing."""
    everyone = sorted(mentions, key=lambda m: m.id)
    sets = Sets((m.id for m in everyone), evidence.different)
    known = sets.leader.keys()
    sets.unite_all(pair for pair in evidence.same if pair[0] in known and pair[1] in known)
    _unite_identifiers(everyone, sets)
    _unite_names(everyone, sets)
    _unite_curated(everyone, sets)
    _unite_known(everyone, sets)
    _unite_unknown(everyone, sets)
    if evidence.rules:
        _unite_ruled(everyone, sets, evidence)
    return {m.id: sets.find(m.id) for m in everyone}


def _agree(identifiers: Iterable[str]) -> bool:
    """Whether identifiers can be those of one thing: one number of each scheme."""
    schemes = [identifier.partition(":")[0] for identifier in set(identifiers)]
    return len(schemes) == len(set(schemes))


def _identifiers(everyone: list[Mention], sets: Sets) -> Identifiers:
    found: dict[UUID, set[str]] = defaultdict(set)
    for mention in everyone:
        found[sets.find(mention.id)] |= mention.identifiers
    return found


def _unite_identifiers(everyone: list[Mention], sets: Sets) -> None:
    holders = defaultdict(list)
    for mention in everyone:
        for identifier in mention.identifiers:
            holders[identifier].append(mention.id)
    sets.unite_all(holders.values())


def _unite_names(everyone: list[Mention], sets: Sets) -> None:
    """Unite equal names per scope; a name without a legal form only where all that bears it can be one thing."""
    identifiers = _identifiers(everyone, sets)
    cores: dict[tuple[str, str], dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for mention in everyone:
        cores[mention.scope, mention.name[0]][mention.name[1]].append(mention.id)
    united = []
    for forms in cores.values():
        for form, group in forms.items():
            likely = group if form else [one for others in forms.values() for one in others]
            sure = _agree(number for leader in set(map(sets.find, likely)) for number in identifiers[leader])
            torn = sets.torn(set(map(sets.find, group)))
            numbered = {one for one in group if identifiers[sets.find(one)]}
            same = len(set(map(sets.find, group))) == 1
            united.append(
                [one for one in group if same or (sets.find(one) not in torn and (sure or one not in numbered))]
            )
    sets.unite_all(united)


def _names(everyone: list[Mention], sets: Sets, *, curated: bool) -> dict[UUID, set[Name]]:
    """The names of the clusters that curated sources know, or of those that they do not know."""
    known = {sets.find(m.id) for m in everyone if m.curated}
    names: dict[UUID, set[Name]] = defaultdict(set)
    for mention in everyone:
        if ((leader := sets.find(mention.id)) in known) == curated:
            names[leader].add(mention.name)
    return names


def _unite_curated(everyone: list[Mention], sets: Sets) -> None:
    """Curated sources that write one name with and without its legal form; a source itself tells things apart."""
    holders = curated_holders(everyone, {m.id: sets.find(m.id) for m in everyone}, aliases=False)
    sources: dict[UUID, set[UUID | None]] = defaultdict(set)
    for mention in everyone:
        sources[sets.find(mention.id)].add(mention.source)
    meant = {
        one: {other for name in names for other in holders.meant(name, one)}
        for one, names in _names(everyone, sets, curated=True).items()
    }
    _join(everyone, sets, {one: o for one, o in meant.items() if not any(sources[one] & sources[other] for other in o)})


def _unite_known(everyone: list[Mention], sets: Sets) -> None:
    """What no curated source knows joins the one thing that curated sources or persons give its name to."""
    holders = curated_holders(everyone, {m.id: sets.find(m.id) for m in everyone})
    loose = _names(everyone, sets, curated=False)
    _join(everyone, sets, {one: set().union(*map(holders.meant, names)) - {one} for one, names in loose.items()})


def _join(everyone: list[Mention], sets: Sets, meant: Mapping[UUID, AbstractSet[UUID]]) -> None:
    """Each cluster joins what it means, when that is one thing, and the identifiers of all that join agree."""
    identifiers = _identifiers(everyone, sets)
    joining: dict[UUID, list[UUID]] = defaultdict(list)
    for one, others in meant.items():
        if len(others) == 1:
            joining[next(iter(others))].append(one)
    groups = []
    for anchor, found in joining.items():
        sure = _agree(number for one in (anchor, *found) for number in identifiers[one])
        groups += [[anchor, one] for one in found if sure or not identifiers[one]]
    sets.unite_all(groups)


def _unite_unknown(everyone: list[Mention], sets: Sets) -> None:
    """Of what no curated source knows: a name with one legal form, and without, is one thing."""
    holders = curated_holders(everyone, {m.id: sets.find(m.id) for m in everyone})
    identifiers = _identifiers(everyone, sets)
    loose = _names(everyone, sets, curated=False)
    cores: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in everyone:
        if sets.find(mention.id) in loose and not holders.alike(mention.name):
            cores[mention.scope, mention.name[0]].append(mention)
    groups = []
    for group in cores.values():
        leaders = {sets.find(m.id) for m in group}
        one_form = len({m.name[1] for m in group} - {""}) <= 1
        if one_form and _agree(number for one in leaders for number in identifiers[one]) and not sets.torn(leaders):
            groups.append(leaders)
    sets.unite_all(groups)


def _unite_ruled(everyone: list[Mention], sets: Sets, evidence: Evidence) -> None:
    """Spellings join the one thing that they can mean by rule, and each other where they can mean nothing else."""
    holders = curated_holders(everyone, {m.id: sets.find(m.id) for m in everyone})
    identifiers = _identifiers(everyone, sets)
    loose = _names(everyone, sets, curated=False)
    for one in [one for one in loose if identifiers[one]]:
        for name in loose.pop(one):
            holders.add(name, one)
    near = beside(evidence.rules)
    known = {
        one: holders.whole({o for name in names for other in near.get(name, ()) for o in holders.ruled(name, other)})
        for one, names in loose.items()
    }
    joining: dict[UUID, list[UUID]] = defaultdict(list)
    for one, found in known.items():
        if len(found) == 1:
            joining[next(iter(found))].append(one)
    strangers = {one: names for one, names in loose.items() if not known[one] and not any(map(holders.alike, names))}
    for one, leader in _groups_of_strangers(strangers, evidence.rules).items():
        joining[leader].append(one)
    sets.unite_all(
        [anchor, *joined]
        for anchor, joined in joining.items()
        if len({evidence.readings.get(name, name) for one in joined for name in loose[one]}) <= MOST_BY_RULE
    )


def _groups_of_strangers(
    strangers: Mapping[UUID, AbstractSet[Name]], rules: AbstractSet[tuple[Name, Name]]
) -> dict[UUID, UUID]:
    """The leader of each cluster's group, where rules alone tie them together."""
    bearers: dict[Name, set[UUID]] = defaultdict(set)
    for one, names in strangers.items():
        for name in names:
            bearers[name].add(one)
    groups = Sets(strangers)
    for left, right in rules:
        if left in bearers and right in bearers:
            groups.unite(bearers[left] | bearers[right])
    return {one: groups.find(one) for one in strangers}
