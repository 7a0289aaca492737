"""Which release cycles a version may be that says too little: "SQL Server 2014", or "Java 11" of several makers.

The answer is that of the question what a text means (`resolve_products`): a set of cycles, never a guess. Only versions of
which nothing is stated are asked about, and each text once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.queries.resolve_products import ResolvedProduct, resolve_products
from registry.resolving.matching import Db

_ANY_DAY = date(2000, 1, 1)  # the cycles that a text may mean do not depend on the day


class Loose(NamedTuple):
    """A version of which nothing is stated, with its product."""

    version: UUID
    product: UUID
    text: str


def find_candidates(db: Db) -> None:
    """`candidates`: for each ambiguous version the cycles that it may be, and whether others are possible."""
    db.execute(
        "CREATE TEMP TABLE candidates (version uuid NOT NULL, cycle uuid NOT NULL, left_open bool NOT NULL) ON COMMIT DROP"
    )
    loose = [Loose(*row) for row in db.execute(_LOOSE)]
    if loose:
        answers = resolve_products(db, [one.text for one in loose], _ANY_DAY)
        cycles = _load_cycles(db, {product for answer in answers for product, _ in _meant(answer)})
        found = [
            (one.version, cycle, left_open)
            for one, answer in zip(loose, answers, strict=True)
            for cycle, left_open in _candidates(one, answer, cycles)
        ]
        with db.cursor().copy("COPY candidates FROM STDIN") as copy:
            for row in found:
                copy.write_row(row)
    db.execute("ANALYZE candidates")


def _candidates(
    one: Loose, answer: ResolvedProduct, cycles: dict[tuple[UUID, str], list[UUID]]
) -> list[tuple[UUID, bool]]:
    """The cycles of a version: of its own product, or of the products of the family that its product names."""
    meant = _meant(answer)
    if answer.kind == "product" and answer.product and answer.product.id != one.product:
        return []  # a person said that these are not the same product, or nobody said yet that they are
    found = {cycle for product, name in meant for cycle in cycles[product, name]} - {one.version}
    left_open = answer.kind == "family" or (len(meant) == 1 and answer.cycle is None)
    return [(cycle, left_open) for cycle in sorted(found)]


def _meant(answer: ResolvedProduct) -> list[tuple[UUID, str]]:
    if answer.kind == "product" and answer.outcome == "sure" and answer.product:
        return [(answer.product.id, name) for name in answer.cycles]
    if answer.kind == "family":
        return [(one.product.id, name) for one in answer.alternatives for name in one.cycles]
    return []


def _load_cycles(db: Db, products: set[UUID]) -> dict[tuple[UUID, str], list[UUID]]:
    """The records of the cycles by product and name, as far as anything is stated of them."""
    found: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    rows = db.execute(
        """
        SELECT v.product_id, v.name, v.id FROM product_versions v
        WHERE v.product_id = ANY(%s) AND EXISTS (SELECT FROM lifecycle_dates d WHERE d.product_version_id = v.id)
        """,
        (list(products),),
    )
    for product, name, version in rows:
        found[product, name].append(version)
    return found


_LOOSE = """
    SELECT v.id, v.product_id, p.name || ' ' || v.name
    FROM product_versions v JOIN products p ON p.id = v.product_id
    WHERE NOT EXISTS (SELECT FROM stated_supports s WHERE s.version = v.id)
      AND NOT EXISTS (SELECT FROM lifecycle_dates d WHERE d.product_version_id = v.id AND d.ended_on IS NULL)
      AND EXISTS (SELECT FROM stated_supports)
    ORDER BY v.id
"""
