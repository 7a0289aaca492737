"""Which product and release cycle a person names in a command: by id, name, other name, or short name in brackets."""

from __future__ import annotations

from uuid import UUID

from registry.errors import InvalidInput
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db

SHOWN = 10
"""Names that a refusal mentions at most."""


def find_product(db: Db, text: str) -> UUID:
    """The one product of that name; raises `InvalidInput`, with the products that it may be."""
    rows = fetch(
        db,
        """
        SELECT p.id, p.name, s.name AS vendor FROM products p LEFT JOIN suppliers s ON s.id = p.vendor_id
        WHERE p.id::text = %(text)s OR folded(p.name) = folded(%(text)s)
           OR EXISTS (SELECT FROM unnest(p.aliases) n WHERE folded(n) = folded(%(text)s))
        ORDER BY folded(p.name) <> folded(%(text)s), p.name, p.id
        """,
        {"text": text.strip()},
    )
    return _one(rows, text, "product", "product")


def find_version(db: Db, product: UUID, text: str) -> UUID:
    """The one release cycle of a product of that name; raises `InvalidInput`, with those that there are."""
    named = {"product": product, "text": text.strip()}
    rows = fetch(
        db,
        """
        SELECT v.id, v.name, NULL AS vendor FROM product_versions v
        WHERE v.product_id = %(product)s AND (v.id::text = %(text)s OR folded(v.name) = folded(%(text)s)
              OR v.name LIKE '%% (' || %(text)s || ')' OR v.name LIKE %(text)s || ' (%%')
        ORDER BY v.name, v.id
        """,
        named,
    )
    if not rows:
        there = fetch(
            db, "SELECT name FROM product_versions WHERE product_id = %(product)s ORDER BY name LIMIT 50", named
        )
        names = ", ".join(row["name"] for row in there)
        raise InvalidInput(
            f"Dit product heeft geen versie {text!r}; wel: {names}.",
            f"This product has no version {text!r}; there are: {names}.",
        )
    return _one(rows, text, "versie", "version")


def _one(rows: list[Row], text: str, nl: str, en: str) -> UUID:
    exact = [row for row in rows if row["name"].casefold() == text.strip().casefold()]
    chosen = exact if len(exact) == 1 else rows
    if len(chosen) == 1:
        return UUID(str(chosen[0]["id"]))
    if not chosen:
        raise InvalidInput(f"Er is geen {nl} {text!r}.", f"There is no {en} {text!r}.")
    names = "; ".join(f"{row['name']} ({row['vendor'] or '?'}) {row['id']}" for row in chosen[:SHOWN])
    raise InvalidInput(
        f"{text!r} kan meer dan één {nl} zijn: {names}. Geef de naam precies, of het kenmerk.",
        f"{text!r} may be more than one {en}: {names}. Give the exact name, or the id.",
    )
