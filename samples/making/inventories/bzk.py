"""1. BZK: a workbook with a cover sheet, merged banner rows, headings told apart by their group, and a total."""

from __future__ import annotations

from samples.making import columns as c
from samples.making.landscape import System, invent
from samples.making.sheets import Cell, Column, Defect, Inventory, Sheet, fill, spoil
from samples.making.spelling import LEVEL

FILE = "bzk-applicatieoverzicht-2026-09.xlsx"
UNKNOWN = ("onbekend", "n.v.t.", "-", "", "")
STATES = {
    "idea": "Idee",
    "planned": "Gepland",
    "in_realisation": "In realisatie",
    "in_production": "In productie",
    "to_be_phased_out": "Uit te faseren",
    "being_phased_out": "In uitfasering",
    "ended": "Beëindigd",
    "archived": "Gearchiveerd",
}
KINDS = {
    "custom": "Maatwerk",
    "package": "Standaardpakket",
    "saas": "SaaS",
    "website": "Website",
    "low_code": "Low-code",
    "spreadsheet": "Excel",
    "platform": "Voorziening",
    "other": "Overig",
}
G = ("Applicatie", "Leverancier", "Hosting", "Levenscyclus", "Informatiebeveiliging", "Contract")
COLUMNS = (
    Column("Nr.", c.fact("key"), group=G[0]),
    Column("Naam", c.fact("name"), ("name",), group=G[0]),
    Column("Omschrijving", c.fact("description"), ("description",), 0.1, G[0]),
    Column("Eigenaar\n(directie / dienst)", c.fact("department"), ("department",), 0.03, G[0]),
    Column("Soort\napplicatie", c.coded("kind", KINDS), ("kind",), 0.03, G[0]),
    Column("Aantal\ngebruikers", c.users, ("user_count",), 0.12, G[0]),
    Column("Naam", c.vendor_with_others(0.5), ("vendor",), 0.08, G[1]),
    Column("Ontwikkelaar", c.role("development"), ("development",), group=G[1]),
    Column("Beheerpartij", c.role("maintenance"), ("maintenance",), group=G[1]),
    Column("Type", c.coded("deployment", c.DEPLOYMENT), ("deployment",), 0.08, G[2]),
    Column("Locatie", c.service, ("service",), 0.06, G[2]),
    Column("Naam", c.role("hosting"), ("hosting",), group=G[2]),
    Column("Producten en versies", c.stack("; "), ("products",), 0.05, G[2]),
    Column("Status", c.coded("lifecycle_state", STATES), ("lifecycle_state",), 0.02, G[3]),
    Column("In productie\nsinds", c.day("actual_start", "typed", "nl"), ("actual_start",), 0.05, G[3]),
    Column("Einddatum", c.day("planned_end", "typed", "nl", "long"), ("planned_end",), group=G[3]),
    Column("Geplande\ningebruikname", c.day("planned_start", "nl"), ("planned_start",), group=G[3]),
    Column("B", c.coded("availability", LEVEL), ("availability",), 0.05, G[4]),
    Column("I", c.coded("integrity", LEVEL), ("integrity",), 0.05, G[4]),
    Column("V", c.coded("confidentiality", LEVEL), ("confidentiality",), 0.05, G[4]),
    Column("TBB", c.fact("tbb"), ("tbb",), group=G[4]),
    Column("Persoonsgegevens", c.yes_no("personal_data"), ("personal_data",), 0.08, G[4]),
    Column("Nummer", c.fact("contract"), ("contract",), 0.2, G[5]),
    Column("Einddatum", c.contract_day("contract_ends", "typed"), ("contract_ends",), 0.2, G[5]),
    Column("Opmerkingen", c.remark("zie TOPdesk", "navragen bij functioneel beheer", "AVG-check loopt"), group=G[5]),
)


def systems() -> list[System]:
    """The systems of BZK; SSC-ICT hosts some of them."""
    return invent("BZK", 250, key="BZK-{number:04d}", shared=8)


def make() -> Inventory:
    """The inventory of BZK."""
    table = fill(FILE, COLUMNS, systems(), UNKNOWN)
    spoiled = [
        spoil(table, 17, "Levenscyclus/Einddatum", "31-02-2027", "not_a_date"),
        spoil(table, 40, "Status", "ntb (zie mail Kees)", "unknown_code"),
        spoil(table, 66, "Opmerkingen", "=SUM(1)", "formula_injection"),
        spoil(table, 91, "Omschrijving", "@SUM(1+1)*cmd|' /C calc'!A0", "formula_injection"),
        spoil(table, 130, "Aantal\ngebruikers", "alle medewerkers", "not_a_number"),
        spoil(table, 151, "Leverancier/Naam", "KPN / Getronics", "several_values"),
        spoil(table, 200, "Contract/Einddatum", "onbepaalde tijd", "not_a_date"),
        spoil(table, 222, "B", "Extreem", "unknown_code"),
        spoil(table, 180, "Nr.", table.rows[60][0], "duplicate_key"),
    ]
    table.truth[180]["key"] = table.truth[60]["key"]
    groups = [column.group for column in COLUMNS]
    banner: list[Cell] = ["Applicatieoverzicht BZK – peildatum 1 september 2026", *[None] * 24]
    group_row = [g if i == 0 or groups[i - 1] != g else None for i, g in enumerate(groups)]
    total = [None, "Totaal", f"{len(table.rows)} applicaties"]
    top: list[list[Cell]] = [list(banner), [None] * 25, list(group_row), c.heads(table)]
    sheet, truth, defects = c.lay_out("Overzicht", top, table, spoiled, [[None] * 3, list(total)])
    sheet.merges = [(0, 0, 0, 24), *_merges(groups, 2)]
    return Inventory(
        file=FILE,
        organisation="BZK",
        source="Applicatieoverzicht",
        as_of="2026-09-01",
        complete=True,
        sheets=[_cover(), sheet, _lists()],
        main_sheet=1,
        header_rows=(3, 4),
        truth=truth,
        defects=[*defects, Defect(4, "Naam", "Naam", "duplicate_heading")],
        mapping="bzk",
    )


def _merges(groups: list[str], row: int) -> list[tuple[int, int, int, int]]:
    return [(row, groups.index(g), row, len(groups) - 1 - groups[::-1].index(g)) for g in dict.fromkeys(groups)]


def _cover() -> Sheet:
    lines = (
        "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
        "Applicatieoverzicht kerndepartement en diensten",
        "Verzonnen gegevens",
        "Versie 3.2 – september 2026",
        "Vul het tabblad Overzicht in; gebruik de keuzelijsten.",
    )
    rows: list[list[Cell]] = [[None]]
    rows += [[None, line] for line in lines]
    return Sheet("Voorblad", rows)


def _lists() -> Sheet:
    rows: list[list[Cell]] = [["Status", "Soort applicatie"]]
    rows += [[state, kind] for state, kind in zip(STATES.values(), KINDS.values(), strict=True)]
    return Sheet("Keuzelijsten", rows, hidden=True)
