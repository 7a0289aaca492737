"""Products that inventories name and that may be one of the catalogue, but not surely: questions for a person.

They are what the rules find now; what they found before stands in the rulings, and asks nobody anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from registry.product_answers import Reason, tell
from registry.product_matching import find_product
from registry.product_names import read_product
from registry.queries.presenting import fetch
from registry.queries.resolve_products import load_catalogue
from registry.resolving.matching import Db
from registry.resolving.products import MOST_ASKED, SOURCES


@dataclass(frozen=True, slots=True)
class ProductAsk:
    """May the right product (of an inventory) be the left one (of the catalogue)? And the applications that name it."""

    left: UUID
    right: UUID
    reasons: tuple[Reason, ...]
    applications: int


def ask_products(db: Db, import_id: int | None = None) -> list[ProductAsk]:
    """All such pairs, or those of one import, in the order of the right ids. A person may have judged them."""
    catalogue, _ = load_catalogue(db)
    found = []
    for row in fetch(db, LOOSE, {"sources": list(SOURCES), "import": import_id}) if catalogue.products else ():
        meant = find_product(read_product(row["name"]), catalogue)
        if meant.outcome != "new":
            found += [
                ProductAsk(UUID(one), row["id"], tell(meant), row["applications"])
                for one in meant.products[:MOST_ASKED]
            ]
    return found


LOOSE = """
    SELECT p.id, p.name, (SELECT count(*) FROM application_products l WHERE l.product_id = p.id) AS applications
    FROM products p
    WHERE p.id NOT IN (SELECT m.record_id FROM matches m JOIN sources o ON o.id = m.source_id
                       WHERE m.kind = 'product' AND m.record_id IS NOT NULL AND o.type = ANY(%(sources)s))
      AND (%(import)s::bigint IS NULL OR p.id IN (
          SELECT m.record_id FROM staged_rows s JOIN matches m ON m.id = s.match_id
          WHERE s.import_id = %(import)s AND s.kind = 'product'))
    ORDER BY p.id
"""
