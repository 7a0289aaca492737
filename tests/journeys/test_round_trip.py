"""What an organisation has in the register goes out as a workbook, is edited, and comes back as exactly those edits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cli.database import libpq_address
from cli.loading import SAMPLES, read_manifest
from exporters.csv_table import csv_table
from exporters.workbook import make_export
from importers.pipeline import receive_upload, stage_import
from registry.actors import find_organisation
from registry.applying import apply_import, undo_import
from registry.fingerprint import fingerprint
from registry.queries.imports import get_import, list_problems, list_rows
from registry.receiving import Delivery
from tests.journeys.editing_workbooks import Cell, read_table, save_again

CONTRACT_END = "Einddatum contract"


@dataclass
class Desk:
    """Where a person at a department sits: the register, and a folder with files."""

    address: str
    folder: Path

    def bring(self, path: Path, *, complete: bool = False, mapping: dict[str, Any] | None = None) -> int:
        with psycopg.connect(self.address) as db:
            completeness = "complete" if complete else "partial"
            delivery = Delivery(
                find_organisation(db, "BZK"), "lijst", "inventory", "", date(2026, 11, 1), completeness, path.name,
                mapping or {},
            )  # fmt: skip
            chunks = [path.read_bytes()]
            number = receive_upload(db, self.folder / "kept", chunks, delivery, by="j", at=datetime.now(UTC)).import_id
        stage_import(self.address, self.folder / "kept", number)
        return number

    def apply(self, number: int, *, end_missing: bool = False) -> None:
        with psycopg.connect(self.address) as db:
            apply_import(db, number, by="j", at=datetime.now(UTC), end_missing=end_missing)

    def undo(self, number: int) -> None:
        with psycopg.connect(self.address) as db:
            undo_import(db, number, by="j", at=datetime.now(UTC))

    def fingerprint(self) -> str:
        with psycopg.connect(self.address) as db:
            return fingerprint(db)

    def export(self, name: str) -> Path:
        path = self.folder / name
        with psycopg.connect(self.address) as db:
            path.write_bytes(make_export(db, find_organisation(db, "BZK"), datetime.now(UTC)))
        return path

    def plan(self, number: int) -> dict[tuple[str, str], int]:
        with psycopg.connect(self.address) as db:
            return {(row["kind"], row["action"]): row["rows"] for row in get_import(db, number)["rows"]}

    def changes(self, number: int, kind: str) -> set[tuple[str, str]]:
        """Names and fields that a plan changes."""
        with psycopg.connect(self.address) as db:
            rows = list_rows(db, number, kind, action="change")
        return {(row["name"], change["field"]) for row in rows for change in row["changes"]}

    def problems(self, number: int) -> list[tuple[str, int | None]]:
        with psycopg.connect(self.address) as db:
            return [(row["code"], row["rowNumber"]) for row in list_problems(db, number)]


@pytest.fixture
def desk(furnished_database: str, tmp_path: Path) -> Desk:
    """A register that holds the sample of BZK."""
    made = Desk(libpq_address(furnished_database), tmp_path)
    sample = next(one for one in read_manifest(SAMPLES) if one.path.name.startswith("bzk-"))
    made.apply(made.bring(sample.path, mapping=sample.mapping))
    return made


def row_where(rows: list[dict[str, Cell]], filled: str, *, start: int) -> int:
    """The first row from a place on in which a cell is filled in."""
    return next(at for at, row in enumerate(rows) if at >= start and row[filled])


def test_saved_again_without_edits_changes_nothing(desk: Desk) -> None:
    export = desk.export("uit.xlsx")
    again = desk.folder / "weer.xlsx"
    save_again(export, again)
    for path in (export, again):
        number = desk.bring(path)
        assert (desk.plan(number), desk.problems(number)) == ({}, [])


def test_exactly_the_edits_come_back_and_can_be_undone(desk: Desk) -> None:
    before, export = desk.fingerprint(), desk.export("uit.xlsx")
    rows = read_table(export)
    contract = row_where(rows, CONTRACT_END, start=3)
    product = row_where(rows, "Producten en versies", start=contract + 1)
    emptied = row_where(rows, "Afdeling", start=product + 1)
    edits: dict[tuple[int, str], Cell] = {
        (0, "Omschrijving applicatie"): "=1+1 is twee",
        (1, "Softwareleverancier"): "Oracle Nederland B.V.",
        (2, "Levensfase"): "In uitfasering" if rows[2]["Levensfase"] != "In uitfasering" else "Gepland",
        (contract, CONTRACT_END): date(2039, 12, 31),
        (product, "Producten en versies"): "Oracle Database 19c; Windows Server 2022",
        (emptied, "Afdeling"): "",
        (len(rows), "Applicatie"): "Gloednieuw systeem",
        (len(rows), "Softwareleverancier"): "Nieuwe Leverancier B.V.",
    }
    save_again(export, desk.folder / "terug.xlsx", edits)
    number = desk.bring(desk.folder / "terug.xlsx")
    name = [str(row["Applicatie"]) for row in rows]
    plan = desk.plan(number)
    assert {
        key: plan.get(key) for key in (("application", "add"), ("application", "change"), ("contract", "change"))
    } == {
        ("application", "add"): 1,
        ("application", "change"): 5,
        ("contract", "change"): 1,
    }
    assert desk.changes(number, "application") == {
        (name[0], "description"),
        (name[1], "vendor"),
        (name[2], "lifecycleState"),
        (name[product], "products"),
        (name[product], "runsOn"),
        (name[emptied], "department"),
    }
    desk.apply(number)
    _assert_shown(desk.export("na.xlsx"), rows, edits)
    desk.undo(number)
    assert desk.fingerprint() == before


def _assert_shown(path: Path, before: list[dict[str, Cell]], edits: dict[tuple[int, str], Cell]) -> None:
    """An export shows the edits, and nothing else is different."""
    after = {row["Register-ID"]: row for row in read_table(path)}
    for at, row in enumerate(before):
        changed = {heading: cell for (place, heading), cell in edits.items() if place == at}
        shown = after.pop(row["Register-ID"])
        if set(changed) & {CONTRACT_END}:
            assert shown[CONTRACT_END] == changed[CONTRACT_END]
            continue
        assert shown == row | changed
    (new,) = after.values()
    assert (new["Applicatie"], new["Softwareleverancier"]) == ("Gloednieuw systeem", "Nieuwe Leverancier B.V.")


def test_a_removed_row_is_nothing_unless_the_file_is_complete(desk: Desk) -> None:
    export = desk.export("uit.xlsx")
    save_again(export, desk.folder / "deel.xlsx", without=frozenset({3, 4}))
    assert desk.plan(desk.bring(desk.folder / "deel.xlsx")) == {}
    save_again(export, desk.folder / "alles.xlsx", {(0, "Afdeling"): "Nieuwe afdeling"}, without=frozenset({3, 4}))
    number = desk.bring(desk.folder / "alles.xlsx", complete=True)
    assert desk.plan(number) == {("application", "change"): 1, ("application", "end"): 2}
    desk.apply(number, end_missing=True)
    assert len(read_table(desk.export("na.xlsx"))) == len(read_table(export)) - 2


def test_cells_that_cannot_be_read_are_told_and_change_nothing(desk: Desk) -> None:
    export = desk.export("uit.xlsx")
    edits: dict[tuple[int, str], Cell] = {
        (0, "Levensfase"): "zweeft",
        (1, "Applicatie"): "",
        (2, "Register-ID"): "kapot",
        (4, "Register-ID"): read_table(export)[3]["Register-ID"],
    }
    save_again(export, desk.folder / "fout.xlsx", edits)
    number = desk.bring(desk.folder / "fout.xlsx")
    assert desk.plan(number) == {}
    assert sorted(desk.problems(number)) == [
        ("duplicate_key", 6),
        ("name_missing", 3),
        ("not_a_register_id", 4),
        ("unknown_code", 2),
    ]


def test_saved_as_csv_it_is_compared_with_the_register(desk: Desk) -> None:
    rows = read_table(desk.export("uit.xlsx"))
    cells = [{name: _written(cell) for name, cell in row.items()} for row in rows]
    cells[0]["Afdeling"] = "@Afdeling"
    path = desk.folder / "uit.csv"
    path.write_bytes(csv_table(list(cells[0]), cells))
    number = desk.bring(path)
    assert desk.plan(number) == {("application", "change"): 1}
    desk.apply(number)
    assert read_table(desk.export("na.xlsx"))[0]["Afdeling"] == "@Afdeling"


def _written(cell: Cell) -> Cell:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell
