"""What hangs on which suppliers, grouped by the database: applications, cloud services, costs and contracts.

Population: applications that are not past (function `application_phase`): current, future and those whose phase is unknown.
As on another day than today an application counts when it may exist then: it has not surely begun later or ended before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.concentration import Bundle, cut_sets
from registry.errors import InvalidInput
from registry.queries.knowing import known_sql
from registry.resolving.matching import Db

UNKNOWN_SYSTEM = "unknown"


@dataclass(frozen=True)
class Scope:
    """Which part of the register is asked for. `owners` None is everybody; `by_owner` keeps owners apart."""

    on: date
    known_on: datetime | None = None
    today: bool = True
    owners: Collection[UUID] | None = None
    by_owner: bool = False
    dependence: bool = True
    bookkeeping_system: str | None = None
    year: int | None = None

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters of a query."""
        owners = None if self.owners is None else list(self.owners)
        year = self.year or self.on.year
        return {"on": self.on, "known_on": self.known_on, "owners": owners, "year": year}


@dataclass(frozen=True)
class Found:
    """The bundles, the currency of their amounts (None: numbers), and how many records state no amount at all."""

    bundles: list[Bundle]
    currency: str | None = None
    unquantified: int = 0


def select_applications(db: Db, scope: Scope) -> Found:
    """Applications by set of suppliers: from the summary for today as known now, else counted."""
    if scope.today and scope.known_on is None:
        return _summed(db, scope)
    return plain_applications(db, scope)


def _summed(db: Db, scope: Scope) -> Found:
    """The summary as one string of bytes per owner, cut here into its sets: fetching them row by row takes twice as long."""
    overall = scope.owners is None and not scope.by_owner
    owned = "" if scope.owners is None else "AND owner_id = ANY(%(owners)s)"
    owner, grouped = ("owner_id", "GROUP BY owner_id") if scope.by_owner else ("NULL::uuid", "HAVING count(*) > 0")
    query = f"""
        SELECT {owner}, string_agg(array_send(supplier_ids), ''::bytea), array_agg(cardinality(supplier_ids)),
               array_agg(applications)
        FROM landscape_summary
        WHERE {"overall" if overall else "NOT overall"} AND phase IN ('current', 'future', 'unknown') {owned} {grouped}
    """
    with db.cursor(binary=True) as cursor:
        rows = cursor.execute(query, scope.asked).fetchall()
    return Found([Bundle(owner_id, cut_sets(together, sizes), number) for owner_id, together, sizes, number in rows])


ENDS = "coalesce(ended_on, actual_end)"
EXISTING = f"""
    (actual_start IS NULL OR lower_inf(actual_start) OR lower(actual_start) <= %(on)s)
    AND (application_phase(lifecycle_state, ended_on) <> 'past' OR upper_inf({ENDS}) OR upper({ENDS}) > %(on)s)
"""


def plain_applications(db: Db, scope: Scope) -> Found:
    """The same counted from the applications themselves, on any day and as known at any moment."""
    columns = "owner_id, supplier_ids, lifecycle_state, ended_on, actual_start, actual_end"
    there = "application_phase(lifecycle_state, ended_on) <> 'past'" if scope.today else EXISTING
    query = f"""
        SELECT owner_id, array_send(supplier_ids), count(*) FROM ({known_sql("applications", columns, scope.known_on)}) a
        WHERE {there} AND (%(owners)s::uuid[] IS NULL OR owner_id = ANY(%(owners)s)) GROUP BY owner_id, supplier_ids
    """
    return _counted(db.execute(query, scope.asked).fetchall())


def select_cloud_services(db: Db, scope: Scope) -> Found:
    """Cloud services that may exist on the day, by supplier; the owner is the client."""
    columns = "client_id, supplier_id, ended_on, since"
    query = f"""
        SELECT client_id, array_send(array_remove(ARRAY[supplier_id], NULL)), count(*)
        FROM ({known_sql("cloud_services", columns, scope.known_on)}) s
        WHERE (ended_on IS NULL OR upper_inf(ended_on) OR upper(ended_on) > %(on)s)
          AND (since IS NULL OR lower_inf(since) OR lower(since) <= %(on)s)
          AND (%(owners)s::uuid[] IS NULL OR client_id = ANY(%(owners)s))
        GROUP BY client_id, supplier_id
    """
    return _counted(db.execute(query, scope.asked).fetchall())


def _counted(rows: Iterable[tuple[Any, ...]]) -> Found:
    return Found([Bundle(owner, [bytes(suppliers)], [number]) for owner, suppliers, number in rows])


