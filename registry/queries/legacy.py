"""R10: problematic legacy, the technical debt ratio, and findings that stand open for nine months and more.

Applications of which nothing is stated are counted from the kept summary; only the others are looked at one by one.
Population: applications that are not past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from uuid import UUID

from registry.concentration import Share
from registry.errors import InvalidInput
from registry.queries.horizon import owners_of
from registry.queries.organisations_over_time import Belonging, load_belonging
from registry.resolving.matching import Db
from registry.technical_debt import NORM, Debts, Ratio, ratio

PER = ("ministry", "organisation")


@dataclass(frozen=True)
class Question:
    """What is asked: over everybody or one organisation with what belongs to it, in one row or per ministry or organisation."""

    on: date
    per: str | None = None
    organisation: UUID | None = None


@dataclass(frozen=True)
class LegacyRow:
    """Applications by verdict, and their debts. `key` None: everybody, or owner not known.

    Beside the verdicts stand the failures of each test: not maintainable, not adaptable, not securable.
    """

    key: UUID | None
    name: str | None
    applications: int
    problematic: int
    not_problematic: int
    failed: tuple[int, int, int]
    debts: Debts

    @property
    def unknown(self) -> int:
        """Applications of which a test is unknown and none failed."""
        return self.applications - self.problematic - self.not_problematic

    @property
    def share(self) -> Share:
        """The part (0-1) that is problematic: at least what is known, at most that with what is unknown."""
        if not self.applications:
            return Share(0.0, 1.0)
        return Share(self.problematic / self.applications, (self.problematic + self.unknown) / self.applications)

    @property
    def ratio(self) -> Ratio:
        """The technical debt ratio in percent."""
        return ratio(self.debts)


@dataclass(frozen=True)
class Legacy:
    """The answer; `norm` is the technical debt (percent) to stay below."""

    question: Question
    norm: Decimal
    organisation_name: str | None
    total: LegacyRow
    rows: tuple[LegacyRow, ...]


def technical_debt(db: Db, question: Question) -> Legacy:
    """Problematic legacy and technical debt, the most problematic rows first; five statements.

    Raises `InvalidInput` for a division and `NotFound` for an organisation that is not there.
    """
    if question.per is not None and question.per not in PER:
        raise InvalidInput(
            f"Per {question.per!r} kan niet: kies uit {', '.join(PER)}.",
            f"Per {question.per!r} is not possible: choose from {', '.join(PER)}.",
        )
    belonging = load_belonging(db, question.on)
    found = _by_owner(db, owners_of(belonging, question.organisation))
    groups: defaultdict[UUID | None, list[LegacyRow]] = defaultdict(list)
    for row in found:
        top = belonging.top(row.key) if row.key and question.per == "ministry" else row.key
        groups[top].append(row)
    rows = [_summed(key, belonging, parts) for key, parts in groups.items()] if question.per else []
    rows.sort(key=lambda row: (row.key is None, -row.problematic, -row.unknown, row.name or ""))
    name = belonging.name(question.organisation)
    return Legacy(question, NORM, name, _summed(None, belonging, found), tuple(rows))


ALL = """
    SELECT owner_id, sum(applications)::bigint FROM landscape_summary
    WHERE NOT overall AND phase IN ('current', 'future', 'unknown') AND (%(owners)s::uuid[] IS NULL OR owner_id = ANY(%(owners)s))
    GROUP BY owner_id
"""
STATED = """
    SELECT owner_id,
           count(*) FILTER (WHERE NOT maintainable OR NOT adaptable OR NOT securable),
           count(*) FILTER (WHERE maintainable AND adaptable AND securable),
           count(*) FILTER (WHERE NOT maintainable), count(*) FILTER (WHERE NOT adaptable), count(*) FILTER (WHERE NOT securable),
           coalesce(sum(weight * technical_debt), 0), coalesce(sum(weight) FILTER (WHERE technical_debt IS NOT NULL), 0),
           coalesce(sum(weight) FILTER (WHERE technical_debt IS NULL), 0), count(weight)
    FROM applications
    WHERE num_nonnulls(maintainable, adaptable, securable, technical_debt, weight) > 0
      AND application_phase(lifecycle_state, ended_on) <> 'past' AND (%(owners)s::uuid[] IS NULL OR owner_id = ANY(%(owners)s))
    GROUP BY owner_id
"""


def _by_owner(db: Db, owners: list[UUID] | None) -> list[LegacyRow]:
    asked = {"owners": owners}
    stated = {row[0]: row[1:] for row in db.execute(STATED, asked)}
    found = []
    for owner, number in db.execute(ALL, asked):
        bad, good, *tests, weighted, weight, without_debt, weighed = stated.get(owner, (0,) * 9)
        debts = Debts(Decimal(weighted), Decimal(weight), Decimal(without_debt), number - weighed)
        failed = (tests[0], tests[1], tests[2])
        found.append(LegacyRow(owner, None, number, bad, good, failed, debts))
    return found


def _summed(key: UUID | None, belonging: Belonging, parts: Iterable[LegacyRow]) -> LegacyRow:
    known = list(parts)
    debts = Debts(**{field.name: sum(getattr(one.debts, field.name) for one in known) for field in fields(Debts)})
    failed = tuple(sum(one.failed[place] for one in known) for place in range(3))
    return LegacyRow(
        key,
        belonging.name(key),
        sum(one.applications for one in known),
        sum(one.problematic for one in known),
        sum(one.not_problematic for one in known),
        (failed[0], failed[1], failed[2]),
        debts,
    )
