"""The reports on lives as workbooks and PDFs: a name is only a name, and a screen reader can read the page."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from exporters.horizon_pdf import MOST_ROWS, make_pdf
from exporters.horizon_report import Report, Table, amount_text, words_in
from exporters.horizon_workbook import make_workbook

AT = datetime(2026, 11, 23, 12, 0, 5, 123, tzinfo=UTC)
EVIL = '#emph[x] *vet* $x$ @bron <k> \\ #import "a" // `rauw` = kop'
FORMULA = '=HYPERLINK("https://voorbeeld.nl")'


def report(*rows: tuple[str | int | Decimal | date | None, ...], language: str = "nl") -> Report:
    table = Table("Per organisatie", ("naam", "aantal", "dag"), tuple(rows), (4, 1, 2))
    return Report("Horizon van applicaties", language, ("Het hele Rijk",), (table,), ("Onbekend is niet veilig.",))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_pdf_for_everybody() -> None:
    pdf = make_pdf(report(("Belastingdienst", 12, date(2027, 1, 12)), ("Rijkswaterstaat", None, None)), AT)
    read = PdfReader(io.BytesIO(pdf))
    text = text_of(pdf)
    for part in (
        "Horizon van applicaties",
        "Het hele Rijk",
        "Belastingdienst",
        "12-01-2027",
        "Onbekend is niet veilig.",
    ):
        assert part in text
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert read.metadata is not None
    assert (read.metadata.title, str(read.metadata.creation_date)[:10]) == ("Horizon van applicaties", "2026-11-23")
    assert b"<pdfuaid:part>1" in root["/Metadata"].get_object().get_data()


def test_the_header_of_a_table_comes_again_on_each_page() -> None:
    pdf = make_pdf(report(*((f"Dienst {number}", number, None) for number in range(120))), AT)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 2
    assert all("aantal" in page for page in pages[:-1])
    assert "bladzijde 1 van" in pages[0]


def test_markup_in_a_name_is_only_text() -> None:
    text = text_of(make_pdf(report((EVIL, 1, None)), AT)).replace("\n", " ")
    for part in ("#emph[x]", "*vet*", "$x$", "@bron", "<k>", '#import "a"', "`rauw`", "= kop"):
        assert part in text


@pytest.mark.parametrize(
    "name", ["\x00\x1b[31m", "\u202e\u200b", "你好 🙂 नमस्ते", "a" * 5000, "", "\ud7ff\uffff", "Ελλάδα Київ ≥ €"]
)
def test_any_name_can_be_printed(name: str) -> None:
    assert make_pdf(report((name, 1, None)), AT).startswith(b"%PDF-")


def test_a_long_table_says_what_it_leaves_out() -> None:
    rows = [(f"Dienst {number}", number, None) for number in range(MOST_ROWS + 7)]
    text = text_of(make_pdf(report(*rows, language="en"), AT))
    assert "7 rows are left out" in text
    assert "page 1 of" in text


def test_a_workbook_runs_nothing() -> None:
    made = make_workbook(
        report((FORMULA, Decimal("1.5"), date(2027, 1, 12)), ("+31", 2, date(1899, 12, 30)), ("@a", None, None))
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Toelichting", "1 Per organisatie"]
    assert book.get_sheet_by_index(1).to_python() == [
        ["naam", "aantal", "dag"],
        [FORMULA, 1.5, date(2027, 1, 12)],
        ["+31", 2.0, "1899-12-30"],
        ["@a", "", ""],
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))


def test_words_are_in_both_languages() -> None:
    assert set(words_in("nl")) == set(words_in("en"))
    assert words_in("en")["overdue"] == "overdue"
    interval = {"currency": "EUR", "low": Decimal(1000), "high": None, "year": 2027, "bookkeepingSystem": None}
    assert amount_text(interval) == "EUR 1\u00a0000 – ? (2027)"
