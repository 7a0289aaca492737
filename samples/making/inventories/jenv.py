"""5. JenV: an export of an architecture repository: generated ids, object titles, and relations as lists of titles."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from random import Random

from samples.making import columns as c
from samples.making.landscape import System, invent
from samples.making.sheets import Cell, Column, Defect, Inventory, Said, fill, spoil

FILE = "jenv-bluedolphin-export-2026-09.xlsx"
UNKNOWN = ("", "", "", "(leeg)", "onbekend")
STATES = {
    "idea": "Idee",
    "planned": "Gepland",
    "in_realisation": "Implementatie",
    "in_production": "Actief",
    "to_be_phased_out": "Sunset",
    "being_phased_out": "Uitfasering",
    "ended": "Uit productie",
    "archived": "Archived",
}
KINDS = {
    "custom": "Maatwerk (extern)",
    "package": "COTS",
    "saas": "SaaS",
    "website": "Website",
    "low_code": "Low-code",
    "spreadsheet": "Excel",
    "platform": "Platform",
    "other": "Anders",
}
SCORE = {"low": "1", "medium": "2", "high": "3", "very_high": "4"}
VERDICTS = ("Tolereren", "Investeren", "Migreren", "Elimineren", "", "")


def _serving(system: System, rng: Random) -> Cell | Said:
    place = system.place.service
    return f"{place} | Netwerkkoppeling JenV" if place and rng.random() < 0.3 else place


def _supports(system: System, rng: Random) -> Cell | Said:
    return " | ".join(sorted({f"Proces {system.department}", rng.choice(("Intake", "Afhandeling", "Toezicht"))}))


def _bbn(system: System, _rng: Random) -> Cell | Said:
    level = "2" if system.personal_data else "1"
    return Said(f"BBN{level}", {"bbn": level})


def _modified(_system: System, rng: Random) -> Cell | Said:
    return f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}T0{rng.randint(7, 9)}:00:00Z"


COLUMNS = (
    Column("id", c.fact("key")),
    Column("object_title", c.fact("name"), ("name",)),
    Column("Object type", lambda _s, _r: "Applicatiecomponent"),
    Column("Description", c.fact("description"), ("description",), 0.2),
    Column("Status", lambda _s, rng: rng.choice(("Accepted", "Accepted", "Concept"))),
    Column("Lifecycle", c.coded("lifecycle_state", STATES), ("lifecycle_state",), 0.05),
    Column("Lifecycle_Active (start)", c.day("actual_start", "serial"), ("actual_start",), 0.1),
    Column("Lifecycle_End_of_life", c.day("planned_end", "typed", "nl"), ("planned_end",)),
    Column("Eigenaar", c.fact("department"), ("department",), 0.08),
    Column("Applicatiesoort", c.coded("kind", KINDS), ("kind",), 0.08),
    Column("Leverancier (Actor)", c.vendor_with_others(0.3), ("vendor",), 0.1),
    Column("Ontwikkelpartij", c.role("development"), ("development",), 0.1),
    Column("wordt ondersteund door", c.stack(" | "), ("products",), 0.1),
    Column("draait op", _serving, ("service",), 0.12),
    Column("ondersteunt", _supports),
    Column("B", c.coded("availability", SCORE), ("availability",), 0.1),
    Column("I", c.coded("integrity", SCORE), ("integrity",), 0.1),
    Column("V", c.coded("confidentiality", SCORE), ("confidentiality",), 0.1),
    Column("BBN", _bbn, ("bbn",), 0.2),
    Column("Verwerkt BSN/persoonsgegevens", c.yes_no("personal_data", "Ja", "Nee"), ("personal_data",), 0.1),
    Column("TIME", lambda _s, rng: rng.choice(VERDICTS)),
    Column("Last modified", _modified),
)  # fmt: skip


def _id(system: System) -> str:
    return blake2b(system.id.encode(), digest_size=12).hexdigest()


def systems() -> list[System]:
    """The systems of JenV, with the ids of the repository as keys."""
    return [replace(s, key=_id(s)) for s in invent("JenV", 300, shared=6)]


def make() -> Inventory:
    """The export of JenV. Two portals of different services bear one name."""
    invented = systems()
    first = next(i for i, s in enumerate(invented) if s.name == "Portaal")
    second = (first + 100) % 300
    invented[first] = replace(invented[first], department="CJIB")
    invented[second] = replace(invented[second], name="Portaal", department="IND")
    table = fill(FILE, COLUMNS, invented, UNKNOWN)
    spoiled = [
        spoil(table, 8, "Lifecycle_End_of_life", "31-02-2027", "not_a_date"),
        spoil(table, 59, "Lifecycle", "Te bepalen in werkgroep", "unknown_code"),
        spoil(table, 113, "Description", "=SUM(1)", "formula_injection"),
        spoil(table, 171, "Leverancier (Actor)", "KPN / Getronics", "several_values"),
        spoil(table, 230, "id", table.rows[229][0], "duplicate_key"),
        spoil(table, 244, "B", "9", "unknown_code"),
        (second, Defect(0, "object_title", "Portaal", "homonym_in_file")),
    ]
    table.truth[230]["key"] = table.truth[229]["key"]
    sheet, truth, defects = c.lay_out("Export", [c.heads(table)], table, spoiled, [])
    return Inventory(
        file=FILE,
        organisation="JenV",
        source="BlueDolphin",
        as_of="2026-09-15",
        complete=True,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=defects,
        mapping="jenv",
    )
