"""From what is known of a name to an answer: sure, ask or new. Never a silent choice between two. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from registry.company_names import normalise
from registry.comparing import NO_FACTS, Comparison, Facts, compare
from registry.origin import Origins
from registry.queries.resolve_candidates import Bearer, Found, Known

MOST_ALTERNATIVES = 5
_EXACT = ("De naam is bekend bij {name}.", "The name is known of {name}.")
_TAUGHT = ("Een mens heeft beslist dat deze naam {name} is.", "A person decided that this name is {name}.")
_SEVERAL = ("Meer dan één bekende kan hiermee bedoeld zijn.", "More than one that is known may be meant by this.")
_OTHER_ENTITY = (
    "Van deze rechtspersoon kent het register alleen de groep.",
    "Of this legal entity the register knows only the group.",
)


class Ref(NamedTuple):
    """A published supplier."""

    id: UUID
    name: str


Sentences = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is meant by a name."""

    outcome: Literal["sure", "ask", "new"]
    supplier: Ref | None = None
    group: Ref | None = None
    group_country: str | None = None
    score: float | None = None
    reasons: Sentences = ()
    alternatives: tuple[tuple[Ref, Ref | None, float, Sentences], ...] = ()


class Candidate(NamedTuple):
    """A record that may be meant, with the best comparison to one of its names."""

    record: UUID
    bearer: Bearer
    found: Comparison


class Answering:
    """Answers with names, groups and countries as on the date of these origins."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins

    def answer(self, found: Found) -> Answer:
        """The answer for one name."""
        everyone = self._candidates(found)
        exact = _meant(found)
        if len(exact) == 1:
            return self._sure(next(iter(exact)), everyone, exact=True)
        sure = [one for one in everyone if one.found.outcome == "sure" and not one.found.same_group]
        if exact:
            sure = [one for one in everyone if one.record in exact]
        if len({one.record for one in sure}) == 1:
            return self._sure(sure[0].record, everyone, exact=False)
        near = sure or [one for one in everyone if one.found.outcome == "sure"]
        if near:
            return self._group_or_ask(near, everyone)
        likely = [one for one in everyone if one.found.outcome == "ask"]
        if likely:
            return self._ask(likely, everyone)
        return Answer("new", score=everyone[0].found.score if everyone else None)

    def _candidates(self, found: Found) -> list[Candidate]:
        """The records behind the known spellings, each with its best comparison; the likeliest first."""
        best: dict[UUID, Candidate] = {}
        for known in (*found.same, *found.like):
            for bearer in known.bearers:
                result = self._compared(found, known, bearer)
                one = best.get(bearer.record)
                if one is None or _rank(result) < _rank(one.found):
                    best[bearer.record] = Candidate(bearer.record, bearer, result)
        kept = (one for one in best.values() if one.record in self.origins.parties)
        return sorted(kept, key=lambda one: (*_rank(one.found), not one.bearer.curated, one.record))

    def _compared(self, found: Found, known: Known, bearer: Bearer) -> Comparison:
        """A name without a legal form stands for the full name of its bearer, which has one."""
        kind = _KINDS.get(bearer.use, "legal")
        party = self.origins.parties.get(bearer.record)
        if found.name.form is None or known.name.form is not None or party is None:
            return compare(found.name, known.name, _FACTS[kind])
        facts = Facts(known_kind=kind, known_form=normalise(party.name).form, known_country=party.incorporation)
        return compare(found.name, known.name, facts)

    def _sure(self, record: UUID, everyone: list[Candidate], *, exact: bool) -> Answer:
        own = next((one for one in everyone if one.record == record), None)
        if own is None:
            return Answer("new")
        reasons = _told(own.found)
        if exact:
            told = _TAUGHT if own.bearer.use == "taught" else _EXACT
            reasons = (_filled(told, self.origins.name(record)), *reasons)
        group, country = self._group(record)
        others = self._others(everyone, record)
        return Answer("sure", self._ref(record), group, country, max(own.found.score, 0.0), reasons, others)

    def _group_or_ask(self, near: list[Candidate], everyone: list[Candidate]) -> Answer:
        """Several, or at most the group: sure of the group where they all have the same one, else a question."""
        groups = {self._group(one.record)[0] for one in near}
        if len(groups) == 1 and None not in groups:
            best = near[0]
            group, country = self._group(best.record)
            reasons = (_OTHER_ENTITY, *_told(best.found))
            return Answer("sure", None, group, country, best.found.score, reasons, self._others(everyone))
        return self._ask(near, everyone)

    def _ask(self, likely: list[Candidate], everyone: list[Candidate]) -> Answer:
        groups = {self._group(one.record) for one in likely}
        group, country = next(iter(groups)) if len(groups) == 1 else (None, None)
        reasons = _told(likely[0].found)
        if len({one.record for one in likely}) > 1:
            reasons = (_SEVERAL, *reasons)
        return Answer("ask", None, group, country, likely[0].found.score, reasons, self._others(everyone))

    def _others(
        self, everyone: list[Candidate], but: UUID | None = None
    ) -> tuple[tuple[Ref, Ref | None, float, Sentences], ...]:
        return tuple(
            (self._ref(one.record), self._group(one.record)[0], one.found.score, _told(one.found))
            for one in [one for one in everyone if one.record != but and one.found.outcome != "new"][:MOST_ALTERNATIVES]
        )

    def _ref(self, record: UUID) -> Ref:
        return Ref(record, self.origins.name(record))

    def _group(self, record: UUID) -> tuple[Ref | None, str | None]:
        """The ultimate parent on the date and its country; unknown where the ownership leaves that open."""
        origin = self.origins.of(record)
        return (self._ref(origin.parent), origin.country) if origin.parent else (None, None)


def _meant(found: Found) -> set[UUID]:
    """The records that bear this very name: by curated sources first, and rather as a whole than as a part."""
    form = found.name.form
    exact = [bearer for known in found.same if known.name.form == form for bearer in known.bearers]
    if not exact and form is None:
        exact = [bearer for known in found.same for bearer in known.bearers]
    return _best(exact)


def _best(bearers: Iterable[Bearer]) -> set[UUID]:
    ranked = {(not one.curated, one.use == "part", one.record) for one in bearers}
    first = min((rank[:2] for rank in ranked), default=None)
    return {record for *rank, record in ranked if tuple(rank) == first}


_Kind = Literal["legal", "alias", "former", "product"]
_KINDS: dict[str, _Kind] = {"alias": "alias", "former": "former", "product": "product"}
_FACTS: dict[str, Facts] = {
    "legal": NO_FACTS,
    "alias": NO_FACTS,
    "former": Facts(known_kind="former"),
    "product": Facts(known_kind="product"),
}
_ORDER = {"sure": 0, "ask": 1, "new": 2}


def _rank(found: Comparison) -> tuple[int, bool, float]:
    return (_ORDER[found.outcome], found.same_group, -found.score)


def _told(found: Comparison) -> Sentences:
    return tuple((reason.nl, reason.en) for reason in found.reasons)


def _filled(sentences: tuple[str, str], name: str) -> tuple[str, str]:
    return sentences[0].format(name=name), sentences[1].format(name=name)
