"""The ladders as SQL: which deadline goes by which ladder, and the rungs of each, as expressions with parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.actors import find_organisation
from registry.alerting.rules import Ladder, LadderException, Rules
from registry.queries.organisations_over_time import load_belonging
from registry.resolving.matching import Db

MOMENTS = {"end": "lower(d.due)", "decide": "d.decide_by"}
"""The day of a moment of a deadline `d`."""


@dataclass(frozen=True)
class Ladders:
    """`choice` gives the number of the ladder of a deadline `d`; `rungs` and `overdue` are lists of VALUES by that number.

    `smallest` is the most urgent rung of the ladder `s.ladder` on the day `s.seen_on`, for the day `s.target`.
    """

    choice: str
    smallest: str
    rungs: str
    overdue: str
    parameters: dict[str, Any]
    most_days: int


def ladders_of(db: Db, rules: Rules, today: date) -> Ladders:
    """The ladders of these rules in this register; raises `InvalidInput` for an organisation that nobody knows."""
    found: list[Ladder] = []
    cases, parameters = [], {f"kinds_{moment}": rules.kinds_with(moment) for moment in MOMENTS}
    for place, exception in enumerate(rules.exceptions):
        conditions = _conditions(exception, f"x{place}", parameters)
        if exception.organisation is not None:
            conditions.append(_belonging(db, exception.organisation, today, parameters, f"x{place}"))
        cases.append(f"WHEN {' AND '.join(conditions) or 'true'} THEN {_number(found, exception.ladder)}")
    for place, rule in enumerate(rules.kinds.values()):
        parameters[f"k{place}"] = [rule.kind]
        cases.append(f"WHEN d.kind = ANY(%(k{place})s) THEN {_number(found, rule.ladder)}")
    rungs = [(number, rung) for number, ladder in enumerate(found) for rung in ladder.rungs]
    overdue = [(number, ladder.overdue_every or 0) for number, ladder in enumerate(found)]
    return Ladders(
        f"CASE {' '.join(cases)} END",
        f"CASE s.ladder {' '.join(_smallest(*numbered) for numbered in enumerate(found))} END",
        ", ".join(f"({number}, {rung})" for number, rung in rungs),
        ", ".join(f"({number}, {every})" for number, every in overdue),
        parameters,
        max(rung for _, rung in rungs),
    )


def _smallest(number: int, ladder: Ladder) -> str:
    cases = (f"WHEN s.target - s.seen_on <= {rung} THEN {rung}" for rung in reversed(ladder.rungs))
    return f"WHEN {number} THEN CASE {' '.join(cases)} END"


def _number(found: list[Ladder], ladder: Ladder) -> int:
    if ladder not in found:
        found.append(ladder)
    return found.index(ladder)


def _conditions(exception: LadderException, name: str, parameters: dict[str, Any]) -> list[str]:
    conditions = []
    for column, value in (("kind", exception.kind), ("criticality", exception.criticality)):
        if value is not None:
            parameters[f"{name}_{column}"] = value
            conditions.append(f"d.{column} = %({name}_{column})s")
    return conditions


def _belonging(db: Db, organisation: str, today: date, parameters: dict[str, Any], name: str) -> str:
    """That a deadline is of an organisation or of what belongs to it."""
    owners = load_belonging(db, today).under(find_organisation(db, organisation))
    parameters[f"{name}_owners"] = list(owners)
    return f"d.owner_id = ANY(%({name}_owners)s)"


def find_ladder(db: Db, rules: Rules, kind: str, of: tuple[UUID | None, str | None], today: date) -> Ladder:
    """The ladder of one deadline, `of` this owner and criticality."""
    owner, criticality = of
    for exception in rules.exceptions:
        if exception.kind in {None, kind} and exception.criticality in {None, criticality}:
            if exception.organisation is None:
                return exception.ladder
            if owner in load_belonging(db, today).under(find_organisation(db, exception.organisation)):
                return exception.ladder
    return rules.kinds[kind].ladder
