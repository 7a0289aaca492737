"""What stands in the column of suppliers without naming one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.supplier_cells import read_cell

SUPPLIERS = ("Microsoft", "Oracle", "Centric", "Onbekende Firma")


@given(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789✓✔☑✗√"))
def test_one_sign_is_a_tick(sign: str) -> None:
    assert read_cell(sign).mentions == ()
    assert [mention.text for mention in read_cell(f"Oracle; {sign}; SAP").mentions] == ["Oracle", "SAP"]


@pytest.mark.parametrize("text", ["X Corp", "Twitter", "X (Twitter)"])
def test_a_company_of_one_letter_is_told_by_more(text: str) -> None:
    assert [mention.text for mention in read_cell(text).mentions] == [text]


@pytest.mark.parametrize("supplier", SUPPLIERS[:3])
@pytest.mark.parametrize("form", ["geen {}", "niet {}", "zonder {}", "no {}", "not {}", "Geen {} meer"])
def test_who_is_not_meant_is_not_mentioned(supplier: str, form: str) -> None:
    assert read_cell(form.format(supplier)).mentions == ()
    assert [m.text for m in read_cell(f"SAP, {form.format(supplier)}").mentions] == ["SAP"]
    assert [m.text for m in read_cell(f"{form.format(supplier)}, wel SAP").mentions] == ["SAP"]


@pytest.mark.parametrize(
    "text",
    [
        *("ja", "nee", "yes", "no", "ok", "✓", "Totaal", "Subtotaal", "Grand total", "Totaal aantal"),
        *("Intranet", "Portaal", "Chatbot", "Digitaal portaal", "Interne afdeling", "Apps en koppelingen"),
        *("Developed with contracting resources", "built using open source tools", "Ontwikkeld met eigen mensen"),
        *("NL123456789B01", "NL 1234.56.789.B01", "btw NL123456789B01", "DE123456789", "BE0123456789"),
    ],
)
def test_ticks_sums_kinds_of_software_and_numbers_name_nobody(text: str) -> None:
    cell = read_cell(text)
    assert cell.mentions == ()
    assert [note.text for note in cell.notes] == [text] or not text.isascii()


@pytest.mark.parametrize("text", ["Linux", "SQL", "HTML5"])
def test_what_nobody_supplies_is_a_product(text: str) -> None:
    assert [(mention.text, mention.role) for mention in read_cell(text).mentions] == [(text, "product")]


@pytest.mark.parametrize(
    "text",
    ["Portal B.V.", "Geen Gedoe B.V.", "Total Specific Solutions", "App Annie", "No Magic", "Teamwork Software"],
)
def test_a_name_with_such_a_word_is_a_name(text: str) -> None:
    assert [mention.text for mention in read_cell(text).mentions] == [text]