def select_costs(db: Db, scope: Scope) -> Found:
    """Costs of a year (default the year of the day) in one bookkeeping system, by supplier.

    Of several versions of one cost the most certain counts: actual, else estimate, else initial. Whom it hangs on is the
    vendor of its contract, else the supplier paid, else the only supplier of its application; the contract party is the
    supplier paid. Raises `InvalidInput` where systems or currencies would be added up.
    """
    known = scope.known_on
    paid = "coalesce(c.supplier_id, k.supplier_id)"
    party = f"coalesce(k.vendor_id, {paid}, a.supplier_ids[1])" if scope.dependence else paid
    item = "organisation_id, application_id, contract_id, supplier_id, item, category, bookkeeping_system"
    columns = f"{item}, year, version, amount_min, amount_max, currency, ended_on"
    query = f"""
        SELECT coalesce(c.organisation_id, k.organisation_id, a.owner_id), array_send(array_remove(ARRAY[{party}], NULL)),
               sum(coalesce(c.amount_min, 0)) FILTER (WHERE {QUANTIFIED}),
               sum(coalesce(c.amount_max, c.amount_min)) FILTER (WHERE {QUANTIFIED}),
               count(*) FILTER (WHERE c.amount_min IS NOT NULL AND c.amount_max IS NULL),
               count(*) FILTER (WHERE NOT {QUANTIFIED}), c.bookkeeping_system, coalesce(c.currency, 'EUR')
        FROM (
            SELECT *, rank() OVER (
                PARTITION BY {item} ORDER BY array_position(ARRAY['actual', 'estimate', 'initial'], version)
            ) AS place
            FROM ({known_sql("costs", columns, known)}) stated WHERE year = %(year)s AND ended_on IS NULL
        ) c
        LEFT JOIN ({known_sql("contracts", "id, organisation_id, supplier_id, vendor_id", known)}) k ON k.id = c.contract_id
        LEFT JOIN ({known_sql("applications", "id, owner_id, supplier_ids", known)}) a
          ON a.id = c.application_id AND cardinality(a.supplier_ids) = 1
        WHERE c.place = 1 GROUP BY 1, 2, 7, 8
    """
    rows = db.execute(query, scope.asked).fetchall()
    chosen = scope.bookkeeping_system
    if chosen is not None:
        rows = [row for row in rows if (row[6] or UNKNOWN_SYSTEM) == chosen]
    return _valued(row for row in rows if scope.owners is None or row[0] in scope.owners)


QUANTIFIED = "num_nonnulls(c.amount_min, c.amount_max) > 0"


def select_contracts(db: Db, scope: Scope) -> Found:
    """Annual values of the contracts that may run on the day, framework agreements aside, by supplier."""
    party = "coalesce(vendor_id, supplier_id)" if scope.dependence else "supplier_id"
    columns = (
        "organisation_id, supplier_id, vendor_id, kind, state, starts, ends, annual_value_min AS amount_min,"
        " annual_value_max AS amount_max, currency, ended_on"
    )
    query = f"""
        SELECT organisation_id, array_send(array_remove(ARRAY[{party}], NULL)),
               sum(coalesce(amount_min, 0)) FILTER (WHERE {QUANTIFIED}),
               sum(coalesce(amount_max, amount_min)) FILTER (WHERE {QUANTIFIED}),
               count(*) FILTER (WHERE amount_min IS NOT NULL AND amount_max IS NULL),
               count(*) FILTER (WHERE NOT {QUANTIFIED}), NULL, coalesce(currency, 'EUR')
        FROM ({known_sql("contracts", columns, scope.known_on)}) c
        WHERE ended_on IS NULL AND kind IS DISTINCT FROM 'framework' AND state IS DISTINCT FROM 'in_negotiation'
          AND (starts IS NULL OR lower_inf(starts) OR lower(starts) <= %(on)s)
          AND (CASE WHEN ends IS NULL THEN state IS DISTINCT FROM 'expired'
                    ELSE upper_inf(ends) OR upper(ends) > %(on)s END)
          AND (%(owners)s::uuid[] IS NULL OR organisation_id = ANY(%(owners)s))
        GROUP BY 1, 2, 8
    """
    return _valued(db.execute(query, scope.asked).fetchall())


def _valued(rows: Iterable[tuple[Any, ...]]) -> Found:
    """Bundles of money; refuses to add up what may not be added."""
    kept = list(rows)
    systems = sorted({row[6] or UNKNOWN_SYSTEM for row in kept})
    if len(systems) > 1:
        names = ", ".join(systems)
        raise InvalidInput(
            f"Bedragen uit verschillende boekhoudstelsels ({names}) mogen niet worden opgeteld: kies er een.",
            f"Amounts of different bookkeeping systems ({names}) may not be added up: choose one.",
        )
    currencies = sorted({row[7] for row in kept})
    if len(currencies) > 1:
        names = ", ".join(currencies)
        raise InvalidInput(
            f"Bedragen in {names} mogen niet worden opgeteld.", f"Amounts in {names} cannot be added up."
        )
    bundles = [
        Bundle(owner, [bytes(suppliers)], [float(low)], [float(high)], [open_])
        for owner, suppliers, low, high, open_, *_ in kept
        if low is not None
    ]
    return Found(bundles, currencies[0] if currencies else "EUR", sum(row[5] for row in kept))


SELECT_BY = {
    "applications": select_applications,
    "cloudServices": select_cloud_services,
    "spend": select_costs,
    "contractValue": select_contracts,
}
