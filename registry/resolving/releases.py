"""Versions that inventories state join the release cycle of the catalogue that they surely mean.

A version joins a cycle of its product only when that is the one cycle that it can be; else versions of one name are a record of
their own. Cycles of the catalogue are grouped by name among themselves, as other kinds are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from registry.product_index import words_of
from registry.product_names import is_version, read_product, tables
from registry.product_versions import cycle_words, fit, meant_by, version_of
from registry.resolving.matching import Db
from registry.resolving.products import SOURCES

CURATED = f"m.source_id IN (SELECT id FROM sources WHERE type IN ({', '.join(map(repr, SOURCES))}))"
"""SQL condition that a match `m` is of a source whose cycles are the catalogue."""


@dataclass
class Product:
    """A product with the records of its release cycles by their name (several where a source tells equal names apart).

    `models`: it is a device, of which the cycles are models.
    """

    name: str
    aliases: tuple[str, ...] = ()
    models: bool = False
    cycles: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def cycle_of(self, stated: str, version: str) -> UUID | None:
        """The one cycle that a version of what a source calls this product is; None where it may be several, or none."""
        names = tuple(sorted(self.cycles))
        own = {word for name in (self.name, *self.aliases) for word in words_of(name)}
        said = set(words_of(version))
        rest = [word for word in read_product(f"{stated} {version}").words if word not in own - said]
        rest = meant_by(self.name, rest)
        words = cycle_words(names)
        known = words | tables().beside | tables().editions | own | set(words_of(stated))
        if any(not is_version(word) and word not in known for word in rest):
            return None
        cycle = fit(version_of(rest, words), names, models=self.models).cycle
        meant = self.cycles[cycle] if cycle else set[UUID]()
        return next(iter(meant)) if len(meant) == 1 else None


def touch_siblings(db: Db) -> None:
    """Touch all versions of the products of which a cycle was touched."""
    db.execute(
        f"""
        INSERT INTO restated
        SELECT p.record_id FROM touched t JOIN matches m ON m.id = t.id
        JOIN product_version_claims c ON c.id = m.claim_id JOIN matches p ON p.id = c.product
        WHERE {CURATED} AND p.record_id IS NOT NULL
        UNION SELECT v.product_id FROM touched t JOIN matches m ON m.id = t.id
        JOIN product_versions v ON v.id = t.old_record WHERE {CURATED}
        """
    )
    touch_restated(db)


def touch_restated(db: Db) -> int:
    """Touch the versions of the products in `restated`; how many."""
    return db.execute(
        """
        INSERT INTO touched
        SELECT m.id, m.record_id, false, m.identity
        FROM product_version_claims c JOIN matches m ON m.id = c.match_id AND m.claim_id = c.id
        JOIN matches p ON p.id = c.product
        WHERE m.kind = 'product_version' AND p.record_id IN (SELECT id FROM restated)
          AND NOT EXISTS (SELECT FROM touched t WHERE t.id = m.id)
        """
    ).rowcount


def find_cycles(db: Db) -> None:
    """`fitted`: the touched versions of inventories that are of one cycle, and a match of that cycle.

    Cycles have the records of their groups by now.
    """
    db.execute("DROP TABLE IF EXISTS fitted")
    db.execute("CREATE TEMP TABLE fitted (id uuid PRIMARY KEY, record_id uuid NOT NULL) ON COMMIT DROP")
    rows = db.execute(
        f"""
        SELECT m.id, p.record_id, k.name, c.name
        FROM touched t JOIN matches m ON m.id = t.id JOIN product_version_claims c ON c.id = m.claim_id
        JOIN matches p ON p.id = c.product JOIN product_claims k ON k.id = p.claim_id
        WHERE m.record_id IS NOT NULL AND m.target_id IS NULL AND p.record_id IS NOT NULL AND NOT {CURATED}
        """
    ).fetchall()
    products = _load_products(db, {row[1] for row in rows}) if rows else {}
    found = _fitting(rows, products)
    if found:
        db.execute(
            "INSERT INTO fitted SELECT * FROM unnest(%s::uuid[], %s::uuid[])", (list(found), list(found.values()))
        )


def _fitting(rows: Iterable[tuple[UUID, UUID, str, str]], products: Mapping[UUID, Product]) -> dict[UUID, UUID]:
    """The record of the cycle by match; what is stated more often is looked at once."""
    known: dict[tuple[UUID, str, str], UUID | None] = {}
    found = {}
    for match, record, stated, version in rows:
        if record not in products:
            continue
        asked = (record, stated, version)
        if asked not in known:
            known[asked] = products[record].cycle_of(stated, version)
        if (cycle := known[asked]) is not None:
            found[match] = cycle
    return found


def _load_products(db: Db, records: Iterable[UUID]) -> dict[UUID, Product]:
    """The products with cycles in the catalogue, as they are published now."""
    found: dict[UUID, Product] = {}
    for record, name, aliases, product_kind, cycle, joined in db.execute(
        f"""
        SELECT r.id, r.name, r.aliases, k.kind, c.name, m.record_id
        FROM product_version_claims c JOIN matches m ON m.id = c.match_id AND m.claim_id = c.id
        JOIN matches p ON p.id = c.product JOIN product_claims k ON k.id = p.claim_id JOIN products r ON r.id = p.record_id
        WHERE r.id = ANY(%s) AND m.kind = 'product_version' AND m.record_id IS NOT NULL AND m.target_id IS NULL
          AND c.name IS NOT NULL AND {CURATED}
        """,
        (list(records),),
    ):
        product = found.setdefault(record, Product(name, tuple(aliases or ())))
        product.models = product.models or product_kind == "hardware"
        product.cycles[cycle].add(joined)
    return found


def join_cycles(db: Db) -> None:
    """Give the versions in `fitted` the record of their cycle."""
    db.execute(
        "UPDATE matches m SET record_id = f.record_id FROM fitted f WHERE m.id = f.id AND m.record_id <> f.record_id"
    )
