"""R9: when applications end, or must be decided upon, counted in buckets of months from a day.

Counts come from `horizon_days`, which is kept per dimension and day: the report reads days, not applications. Only where
one organisation is asked per product, supplier or budget node are the ends of its own applications grouped.
Population: applications that are not past. An application counts once in a row, on the worst case of its end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.concentration import Share
from registry.errors import InvalidInput, NotFound
from registry.horizon.counting import NODES
from registry.horizon_buckets import NAMES, Bucket, buckets, edges, shares
from registry.queries.organisations_over_time import Belonging, load_belonging
from registry.resolving.matching import Db

MEASURES = ("end", "decide")
DIMENSIONS = {
    "ministry": "owner",
    "organisation": "owner",
    "product": "product",
    "supplier": "supplier",
    "budget": "budget",
}
PER = tuple(DIMENSIONS)

Counts = dict[str, int]


@dataclass(frozen=True)
class Question:
    """What is asked. `organisation` takes all that belongs to it along; `on` is the day from which buckets count.

    `per` is None for one row over all; `most` is the number of rows at most, the most urgent ones first.
    """

    on: date
    measure: str = "end"
    per: str | None = None
    organisation: UUID | None = None
    most: int = 500


@dataclass(frozen=True)
class HorizonRow:
    """The counts by bucket of one ministry, organisation, product, supplier or budget node; `key` None: not known which."""

    key: UUID | None
    name: str | None
    counts: Counts

    @property
    def total(self) -> int:
        """All its applications."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[str, Share]:
        """The parts (0-1) by bucket, as intervals because of what is unknown."""
        return shares(self.counts)


@dataclass(frozen=True)
class Horizon:
    """The answer. `scanned_at` is when the days were last looked at in full or in part (None: never, so nothing is known).

    `left_out` counts rows beyond those asked for. An application that serves two budget nodes counts in the row of each.
    """

    question: Question
    buckets: tuple[Bucket, ...]
    scanned_at: datetime | None
    organisation_name: str | None
    total: HorizonRow
    rows: tuple[HorizonRow, ...]
    left_out: int = 0


def horizon(db: Db, question: Question) -> Horizon:
    """The horizon over everybody or one organisation, in one row or per something; seven statements at most.

    Raises `InvalidInput` for a measure or division that is not there, `NotFound` for an organisation that is not there.
    """
    if question.measure not in MEASURES or (question.per is not None and question.per not in DIMENSIONS):
        asked = f"{question.measure}, {question.per}"
        raise InvalidInput(f"Dit overzicht bestaat niet: {asked}.", f"There is no such report: {asked}.")
    by_owner = question.per in {"ministry", "organisation"}
    belonging = load_belonging(db, question.on) if by_owner or question.organisation else None
    owners = owners_of(belonging, question.organisation) if belonging else None
    total = _overall(db, question, owners)
    rows = _rows(db, question, owners, belonging) if question.per else []
    rows.sort(key=_urgency)
    shown = rows[: question.most]
    named = _named(db, question, shown, belonging)
    return Horizon(
        question=question,
        buckets=buckets(question.on),
        scanned_at=scanned_at(db),
        organisation_name=belonging.name(question.organisation) if belonging else None,
        total=HorizonRow(None, None, total),
        rows=tuple(HorizonRow(row.key, named.get(row.key) if row.key else None, row.counts) for row in shown),
        left_out=len(rows) - len(shown),
    )


def owners_of(belonging: Belonging, organisation: UUID | None) -> list[UUID] | None:
    """The organisation and all that belongs to it; None for everybody. Raises `NotFound`."""
    if organisation is None:
        return None
    if organisation not in belonging.bodies:
        raise NotFound(str(organisation))
    return list(belonging.under(organisation))


def scanned_at(db: Db) -> datetime | None:
    """When the register last looked at what is due."""
    row = db.execute("SELECT ended_at FROM scans WHERE state = 'done' ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None


KEPT = """
    SELECT {key}, width_bucket(day, %(edges)s::date[]), sum(applications)::bigint
    FROM horizon_days
    WHERE measure = %(measure)s AND dimension = %(dimension)s AND phase <> 'past' {within}
    GROUP BY 1, 2
"""
OWN = """
    SELECT {key}, width_bucket({day}, %(edges)s::date[]), count(*) FROM application_ends e {joins}
    WHERE e.phase <> 'past' AND e.owner_id = ANY(%(owners)s) GROUP BY 1, 2
"""
BUDGETS = f"LEFT JOIN ({NODES}) b ON b.application_id = e.application_id"
_OWN_KEYS = {"product": "e.product_id", "supplier": "e.supplier_id", "budget": "b.node"}


def _asked(question: Question, dimension: str, owners: list[UUID] | None) -> dict[str, Any]:
    return {"edges": edges(question.on), "measure": question.measure, "dimension": dimension, "owners": owners}


def _overall(db: Db, question: Question, owners: list[UUID] | None) -> Counts:
    within = "" if owners is None else "AND key = ANY(%(owners)s)"
    query = KEPT.format(key="NULL::uuid", within=within)
    found = db.execute(query, _asked(question, "all" if owners is None else "owner", owners)).fetchall()
    return _counted(found).get(None) or dict.fromkeys(NAMES, 0)


def _rows(db: Db, question: Question, owners: list[UUID] | None, belonging: Belonging | None) -> list[HorizonRow]:
    dimension = DIMENSIONS[question.per or ""]
    asked = _asked(question, dimension, owners)
    if owners is None:
        found = db.execute(KEPT.format(key="key", within=""), asked).fetchall()
    elif dimension == "owner":
        found = db.execute(KEPT.format(key="key", within="AND key = ANY(%(owners)s)"), asked).fetchall()
    else:
        day = "e.ends_from" if question.measure == "end" else "e.decide_by"
        joins = BUDGETS if dimension == "budget" else ""
        found = db.execute(OWN.format(key=_OWN_KEYS[dimension], day=day, joins=joins), asked).fetchall()
    if question.per == "ministry" and belonging:
        found = [(belonging.top(key) if key else None, place, number) for key, place, number in found]
    return [HorizonRow(key, None, counts) for key, counts in _counted(found).items()]


def _counted(rows: Iterable[tuple[UUID | None, int | None, int]]) -> dict[UUID | None, Counts]:
    """Counts by bucket name for each key; a place is that of `width_bucket` (None: no day known)."""
    sums: defaultdict[UUID | None, Counter[int]] = defaultdict(Counter)
    unknown = len(NAMES) - 1
    for key, place, number in rows:
        sums[key][unknown if place is None else place] += number
    return {key: {name: found[place] for place, name in enumerate(NAMES)} for key, found in sums.items()}


def _urgency(row: HorizonRow) -> tuple[Any, ...]:
    """What is known comes first, then what is overdue or near in the largest numbers."""
    return (row.key is None, *(-row.counts[name] for name in NAMES), str(row.key))


def _named(
    db: Db, question: Question, rows: Iterable[HorizonRow], belonging: Belonging | None
) -> Mapping[UUID, str | None]:
    keys = [row.key for row in rows if row.key]
    if belonging and question.per in {"ministry", "organisation"}:
        return {key: belonging.name(key) for key in keys}
    if not keys:
        return {}
    query = {
        "product": "SELECT id, name FROM products WHERE id = ANY(%s)",
        "supplier": "SELECT id, name FROM suppliers WHERE id = ANY(%s)",
        "budget": "SELECT id, concat_ws(' ', budget_code, name, '(' || year || ')') FROM budget_nodes WHERE id = ANY(%s)",
    }[question.per or ""]
    return dict(db.execute(query, (keys,)).fetchall())
