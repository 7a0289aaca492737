"""What applications cost in a year, as intervals: their own costs per bookkeeping system, and the contracts they fall under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db

COSTS = """
    WITH stated AS (
        SELECT c.*, rank() OVER (
                   PARTITION BY application_id, contract_id, supplier_id, item, category, bookkeeping_system, year
                   ORDER BY array_position(ARRAY['actual', 'estimate', 'initial'], version)) AS place,
               dense_rank() OVER (PARTITION BY application_id ORDER BY abs(year - %(year)s), year DESC) AS nearness
        FROM costs c
        WHERE application_id = ANY(%(ids)s) AND ended_on IS NULL AND year IS NOT NULL
          AND (amount_min IS NOT NULL OR amount_max IS NOT NULL)
    )
    SELECT application_id, year, bookkeeping_system AS system, coalesce(currency, 'EUR') AS currency,
           sum(coalesce(amount_min, 0)) AS low,
           CASE WHEN bool_and(amount_max IS NOT NULL) THEN sum(amount_max) END AS high
    FROM stated WHERE place = 1 AND nearness = 1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4
"""
CONTRACTS = """
    SELECT l.application_id, coalesce(k.currency, 'EUR') AS currency,
           sum(CASE WHEN shared.others THEN 0 ELSE coalesce(k.annual_value_min, 0) END) AS low,
           CASE WHEN bool_and(k.annual_value_max IS NOT NULL) THEN sum(k.annual_value_max) END AS high
    FROM application_contracts l JOIN contracts k ON k.id = l.contract_id
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM application_contracts o
                                       WHERE o.contract_id = k.id AND o.application_id <> l.application_id) AS others) shared
    WHERE l.application_id = ANY(%(ids)s) AND k.ended_on IS NULL
      AND (k.annual_value_min IS NOT NULL OR k.annual_value_max IS NOT NULL)
    GROUP BY 1, 2 ORDER BY 1, 2
"""


def costs_of(db: Db, applications: Sequence[UUID], *, year: int) -> dict[UUID, Row]:
    """By application its `costs` (of the stated year nearest to the one asked) and its `contracts`, as intervals; two statements.

    Bookkeeping systems and currencies are never added up. Of one cost the most certain version counts; `high` is None where
    nobody stated it. A contract that other applications fall under too may cost this one anything from nothing.
    """
    if not applications:
        return {}
    asked = {"ids": list(applications), "year": year}
    costs, contracts = defaultdict[UUID, list[Row]](list), defaultdict[UUID, list[Row]](list)
    for row in fetch(db, COSTS, asked):
        parts = {name: row[name] for name in ("year", "currency", "low", "high")}
        costs[row["application_id"]].append(parts | {"bookkeepingSystem": row["system"]})
    for row in fetch(db, CONTRACTS, asked):
        contracts[row["application_id"]].append({name: row[name] for name in ("currency", "low", "high")})
    return {one: {"costs": costs[one], "contracts": contracts[one]} for one in applications}
