"""Pieces of SQL about days, the same everywhere: worst and best case of a range, and what is no day at all."""

from __future__ import annotations

from collections.abc import Mapping

from registry.horizon.rules import Rules


def first_day(value: str, rules: Rules) -> str:
    """The first day that a range may be (worst case); null where it is no plausible day, or says that there is no end."""
    return (
        f"(SELECT d FROM (SELECT coalesce(lower({value}), upper({value}) - 1) AS d) _"
        f" WHERE d >= DATE '{rules.first_day}' AND d < DATE '{rules.no_end_from}')"
    )


def last_day(value: str, rules: Rules) -> str:
    """The last day that it may be (best case); null where nobody knows how late."""
    return (
        f"(SELECT d FROM (SELECT upper({value}) - 1 AS d) _"
        f" WHERE d >= DATE '{rules.first_day}' AND d < DATE '{rules.no_end_from}')"
    )


def has_no_end(value: str, rules: Rules) -> str:
    """Whether a range says that there is no end (9999-12-31)."""
    return f"coalesce(coalesce(lower({value}), upper({value}) - 1) >= DATE '{rules.no_end_from}', false)"


def days_between(first: str, last: str) -> str:
    """The range from the first to the last day; without end where the last is not known, null where the first is not."""
    return f"CASE WHEN {first} IS NOT NULL THEN daterange({first}, {last} + 1) END"


def by_code(column: str, days: Mapping[str, int]) -> str:
    """The number of days by the code in a column; null for other codes."""
    cases = " ".join(f"WHEN '{code}' THEN {number}" for code, number in sorted(days.items()))
    return f"CASE coalesce({column}, 'unknown') {cases} END" if cases else "NULL::int"


def stated_days(column: str) -> str:
    """A stated number of days; a negative one, or one of more than a century, is a slip and counts as not stated."""
    return f"CASE WHEN {column} BETWEEN 0 AND 36500 THEN {column} END"


def one_of(column: str, codes: tuple[str, ...]) -> str:
    """Whether the code in a column is one of some; no code is "unknown"."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"coalesce({column}, 'unknown') IN ({listed})"


def identity(kind: str, subject: str, basis: str = "''") -> str:
    """The id of a deadline: the hash of its kind, subject and basis."""
    return f"md5({kind} || '|' || {subject} || '|' || {basis})::uuid"


THERE = "application_phase(a.lifecycle_state, a.ended_on) <> 'past'"
"""Condition that an application `a` is not past."""


def worst_of_criticality(column: str) -> str:
    """The highest criticality of a group."""
    return (
        f"(ARRAY['low', 'medium', 'high', 'critical'])[max(CASE {column} WHEN 'low' THEN 1 WHEN 'medium' THEN 2"
        " WHEN 'high' THEN 3 WHEN 'critical' THEN 4 END)]"
    )


def leaning(alias: str, rules: Rules) -> str:
    """Condition that a dependency counts: essential, not refuted, and not over on the day of the refresh."""
    return (
        f"{alias}.ended_on IS NULL AND {one_of(f'{alias}.criticality', rules.essential_dependencies)}"
        f" AND {alias}.status IS DISTINCT FROM 'refuted' AND (upper({alias}.valid) IS NULL"
        f" OR upper({alias}.valid) > (SELECT today FROM refreshing))"
    )
