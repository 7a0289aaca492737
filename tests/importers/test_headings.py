from pathlib import Path
from typing import Any

from tests.importers.reading import read, read_rows, write_xlsx

GROUPED: list[list[Any]] = [
    ["Applicatie", "", "Overig", "", ""],
    ["Nr", "Hoe heet het", "Wie levert", "Waar draait", "Fase"],
    [1, "Zaaksysteem", "Voorbeeld B.V.", "Eigen rekencentrum", "In productie"],
    [2, "Postboek", "Voorbeeld B.V.", "Openbare wolk", "In productie"],
]


def test_merged_group_headings_above_the_real_ones(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", {"Blad1": GROUPED})
    assert list(read(path).mapped()) == GROUPED[1]
    saved = {"Nr": "application.key", "Hoe heet het": "application.name", "Wie levert": "application.vendor"}
    applications = read(path, saved=saved).records("application")
    assert {key: one["name"] for key, one in applications.items()} == {"1": "Zaaksysteem", "2": "Postboek"}


def test_a_first_row_of_data_is_no_heading(tmp_path: Path) -> None:
    rows = [["Applicatie", "", ""], ["Zaaksysteem", "Voorbeeld", "hoog"], ["Postboek", "Ander", "hoog"]]
    found = read_rows(tmp_path, rows)
    assert [one["name"] for one in found.records("application").values()] == ["Zaaksysteem", "Postboek"]


def test_a_column_without_heading_is_told_and_can_be_mapped(tmp_path: Path) -> None:
    rows = [["Applicatie", "", "Leverancier", ""], ["Zaaksysteem", "hoog", "Voorbeeld", ""]]
    expected = {"Applicatie": "application.name", "Leverancier": "application.vendor", "(zonder kop) B": None}
    assert read_rows(tmp_path, rows).mapped() == expected
    saved = {"(zonder kop) B": "application.criticality"}
    found = read_rows(tmp_path, rows, saved=saved)
    assert found.mapped() == expected | saved
    assert "criticality" in found.records("application")["zaaksysteem"]


def test_a_column_without_heading_whose_values_come_late(tmp_path: Path) -> None:
    rows = [["Applicatie", "", "Leverancier"], *([f"Systeem {number}", "", "Voorbeeld"] for number in range(60))]
    assert "(zonder kop) B" not in read_rows(tmp_path, rows).mapped()
    rows[-1][1] = "hoog"
    assert read_rows(tmp_path, rows).mapped()["(zonder kop) B"] is None
    found = read_rows(tmp_path, rows, saved={"(zonder kop) B": "application.criticality"})
    assert found.mapped()["(zonder kop) B"] == "application.criticality"


def test_the_department_of_an_owner_is_no_organisation(tmp_path: Path) -> None:
    for heading in ("Eigenaar (afd.)", "Eigenaar (directie / dienst)", "Afdeling eigenaar", "Eigenaar (afdeling)"):
        found = read_rows(tmp_path, [["Applicatie", heading], ["Zaaksysteem", "BV-ICT"]])
        assert found.records("application")["zaaksysteem"]["department"] == "BV-ICT"
        assert found.records("organisation") == {}
    assert read_rows(tmp_path, [["Applicatie", "Eigenaar"], ["Z", "Post"]]).mapped()["Eigenaar"] == "application.owner"
