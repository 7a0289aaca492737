"""Do two company names mean the same? Pure: features with weights, each told in words. `compare` is the door."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from registry.company_names import CompanyName, form_countries
from registry.comparing.features import alike_forms, features_of_names, other_nature, weak_name
from registry.comparing.rules import ASK, FEATURES, RULES_VERSION, START, SURE
from registry.comparing.telling import tell

__all__ = ["RULES_VERSION", "Comparison", "Facts", "Reason", "compare", "features"]

Outcome = Literal["sure", "ask", "new"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the two names; None where it is not known."""

    same_identifier: bool | None = None  # KvK, LEI or OIN of both: equal or contradictory
    same_domain: bool | None = None  # of the website or the mail address
    country: str | None = None  # where the mention places it
    known_country: str | None = None
    known_form: str | None = None  # of the full name, where the known name is a shorter one
    known_kind: Literal["legal", "alias", "former", "product"] = "legal"
    same_group: bool | None = None  # the catalogue knows both names: of one group, or of two
    same_entity: bool | None = None  # the same, of legal entities


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding, its points in log-odds (above 0 is for), and its sentence in Dutch and English."""

    code: str
    points: float
    nl: str
    en: str


class Verdict(NamedTuple):
    """What the features of a pair add up to."""

    score: float
    outcome: Outcome
    same_group: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two names mean the same. `same_group`: at most the group, it is another legal entity."""

    score: float
    outcome: Outcome
    same_group: bool
    codes: tuple[str, ...]
    mention: CompanyName
    known: CompanyName
    facts: Facts

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The findings in words, the heaviest first; made when asked."""
        found = [_plain_reason(code) or self._reason(code) for code in self.codes]
        return tuple(found) if len(found) == 1 else tuple(sorted(found, key=lambda reason: -abs(reason.points)))

    def _reason(self, code: str) -> Reason:
        return Reason(code, FEATURES[code].weight, *tell(code, self.mention, self.known, self._countries()))

    def _countries(self) -> tuple[str, str]:
        return (self.facts.country or "?", self.facts.known_country or "?")


@cache
def _plain_reason(code: str) -> Reason | None:
    """The reason of a feature whose sentence has nothing to fill in."""
    feature = FEATURES[code]
    return None if "{" in feature.nl else Reason(code, feature.weight, feature.nl, feature.en)


NO_FACTS = Facts()


def compare(mention: CompanyName, known: CompanyName, facts: Facts = NO_FACTS) -> Comparison:
    """Compare a mention with a known name; `facts` is what is known beside the names."""
    codes = features(mention, known, facts)
    verdict = _verdict(codes)
    return Comparison(verdict.score, verdict.outcome, verdict.same_group, codes, mention, known, facts)


def features(mention: CompanyName, known: CompanyName, facts: Facts = NO_FACTS) -> tuple[str, ...]:
    """The codes of the features that hold."""
    codes = features_of_names(mention, known)
    if facts is NO_FACTS:
        return codes
    beside = _form_beside(mention, known, facts)
    weak = weak_name(mention, beside) if codes[0] in {"equal_core", "equal_key"} and "common_word" not in codes else ()
    return (*codes, *_codes_of_facts(facts), *beside, *weak)


def _codes_of_facts(facts: Facts) -> tuple[str, ...]:
    found = []
    if facts.same_identifier is not None:
        found.append("same_identifier" if facts.same_identifier else "other_identifier")
    if facts.same_group is not None:
        found.append("known_group" if facts.same_group else "other_group")
    if facts.same_entity is not None:
        found.append("known_entity" if facts.same_entity else "other_entity")
    if facts.same_domain is not None:
        found.append("same_domain" if facts.same_domain else "other_domain")
    if facts.country and facts.known_country and facts.country != facts.known_country:
        found.append("other_country")
    if facts.known_kind in {"former", "product"}:
        found.append(f"{facts.known_kind}_name")
    return tuple(found)


def _form_beside(mention: CompanyName, known: CompanyName, facts: Facts) -> tuple[str, ...]:
    """A legal form that the known entity does not have, where the name by which it is known has none."""
    if mention.form is None or known.form is not None:
        return ()
    if facts.known_form and other_nature(mention.form, facts.known_form):
        return ("nature_of_another",)
    countries = form_countries(mention.form)
    if countries and facts.known_country and facts.known_country not in countries:
        return ("form_abroad",)
    other = facts.known_form is not None and not alike_forms(mention.form, facts.known_form)
    return ("form_of_another",) if other else ()


@lru_cache(maxsize=100_000)
def _verdict(codes: tuple[str, ...]) -> Verdict:
    total = START + sum(FEATURES[code].weight for code in codes)
    score = 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
    if "same_identifier" in codes and "other_group" not in codes:
        return Verdict(score, "sure", same_group=False)
    outcome: Outcome = "sure" if score >= SURE else "ask" if score >= ASK else "new"
    if outcome == "sure" and "other_identifier" in codes:
        outcome = "ask"
    return Verdict(score, outcome, outcome != "new" and _only_the_group(codes, total))


def _only_the_group(codes: tuple[str, ...], total: float) -> bool:
    """Whether it is another legal entity: by what was found, or because only the group of both names is known."""
    if "known_entity" in codes:
        return False
    by_knowledge = "known_group" in codes and total - FEATURES["known_group"].weight < _SURE_POINTS
    return by_knowledge or any(FEATURES[code].group for code in codes)


_SURE_POINTS = math.log(SURE / (1 - SURE))
