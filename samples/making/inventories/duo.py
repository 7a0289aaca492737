"""7. OCW/DUO: utf-16 with tabs: contracts, costs in two bookkeeping systems, amounts as steps, KvK without zero."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.making import columns as c
from samples.making import spelling
from samples.making.catalogue import entities, load
from samples.making.landscape import STEPS, System, invent
from samples.making.sheets import Cell, Column, Defect, Inventory, Said, fill, spoil

FILE = "duo-contracten-en-kosten-2025.csv"
UNKNOWN = ("", "", "onbekend", "n.v.t.", "-")
STATES = {
    "idea": "idee",
    "planned": "gepland",
    "in_realisation": "pilot",
    "in_production": "in gebruik",
    "to_be_phased_out": "te vervangen",
    "being_phased_out": "uitfasering",
    "ended": "gestopt",
    "archived": "gearchiveerd",
}
SYSTEMS = {"kas_verplichtingen": "kas-verplichtingen", "baten_lasten": "baten-lasten"}
ITEMS = {
    "internal_staff": "intern personeel",
    "external_staff": "extern personeel",
    "other_material": "overig materieel",
}
CATEGORIES = {"run": "beheer en onderhoud", "change": "vernieuwing"}
VERSIONS = {"actual": "realisatie", "estimate": "raming"}


def _picked(field: str, words: dict[str, str]) -> c.Writer:
    def write(system: System, _rng: Random) -> Cell | Said:
        value = Random(f"{FILE} {field} {system.id}").choice(sorted(words))
        return Said(words[value], {field: value})

    return write


def _vendor(system: System) -> tuple[str, str]:
    group = system.suppliers.get("vendor") or system.suppliers.get("development", "")
    return spelling.supplier(Random(f"{FILE} vendor {system.id}"), group) if group else ("", "")


def _supplier(system: System, _rng: Random) -> Cell | Said:
    written, entity = _vendor(system)
    return Said(written, {"vendor": entity}) if entity else ""


def _kvk(system: System, _rng: Random) -> Cell | Said:
    """The number went through a spreadsheet as a number: a leading zero is lost."""
    kvk = entities()[_vendor(system)[1]].kvk if _vendor(system)[1] else ""
    return Said(kvk.removeprefix("0"), {"vendor_kvk": kvk}) if kvk else ""


def _cost(system: System, _rng: Random) -> Cell | Said:
    """What was paid, or only the step in which it falls (as in the open data on spending)."""
    rng = Random(f"{FILE} cost {system.id}")
    step = rng.randrange(len(STEPS))
    low, high = STEPS[step]
    if rng.random() < 0.35:
        return Said(f"staffel {step + 1}", {"cost_min": f"{low:.2f}", "cost_max": f"{high:.2f}"})
    amount = round(rng.uniform(low, high) * (4 if step == len(STEPS) - 1 else 1), 2)
    return Said(f"€ {spelling.dutch(amount)}", {"cost_min": f"{amount:.2f}", "cost_max": f"{amount:.2f}"})


COLUMNS = (
    Column("Volgnr", c.fact("key")),
    Column("Applicatie", c.fact("name"), ("name",)),
    Column("Afdeling", c.fact("department"), ("department",), 0.03),
    Column("Status", c.coded("lifecycle_state", STATES), ("lifecycle_state",)),
    Column("Leverancier", _supplier, ("vendor",)),
    Column("Kvk Nr Leverancier", _kvk, ("vendor_kvk",)),
    Column("Product en versie", c.stack(", "), ("products",), 0.1),
    Column("Hosting", c.coded("deployment", c.DEPLOYMENT), ("deployment",), 0.1),
    Column("Contractnummer", c.fact("contract"), ("contract",), 0.05),
    Column("Ingangsdatum contract", c.contract_day("contract_starts", "nl"), ("contract_starts",), 0.05),
    Column("Einddatum contract", c.contract_day("contract_ends", "nl"), ("contract_ends",), 0.05),
    Column("Opzegtermijn (dagen)", c.fact("notice_days"), ("notice_days",), 0.2),
    Column("Jaarwaarde contract", c.value, ("annual_value_min", "annual_value_max"), 0.1),
    Column("Jaar", lambda _s, _r: Said(2025, {"cost_year": "2025"}), ("cost_year",)),
    Column("Boekhoudstelsel", _picked("bookkeeping_system", SYSTEMS), ("bookkeeping_system",)),
    Column("Kostenpost", _picked("cost_item", ITEMS), ("cost_item",)),
    Column("Categorie", _picked("cost_category", CATEGORIES), ("cost_category",)),
    Column("Versie raming", _picked("cost_version", VERSIONS), ("cost_version",)),
    Column("Bedrag", _cost, ("cost_min", "cost_max"), 0.06),
)  # fmt: skip


def systems() -> list[System]:
    """The systems of DUO: half of what is bought comes from small (invented) companies."""
    invented = invent("DUO", 100, key="{number}", shared=4)
    return [_from_small(s) if s.kind in {"custom", "website", "low_code", "other"} else s for s in invented]


def _from_small(system: System) -> System:
    small = sorted(load("suppliers")["invented"])
    vendor = Random(f"{FILE} small {system.id}").choice(small)
    return replace(system, suppliers=system.suppliers | {"vendor": vendor})


def make() -> Inventory:
    """Contracts and costs of DUO over 2025."""
    table = fill(FILE, COLUMNS, systems(), UNKNOWN)
    short = [
        (i, Defect(0, "Kvk Nr Leverancier", str(row[5]), "kvk_seven_digits"))
        for i, row in enumerate(table.rows)
        if isinstance(kvk := row[5], str) and kvk.isdigit() and len(kvk) == 7
    ]
    spoiled = [
        *[(i, defect) for i, defect in short if i not in {20, 45}],
        spoil(table, 20, "Kvk Nr Leverancier", "9990016", "kvk_seven_digits"),
        spoil(table, 31, "Einddatum contract", "31-02-2027", "not_a_date"),
        spoil(table, 45, "Kvk Nr Leverancier", "999001121234", "not_a_kvk"),
        spoil(table, 58, "Bedrag", "=SUM(1)", "formula_injection"),
        (58, Defect(0, "Bedrag", "=SUM(1)", "not_an_amount")),
        spoil(table, 66, "Jaarwaarde contract", "zie bijlage", "not_an_amount"),
        spoil(table, 80, "Boekhoudstelsel", "gemengd", "unknown_code"),
    ]
    bottom: list[list[Cell]] = [[None], ["Totaal", "100 regels"]]
    sheet, truth, defects = c.lay_out("", [c.heads(table)], table, spoiled, bottom)
    return Inventory(
        file=FILE,
        organisation="DUO",
        source="Contracten en kosten",
        as_of="2025-12-31",
        complete=True,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=truth,
        defects=defects,
        mapping="duo",
    )
