"""The rules of `registry/data/alerts.yaml` as typed values, checked: kinds, ladders, exceptions and the way up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.codes import CODE_LISTS, load_data
from registry.errors import NotFound
from registry.models.subscribing import ROLES

MOMENTS = ("end", "decide")
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before the moment, the most first; `overdue_every` months it is told again once the moment has passed."""

    rungs: tuple[int, ...]
    overdue_every: int | None


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind of alert: what it is about, on which moments it is told, its title (Dutch, English) and its ladder."""

    kind: str
    subject: str
    moments: tuple[str, ...]
    title: tuple[str, str]
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class LadderException:
    """Another ladder for a kind, an organisation (as `find_organisation` reads it) or a criticality; None is any."""

    kind: str | None
    organisation: str | None
    criticality: str | None
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Step:
    """A role on the way up. The first hears of every rung.

    Another hears at once of the rungs from `from_rung` down, and of those from `unanswered_from` down (None: of all) when
    nobody acknowledged within `after_days`.
    """

    role: str
    after_days: int
    from_rung: int | None
    unanswered_from: int | None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one version. Of the exceptions the first that fits counts."""

    version: str
    kinds: Mapping[str, KindRule]
    exceptions: tuple[LadderException, ...]
    escalation: tuple[Step, ...]

    def kinds_with(self, moment: str) -> list[str]:
        """The kinds that are told on that moment."""
        return [kind for kind, rule in self.kinds.items() if moment in rule.moments]


def get_kind(rules: Rules, kind: str) -> KindRule:
    """The rule of a kind; raises `NotFound`."""
    if kind not in rules.kinds:
        raise NotFound(kind)
    return rules.kinds[kind]


@cache
def load_rules() -> Rules:
    """The rules that the register ships."""
    return parse_rules(load_data("alerts"))


def parse_rules(data: Mapping[str, Any]) -> Rules:
    """The rules in the parsed content of the file; raises `ValueError` that names what is wrong."""
    usual = Ladder(_rungs(data["ladder"], "ladder"), _months(data.get("overdue_every_months"), "ladder"))
    kinds = {str(kind): _kind(str(kind), entry, usual) for kind, entry in data["kinds"].items()}
    exceptions = tuple(_exception(entry, kinds, usual) for entry in data.get("exceptions") or ())
    return Rules(str(data["version"]), kinds, exceptions, _escalation(data["escalation"]))


def _kind(kind: str, entry: Mapping[str, Any], usual: Ladder) -> KindRule:
    moments = tuple(entry["moments"])
    _check(set(moments) <= set(MOMENTS), kind, f"moments {moments}")
    for text in ("title", "says", "overdue"):
        _check(set(entry.get(text, ())) == {"nl", "en"}, kind, f"{text} in nl and en")
    _check(set(entry.get("perhaps", ("nl", "en"))) == {"nl", "en"}, kind, "perhaps in nl and en")
    title = (str(entry["title"]["nl"]), str(entry["title"]["en"]))
    return KindRule(kind, str(entry["subject"]), moments, title, _ladder(entry, usual, kind))


def _exception(entry: Mapping[str, Any], kinds: Mapping[str, KindRule], usual: Ladder) -> LadderException:
    kind, organisation, criticality = (entry.get(name) for name in ("kind", "organisation", "criticality"))
    place = f"exception {dict(entry)}"
    _check(kind is None or kind in kinds, place, "kind")
    _check(criticality is None or criticality in CODE_LISTS["criticality"], place, "criticality")
    _check(set(entry) <= {"kind", "organisation", "criticality", "ladder", "overdue_every_months"}, place, "keys")
    ladder = _ladder(entry, kinds[kind].ladder if kind else usual, place)
    return LadderException(kind, None if organisation is None else str(organisation), criticality, ladder)


def _escalation(entries: list[Mapping[str, Any]]) -> tuple[Step, ...]:
    steps = tuple(
        Step(entry["role"], int(entry["after_days"]), entry.get("from_rung"), entry.get("unanswered_from"))
        for entry in entries
    )
    _check(
        tuple(step.role for step in steps) == ROLES[: len(steps)] and bool(steps),
        "escalation",
        "roles, from the first up",
    )
    _check(all(step.after_days > 0 for step in steps[1:]), "escalation", "after_days above zero")
    return steps


def _ladder(entry: Mapping[str, Any], usual: Ladder, place: str) -> Ladder:
    rungs = _rungs(entry["ladder"], place) if "ladder" in entry else usual.rungs
    months = "overdue_every_months"
    return Ladder(rungs, _months(entry[months], place) if months in entry else usual.overdue_every)


def _rungs(given: list[int], place: str) -> tuple[int, ...]:
    rungs = tuple(given)
    _check(bool(rungs) and all(type(rung) is int and 0 <= rung < MOST_DAYS for rung in rungs), place, "rungs")
    _check(list(rungs) == sorted(set(rungs), reverse=True), place, "rungs from many days to few")
    return rungs


def _months(given: int | None, place: str) -> int | None:
    _check(given is None or given > 0, place, "overdue_every_months above zero")
    return given


def _check(holds: bool, place: str, what: str) -> None:  # noqa: FBT001 - a condition is what it takes
    if not holds:
        raise ValueError(f"alerts.yaml, {place}: {what}")
