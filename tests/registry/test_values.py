from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.amounts import NotAnAmount, parse_amount, parse_number
from registry.values import (
    code_parser,
    date_parser,
    parse_boolean,
    parse_count,
    parse_countries,
    parse_country,
    parse_days,
    parse_interval,
    parse_kvk,
    parse_list,
    parse_name,
    parse_text,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234.567,89", ("1234567.89", "1234567.89")),
        ("1,234.56", ("1234.56", "1234.56")),
        ("1234.5", ("1234.5", "1234.5")),
        ("€ 1,2 mln", ("1200000", "1200000")),
        ("€ 50.000,-", ("50000", "50000")),
        ("ca. 50k", ("50000", "50000")),
        ("0,5", ("0.5", "0.5")),
        ("0", ("0", "0")),
        ("tussen 10.000 en 50.000", ("10000", "50000")),
        ("€ 10.000 - € 50.000", ("10000", "50000")),
        ("1 tot 5 mln", ("1000000", "5000000")),
        ("< 50.000", ("0", "50000")),
        ("> € 150 mln", ("150000000", None)),
        ("staffel 5", ("250000", "500000")),
        ("staffel 13", ("150000000", None)),
    ],
)
def test_an_amount_is_an_interval(text: str, expected: tuple[str | None, str | None]) -> None:
    assert parse_amount(text) == expected


@pytest.mark.parametrize(
    "text", ["veel", "50.000 - 10.000", "12 appels", "1.2.3", "staffel 99", "9" * 30, "--", "1,2,3.4.5x"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(text)


def test_numbers_in_dutch_and_english_writing() -> None:
    texts = ["21.513.009", "1,234", "1.234", "12,5", "12.50", "-3", "1234.5670"]
    assert [parse_number(text) for text in texts] == [
        Decimal(number) for number in ("21513009", "1234", "1234", "12.5", "12.50", "-3", "1234.5670")
    ]


def test_words_for_not_knowing_stay_apart() -> None:
    texts = ["onbekend", "n.v.t.", "N.V.T", "-", "TBD", "nader te bepalen", "?", "", "  "]
    assert [parse_text(text).unknown for text in texts] == [
        "unknown",
        "not_applicable",
        "not_applicable",
        "left_open",
        "to_be_determined",
        "to_be_determined",
        "unknown",
        None,
        None,
    ]
    assert {parse_text(text).text for text in texts} == {None}


def test_yes_and_no() -> None:
    texts = ["ja", "Nee", "x", "J", "true", "Ja (als werkgever)", "nee, alleen intern", "misschien"]
    assert [parse_boolean(text).text for text in texts] == ["t", "f", "t", "t", "t", "t", "f", None]
    assert parse_boolean("misschien").code == "not_yes_or_no"
    assert parse_boolean("onbekend").unknown == "unknown"


def test_a_kvk_number_is_never_mended() -> None:
    assert parse_kvk("1234 5678").text == "12345678"
    found = parse_kvk("9112654")
    assert (found.text, found.code, found.parameters) == (None, "kvk_seven_digits", {"proposed": "09112654"})
    assert parse_kvk("000012345678").code == "not_a_kvk"


def test_codes_by_label_synonym_number_and_explanation() -> None:
    parse = code_parser("lifecycle_state")
    texts = [
        "In productie",
        "c)  Deployed – The use case is in use",
        "Stage 4 - Operation and Maintenance (in use)",
        "SUNSET",
    ]
    assert [parse(text).text for text in texts] == [
        "in_production",
        "in_production",
        "in_production",
        "to_be_phased_out",
    ]
    wrong = parse("in produktie")
    assert (wrong.text, wrong.code, wrong.parameters["nearest"]) == (None, "unknown_code", "In productie")
    assert parse("n.v.t.").unknown == "not_applicable"
    assert code_parser("biv")("1").text == "low"


def test_countries_in_dutch_english_and_codes() -> None:
    assert [parse_country(text).text for text in ("Nederland", "NL", "VS", "Germany", "Ierland (IE)", "DEU")] == [
        "NL",
        "NL",
        "US",
        "DE",
        "IE",
        "DE",
    ]
    assert parse_countries("Nederland, Duitsland en Ierland").text == "{DE,IE,NL}"
    assert parse_countries("EU").code == "not_a_country"


def test_counts_periods_lists_and_names() -> None:
    assert parse_count("21.513.009").text == "21513009"
    assert parse_count("ca. 250 gebruikers").text == "250"
    assert parse_count("-5").code == "not_a_number"
    assert [parse_days(text).text for text in ("90", "3 maanden", "1 jaar", "6 weken", "30 dagen")] == [
        "90",
        "90",
        "365",
        "42",
        "30",
    ]
    assert parse_days("een tijdje").code == "not_a_period"
    assert parse_list('ZGW; "Zaak"').text == '{"ZGW","\\"Zaak\\""}'
    assert parse_name(" Zaak\n systeem\x00 ").text == "Zaak systeem"


@given(st.text(max_size=40))
def test_no_text_breaks_a_parser(text: str) -> None:
    parsers = [
        parse_text,
        parse_name,
        parse_boolean,
        parse_count,
        parse_days,
        parse_kvk,
        parse_country,
        parse_countries,
        parse_list,
    ]
    for parse in [*parsers, date_parser(month_first=True), code_parser("criticality"), code_parser("deployment")]:
        found = parse(text)
        assert found.text is None or "\x00" not in found.text
    least, most = parse_interval(text)
    if least.text and most.text:
        assert Decimal(least.text) <= Decimal(most.text)
