"""Which product, release cycle and end of support a cell means, as the register knows them. A handful of queries for all cells.

Products that only inventories mention are not the catalogue: what a source of reference states is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from registry.product_answers import Ref, ResolvedProduct, Shelf, answer
from registry.product_cells import split_cell
from registry.product_gathering import of_parts, of_versions
from registry.product_index import Catalogue, Known, known_product
from registry.product_matching import Found, find_product, find_slip
from registry.product_names import ProductName, read_product
from registry.product_spans import spell_out
from registry.product_versions import Cycle
from registry.resolving.matching import Db
from registry.resolving.products import SOURCES

__all__ = ["Ref", "ResolvedProduct", "resolve_products"]

_PRODUCTS = """
    SELECT p.id, p.name, p.aliases, p.kind, p.cpe, p.purl, s.id, s.name
    FROM products p LEFT JOIN suppliers s ON s.id = p.vendor_id
    WHERE p.id IN (SELECT m.record_id FROM matches m JOIN sources o ON o.id = m.source_id
                   WHERE m.kind = 'product' AND m.claim_id IS NOT NULL AND o.type = ANY(%s))
"""
_NEAR = """
    SELECT q.text, p.id::text FROM unnest(%s::text[]) q(text)
    JOIN products p ON folded(p.name) %%> q.text AND p.id = ANY(%s::uuid[])
"""
_CYCLES = """
    SELECT v.product_id::text, v.name, d.event, lower(d.happens), d.stated
    FROM product_versions v
    LEFT JOIN lifecycle_dates d ON d.product_version_id = v.id
      AND d.id IN (SELECT m.record_id FROM matches m JOIN sources o ON o.id = m.source_id
                   WHERE m.kind = 'lifecycle_date' AND m.claim_id IS NOT NULL AND o.type = ANY(%(sources)s))
    WHERE v.product_id = ANY(%(products)s::uuid[])
      AND v.id IN (SELECT m.record_id FROM matches m JOIN sources o ON o.id = m.source_id
                   WHERE m.kind = 'product_version' AND m.claim_id IS NOT NULL AND o.type = ANY(%(sources)s))
    ORDER BY v.product_id, v.name, d.event, 4, d.stated, d.id
"""
_CLOSE = "0.4"  # in trigrams; what is near is compared again, letter by letter


def resolve_products(db: Db, cells: Sequence[str], on: date) -> list[ResolvedProduct]:
    """For each cell, in order, what it means as on a day; a text that comes more often is looked at once."""
    catalogue, vendors = load_catalogue(db)
    parts = {text: split_cell(text, catalogue) for text in dict.fromkeys(cells)}
    spelled = {part: spell_out(part) for part in dict.fromkeys(part for listed in parts.values() for part in listed)}
    read = {text: read_product(text) for one in spelled.values() for text in one.texts}
    found = {text: find_product(name, catalogue) for text, name in read.items()}
    found |= _find_slips(
        db, {text: read[text] for text, one in found.items() if one.outcome == "new"}, catalogue, found
    )
    wanted = sorted({product for one in found.values() for product in one.products})
    shelf = Shelf(catalogue, vendors, _load_cycles(db, wanted), on)
    answers = {
        part: of_versions(part, [answer(read[text], replace(found[text], span=one.span), shelf) for text in one.texts])
        for part, one in spelled.items()
    }
    whole = {text: of_parts(text, [answers[part] for part in listed]) for text, listed in parts.items()}
    return [whole[text] for text in cells]


def load_catalogue(db: Db) -> tuple[Catalogue, dict[str, Ref]]:
    """The products that the register knows by a source of reference, and their vendors."""
    known, vendors = list[Known](), dict[str, Ref]()
    for product, name, aliases, kind, cpe, purl, vendor, vendor_name in db.execute(_PRODUCTS, (list(SOURCES),)):
        known.append(known_product(str(product), (name, *(aliases or ())), vendor_name, kind, (cpe, purl)))
        if vendor is not None:
            vendors[str(product)] = Ref(UUID(str(vendor)), vendor_name)
    return Catalogue(known), vendors


def _find_slips(
    db: Db, unfound: dict[str, ProductName], catalogue: Catalogue, found: dict[str, Found]
) -> dict[str, Found]:
    """What is meant by texts that name nothing as they stand: names that share trigrams, compared letter by letter."""
    cores = {text: name.core for text, name in unfound.items() if not any(r == "other" for r, _ in found[text].reasons)}
    asked = sorted({core for core in cores.values() if core})
    if not asked:
        return {}
    db.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", (_CLOSE,))
    near: dict[str, list[str]] = {}
    for core, product in db.execute(_NEAR, (asked, list(catalogue.products))):
        near.setdefault(core, []).append(product)
    slips = {text: find_slip(unfound[text], catalogue, sorted(near.get(core, ()))) for text, core in cores.items()}
    return {text: slip for text, slip in slips.items() if slip}


def _load_cycles(db: Db, products: list[str]) -> dict[str, dict[str, Cycle]]:
    """The release cycles of some products by name, with what is stated of them."""
    shelves: dict[str, dict[str, Cycle]] = {}
    if not products:
        return shelves
    for product, name, event, happens, stated in db.execute(_CYCLES, {"products": products, "sources": list(SOURCES)}):
        cycle = shelves.setdefault(product, {}).setdefault(name, Cycle(name))
        if event is not None:
            cycle.state(event, happens, stated)
    return shelves
