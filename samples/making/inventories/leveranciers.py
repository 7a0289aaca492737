"""Suppliers that the samples need beside those that every register starts with: most invented, with owners and KvK numbers."""

from __future__ import annotations

from samples.making.catalogue import entities
from samples.making.sheets import Cell, Inventory, Sheet

FILE = "leveranciers-2026.csv"
HEADINGS = ("Leverancier", "Andere namen", "Soort leverancier", "KvK-nummer", "Land van vestiging", "Moeder")
KINDS = {"company": "Bedrijf", "government": "Overheid", "foundation": "Stichting", "community": "Community"}


def make() -> Inventory:
    """One row per legal entity."""
    rows, truth = list[list[Cell]](), list[dict[str, str]]()
    for n, entity in enumerate((e for e in entities().values() if e.listed), 2):
        others = "; ".join(entity.spellings)
        rows.append([entity.name, others, KINDS[entity.kind], entity.kvk, entity.country, entity.parent])
        facts = {"name": entity.name, "country": entity.country, "kvk": entity.kvk, "parent": entity.parent}
        truth.append({"row": str(n), "key": ""} | facts)
    return Inventory(
        file=FILE,
        organisation="CIO Rijk",
        source="Leverancierslijst",
        as_of="2026-10-01",
        complete=False,
        sheets=[Sheet("", [list(HEADINGS), *rows])],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=[],
        kind="supplier",
    )
