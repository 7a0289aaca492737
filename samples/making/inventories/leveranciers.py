"""The suppliers of all samples with country and owner, so that the chain to the ultimate parent can be followed."""

from __future__ import annotations

from samples.making.catalogue import entities
from samples.making.sheets import Cell, Inventory, Sheet

FILE = "leveranciers-2026.csv"
HEADINGS = (
    "Leverancier",
    "Andere namen",
    "Soort leverancier",
    "KvK-nummer",
    "Land van vestiging",
    "Land van het hoofdkantoor",
    "Moeder",
    "Grondslag",
    "Bron",
)
KINDS = {"company": "Bedrijf", "government": "Overheid", "foundation": "Stichting", "community": "Community"}


def make() -> Inventory:
    """One row per legal entity."""
    rows, truth = list[list[Cell]](), list[dict[str, str]]()
    known = entities()
    for n, entity in enumerate(known.values(), 2):
        parent = entity.group if entity.group != entity.name else ""
        top = known[entity.group].country
        others = "; ".join(entity.spellings)
        basis, source = ("meerderheid", "jaarverslag") if parent else ("", "")
        rows.append([entity.name, others, KINDS[entity.kind], entity.kvk, entity.country, top, parent, basis, source])
        truth.append(
            {
                "row": str(n),
                "key": "",
                "name": entity.name,
                "country": entity.country,
                "parent": parent,
                "group": entity.group,
            }
        )
    sheet = Sheet("", [list(HEADINGS), *rows])
    return Inventory(
        file=FILE,
        organisation="CIO Rijk",
        source="Leveranciersregister",
        as_of="2026-10-01",
        complete=False,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=[],
        kind="supplier",
    )
