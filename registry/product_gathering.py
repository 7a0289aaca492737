"""One answer from several: of a text that lists versions of a product, and of a cell that lists products. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from registry.product_answers import Alternative, ResolvedProduct, say
from registry.product_matching import Outcome
from registry.product_versions import Ending, worst_ending

_WORST: tuple[Outcome, ...] = ("ask", "new", "sure")


def of_versions(text: str, answers: Sequence[ResolvedProduct]) -> ResolvedProduct:
    """The answer to a text from those to each of the versions that it lists: all their cycles, and never one."""
    first = replace(answers[0], text=text)
    if len(answers) == 1:
        return first
    kinds = {(one.kind, one.outcome, one.product) for one in answers}
    if len(kinds) > 1:
        return of_parts(text, answers)
    if first.kind not in {"product", "family"}:
        return first
    reasons = first.reasons[:-1] if first.product else first.reasons
    return replace(
        first,
        cycle=None,
        cycles=_all(name for one in answers for name in one.cycles),
        worst_case=_worst_case(answers),
        reasons=(*reasons, say("listed")),
        alternatives=_alternatives(answers),
    )


def of_parts(text: str, answers: Sequence[ResolvedProduct]) -> ResolvedProduct:
    """The answer to a cell from those to its parts; its outcome is the worst of theirs."""
    if len(answers) == 1:
        return replace(answers[0], text=text)
    parts = tuple(part for one in answers for part in (one.parts or (one,)))
    outcomes = {one.outcome for one in parts}
    return ResolvedProduct(
        text=text,
        kind="several",
        outcome=next((outcome for outcome in _WORST if outcome in outcomes), None),
        score=min(one.score for one in parts),
        reasons=(say("parts", len(parts)),),
        parts=parts,
    )


def _all(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _worst_case(answers: Iterable[ResolvedProduct]) -> Ending | None:
    return worst_ending([one.worst_case for one in answers if one.worst_case])


def _alternatives(answers: Iterable[ResolvedProduct]) -> tuple[Alternative, ...]:
    """Each of the alternatives once, with the cycles that any of the answers gives it."""
    found = dict[UUID, Alternative]()
    for other in (other for one in answers for other in one.alternatives):
        known = found.setdefault(other.product.id, other)
        found[other.product.id] = replace(known, cycles=_all((*known.cycles, *other.cycles)))
    return tuple(sorted(found.values(), key=lambda one: (one.product.name, one.product.id)))
