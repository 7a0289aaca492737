"""The template and the tables to take away."""

import io

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from exporters.csv_table import csv_table, inert
from exporters.sheet import xlsx_sheet
from exporters.template_columns import fact_columns, template_columns
from exporters.workbook import make_template
from importers.vocabulary import find_meaning
from registry.template import FACT_SHEETS
from registry.values import parse_text


def test_every_heading_of_the_template_is_read_back_without_a_doubt() -> None:
    meanings = {column.target: find_meaning("application", column.heading) for column in template_columns()}
    assert {target: (found and found.target, found and found.certainty) for target, found in meanings.items()} == {
        column.target: (column.target, 1.0) for column in template_columns()
    }


@pytest.mark.parametrize("kind", FACT_SHEETS)
def test_every_heading_of_a_sheet_with_facts_is_read_back_as_what_it_is(kind: str) -> None:
    meanings = {column.target: find_meaning(kind, column.heading) for column in fact_columns(kind)}
    assert {target: found and found.target for target, found in meanings.items()} == {
        column.target: column.target for column in fact_columns(kind)
    }


def test_the_template_has_an_explanation_and_hidden_lists_and_no_rows() -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(make_template()))
    assert [(sheet.name, sheet.visible) for sheet in workbook.sheets_metadata] == [
        ("Toelichting", SheetVisibleEnum.Visible),
        ("Applicaties", SheetVisibleEnum.Visible),
        ("Toetsen", SheetVisibleEnum.Visible),
        ("Bevindingen", SheetVisibleEnum.Visible),
        ("Verlengde ondersteuning", SheetVisibleEnum.Visible),
        ("Levensfasen", SheetVisibleEnum.Visible),
        ("Keuzelijsten", SheetVisibleEnum.Hidden),
    ]
    assert workbook.get_sheet_by_name("Applicaties").to_python() == [[column.heading for column in template_columns()]]


@pytest.mark.parametrize("text", ["=1+1", "+31 70", "-x", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_inert_and_comes_back_as_it_was(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert parse_text(inert(text)).text == text
    content = xlsx_sheet("Blad", ["naam"], [{"naam": text}])
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python() == [["naam"], [text]]


def test_a_csv_opens_in_a_dutch_spreadsheet() -> None:
    rows = [{"naam": "Café; 'Ons'", "aantal": -3, "bekend": True, "van": {"id": 1, "name": "BZK"}, "leeg": None}]
    assert csv_table(["naam", "aantal", "bekend", "van", "leeg"], rows).decode("utf-8-sig") == (
        "naam;aantal;bekend;van;leeg\r\n\"Café; 'Ons'\";-3;ja;BZK;\r\n"
    )
