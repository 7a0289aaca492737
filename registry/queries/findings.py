"""Findings that stand open, and since when: nine months and more makes a shortcoming of them (Algemene Rekenkamer).

A finding whose day is less precise, or not known, may stand open that long: counts are intervals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.codes import load_data
from registry.queries.horizon import owners_of
from registry.queries.keyset import Cursor, decode
from registry.queries.organisations_over_time import Belonging, load_belonging
from registry.queries.presenting import Row, fetch, present_value
from registry.resolving.matching import Db

MONTHS: int = load_data("lifecycle")["finding_months"]
SORT = "openedOn"


@dataclass(frozen=True)
class FindingsQuestion:
    """What is asked. Only those that stand, or may stand, open for nine months, unless `all_open`."""

    on: date
    organisation: UUID | None = None
    per_ministry: bool = False
    all_open: bool = False
    what: str | None = None
    severity: str | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True)
class FindingCount:
    """How many findings stand open at an organisation (`key` None: everybody, or not known whose), and for nine months."""

    key: UUID | None
    name: str | None
    open: int
    long_low: int
    long_high: int


@dataclass(frozen=True)
class Findings:
    """The counts, and a page of the list, the longest open first; what has no day comes last."""

    question: FindingsQuestion
    months: int
    total: FindingCount
    rows: tuple[FindingCount, ...]
    items: list[Row]
    next: str | None


OPEN = """
    SELECT f.*, coalesce(f.organisation_id, a.owner_id, s.client_id) AS whose, a.name AS application, s.name AS service,
           p.name AS supplier, concat_ws(' ', r.name, v.name) AS product_version,
           (upper(f.opened_on) - 1 + make_interval(months => %(months)s) <= %(on)s) IS TRUE AS surely,
           (f.opened_on IS NULL OR lower_inf(f.opened_on)
            OR lower(f.opened_on) + make_interval(months => %(months)s) <= %(on)s) AS maybe,
           coalesce(lower(f.opened_on), date '9999-12-31') AS place
    FROM findings f LEFT JOIN applications a ON a.id = f.application_id LEFT JOIN cloud_services s ON s.id = f.service_id
    LEFT JOIN suppliers p ON p.id = f.supplier_id LEFT JOIN product_versions v ON v.id = f.product_version_id
    LEFT JOIN products r ON r.id = v.product_id
    WHERE f.ended_on IS NULL AND (f.closed_on IS NULL OR lower(f.closed_on) > %(on)s)
      AND (f.opened_on IS NULL OR lower_inf(f.opened_on) OR lower(f.opened_on) <= %(on)s)
      AND (%(what)s::text IS NULL OR f.what = %(what)s) AND (%(severity)s::text IS NULL OR f.severity = %(severity)s)
"""
OF_OWNERS = "(%(owners)s::uuid[] IS NULL OR whose = ANY(%(owners)s))"


def open_findings(db: Db, question: FindingsQuestion) -> Findings:
    """What stands open as on a day: counts, per ministry where asked, and a page of the list; five statements.

    Raises `NotFound` for an organisation and `InvalidInput` for a place that is not there.
    """
    belonging = load_belonging(db, question.on)
    asked: dict[str, Any] = {
        "on": question.on,
        "months": MONTHS,
        "owners": owners_of(belonging, question.organisation),
        "what": question.what,
        "severity": question.severity,
        "rows": question.limit + 1,
    }
    counts = _counts(db, belonging, asked)
    items, following = _page(db, question, belonging, asked)
    total = _summed(None, None, counts)
    return Findings(
        question, MONTHS, total, _per_ministry(belonging, counts) if question.per_ministry else (), items, following
    )


def _counts(db: Db, belonging: Belonging, asked: dict[str, Any]) -> list[FindingCount]:
    query = f"""
        SELECT whose, count(*), count(*) FILTER (WHERE surely), count(*) FILTER (WHERE maybe) FROM ({OPEN}) o
        WHERE {OF_OWNERS} GROUP BY whose
    """
    return [FindingCount(whose, belonging.name(whose), *numbers) for whose, *numbers in db.execute(query, asked)]


def _per_ministry(belonging: Belonging, counts: list[FindingCount]) -> tuple[FindingCount, ...]:
    groups: defaultdict[UUID | None, list[FindingCount]] = defaultdict(list)
    for count in counts:
        groups[belonging.top(count.key) if count.key else None].append(count)
    rows = [_summed(key, belonging.name(key), parts) for key, parts in groups.items()]
    return tuple(sorted(rows, key=lambda row: (row.key is None, -row.long_low, -row.open, row.name or "")))


def _summed(key: UUID | None, name: str | None, parts: list[FindingCount]) -> FindingCount:
    sums = (
        sum(part.open for part in parts),
        sum(part.long_low for part in parts),
        sum(part.long_high for part in parts),
    )
    return FindingCount(key, name, *sums)


def _page(
    db: Db, question: FindingsQuestion, belonging: Belonging, asked: dict[str, Any]
) -> tuple[list[Row], str | None]:
    conditions = [OF_OWNERS, "true" if question.all_open else "maybe"]
    if question.after:
        cursor = decode(question.after, SORT)
        asked |= {"after_day": cursor.value, "after_id": cursor.id}
        conditions.append("(place, id) > (%(after_day)s::date, %(after_id)s)")
    query = f"SELECT * FROM ({OPEN}) o WHERE {' AND '.join(conditions)} ORDER BY place, id LIMIT %(rows)s"
    found = fetch(db, query, asked)
    shown = found[: question.limit]
    more = len(found) > question.limit
    following = Cursor(SORT, shown[-1]["place"].isoformat(), shown[-1]["id"]).encode() if more else None
    return [_item(row, belonging) for row in shown], following


def _item(row: Row, belonging: Belonging) -> Row:
    plain = {name: row[name] for name in ("id", "name", "what", "identifier", "severity", "disruption")}
    about = {key: _reference(row[column], row[name]) for key, column, name in _ABOUT}
    return plain | about | {
        "openedOn": present_value(row["opened_on"]),
        "longOpen": True if row["surely"] else None if row["maybe"] else False,
        "organisation": _reference(row["whose"], belonging.name(row["whose"])),
        "financialRisk": row["financial_risk"],
    }  # fmt: skip


_ABOUT = (
    ("application", "application_id", "application"),
    ("service", "service_id", "service"),
    ("supplier", "supplier_id", "supplier"),
    ("productVersion", "product_version_id", "product_version"),
)


def _reference(identity: UUID | None, name: str | None) -> Row | None:
    return {"id": identity, "name": name} if identity else None
