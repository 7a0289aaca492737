"""2. Belastingdienst: cp1252, semicolons, Dutch numbers, line breaks in cells, and two columns for one supplier."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.making import columns as c
from samples.making.deliveries import change
from samples.making.landscape import System, invent
from samples.making.sheets import Cell, Column, Inventory, Said, fill, spoil

FILE = "belastingdienst-applicatieportfolio-2026-10.csv"
LATER = "later/belastingdienst-wijzigingen-2026-11.csv"
UNKNOWN = ("", "", "onbekend", "?", "nvt")
STATES = {
    "idea": "initiatief",
    "planned": "voorgenomen",
    "in_realisation": "in ontwikkeling",
    "in_production": "productie",
    "to_be_phased_out": "te vervangen",
    "being_phased_out": "wordt uitgefaseerd",
    "ended": "uitgefaseerd",
    "archived": "gearchiveerd",
}
KINDS = {
    "custom": "maatwerk",
    "package": "pakket",
    "saas": "SaaS",
    "website": "webapplicatie",
    "low_code": "lowcode",
    "spreadsheet": "EUCS",
    "platform": "generieke voorziening",
    "other": "anders",
}
CRITICAL = {"low": "laag", "medium": "midden", "high": "hoog", "critical": "zeer hoog"}


def _described(system: System, rng: Random) -> Cell | Said:
    text = f'{system.description}.\nZie ook "{system.name}" in het portfolio; keten {system.department}.'
    return Said(text, {"description": text}) if rng.random() < 0.2 else system.description


def _first_supplier(system: System, rng: Random) -> Cell | Said:
    return c.role("vendor", "development")(system, rng)


def _second_supplier(system: System, _rng: Random) -> Cell | Said:
    """The same cell again for most rows: the column is left over from an older form."""
    again = Random(f"{FILE} {system.id}  Leverancier")
    written = c.role("vendor", "development")(system, again)
    return written if Random(system.id).random() < 0.6 else ""


COLUMNS = (
    Column("Applicatiecode", c.fact("key")),
    Column("Applicatienaam", c.fact("name"), ("name",)),
    Column("Functionele omschrijving", _described, ("description",), 0.05),
    Column("Bedrijfsonderdeel", c.fact("department"), ("department",)),
    Column("Type", c.coded("kind", KINDS), ("kind",), 0.02),
    Column("Leverancier", _first_supplier, ("vendor",), 0.06),
    Column("Naam leverancier", _second_supplier),
    Column("Wederverkoper", c.role("reseller"), ("reseller",)),
    Column("Onderhoudspartij", c.role("maintenance"), ("maintenance",), 0.05),
    Column("Technologie", c.stack("\n"), ("products",), 0.06),
    Column("Hostingvorm", c.coded("deployment", c.DEPLOYMENT), ("deployment",), 0.08),
    Column("Draait op", c.service, ("service",), 0.05),
    Column("Status", c.coded("lifecycle_state", STATES), ("lifecycle_state",)),
    Column("Datum in productie", c.day("actual_start", "nl"), ("actual_start",), 0.04),
    Column("Geplande ingebruikname", c.day("planned_start", "nl"), ("planned_start",)),
    Column("Geplande einddatum", c.day("planned_end", "nl", "nl", "slash"), ("planned_end",)),
    Column("Datum uitfasering", c.day("actual_end", "nl"), ("actual_end",)),
    Column("Bedrijfskritisch", c.coded("criticality", CRITICAL), ("criticality",), 0.04),
    Column("BIV", c.levels("-"), ("availability", "integrity", "confidentiality"), 0.08),
    Column("Persoonsgegevens (J/N)", c.yes_no("personal_data", "J", "N"), ("personal_data",), 0.05),
    Column("Aantal gebruikers", c.users, ("user_count",), 0.1),
    Column("Contractnummer", c.fact("contract"), ("contract",), 0.15),
    Column("Einddatum contract", c.contract_day("contract_ends", "nl"), ("contract_ends",), 0.15),
    Column("Opzegtermijn (dagen)", c.fact("notice_days"), ("notice_days",), 0.2),
    Column("Contractwaarde per jaar", c.value, ("annual_value_min", "annual_value_max"), 0.15),
    Column("Toelichting", c.remark("Keten; zie PSA", "schuld: Cool:Gen", "wacht op besluit\nPortfolioboard")),
)


def systems() -> list[System]:
    """The systems of the Belastingdienst."""
    return invent("Belastingdienst", 400, key="BD{number:05d}", shared=5)


def make() -> Inventory:
    """The whole portfolio."""
    table = fill(FILE, COLUMNS, systems(), UNKNOWN)
    spoiled = [
        spoil(table, 12, "Geplande einddatum", "31-02-2027", "not_a_date"),
        spoil(table, 33, "Contractwaarde per jaar", "€ 12.34.56", "not_an_amount"),
        spoil(table, 77, "Applicatiecode", table.rows[20][0], "duplicate_key"),
        spoil(table, 78, "Naam leverancier", "Getronics B.V.", "two_columns_disagree"),
        spoil(table, 140, "Toelichting", "=SUM(1)", "formula_injection"),
        spoil(table, 141, "Toelichting", "@loket", "formula_injection"),
        spoil(table, 202, "BIV", "H-M", "not_a_biv"),
        spoil(table, 255, "Leverancier", "SoftwareOne (Microsoft)", "several_values"),
        spoil(table, 301, "Opzegtermijn (dagen)", "3 maanden", "other_unit"),
        spoil(table, 350, "Applicatienaam", "", "name_missing"),
    ]
    table.truth[301]["notice_days"] = "90"
    table.truth[77]["key"] = table.truth[20]["key"]
    sheet, truth, defects = c.lay_out("", [c.heads(table)], table, spoiled, [])
    return Inventory(
        file=FILE,
        organisation="Belastingdienst",
        source="Applicatieportfolio",
        as_of="2026-10-01",
        complete=True,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=defects,
        mapping="belastingdienst",
    )


def make_later() -> Inventory:
    """A month later, only what changed: 30 changed and 5 new. Changed rows were free of defects the first time."""
    clean = [s for i, s in enumerate(systems()) if i not in {12, 20, 33, 77, 78, 140, 141, 202, 255, 301, 350}]
    changed, changes = change(clean, 30, LATER)
    keys = {key for key, _ in changes}
    new = [
        replace(s, id=f"{s.id}-new", key=f"BD9{i:04d}", name=f"{s.name} 2027", state="planned")
        for i, s in enumerate(clean[:5], 1)
    ]
    # The cells are seeded with the source, not with the delivery: what did not change reads the same.
    table = fill(FILE, COLUMNS, [*(s for s in changed if s.key in keys), *new], UNKNOWN)
    sheet, truth, defects = c.lay_out("", [c.heads(table)], table, [], [])
    notes: dict[str, object] = {"changed": {k: list(f) for k, f in changes}, "new": [s.key for s in new]}
    return Inventory(
        file=LATER,
        organisation="Belastingdienst",
        source="Applicatieportfolio",
        as_of="2026-11-01",
        complete=False,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=defects,
        mapping="belastingdienst",
        notes=notes,
        loaded=False,
    )
