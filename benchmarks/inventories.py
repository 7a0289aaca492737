"""Inventories of invented applications, as csv and as workbook."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

HEADINGS = [
    "Applicatie-ID", "Naam", "Omschrijving", "Afdeling", "Soort applicatie", "Bedrijfskritisch", "Beschikbaarheid",
    "Integriteit", "Vertrouwelijkheid", "TBB", "Rubricering", "Persoonsgegevens", "Primair proces", "Aantal gebruikers",
    "Levensfase", "In productie sinds", "Geplande einddatum", "Webadres", "Leverancier", "Hostingpartij", "Portfolio-oordeel",
    "BBN", "Product", "Versie", "Opmerking van de beheerder",
]  # fmt: skip


def rows(count: int, number_of_suppliers: int = 1000) -> Iterator[list[str]]:
    """Invented applications; a few suppliers have most of them, as in real landscapes."""
    chance = random.Random(7)
    suppliers = [f"Leverancier {i} B.V." for i in range(number_of_suppliers)]
    weights = [1 / (i + 1) for i in range(number_of_suppliers)]
    chosen = chance.choices(suppliers, weights, k=count)
    pick = chance.choice
    for i in range(count):
        supplier = chosen[i]
        yield [
            f"APP-{i:07}", f"Systeem {i} voor {pick(('zorg', 'inkoop', 'toezicht', 'subsidies'))}",
            f"Ondersteunt het werk van team {i % 977} bij de uitvoering van taak {i}", f"Afdeling {i % 40}",
            pick(("Standaardpakket", "Maatwerk", "SaaS")), pick(("Laag", "Midden", "Hoog")), pick(("Laag", "Midden", "Hoog")),
            pick(("Laag", "Midden", "Hoog")), pick(("Laag", "Midden", "Hoog")), pick(("TBB 4", "TBB 3", "")),
            "Ongerubriceerd", pick(("ja", "nee", "onbekend")), pick(("ja", "nee")), str(chance.randrange(5, 5000)),
            pick(("In productie", "Uit te faseren", "Gepland")), f"{1 + i % 28:02}-0{1 + i % 9}-20{10 + i % 15}",
            pick(("Q3 2027", "2028", "31-12-2029", "n.v.t.")), f"https://systeem-{i}.voorbeeld.nl", supplier,
            suppliers[len(supplier) % 3], pick(("Tolereren", "Investeren", "")), pick(("BBN1", "BBN2")),
            pick(("Oracle Database", "PostgreSQL", "Windows Server")), pick(("19c", "2019", "16")), "",
        ]  # fmt: skip


def write_csv(path: Path, count: int, number_of_suppliers: int = 1000) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, number_of_suppliers))


def write_xlsx(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Applicaties")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(rows(count), 1):
            sheet.write_row(number, 0, row)
