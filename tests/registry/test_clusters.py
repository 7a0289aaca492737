"""Who is the same by what is known of pairs: the pure function, with its laws."""

from __future__ import annotations

from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.resolving.clusters import MOST_BY_RULE, cluster
from registry.resolving.holders import affiliations
from registry.resolving.mentions import Evidence, Mention, Name

NAMES: list[Name] = [("kpn", ""), ("kpn", "bv"), ("kpn", "nv"), ("kpm", ""), ("acme", ""), ("acme", "inc")]


def number(n: int) -> UUID:
    return UUID(int=n)


def mention(n: int, core: str, form: str = "", **more: object) -> Mention:
    return Mention(number(n), (core, form), **more)  # type: ignore[arg-type]


def groups(mentions: list[Mention], evidence: Evidence = Evidence()) -> set[frozenset[int]]:  # noqa: B008
    found: dict[UUID, set[int]] = {}
    for one, leader in cluster(mentions, evidence).items():
        found.setdefault(leader, set()).add(one.int)
    return {frozenset(ids) for ids in found.values()}


def pairs(*found: tuple[int, int]) -> frozenset[tuple[UUID, UUID]]:
    return frozenset((number(a), number(b)) for a, b in found)


def test_a_name_without_legal_form_means_the_whole_and_not_a_part() -> None:
    whole, part = mention(1, "microsoft", "corp", curated=True), mention(2, "microsoft", "bv", curated=True, part=True)
    assert groups([whole, part, mention(3, "microsoft")]) == {frozenset({1, 3}), frozenset({2})}
    assert groups([whole, part, mention(3, "microsoft", "bv")]) == {frozenset({1}), frozenset({2, 3})}


def test_another_legal_form_is_another_entity_of_the_same_group() -> None:
    everyone = [mention(1, "microsoft", "corp", curated=True), mention(2, "microsoft", "bv")]
    leaders = cluster(everyone)
    assert leaders == {number(1): number(1), number(2): number(2)}
    assert affiliations(everyone, leaders) == {number(2): number(1)}
    assert affiliations(everyone, leaders, apart=pairs((1, 2))) == {}


def test_forms_that_people_mix_up_are_no_other_entity() -> None:
    known = mention(1, "microsoft", "corp", aliases=frozenset({("ms", "")}), curated=True)
    assert groups([known, mention(2, "ms", "inc")]) == {frozenset({1, 2})}
    assert groups([known, mention(2, "ms", "bv")]) == {frozenset({1}), frozenset({2})}


def test_two_forms_that_nobody_knows_stay_apart_with_the_bare_name() -> None:
    everyone = [mention(1, "acme", "bv"), mention(2, "acme", "nv"), mention(3, "acme")]
    assert groups(everyone) == {frozenset({1}), frozenset({2}), frozenset({3})}
    assert groups(everyone[1:]) == {frozenset({2, 3})}


def test_what_can_mean_two_things_stays_apart() -> None:
    one, other = (mention(n, name, aliases=frozenset({("zorg", "")}), curated=True) for n, name in ((1, "a"), (2, "b")))
    assert groups([one, other, mention(3, "zorg")]) == {frozenset({1}), frozenset({2}), frozenset({3})}
    rules = frozenset({(("a", ""), ("ab", "")), (("ab", ""), ("b", ""))})
    assert groups([one, other, mention(3, "ab")], Evidence(rules=rules)) == {
        frozenset({1}),
        frozenset({2}),
        frozenset({3}),
    }
    assert groups([one, mention(3, "ab")], Evidence(rules=rules)) == {frozenset({1, 3})}


def test_rules_tie_spellings_to_an_anchor_and_not_on_from_there() -> None:
    anchor, near, far = mention(1, "topdesk", curated=True), mention(2, "topdesc"), mention(3, "topesc")
    rules = frozenset({(("topdesk", ""), ("topdesc", "")), (("topdesc", ""), ("topesc", ""))})
    assert groups([anchor, near, far], Evidence(rules=rules)) == {frozenset({1, 2}), frozenset({3})}


def test_a_group_that_rules_would_make_too_large_goes_to_a_person() -> None:
    for size in (MOST_BY_RULE, MOST_BY_RULE + 1):
        everyone = [mention(n, f"naam{n}") for n in range(1, size + 1)]
        rules = frozenset(((f"naam{n}", ""), (f"naam{n + 1}", "")) for n in range(1, size))
        found = groups(everyone, Evidence(rules=rules))
        assert len(found) == (1 if size <= MOST_BY_RULE else size)


