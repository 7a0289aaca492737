"""What one source lists of products, their release cycles and the dates of those, as its newest statements have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from registry.queries.presenting import fetch
from registry.resolving.matching import Db

LOOKED_BACK = 30
"""Imports of a source that are looked at to tell how long its list is."""


@dataclass(frozen=True)
class ListedCycle:
    """A release cycle: its name, and what is stated of each event as it was written (withdrawn statements left out)."""

    name: str
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListedProduct:
    """A product: name, other names, identifiers, and its cycles by the source's own key (without that of the product)."""

    name: str
    others: frozenset[str] = frozenset()
    cycles: Mapping[str, ListedCycle] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """Products by the source's own key, and how long the list that counts now is."""

    products: Mapping[str, ListedProduct] = field(default_factory=dict)
    product_count: int = 0
    cycle_count: int = 0


def list_products_of(db: Db, source: UUID) -> Listed:
    """All that a source lists, read in four statements."""
    cycles = _cycles(db, source)
    rows = fetch(
        db,
        "SELECT m.source_key, c.name, c.aliases, c.cpe, c.purl FROM matches m JOIN product_claims c ON c.id = m.claim_id"
        " WHERE m.source_id = %s AND m.kind = 'product' AND m.record_id IS NOT NULL AND c.ended_on IS NULL",
        (source,),
    )
    products = {
        row["source_key"]: ListedProduct(
            row["name"] or "",
            frozenset(one for one in (*(row["aliases"] or ()), row["cpe"], row["purl"]) if one),
            cycles.get(row["source_key"], {}),
        )
        for row in rows
    }
    return Listed(products, *_lengths(db, source))


def _cycles(db: Db, source: UUID) -> dict[str, dict[str, ListedCycle]]:
    stated: dict[str, dict[str, str]] = defaultdict(dict)
    for row in fetch(
        db,
        """
        SELECT v.source_key, c.event, c.stated
        FROM matches m JOIN lifecycle_date_claims c ON c.id = m.claim_id JOIN matches v ON v.id = c.product_version
        WHERE m.source_id = %s AND m.kind = 'lifecycle_date' AND m.record_id IS NOT NULL AND c.ended_on IS NULL
          AND c.event IS NOT NULL AND c.stated IS NOT NULL
        """,
        (source,),
    ):
        stated[row["source_key"]][row["event"]] = row["stated"]
    found: dict[str, dict[str, ListedCycle]] = defaultdict(dict)
    for row in fetch(
        db,
        """
        SELECT m.source_key, p.source_key AS product, c.name
        FROM matches m JOIN product_version_claims c ON c.id = m.claim_id JOIN matches p ON p.id = c.product
        WHERE m.source_id = %s AND m.kind = 'product_version' AND m.record_id IS NOT NULL AND c.ended_on IS NULL
        """,
        (source,),
    ):
        key = row["source_key"].removeprefix(f"{row['product']}@")
        found[row["product"]][key] = ListedCycle(row["name"] or "", stated.get(row["source_key"], {}))
    return found


def _lengths(db: Db, source: UUID) -> tuple[int, int]:
    """Products and cycles of the longest list since a person last accepted a shorter one: lists of a few do not count."""
    rows = fetch(
        db,
        """
        WITH recent AS (
            SELECT id, mapping ? 'although_shorter' AS accepted FROM imports
            WHERE source_id = %s AND state = 'applied' ORDER BY id DESC LIMIT %s
        ), counted AS (
            SELECT r.id, count(*) FILTER (WHERE s.kind = 'product') AS products,
                   count(*) FILTER (WHERE s.kind = 'product_version') AS cycles
            FROM recent r JOIN staged_rows s ON s.import_id = r.id AND s.kind IN ('product', 'product_version')
            WHERE r.id >= coalesce((SELECT max(id) FROM recent WHERE accepted), 0) GROUP BY r.id
        )
        SELECT coalesce(max(products), 0) AS products, coalesce(max(cycles), 0) AS cycles FROM counted
        """,
        (source, LOOKED_BACK),
    )
    return rows[0]["products"], rows[0]["cycles"]
