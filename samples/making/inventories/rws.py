"""4. Rijkswaterstaat: an export of a service desk tool, with its own ideas about objects, owners and guarantees."""

from __future__ import annotations

from samples.making import columns as c
from samples.making.landscape import System, invent
from samples.making.sheets import Column, Inventory, fill, spoil

FILE = "rws-topdesk-objecten-2026-10.csv"
UNKNOWN = ("", "", "", "Onbekend", "-")
STATES = {
    "idea": "Initiatief",
    "planned": "Nieuw",
    "in_realisation": "In test",
    "in_production": "Operationeel",
    "to_be_phased_out": "Te vervangen",
    "being_phased_out": "Uitfaseren",
    "ended": "Buiten gebruik",
    "archived": "Gearchiveerd",
}
KINDS = {
    "custom": "Maatwerk",
    "package": "Standaard pakket",
    "saas": "Clouddienst",
    "website": "Site",
    "low_code": "Low-code",
    "spreadsheet": "Rekenblad",
    "platform": "Infrastructuur",
    "other": "Overige",
}
IMPACT = {"low": "Niet kritisch", "medium": "Belangrijk", "high": "Kritisch", "critical": "Vitaal"}
COLUMNS = (
    Column("Object-ID", c.fact("key")),
    Column("Type", c.coded("kind", KINDS), ("kind",), 0.04),
    Column("Naam", c.fact("name"), ("name",)),
    Column("Specificatie", c.fact("description"), ("description",), 0.1),
    Column("Leverancier", c.vendor_with_others(0.3), ("vendor",), 0.08),
    Column("Behandelaarsgroep leverancier", c.role("maintenance"), ("maintenance",), 0.1),
    Column("Merk en versie", c.stack(", "), ("products",), 0.1),
    Column("Status", c.coded("lifecycle_state", STATES), ("lifecycle_state",)),
    Column("Eigenaar (afdeling)", c.fact("department"), ("department",), 0.02),
    Column("Locatie", c.place, ("deployment", "service"), 0.1),
    Column("Ingebruikname", c.day("actual_start", "nl"), ("actual_start",), 0.03),
    Column("Aanschafdatum", c.contract_day("contract_starts", "nl"), ("contract_starts",), 0.05),
    Column("Garantie tot", c.contract_day("contract_ends", "nl"), (), 0.1),
    Column("Einde levensduur", c.day("planned_end", "nl"), ("planned_end",)),
    Column("Bedrijfskritisch", c.coded("criticality", IMPACT), ("criticality",), 0.1),
    Column("Persoonsgegevens", c.yes_no("personal_data", "Ja", "Nee"), ("personal_data",), 0.1),
    Column("Aantal licenties / gebruikers", c.users, ("user_count",), 0.1),
    Column("Contractnummer", c.fact("contract"), ("contract",), 0.2),
    Column("Vrije tekst 1", c.remark("opgeschoond 2025", "@beheer: nalopen", "verhuisd van ODC A'dam")),
)


def systems() -> list[System]:
    """The systems of Rijkswaterstaat."""
    return invent("RWS", 200, key="RWS-A-{number:05d}", shared=4)


def make() -> Inventory:
    """The export of Rijkswaterstaat."""
    table = fill(FILE, COLUMNS, systems(), UNKNOWN)
    spoiled = [
        spoil(table, 5, "Einde levensduur", "31-02-2027", "not_a_date"),
        spoil(table, 44, "Object-ID", table.rows[43][0], "duplicate_key"),
        spoil(table, 90, "Status", "Zoekgeraakt", "unknown_code"),
        spoil(table, 121, "Aantal licenties / gebruikers", "site licence", "not_a_number"),
        spoil(table, 160, "Vrije tekst 1", "=SUM(1)", "formula_injection"),
        spoil(table, 188, "Aanschafdatum", "00-00-0000", "not_a_date"),
    ]
    table.truth[44]["key"] = table.truth[43]["key"]
    sheet, truth, defects = c.lay_out("", [c.heads(table)], table, spoiled, [])
    return Inventory(
        file=FILE,
        organisation="RWS",
        source="TOPdesk",
        as_of="2026-10-15",
        complete=True,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=defects,
        mapping="rws",
    )
