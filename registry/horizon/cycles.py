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
from registry.resolving.products import SOURCES

_ANY_DAY = date(2000, 1, 1)  # the cycles that a text may mean do not depend on the day


class Loose(NamedTuple):
    """A version of which nothing is stated, with its product."""

    version: UUID
    product: UUID
    text: str


def catalogue_mark(db: Db) -> str:
    """A mark that changes when the catalogue does: with the same one a text means what it meant."""
    row = db.execute(_MARK, {"sources": list(SOURCES)}).fetchone()
    return str(row[0]) if row else ""


def find_candidates(db: Db) -> None:
    """`candidates`: for each ambiguous version the cycles that it may be, and whether others are possible.

    While the catalogue is the same, what was found before for the same name is taken over.
    """
    db.execute(
        "CREATE TEMP TABLE candidates (version uuid NOT NULL, cycle uuid NOT NULL, left_open bool NOT NULL) ON COMMIT DROP"
    )
    db.execute(_KEPT, {"catalogue": catalogue_mark(db)})
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
    db.execute("INSERT INTO candidates SELECT k.version, c, k.left_open FROM kept_candidates k, unnest(k.cycles) c")
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


_MARK = """
    SELECT md5(coalesce(string_agg(md5(line), '' ORDER BY line), '')) FROM (
        SELECT concat_ws('|', p.id, p.name, p.aliases::text, p.kind, p.cpe, p.purl, s.name) AS line
        FROM products p LEFT JOIN suppliers s ON s.id = p.vendor_id
        WHERE p.id IN (SELECT m.record_id FROM matches m JOIN sources o ON o.id = m.source_id
                       WHERE m.kind = 'product' AND o.type = ANY(%(sources)s))
        UNION ALL
        SELECT concat_ws('|', v.id, v.product_id, v.name, EXISTS (SELECT FROM lifecycle_dates d WHERE d.product_version_id = v.id))
        FROM product_versions v
        WHERE v.id IN (SELECT m.record_id FROM matches m JOIN sources o ON o.id = m.source_id
                       WHERE m.kind = 'product_version' AND o.type = ANY(%(sources)s))
           OR EXISTS (SELECT FROM lifecycle_dates d WHERE d.product_version_id = v.id)
    ) lines
"""

_KEPT = """
    CREATE TEMP TABLE kept_candidates ON COMMIT DROP AS
    SELECT s.product_version_id AS version, s.cycles, s.left_open
    FROM version_supports s JOIN horizon_refreshes h ON h.catalogue = %(catalogue)s
    JOIN product_versions v ON v.id = s.product_version_id AND v.product_id = s.product_id
    JOIN products p ON p.id = v.product_id AND p.name || ' ' || v.name = s.name
    WHERE s.event IS NULL OR s.cycles IS NOT NULL
"""

_LOOSE = """
    SELECT v.id, v.product_id, p.name || ' ' || v.name
    FROM product_versions v JOIN products p ON p.id = v.product_id
    WHERE NOT EXISTS (SELECT FROM stated_supports s WHERE s.version = v.id)
      AND NOT EXISTS (SELECT FROM lifecycle_dates d WHERE d.product_version_id = v.id AND d.ended_on IS NULL)
      AND NOT EXISTS (SELECT FROM kept_candidates k WHERE k.version = v.id)
      AND EXISTS (SELECT FROM stated_supports)
    ORDER BY v.id
"""
