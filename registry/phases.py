"""The life of an application itself: which steps are allowed, what was planned and what came, and what contradicts. Pure.

The allowed steps are data (`transitions` in `registry/data/lifecycle.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from registry.codes import CODE_LISTS, load_data

Days = tuple[date | None, date | None]
"""First and last day of a date as precise as it is known; None where it is open."""

TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    state: tuple(allowed) for state, allowed in load_data("lifecycle")["transitions"].items()
}
STATES: tuple[str, ...] = tuple(CODE_LISTS["lifecycle_state"])
RUNNING, ENDED = "in_production", "ended"


@dataclass(frozen=True)
class Sentence:
    """Something to tell a person, in Dutch and English."""

    nl: str
    en: str


@dataclass(frozen=True)
class Step:
    """A phase of an application: when it was planned to begin and when it did; `present` is the phase that it is in."""

    state: str
    planned: Days | None = None
    actual: Days | None = None
    present: bool = False


def allowed_after(state: str) -> tuple[str, ...]:
    """The phases that an application may step to."""
    return TRANSITIONS[state]


def check_transition(before: str | None, after: str | None) -> Sentence | None:
    """What is wrong with a step, and what is allowed; None for an allowed one. Any phase may be the first that is known."""
    if before is None or after is None or before == after or after in TRANSITIONS[before]:
        return None
    labels = CODE_LISTS["lifecycle_state"]
    allowed = [labels[state] for state in TRANSITIONS[before]]
    nl = f"Van '{labels[before].nl}' kan een applicatie niet naar '{labels[after].nl}'."
    en = f"An application cannot go from '{labels[before].en}' to '{labels[after].en}'."
    if allowed:
        nl += f" Wel naar: {', '.join(code.nl for code in allowed)}."
        en += f" It can go to: {', '.join(code.en for code in allowed)}."
    return Sentence(
        nl + " Was de oude fase onjuist, maak die dan eerst leeg.",
        en + " If the old phase was wrong, empty it first.",
    )


def forbidden_steps() -> list[tuple[str, str]]:
    """Every step that is not allowed, as (from, to)."""
    return [(a, b) for a in STATES for b in STATES if check_transition(a, b)]


def merge_steps(
    recorded: Iterable[Step], *, present: str | None, start: tuple[Days | None, Days | None],
    end: tuple[Days | None, Days | None],
) -> tuple[Step, ...]:  # fmt: skip
    """The phases in their order: what was recorded of each, filled with the start and end (planned, actual) of the application."""
    found = {step.state: step for step in recorded}
    for state, (planned, actual) in ((RUNNING, start), (ENDED, end)):
        known = found.get(state, Step(state))
        found[state] = Step(state, known.planned or planned, known.actual or actual)
    if present:
        found.setdefault(present, Step(present))
    kept = (found[state] for state in STATES if state in found)
    return tuple(
        Step(step.state, step.planned, step.actual, present=step.state == present)
        for step in kept
        if step.planned or step.actual or step.state == present
    )


def contradictions(steps: Iterable[Step], *, on: date) -> tuple[Sentence, ...]:
    """What in the phases of an application cannot all be true as on a day."""
    known = tuple(steps)
    found = [*_impossible(known)]
    labels = CODE_LISTS["lifecycle_state"]
    present = next((step for step in known if step.present), None)
    if present and present.actual and _surely_after(present.actual, (on, on)):
        label = labels[present.state]
        found.append(Sentence(f"'{label.nl}' begint pas later.", f"'{label.en}' begins only later."))
    ended = next((step for step in known if step.state == ENDED), None)
    running = present and STATES.index(present.state) < STATES.index(ENDED)
    if present and running and ended and ended.actual and _surely_after((on, on), ended.actual):
        label = labels[present.state]
        nl, en = "De einddatum is voorbij, maar de fase is", "The end has passed, but the phase is"
        found.append(Sentence(f"{nl} '{label.nl}'.", f"{en} '{label.en}'."))
    return tuple(found)


def _impossible(steps: tuple[Step, ...]) -> Iterable[Sentence]:
    """Phases that surely come after one from which no allowed steps lead there. Phases in between may be unrecorded."""
    labels = CODE_LISTS["lifecycle_state"]
    for nl, en, of in (("gepland", "planned", "planned"), ("werkelijk", "actual", "actual")):
        dated = [(step.state, getattr(step, of)) for step in steps if getattr(step, of)]
        for (first, days), (second, later) in permutations(dated, 2):
            if _surely_after(later, days) and second not in _reachable(first):
                a, b = labels[first], labels[second]
                yield Sentence(
                    f"'{b.nl}' ({nl}) ligt na '{a.nl}'; dat kan niet.",
                    f"'{b.en}' ({en}) lies after '{a.en}'; that is not possible.",
                )


def _reachable(state: str) -> set[str]:
    """The phases that may follow a phase, directly or through others."""
    found: set[str] = set()
    waiting = [state]
    while waiting:
        new = [one for one in TRANSITIONS[waiting.pop()] if one not in found]
        found.update(new)
        waiting += new
    return found


def _surely_after(days: Days, other: Days) -> bool:
    """Whether all of the days lie after all of the others."""
    return days[0] is not None and other[1] is not None and days[0] > other[1]
