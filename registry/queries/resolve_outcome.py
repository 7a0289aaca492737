"""From what is known of a name to an answer: sure, ask or new. Never a silent choice between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from registry.company_names import normalise
from registry.comparing import NO_FACTS, Comparison, Facts, compare
from registry.origin import Origins
from registry.queries.doubts import Doubts
from registry.queries.resolve_candidates import Bearer, Found, Known

MOST_ALTERNATIVES = 5
_EXACT = ("De naam is bekend: {name}.", "The name is known: {name}.")
_TAUGHT = (
    "Een mens heeft beslist dat met deze naam {name} is bedoeld.",
    "A person decided that this name means {name}.",
)
_SEVERAL = ("Meer dan één bekende kan hiermee bedoeld zijn.", "More than one that is known may be meant by this.")
_DOUBT = (
    "Of dit {name} is, moet een mens nog beslissen.",
    "Whether this is {name}, a person has yet to decide.",
)
_OTHER_ENTITY = (
    "Van deze rechtspersoon kent het register alleen de groep.",
    "Of this legal entity the register knows only the group.",
)


class Ref(NamedTuple):
    """A published supplier."""

    id: UUID
    name: str


Sentences = tuple[tuple[str, str], ...]


class Candidate(NamedTuple):
    """A record that may be meant, with the best comparison to one of its names."""

    record: UUID
    bearer: Bearer
    found: Comparison


class Alternative(NamedTuple):
    """Somebody else who may be meant, and why (Dutch, English)."""

    supplier: Ref
    group: Ref | None
    score: float
    reasons: Sentences


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is meant by a name. The sentences and the alternatives are made when they are asked for."""

    outcome: Literal["sure", "ask", "new"]
    supplier: Ref | None = None
    group: Ref | None = None
    group_country: str | None = None
    best: Comparison | None = None
    said: Sentences = ()
    asked: tuple[Answering, Found] | None = None

    @property
    def score(self) -> float | None:
        """How sure, from 0 to 1; None where nothing is alike."""
        return self.best.score if self.best else None

    @property
    def reasons(self) -> Sentences:
        """Why, in Dutch and in English."""
        return (*self.said, *_told(self.best)) if self.best and self.outcome != "new" else self.said

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Who else may be meant, the likeliest first."""
        return self.asked[0].alternatives(self.asked[1], self.supplier) if self.asked else ()


class Answering:
    """Answers with names, groups and countries as on the date of these origins."""

    def __init__(self, origins: Origins, doubts: Doubts) -> None:
        self.origins, self.doubts = origins, doubts
        self._groups: dict[UUID, tuple[Ref | None, str | None]] = {}

    def answer(self, found: Found) -> Answer:
        """The answer for one name."""
        exact = {record for record in _meant(found) if record in self.origins.parties}
        if len(exact) == 1:
            return self._exact(found, next(iter(exact)))
        everyone = self.candidates(found)
        sure = _whole(one for one in everyone if one.found.outcome == "sure" and not one.found.same_group)
        if exact:
            sure = [one for one in everyone if one.record in exact]
        if len({one.record for one in sure}) == 1:
            return self._answer("sure", found, sure, (), sure[0].record)
        near = sure or _whole(one for one in everyone if one.found.outcome == "sure")
        if near:
            group = {self._group(one.record)[0] for one in near}
            if len(group) == 1 and None not in group:
                return self._answer("sure", found, near, (_OTHER_ENTITY,))
            return self._answer("ask", found, near, (_SEVERAL,) if len(near) > 1 else ())
        likely = _whole(one for one in everyone if one.found.outcome == "ask")
        if likely:
            return self._answer("ask", found, likely, (_SEVERAL,) if len(likely) > 1 else ())
        return Answer("new", best=everyone[0].found if everyone else None)

    def _exact(self, found: Found, record: UUID) -> Answer:
        own = [one for one in self._of(found.same) if one[1].record == record]
        best = min((self._candidate(found, *one) for one in own), key=_place)
        told = _TAUGHT if best.bearer.use == "taught" else _EXACT
        name = self.origins.name(record)
        return self._answer("sure", found, [best], ((told[0].format(name=name), told[1].format(name=name)),), record)

    def _answer(
        self,
        outcome: Literal["sure", "ask"],
        found: Found,
        near: Sequence[Candidate],
        said: Sentences,
        record: UUID | None = None,
    ) -> Answer:
        """An answer that names the supplier, where it is one, and the group, where all that are near have the same.

        Where a person has yet to decide whether that supplier is another one, it may be either.
        """
        doubts = self.doubts.of(record, curated=near[0].bearer.curated) if record else ()
        groups = {self._group(one) for one in (*(one.record for one in near), *(one.record for one in doubts))}
        if doubts:
            other = self.origins.name(doubts[0].record)
            outcome, record, said = "ask", None, (*said, (_DOUBT[0].format(name=other), _DOUBT[1].format(name=other)))
        group, country = next(iter(groups)) if len(groups) == 1 else (None, None)
        supplier = self._ref(record) if record else None
        return Answer(outcome, supplier, group, country, near[0].found, said, (self, found))

    def candidates(self, found: Found) -> list[Candidate]:
        """The records behind the known spellings, each with its best comparison; the likeliest first."""
        best: dict[UUID, Candidate] = {}
        for known, bearer in self._of((*found.same, *found.like)):
            one = self._candidate(found, known, bearer)
            if bearer.record not in best or _place(one) < _place(best[bearer.record]):
                best[bearer.record] = one
        return sorted(best.values(), key=_place)

    def alternatives(self, found: Found, but: Ref | None) -> tuple[Alternative, ...]:
        """The candidates that are not out of the question, save the one that is meant."""
        likely = [one for one in self.candidates(found) if one.found.outcome != "new"]
        others = {one.record: (one.found.score, _told(one.found)) for one in likely}
        for one in [one for one in likely if but is None and one.found.outcome == "sure"]:
            for doubt in self.doubts.of(one.record, curated=one.bearer.curated):
                others.setdefault(doubt.record, (doubt.score, doubt.reasons))
        if but:
            others.pop(but.id, None)
        ranked = sorted(others.items(), key=lambda one: -one[1][0])
        return tuple(
            Alternative(self._ref(record), self._group(record)[0], score, reasons)
            for record, (score, reasons) in ranked[:MOST_ALTERNATIVES]
        )

    def _of(self, spellings: Iterable[Known]) -> Iterable[tuple[Known, Bearer]]:
        parties = self.origins.parties
        return ((known, bearer) for known in spellings for bearer in known.bearers if bearer.record in parties)

    def _candidate(self, found: Found, known: Known, bearer: Bearer) -> Candidate:
        """A name without a legal form stands for the full name of its bearer, which has one."""
        kind = _KINDS.get(bearer.use, "legal")
        if found.name.form is None or known.name.form is not None:
            return Candidate(bearer.record, bearer, compare(found.name, known.name, _FACTS[kind]))
        party = self.origins.parties[bearer.record]
        facts = Facts(known_kind=kind, known_form=normalise(party.name).form, known_country=party.incorporation)
        return Candidate(bearer.record, bearer, compare(found.name, known.name, facts))

    def _ref(self, record: UUID) -> Ref:
        return Ref(record, self.origins.name(record))

    def _group(self, record: UUID) -> tuple[Ref | None, str | None]:
        """The ultimate parent on the date and its country; unknown where the ownership leaves that open."""
        if record not in self._groups:
            origin = self.origins.of(record)
            self._groups[record] = (self._ref(origin.parent), origin.country) if origin.parent else (None, None)
        return self._groups[record]


def _meant(found: Found) -> set[UUID]:
    """The records that bear this very name: by curated sources first, and rather as a whole than as a part."""
    form = found.name.form
    exact = [bearer for known in found.same if known.name.form == form for bearer in known.bearers]
    if not exact and form is None:
        exact = [bearer for known in found.same for bearer in known.bearers]
    ranked = {(not one.curated, one.use == "part", one.record) for one in exact}
    first = min((rank[:2] for rank in ranked), default=None)
    return {record for *rank, record in ranked if tuple(rank) == first}


def _whole(found: Iterable[Candidate]) -> list[Candidate]:
    """Without those that are listed under another, where something else remains: a name means the whole."""
    everyone = list(found)
    return [one for one in everyone if one.bearer.use != "part"] or everyone


_Kind = Literal["legal", "alias", "former", "product"]
_KINDS: dict[str, _Kind] = {"alias": "alias", "former": "former", "product": "product"}
_FACTS: dict[str, Facts] = {
    "legal": NO_FACTS,
    "alias": NO_FACTS,
    "former": Facts(known_kind="former"),
    "product": Facts(known_kind="product"),
}
_ORDER = {"sure": 0, "ask": 1, "new": 2}


def _place(one: Candidate) -> tuple[int, bool, float, bool, UUID]:
    return (_ORDER[one.found.outcome], one.found.same_group, -one.found.score, not one.bearer.curated, one.record)


def _told(found: Comparison) -> Sentences:
    return tuple((reason.nl, reason.en) for reason in found.reasons)
