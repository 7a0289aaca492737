"""3. VWS: an OpenDocument sheet without keys, half in English, full of abbreviations and ways to say "unknown"."""

from __future__ import annotations

from samples.making import columns as c
from samples.making.landscape import System, invent
from samples.making.sheets import Column, Inventory, Sheet, fill, spoil

FILE = "vws-application-inventory-2026-Q3.ods"
UNKNOWN = ("onbekend", "n.v.t.", "-", "", "unknown", "N/A")
STATES = {
    "idea": "idea",
    "planned": "gepland",
    "in_realisation": "in bouw",
    "in_production": "live",
    "to_be_phased_out": "sunset",
    "being_phased_out": "phasing out",
    "ended": "retired",
    "archived": "archief",
}
KINDS = {
    "custom": "bespoke",
    "package": "COTS",
    "saas": "SaaS",
    "website": "portal",
    "low_code": "low code",
    "spreadsheet": "Excel",
    "platform": "platform",
    "other": "other",
}
CRITICAL = {"low": "Low", "medium": "M", "high": "High", "critical": "ZH"}
SECRECY = {"unclassified": "OG", "departmental_confidential": "Dep.V"}
COLUMNS = (
    Column("Application", c.fact("name"), ("name",)),
    Column("Omschr.", c.fact("description"), ("description",), 0.15),
    Column("Business owner (dir.)", c.fact("department"), ("department",), 0.1),
    Column("App. type", c.coded("kind", KINDS), ("kind",), 0.1),
    Column("Lev.", c.vendor_with_others(0.4), ("vendor",), 0.12),
    Column("Implementatiepartner", c.role("development"), ("development",), 0.1),
    Column("Hosting", c.place, ("deployment", "service"), 0.15),
    Column("Hosted by", c.role("hosting"), ("hosting",), 0.1),
    Column("Tech stack", c.stack(" / "), ("products",), 0.15),
    Column("Lifecycle", c.coded("lifecycle_state", STATES), ("lifecycle_state",), 0.05),
    Column("Go-live", c.day("actual_start", "long", "iso", "nl"), ("actual_start",), 0.1),
    Column("EOL", c.day("planned_end", "iso", "long", "nl"), ("planned_end",), 0.1),
    Column("Crit.", c.coded("criticality", CRITICAL), ("criticality",), 0.1),
    Column("BIV-score", c.levels(), ("availability", "integrity", "confidentiality"), 0.15),
    Column("Rubricering", c.coded("classification", SECRECY), ("classification",), 0.1),
    Column("PII?", c.yes_no("personal_data", "yes", "no"), ("personal_data",), 0.15),
    Column("# users", c.users, ("user_count",), 0.2),
    Column("Contract nr", c.fact("contract"), ("contract",), 0.3),
    Column("Contract end", c.contract_day("contract_ends", "iso"), ("contract_ends",), 0.3),
    Column("Remarks", c.remark("tbd", "moved from EZK", "owner was VenJ until 2017", "see SSC-ICT list")),
)  # fmt: skip


def systems() -> list[System]:
    """The systems of VWS; SSC-ICT hosts some of them."""
    return invent("VWS", 150, key="", shared=6)


def make() -> Inventory:
    """The inventory of VWS."""
    table = fill(FILE, COLUMNS, systems(), UNKNOWN)
    spoiled = [
        spoil(table, 9, "Application", "", "name_missing"),
        spoil(table, 25, "EOL", "2027-02-31", "not_a_date"),
        spoil(table, 48, "Lifecycle", "hangt ervan af", "unknown_code"),
        spoil(table, 70, "# users", "veel", "not_a_number"),
        spoil(table, 99, "Remarks", "=SUM(1)", "formula_injection"),
        spoil(table, 111, "Lev.", "KPN / Getronics", "several_values"),
        spoil(table, 127, "BIV-score", "HXM", "not_a_biv"),
    ]
    sheet, truth, defects = c.lay_out("Applications", [c.heads(table)], table, spoiled, [[None]])
    read_me = Sheet("Read me", [["VWS application inventory (invented data)"], ["Peildatum: 30-9-2026"]])
    return Inventory(
        file=FILE,
        organisation="VWS",
        source="Application inventory",
        as_of="2026-09-30",
        complete=True,
        sheets=[read_me, sheet],
        main_sheet=1,
        header_rows=(1, 1),
        truth=truth,
        defects=defects,
        mapping="vws",
    )
