"""The committed samples are what their makers make, and the truth about them is true of the files themselves."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from registry.codes import CODE_LISTS
from registry.names import name_key
from samples.generate import HERE, generate
from samples.making.writing import CSV_HABITS

Rows = list[list[str]]


def _truth() -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / "truth.yaml").read_text(encoding="utf-8")))


TRUTH = _truth()["files"]
FILES = sorted(TRUTH)
APPLICATIONS = [file for file in FILES if TRUTH[file]["kind"] == "application"]


def _rows(folder: Path, file: str, sheet: str = "") -> Rows:
    """The rows as a spreadsheet shows them; row 1 first."""
    path = folder / "inventories" / file
    if path.suffix != ".csv":
        page = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet)
        return [[str(cell) for cell in row] for row in page.to_python(skip_empty_area=False)]
    encoding, delimiter, _ = CSV_HABITS[path.name.split("-", 1)[0]]
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter))


def _facts(file: str) -> list[dict[str, str]]:
    with (HERE / TRUTH[file]["facts"]).open(encoding="utf-8", newline="") as found:
        return list(csv.DictReader(found))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    generate(folder)
    return folder


@pytest.mark.parametrize("file", FILES)
def test_made_again_the_content_is_the_same(made: Path, file: str) -> None:
    sheet = TRUTH[file]["sheet"]
    assert _rows(made, file, sheet) == _rows(HERE, file, sheet)


@pytest.mark.parametrize("file", ["manifest.yaml", "truth.yaml", *(TRUTH[file]["facts"] for file in FILES)])
def test_made_again_the_truth_is_the_same(made: Path, file: str) -> None:
    assert (made / file).read_bytes() == (HERE / file).read_bytes()


@pytest.mark.parametrize("file", FILES)
def test_every_truth_is_about_a_row_that_holds_something(file: str) -> None:
    rows, facts = _rows(HERE, file, TRUTH[file]["sheet"]), _facts(file)
    assert len(facts) == TRUTH[file]["records"]
    assert len({fact["row"] for fact in facts}) == len(facts)
    assert all(any(rows[int(fact["row"]) - 1]) for fact in facts)


@pytest.mark.parametrize("file", APPLICATIONS)
def test_every_name_or_key_stands_in_its_row(file: str) -> None:
    rows = _rows(HERE, file, TRUTH[file]["sheet"])
    told = [(fact, rows[int(fact["row"]) - 1]) for fact in _facts(file)]
    wrong = [fact for fact, row in told if fact["key"] and fact["key"] not in row]
    if "ssc-ict" not in file:  # it has names of its own for what others own
        wrong += [fact for fact, row in told if fact["name"] and fact["name"] not in row]
    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_every_defect_stands_in_its_row(file: str) -> None:
    rows = _rows(HERE, file, TRUTH[file]["sheet"])
    missing = [d for d in TRUTH[file]["defects"] if d["value"] and d["value"] not in rows[d["row"] - 1]]
    assert missing == []


@pytest.mark.parametrize("file", APPLICATIONS)
def test_coded_facts_are_codes_of_the_register(file: str) -> None:
    lists = {
        "lifecycle_state": "lifecycle_state", "deployment": "deployment", "criticality": "criticality", "tbb": "tbb",
        "availability": "biv", "integrity": "biv", "confidentiality": "biv", "classification": "classification",
        "bookkeeping_system": "bookkeeping_system", "cost_item": "cost_item", "cost_version": "cost_version",
    }  # fmt: skip
    for fact in _facts(file):
        for name, codes in lists.items():
            assert fact[name] in {"", *CODE_LISTS[codes]}, (fact["row"], name)
        assert fact["kind"] in {"", *CODE_LISTS["application_kind"]}


def test_how_many_records() -> None:
    assert {Path(file).name: TRUTH[file]["records"] for file in FILES} == {
        "leveranciers-2026.csv": 17,
        "bzk-applicatieoverzicht-2026-09.xlsx": 250,
        "belastingdienst-applicatieportfolio-2026-10.csv": 400,
        "vws-application-inventory-2026-Q3.ods": 150,
        "rws-topdesk-objecten-2026-10.csv": 200,
        "jenv-bluedolphin-export-2026-09.xlsx": 300,
        "ssc-ict-gehoste-applicaties-2026-10.xlsx": 180,
        "duo-contracten-en-kosten-2025.csv": 100,
        "rekenkamer-clouddiensten-2024.csv": 1588,
        "organisaties-tijdelijk-2026.csv": 2,
        "pdo-applicaties-en-verplichtingen-2026.csv": 8,
        "belastingdienst-toetsen-2026.csv": 20,
        "belastingdienst-bevindingen-2026.csv": 12,
        "duo-verlengde-ondersteuning-2026.csv": 4,
        "duo-levensfasen-2026.csv": 8,
        "belastingdienst-wijzigingen-2026-11.csv": 35,
        "ssc-ict-gehoste-applicaties-2026-11.xlsx": 170,
    }


REKENKAMER = "rekenkamer-clouddiensten-2024.csv"


def test_the_counts_of_the_rekenkamer_in_truth() -> None:
    assert TRUTH[REKENKAMER]["marginals"] == {
        "services": 1588,
        "public": 700,
        "private_or_hybrid": 477,
        "unknown": 411,
        "material_public": 126,
        "material_not_public": 0,
        "material_assessed_beforehand": 42,
        "material_not_assessed_beforehand": 84,
        "material_big_three": 70,
        "ministries": 15,
    }


def test_the_counts_of_the_rekenkamer_in_the_file() -> None:
    _, *rows = _rows(HERE, REKENKAMER)
    kinds = Counter(
        "public"
        if kind.lower().startswith("publi")
        else "private"
        if kind.lower().startswith(("priva", "hybri"))
        else "unknown"
        for _, _, _, kind, *_ in rows
    )
    assert kinds == {"public": 700, "private": 477, "unknown": 411}
    assert {kind for _, _, _, kind, *_ in rows} >= {"onbekend", "", "?", "niet bekend"}
    material = [row for row in rows if row[4] == "ja"]
    assert len(material) == 126
    assert all(row[3].lower().startswith("publi") for row in material)
    assert Counter("vooraf" in row[5] for row in material) == {False: 84, True: 42}
    big = [
        row
        for row in material
        if any(name in row[2].lower() for name in ("micro", "mirco", "google", "alphabet", "amazon", "aws"))
    ]
    assert len(big) == 70


def test_a_cloud_service_stands_once_under_its_ministry() -> None:
    facts = _facts(REKENKAMER)
    assert len({(fact["client"], name_key(fact["name"])) for fact in facts}) == 1588


def test_what_ssc_ict_hosts_is_known_elsewhere_too() -> None:
    known = {fact["system"] for file in ("bzk", "vws") for f in FILES if f.startswith(file) for fact in _facts(f)}
    hosted = _facts("ssc-ict-gehoste-applicaties-2026-10.xlsx")
    assert sum(fact["system"] in known for fact in hosted if not fact["system"].startswith("shared-")) >= 90
    assert {fact["owner"] for fact in hosted if fact["owner"]} == {"AZ", "BZ", "BZK", "FIN", "IenW", "SZW", "VWS"}


def test_the_workbook_of_bzk_hides_its_lists_and_merges_its_banners() -> None:
    book = CalamineWorkbook.from_path(HERE / "inventories" / "bzk-applicatieoverzicht-2026-09.xlsx")
    assert [(s.name, s.visible) for s in book.sheets_metadata] == [
        ("Voorblad", SheetVisibleEnum.Visible),
        ("Overzicht", SheetVisibleEnum.Visible),
        ("Keuzelijsten", SheetVisibleEnum.Hidden),
    ]
    assert len(book.get_sheet_by_name("Overzicht").merged_cell_ranges or []) == 7


LATER = {
    "later/belastingdienst-wijzigingen-2026-11.csv": ("belastingdienst-applicatieportfolio-2026-10.csv", 30, 5, 0),
    "later/ssc-ict-gehoste-applicaties-2026-11.xlsx": ("ssc-ict-gehoste-applicaties-2026-10.xlsx", 12, 0, 10),
}


@pytest.mark.parametrize("file", LATER)
def test_a_later_delivery_differs_where_the_truth_says(file: str) -> None:
    before, changed, new, gone = LATER[file]
    first, second = (
        {row[0]: row for row in _rows(HERE, name, TRUTH[name]["sheet"])[TRUTH[name]["header_rows"][1] :] if row[1]}
        for name in (before, file)
    )
    said = TRUTH[file]
    differ = {key for key in first.keys() & second.keys() if first[key] != second[key]} - {"Totaal"}
    assert differ == set(said["changed"])
    assert len(differ) == changed
    assert all(sum(a != b for a, b in zip(first[key], second[key], strict=True)) == 1 for key in differ)
    assert len(second.keys() - first.keys()) == new == len(said.get("new", []))
    if said["complete"]:
        assert first.keys() - second.keys() == set(said["no_longer_listed"])
        assert len(said["no_longer_listed"]) == gone


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file() and path.suffix != ".pyc") < 3_000_000
