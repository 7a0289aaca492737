"""9-14. What governs the lives of systems: an organisation that ends, assessments, findings, bought support and phases.

What the rows say stands in `data/lives.yaml`; here is in which words and files each body writes it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from registry.values import code_parser
from samples.making.catalogue import load
from samples.making.inventories import belastingdienst, duo
from samples.making.landscape import System
from samples.making.sheets import Cell, Facts, Inventory, Sheet

ORGANISATIONS = ("Organisatie", "Afkorting", "Soort", "Onderdeel van", "Vervallen op")
APPLICATIONS = (
    *("Applicatie-ID", "Applicatie", "Eigenaar organisatie", "Soort applicatie", "Levensfase", "In productie sinds"),
    *("Geplande einddatum", "Bedrijfskritisch", "Persoonsgegevens", "Producten en versies", "Leverancier"),
    *("Hostingpartij", "Clouddienst", "Cloudtype", "Materieel", "Clouddienst sinds", "Clouddienst stopt op"),
    *("Contractnummer", "Einddatum contract", "Opzegtermijn (maanden)", "Verlenging", "DPIA datum", "Exitplan"),
    *("Exitplan getest op", "Laatste uitwijktest", "Melding CISO Rijk", "Te beheren", "Aan te passen"),
    *("Te beveiligen", "Technische schuld (%)", "Functiepunten", "Vervangingstijd (maanden)"),
)
ASSESSMENTS = (
    *("Soort toets", "Applicatie", "Dienst", "Leverancier", "Datum", "Geldig tot", "Uitkomst", "Door", "Verwijzing"),
)
FINDINGS = (
    *("Bevinding", "CVE-nummer", "Soort", "Applicatie", "Product", "Versie", "Ernst", "Open sinds", "Gesloten op"),
    *("Financieel risico", "Verstoring"),
)
SUPPORT = ("Product", "Versie", "Verlengde ondersteuning tot", "Contractnummer")
PHASES = ("Applicatie", "Levensfase", "Gepland", "Werkelijk")
_CODED = {"what", "kind", "state", "severity"}


def make() -> list[Inventory]:
    """All of them, in the order in which they are loaded."""
    rows = load("lives")
    belasting, onderwijs = _in_production(belastingdienst.systems()), _in_production(duo.systems())
    return [
        _organisations(rows["organisations"]),
        _applications(rows["applications"]),
        _assessments([_named(row, 1, belasting) for row in rows["assessments"]]),
        _findings([_named(row, 3, belasting) for row in rows["findings"]]),
        _support([_contracted(row, onderwijs) for row in rows["support"]]),
        _phases([_named(row, 0, onderwijs) for row in rows["phases"]]),
    ]


def _in_production(systems: Sequence[System]) -> list[System]:
    """Systems that are an organisation's own and in production; `data/lives.yaml` counts them from 1."""
    own = [system for system in systems if system.state == "in_production" and not system.id.startswith("shared-")]
    return own[:1] + own[12:60]


def _named(row: list[Cell], at: int, systems: Sequence[System]) -> list[Cell]:
    """The row with the name of a system in place of its number."""
    number = row[at]
    return [*row[:at], systems[number - 1].name if isinstance(number, int) else "", *row[at + 1 :]]


def _contracted(row: list[Cell], systems: Sequence[System]) -> list[Cell]:
    return [*row[:-1], systems[row[-1] - 1].agreement.number if isinstance(row[-1], int) else ""]


def _truth(rows: list[list[Cell]], fields: Sequence[tuple[int, str, str]]) -> list[Facts]:
    """What rows state: place, fact, and the code list of those that are coded; dates as ISO."""
    found = []
    for number, row in enumerate(rows, 2):
        facts = {"row": str(number), "key": ""}
        for at, name, codes in fields:
            text = str(row[at])
            coded = (code_parser(codes)(text).text or "") if codes else text
            facts[name] = _iso(text) if name in _DATES else coded
        found.append(facts)
    return found


_DATES = {"done_on", "valid_until", "opened_on", "closed_on", "until", "planned", "actual", "ended_on"}
_DATES |= {"actual_start", "planned_end", "contract_ends"}


def _iso(text: str) -> str:
    """A day, month, quarter or year ("31-12-2027", "12-2027", "Q3 2027", "2027") as the truth writes dates."""
    if text.startswith("Q"):
        quarter, year = text.split()
        return f"{year}-{quarter}"
    return "-".join(reversed(text.split("-")))


def _inventory(
    file: str, sender: tuple[str, str], kind: str, headings: Sequence[str], rows: list[list[Cell]], **more: Any
) -> Inventory:
    organisation, source = sender
    return Inventory(
        file=file,
        organisation=organisation,
        source=source,
        as_of="2026-11-20",
        complete=False,
        sheets=[Sheet("", [list(headings), *rows])],
        main_sheet=0,
        header_rows=(1, 1),
        defects=[],
        kind=kind,
        **more,
    )


def _organisations(rows: list[list[Cell]]) -> Inventory:
    truth = _truth(rows, [(0, "name", ""), (1, "abbreviation", ""), (4, "ended_on", "")])
    sender = "CIO Rijk", "Tijdelijke organisaties"
    return _inventory("organisaties-tijdelijk-2026.csv", sender, "organisation", ORGANISATIONS, rows, truth=truth)


def _applications(rows: list[list[Cell]]) -> Inventory:
    fields = [(0, "key", ""), (1, "name", ""), (2, "owner", ""), (3, "kind", "application_kind")]
    fields += [(4, "lifecycle_state", "lifecycle_state"), (5, "actual_start", ""), (6, "planned_end", "")]
    fields += [
        (7, "criticality", "criticality"),
        (8, "personal_data", ""),
        (17, "contract", ""),
        (18, "contract_ends", ""),
    ]
    truth = [{"system": facts["key"], **facts} for facts in _truth(rows, fields)]
    sender = "PDO", "Applicaties en verplichtingen"
    return _inventory(
        "pdo-applicaties-en-verplichtingen-2026.csv", sender, "application", APPLICATIONS, rows, truth=truth
    )


def _assessments(rows: list[list[Cell]]) -> Inventory:
    fields = [(0, "what", "assessment_kind"), (1, "application", ""), (2, "service", ""), (3, "supplier", "")]
    truth = _truth(rows, [*fields, (4, "done_on", ""), (5, "valid_until", "")])
    sender = "Belastingdienst", "Toetsen"
    return _inventory("belastingdienst-toetsen-2026.csv", sender, "assessment", ASSESSMENTS, rows, truth=truth)


def _findings(rows: list[list[Cell]]) -> Inventory:
    fields = [(0, "name", ""), (1, "identifier", ""), (2, "what", "finding_kind"), (3, "application", "")]
    truth = _truth(rows, [*fields, (6, "severity", "severity"), (7, "opened_on", ""), (8, "closed_on", "")])
    sender = "Belastingdienst", "Bevindingen"
    return _inventory("belastingdienst-bevindingen-2026.csv", sender, "finding", FINDINGS, rows, truth=truth)


def _support(rows: list[list[Cell]]) -> Inventory:
    truth = _truth(rows, [(0, "product", ""), (1, "version", ""), (2, "until", "")])
    sender = "DUO", "Verlengde ondersteuning"
    return _inventory("duo-verlengde-ondersteuning-2026.csv", sender, "support_purchase", SUPPORT, rows, truth=truth)


def _phases(rows: list[list[Cell]]) -> Inventory:
    truth = _truth(
        rows, [(0, "application", ""), (1, "state", "lifecycle_state"), (2, "planned", ""), (3, "actual", "")]
    )
    sender = "DUO", "Levensfasen"
    return _inventory("duo-levensfasen-2026.csv", sender, "application_phase", PHASES, rows, truth=truth)
