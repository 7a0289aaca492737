"""`landschap resolve`, as a person gives it."""

import csv
import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from cli.app import app

Give = Callable[..., Result]
HEADER = ["cell", "kind", "mention", "role", "outcome", "supplier", "group", "group country", "score"]
LIST = (
    "Overzicht 2026;;\n"
    'Nr;"Léverancier\n(contract)";Pakket\n'
    "1;Microsoft Ireland Operations Ltd;SAP ECC 6.0\n"
    "2;;Frobnicator\n"
    '3;"Oracle; SAP";\n'
    "4;=boem();SAP ERP Central Component\n"
    "5;Microsoft Ireland Operations Ltd;\n"
)


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give a command on a register with reference data; the files that it names lie in its working folder."""
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lijst.csv").write_text(LIST, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, list(words))


def lines_of(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return list(csv.reader(io.StringIO(result.stdout)))


def test_a_line_for_each_mention_in_the_order_of_the_rows(give: Give) -> None:
    result = give("resolve", "suppliers", "lijst.csv", "--column", "leverancier (contract)", "--format", "csv")
    header, *lines = lines_of(result)
    assert header == HEADER
    microsoft = [
        "Microsoft Ireland Operations Ltd",
        "suppliers",
        "Microsoft Ireland Operations Ltd",
        "supplier",
        "sure",
    ]
    assert [line[:5] for line in lines] == [
        microsoft,
        ["", "empty", "", "", ""],
        ["Oracle; SAP", "suppliers", "Oracle", "supplier", "sure"],
        ["Oracle; SAP", "suppliers", "SAP", "supplier", "sure"],
        ["'=boem()", "suppliers", "boem", "supplier", "new"],
        microsoft,
    ]
    assert lines[0][5:8] == ["Microsoft Ireland Operations Limited", "Microsoft Corporation", "US"]
    assert "5 cellen; sure 4, ask 0, new 1" in result.stderr


@pytest.mark.parametrize("column", ["LEVERANCIER  (Contract)", "B", "b", "2"])
def test_a_column_by_heading_letter_or_number(give: Give, column: str) -> None:
    assert len(lines_of(give("resolve", "suppliers", "lijst.csv", "--column", column, "--format", "csv"))) == 7


def test_a_column_that_is_not_there(give: Give) -> None:
    result = give("resolve", "suppliers", "lijst.csv", "--column", "Fabrikant")
    assert result.exit_code == 1
    assert (
        "Er is geen kolom 'Fabrikant'. De kolommen zijn: lijst: 'Nr', 'Léverancier (contract)', 'Pakket'."
        in result.stderr
    )
    english = give("resolve", "suppliers", "lijst.csv", "--column", "Fabrikant", "--lang", "en")
    assert "There is no column 'Fabrikant'." in english.stderr


def test_any_sheet_of_a_workbook(give: Give, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "boek.xlsx") as book:
        book.add_worksheet("Toelichting").write_row(0, 0, ["Leverancier", "wie het levert"])
        for name, supplier in (("Blad1", "TOPdesk"), ("Extra", "Centric")):
            sheet = book.add_worksheet(name)
            sheet.write_row(2, 1, ["Leverancier", "Applicatie"])
            sheet.write_row(3, 1, [supplier, "Meldingen"])
    ask = ("resolve", "suppliers", "boek.xlsx", "--column", "Leverancier", "--format", "csv")
    assert [line[0] for line in lines_of(give(*ask))[1:]] == ["TOPdesk"]
    assert [line[0] for line in lines_of(give(*ask, "--sheet", "extra"))[1:]] == ["Centric"]
    assert "Er is geen blad 'Weg'." in give(*ask, "--sheet", "Weg").stderr


def test_two_columns_of_one_heading_ask_for_the_letter(give: Give, tmp_path: Path) -> None:
    (tmp_path / "dubbel.csv").write_text(
        "Applicatie;Leverancier;Leverancier\nKassa;TOPdesk;Centric\n", encoding="utf-8"
    )
    ask = ("resolve", "suppliers", "dubbel.csv", "--format", "csv", "--column")
    assert lines_of(give(*ask, "C"))[1][0] == "Centric"
    assert lines_of(give(*ask, "Leverancier"))[1][0] == "TOPdesk"


def test_groups_as_on_a_date(give: Give, tmp_path: Path) -> None:
    (tmp_path / "een.csv").write_text("Leverancier\nNuance\n", encoding="utf-8")
    ask = ("resolve", "suppliers", "een.csv", "--column", "Leverancier", "--format", "csv", "--on")
    groups = [lines_of(give(*ask, day))[1][6] for day in ("2020-01-01", "01-01-2026")]
    assert groups[1] == "Microsoft Corporation"
    assert groups[0] != groups[1]


def test_it_speaks_json_and_tables(give: Give) -> None:
    ask = ("resolve", "suppliers", "lijst.csv", "--column", "B", "--format")
    told = json.loads(give(*ask, "json", "--lang", "en").stdout)
    assert [len(item["mentions"]) for item in told["items"]] == [1, 0, 2, 1, 1]
    assert "known" in told["items"][0]["mentions"][0]["reasons"][0]
    assert "Microsoft Corporation" in give(*ask, "table").stdout


def test_products(give: Give) -> None:
    header, *lines = lines_of(give("resolve", "products", "lijst.csv", "--column", "Pakket", "--format", "csv"))
    assert header == ["cell", "kind", "outcome", "product", "vendor", "cycle", "cycles", "worst case", "event", "score"]
    assert lines[0][2:9] == [
        "sure", "SAP ERP Central Component", "SAP SE", "6.0", "6.0", "2027-12-31", "end_of_security_support",
    ]  # fmt: skip
    assert [line[2] for line in lines] == ["sure", "new", "", "sure", ""]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("weg.csv", None, "Er is geen bestand weg.csv."), ("foto.csv", b"\x89PNG\r\n" + bytes(200), "PNG")],
)
def test_what_cannot_be_read(give: Give, tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = give("resolve", "suppliers", name, "--column", "Leverancier")
    assert (result.exit_code, sentence in result.stderr) == (1, True), result.output


@pytest.fixture
def heeded_interrupts() -> Iterator[None]:
    """What a shell runs in the background ignores Ctrl-C, the tests too; whoever is stopped here must not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_it_can_be_stopped(give: Give, tmp_path: Path, heeded_interrupts: None) -> None:
    """Ctrl-C half-way: no traceback, and whole lines."""
    rows = "".join(f"Leverancier {number} B.V.\n" for number in range(100_000))
    (tmp_path / "groot.csv").write_text("Leverancier\n" + rows, encoding="utf-8")
    words = [sys.executable, "-m", "cli", "resolve", "suppliers", "groot.csv", "--column", "A", "--format", "csv"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == ",".join(HEADER) + "\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode not in {0, None}
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", ["suppliers", "products"])
def test_help_has_an_example(kind: str) -> None:
    assert (
        f"landschap resolve {kind}" in CliRunner().invoke(app, ["resolve", kind, "--help"]).output.split("example:")[1]
    )
