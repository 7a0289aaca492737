from pathlib import Path
from typing import Any

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from registry.staging import match_id
from tests.importers.reading import SENDER, SOURCE, read, read_rows, supplier_id, write_xlsx

HEADER = ["Applicatie-ID", "Applicatienaam", "Leverancier", "Levensfase", "In productie sinds", "Aantal gebruikers"]
ROW = ["A1", "Zaaksysteem Décor", "Voorbeeld B.V.", "In productie", "1-3-2019", "1.250"]
STATED = {
    "name": "Zaaksysteem Décor",
    "owner": SENDER,
    "user_count": "1250",
    "lifecycle_state": "in_production",
    "actual_start": "[2019-03-01,2019-03-02)",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    found = read_rows(tmp_path, [HEADER, ROW], encoding, delimiter)
    applications = found.records("application")
    assert applications["A1"] == {**STATED, "vendor": f'{{"{supplier_id("voorbeeld")}"}}'}
    assert found.records("supplier") == {"voorbeeld": {"name": "Voorbeeld B.V."}}
    assert found.told() == []


def ods(path: Path, rows: list[list[str]]) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Blad1")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string") if text else TableCell()
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def xls(path: Path, rows: list[list[str]]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Blad1")
    for number, row in enumerate(rows):
        for position, text in enumerate(row):
            sheet.write(number, position, text)
    book.save(str(path))
    return path


@pytest.mark.parametrize(
    "make", [ods, xls, lambda path, rows: write_xlsx(path, {"Blad1": rows})], ids=["ods", "xls", "xlsx"]
)
def test_any_workbook(tmp_path: Path, make: Any) -> None:
    path = make(tmp_path / "lijst.bin", [["Inventarisatie"], [], HEADER, ROW])
    found = read(path)
    assert found.records("application")["A1"]["name"] == "Zaaksysteem Décor"
    assert found.batches[0].rows == [4]


def test_the_inventory_is_found_among_cover_hidden_and_list_sheets(tmp_path: Path) -> None:
    sheets = {
        "Voorblad": [["Inventarisatie 2026"], ["Ministerie van Zaken"]],
        "Applicaties Noord": [["Peildatum: 1-11-2026"], HEADER, ROW],
        "Applicaties Zuid": [HEADER, ["A2", *ROW[1:]]],
        "Keuzelijsten": [["Applicatie", "Levensfase"], ["Pakket", "In productie"]],
        "Verborgen": [HEADER, ["A3", *ROW[1:]]],
    }
    found = read(write_xlsx(tmp_path / "lijst.xlsx", sheets, hidden=("Verborgen",)))
    assert list(found.records("application")) == ["A1", "A2"]
    assert {batch.sheet for batch in found.batches if batch.kind == "application"} == {1, 2}


def test_banner_rows_group_headings_that_repeat(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Applicatie", "", "Leverancier", "", "Contract", ""],
        ["Nr", "Naam", "Naam", "KvK-nummer", "Nummer", "Einddatum"],
        ["1", "Zaaksysteem", "Voorbeeld B.V.", "12345678", "C-1", "Q3 2027"],
    ]
    found = read_rows(tmp_path, rows)
    assert found.mapped() == {
        "Nr": "application.key",
        "Applicatie / Naam": "application.name",
        "Leverancier / Naam": "application.vendor",
        "KvK-nummer": "vendor.kvk",
        "Nummer": "contract.name",
        "Einddatum": "contract.ends",
    }
    assert found.records("supplier") == {"voorbeeld": {"name": "Voorbeeld B.V.", "kvk": "12345678"}}
    assert found.records("contract") == {
        "c 1": {"name": "C-1", "organisation": SENDER, "ends": "[2027-07-01,2027-10-01)"},
    }


def test_totals_empty_rows_and_ragged_rows(tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["", "", ""], ["A2", "Postregistratie"], ["Totaal", "2"], []]
    found = read_rows(tmp_path, rows)
    assert [batch.rows for batch in found.batches if batch.kind == "application"] == [[2, 4]]
    notes = {one.code: one.parameters for one in found.problems}
    assert notes["rows_skipped"] == {"empty": 1, "totals": 1}


def test_all_problems_of_a_file_in_one_pass(tmp_path: Path) -> None:
    header = [*HEADER, "KvK leverancier", "Persoonsgegevens", "Land van opslag", "Jaarlijkse kosten"]
    rows: list[list[Any]] = [
        header,
        [*ROW, "1234567", "ja", "Nederland", "1.000"],
        ["A2", "", "x", "In productie", "2020", "1", "", "", "", ""],
        ["A3", "Post", "Voorbeeld BV", "soms", "31-02-2027", "veel", "12", "misschien", "EU", "duur"],
    ]
    found = read_rows(tmp_path, rows)
    assert sorted(found.told(), key=str) == sorted(
        [
            (2, 6, "kvk_seven_digits"),
            (3, 1, "name_missing"),
            (4, 3, "unknown_code"),
            (4, 4, "not_a_date"),
            (4, 5, "not_a_number"),
            (4, 6, "not_a_kvk"),
            (4, 7, "not_yes_or_no"),
            (4, 8, "not_a_country"),
            (4, 9, "not_an_amount"),
        ],
        key=str,
    )
    assert list(found.records("application")) == ["A1", "A3"]
    assert [one.parameters["proposed"] for one in found.problems if one.code == "kvk_seven_digits"] == ["01234567"]


def test_unknown_markers_are_counted_per_column_and_kind(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEADER,
        *([f"A{n}", f"App {n}", text, "", "", ""] for n, text in enumerate(["onbekend", "n.v.t.", "-", "n.v.t."])),
    ]
    found = read_rows(tmp_path, rows)
    counted = {(one.parameters["marker"], one.parameters["kind"]): one.parameters["count"] for one in found.problems}
    assert counted == {("onbekend", "unknown"): 1, ("n.v.t.", "not_applicable"): 2, ("-", "left_open"): 1}
    assert found.records("supplier") == {}


def test_one_row_states_many_things(tmp_path: Path) -> None:
    header = "Applicatienaam;Organisatieonderdeel;Leverancier;Wederverkoper;Hostingpartij;Cloudtype;Materieel;Product;"
    header += "Contractnummer;Kosten 2026"
    row = "Zaaksysteem;Directie Zaken;Voorbeeld B.V.;Doorverkoop;Wolk Inc.;Publieke cloud;ja;Oracle Database 19c;C-7;€ 1,2 mln"
    found = read_rows(tmp_path, [header.split(";"), row.split(";")])
    key = "zaaksysteem||directie zaken"
    application = found.records("application")[key]
    part = match_id(SOURCE, "organisation", "directie zaken|zaken")
    assert application["owner"] == part
    assert application["products"] == f'{{"{match_id(SOURCE, "product", "oracle database")}"}}'
    assert application["runs_on"] == f'{{"{match_id(SOURCE, "product_version", "oracle database@19c")}"}}'
    assert application["reseller"] == f'{{"{supplier_id("doorverkoop")}"}}'
    assert found.records("organisation_relation") == {
        "directie zaken|zaken": {"organisation": part, "related": SENDER, "relation": "part_of"}
    }
    assert found.records("cloud_service") == {
        f"{key}|hosting": {
            "name": "Wolk Inc. – Zaaksysteem",
            "client": part,
            "supplier": supplier_id("wolk"),
            "deployment": "public",
            "materiality": "material",
        }
    }
    (dependency,) = found.records("dependency").values()
    assert dependency["on_service"] == match_id(SOURCE, "cloud_service", f"{key}|hosting")
    (cost,) = found.records("cost").values()
    assert (cost["year"], cost["amount_min"], cost["amount_max"], cost["currency"]) == (
        "2026",
        "1200000",
        "1200000",
        "EUR",
    )
    assert next(batch.scopes for batch in found.batches if batch.kind == "organisation") == ["zaken"]


def test_two_columns_for_one_field(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Naam", "Applicatie", "Leverancier"], ["kort", "Zaaksysteem", "Voorbeeld"]])
    assert found.mapped() == {"Naam": None, "Applicatie": "application.name", "Leverancier": "application.vendor"}
    (problem,) = [one for one in found.problems if one.code == "two_columns_for_field"]
    assert problem.parameters == {"field": "application.name", "kept": "Applicatie", "other": "Naam"}


def test_mappings_explicit_before_saved_before_synonyms(tmp_path: Path) -> None:
    rows = [["Applicatie", "Veld", "Leverancier", "Zomaar"], ["Zaaksysteem", "hoog", "Voorbeeld", "x"]]
    saved = {"veld": "application.criticality", "Leverancier": None, "zomaar": "application.description"}
    found = read_rows(tmp_path, rows, saved=saved, mapping={"Zomaar": "application.department"})
    assert {column.heading: (column.field, column.basis) for column in found.columns} == {
        "Applicatie": ("application.name", "synonym"),
        "Veld": ("application.criticality", "saved"),
        "Leverancier": (None, "saved"),
        "Zomaar": ("application.department", "explicit"),
    }
    wrong = read_rows(tmp_path, rows, mapping={"Zomaar": "application.kleur"})
    assert [one.code for one in wrong.problems if one.severity == "error"] == ["unknown_target"]


def test_a_heading_with_a_typing_error_is_less_sure(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Applicatienaam", "Leverancierr"], ["Zaaksysteem", "Voorbeeld"]])
    (column,) = [one for one in found.columns if one.heading == "Leverancierr"]
    assert (column.field, column.basis) == ("application.vendor", "fuzzy")
    assert 0 < column.certainty < 0.8


def test_the_file_of_another_organisation(tmp_path: Path) -> None:
    rows = [["Applicatie", "Ministerie"], ["A", "Ministerie van Post"], ["B", "Post"], ["C", "Ministerie van Zaken"]]
    own = frozenset({"zaken"})
    found = read_rows(tmp_path, rows, own_keys=own)
    (problem,) = [one for one in found.problems if one.code == "other_organisation"]
    assert problem.parameters["count"] == 2
    assert "Post" in problem.parameters["found"]
    assert read_rows(tmp_path, [rows[0], rows[3]], own_keys=own).told() == []


def test_american_dates_are_told_by_the_column_itself(tmp_path: Path) -> None:
    rows = [["Application", "In production since"], ["A", "10/1/2019"], ["B", "9/30/2022"]]
    found = read_rows(tmp_path, rows, delimiter=",")
    assert [one["actual_start"] for one in found.records("application").values()] == [
        "[2019-10-01,2019-10-02)",
        "[2022-09-30,2022-10-01)",
    ]


def test_dates_numbers_and_booleans_of_a_workbook(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Applicatie", "In productie sinds", "Aantal gebruikers", "Kosten", "Persoonsgegevens"],
        ["A", 46752, 1250, 1234.567, True],
    ]
    found = read(write_xlsx(tmp_path / "lijst.xlsx", {"Blad1": rows}))
    application = found.records("application")["a"]
    assert (application["actual_start"], application["user_count"]) == ("[2027-12-31,2028-01-01)", "1250")
    assert application["personal_data"] == "t"
    assert next(iter(found.records("cost").values()))["amount_min"] == "1234.57"
