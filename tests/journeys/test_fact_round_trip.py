"""Assessments, findings, bought support and phases go out on sheets of the workbook, are edited, and come back as those edits."""

from datetime import date
from pathlib import Path

import pytest

from cli.database import libpq_address
from tests.journeys.editing_workbooks import Cell, read_table, save_again
from tests.journeys.test_round_trip import Desk

FILES = {
    "applicaties.csv": "Applicatie;Softwareleverancier;Producten en versies\nKluis;Centric B.V.;Windows Server 2016\nBrug;;\n",
    "toetsen.csv": "Soort toets;Applicatie;Dienst;Leverancier;Datum;Door\nDPIA;Kluis;;;01-03-2024;FG\n"
    "Exitplan;;Wolkendek;Centric B.V.;2025;\nISAE 3402;;;Centric B.V.;Q2 2026;\n",
    "bevindingen.csv": "Bevinding;CVE;Applicatie;Product;Versie;Ernst;Open sinds\nGeen logging;;Kluis;;;Hoog;15-01-2026\n"
    ";CVE-2026-9900009;;Windows Server;2016;Kritiek;10-11-2026\n",
    "ondersteuning.csv": "Product;Versie;Gekocht tot;Contract\nWindows Server;2012 R2;13-10-2026;C-9\n",
    "fasen.csv": "Applicatie;Levensfase;Gepland\nKluis;In uitfasering;Q2 2027\nBrug;Beëindigd;2028\n",
}


@pytest.fixture
def desk(furnished_database: str, tmp_path: Path) -> Desk:
    """A register that holds a few facts of BZK, each list from a file of its own."""
    made = Desk(libpq_address(furnished_database), tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        made.apply(made.bring(tmp_path / name))
    return made


def test_facts_come_back_unchanged(desk: Desk) -> None:
    export = desk.export("uit.xlsx")
    sheets = ("Toetsen", "Bevindingen", "Verlengde ondersteuning", "Levensfasen")
    assert [len(read_table(export, sheet)) for sheet in sheets] == [3, 2, 1, 2]
    number = desk.bring(export)
    assert (desk.plan(number), desk.problems(number)) == ({}, [])


def test_edits_of_facts_are_exactly_what_comes_back_and_can_be_undone(desk: Desk) -> None:
    before, export = desk.fingerprint(), desk.export("uit.xlsx")
    rows = read_table(export, "Bevindingen")
    logging = next(at for at, row in enumerate(rows) if row["Bevinding"] == "Geen logging")
    edits: dict[tuple[int, str], Cell] = {
        (logging, "Gesloten op"): date(2026, 11, 20),
        (logging, "Applicatie"): "Brug",
        (1 - logging, "Bevinding"): "",
        (2, "Bevinding"): "Geen herstelplan",
        (2, "Applicatie"): "Kluis",
        (2, "Open sinds"): "2026",
    }
    save_again(export, desk.folder / "terug.xlsx", edits, sheet_name="Bevindingen")
    number = desk.bring(desk.folder / "terug.xlsx")
    plan = desk.plan(number)
    assert {key: number for key, number in plan.items() if key[0] == "finding"} == {
        ("finding", "add"): 1,
        ("finding", "change"): 1,
    }
    assert desk.changes(number, "finding") == {("Geen logging", "closedOn"), ("Geen logging", "applicationId")}
    assert desk.problems(number) == [("name_missing", 3 - logging)]
    desk.apply(number)
    after = {row["Bevinding"]: row for row in read_table(desk.export("na.xlsx"), "Bevindingen")}
    assert (after["Geen logging"]["Applicatie"], after["Geen herstelplan"]["Applicatie"]) == ("Brug", "Kluis")
    assert after["Geen logging"]["Gesloten op"] == date(2026, 11, 20)
    assert len(read_table(desk.export("na.xlsx"))) == 2
    desk.undo(number)
    assert desk.fingerprint() == before


def test_a_fact_taken_away_ends_only_in_a_complete_file(desk: Desk) -> None:
    export = desk.export("uit.xlsx")
    save_again(export, desk.folder / "deel.xlsx", without=frozenset({0}), sheet_name="Levensfasen")
    assert desk.plan(desk.bring(desk.folder / "deel.xlsx")) == {}
    edits: dict[tuple[int, str], Cell] = {(1, "Werkelijk"): "2027"}
    save_again(export, desk.folder / "alles.xlsx", edits, without=frozenset({0}), sheet_name="Levensfasen")
    number = desk.bring(desk.folder / "alles.xlsx", complete=True)
    assert desk.plan(number) == {("application_phase", "change"): 1, ("application_phase", "end"): 1}
    desk.apply(number, end_missing=True)
    assert len(read_table(desk.export("na.xlsx"), "Levensfasen")) == 1


def test_a_list_of_findings_is_about_findings_and_ends_what_it_lists_no_longer(desk: Desk) -> None:
    path = desk.folder / "bevindingen.csv"
    path.write_text("Bevinding;Applicatie;Ernst;Open sinds\nGeen logging;Kluis;Midden;15-01-2026\n", encoding="utf-8")
    number = desk.bring(path, complete=True)
    assert desk.plan(number) == {
        ("application", "unchanged"): 1,
        ("finding", "change"): 1,
        ("finding", "end"): 1,
    }
    before = desk.fingerprint()
    desk.apply(number, end_missing=True)
    assert [row["Ernst"] for row in read_table(desk.export("na.xlsx"), "Bevindingen")] == ["Midden"]
    desk.undo(number)
    assert desk.fingerprint() == before