def test_judgements_that_contradict_each_other_count_for_nothing() -> None:
    everyone = [mention(n, f"n{n}") for n in (1, 2, 3)]
    same = pairs((1, 2), (2, 3))
    assert groups(everyone, Evidence(same=same)) == {frozenset({1, 2, 3})}
    apart = Evidence(same=same, different=pairs((1, 3)))
    assert groups(everyone, apart) == {frozenset({1}), frozenset({2}), frozenset({3})}


def test_a_person_goes_before_a_rule() -> None:
    everyone = [mention(1, "topdesk", curated=True), mention(2, "topdesc")]
    rules = frozenset({(("topdesk", ""), ("topdesc", ""))})
    assert groups(everyone, Evidence(rules=rules)) == {frozenset({1, 2})}
    assert groups(everyone, Evidence(different=pairs((2, 1)), rules=rules)) == {frozenset({1}), frozenset({2})}


def test_what_is_taught_holds_unless_the_identifiers_contradict() -> None:
    known = mention(1, "oracle", identifiers=frozenset({"kvk:1"}), aliases=frozenset({("orakel", "")}))
    follows, other = mention(2, "orakel"), mention(3, "orakel", identifiers=frozenset({"kvk:2"}))
    assert groups([known, follows]) == {frozenset({1, 2})}
    assert frozenset({1, 3}) not in groups([known, other])


worlds = st.lists(
    st.builds(
        lambda name, numbers, aliases, curated: (name, numbers, aliases if curated else frozenset(), curated),
        st.sampled_from(NAMES),
        st.sampled_from([frozenset(), frozenset(), frozenset({"kvk:1"}), frozenset({"kvk:2"}), frozenset({"lei:1"})]),
        st.frozensets(st.sampled_from(NAMES), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
)
sides = st.frozensets(st.tuples(st.integers(1, 7), st.integers(1, 7)).filter(lambda p: p[0] < p[1]), max_size=3)
rulings = st.frozensets(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1]), max_size=4
)


def world(found: list[tuple[Name, frozenset[str], frozenset[Name], bool]]) -> list[Mention]:
    return [
        Mention(number(n), name, "", numbers, aliases, curated)
        for n, (name, numbers, aliases, curated) in enumerate(found, 1)
    ]


@settings(deadline=None, max_examples=300)
@given(worlds, sides, sides, rulings, st.randoms())
def test_order_does_not_matter(
    found: list[tuple[Name, frozenset[str], frozenset[Name], bool]],
    same: frozenset[tuple[int, int]],
    different: frozenset[tuple[int, int]],
    rules: frozenset[tuple[Name, Name]],
    random: Random,
) -> None:
    everyone, evidence = world(found), Evidence(pairs(*same), pairs(*different), rules)
    first = groups(everyone, evidence)
    assert groups(sorted(everyone, key=lambda _: random.random()), evidence) == first


@settings(deadline=None, max_examples=300)
@given(worlds, sides, sides, rulings)
def test_an_unrelated_supplier_changes_nothing(
    found: list[tuple[Name, frozenset[str], frozenset[Name], bool]],
    same: frozenset[tuple[int, int]],
    different: frozenset[tuple[int, int]],
    rules: frozenset[tuple[Name, Name]],
) -> None:
    everyone, evidence = world(found), Evidence(pairs(*same), pairs(*different), rules)
    for stranger in (mention(0, "heel anders"), mention(99, "heel anders", "bv", curated=True)):
        assert groups([*everyone, stranger], evidence) == groups(everyone, evidence) | {frozenset({stranger.id.int})}


@settings(deadline=None, max_examples=300)
@given(worlds, sides, sides, rulings)
def test_what_persons_keep_apart_is_never_together(
    found: list[tuple[Name, frozenset[str], frozenset[Name], bool]],
    same: frozenset[tuple[int, int]],
    different: frozenset[tuple[int, int]],
    rules: frozenset[tuple[Name, Name]],
) -> None:
    everyone = world(found)
    leaders = cluster(everyone, Evidence(pairs(*same - different), pairs(*different), rules))
    assert all(leaders.get(a, a) != leaders.get(b, b) for a, b in pairs(*different))
