from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.dates import NoEnd, NotADate, ZeroDate, days, parse_date, precision_of


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2027-12-31", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("31-12-2027", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("1/2/2027", "[2027-02-01,2027-02-02)", ("day", "2027-02-01")),
        ("31 december 2027", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("1e mrt. 2027", "[2027-03-01,2027-03-02)", ("day", "2027-03-01")),
        ("December 31, 2027", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("20271231", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("2016-05-01T20:00:00.000Z", "[2016-05-01,2016-05-02)", ("day", "2016-05-01")),
        ("03/03/2025 00:00:00", "[2025-03-03,2025-03-04)", ("day", "2025-03-03")),
        ("46752", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("46752.5", "[2027-12-31,2028-01-01)", ("day", "2027-12-31")),
        ("dec 2027", "[2027-12-01,2028-01-01)", ("month", "2027-12")),
        ("12-2027", "[2027-12-01,2028-01-01)", ("month", "2027-12")),
        ("2027-12", "[2027-12-01,2028-01-01)", ("month", "2027-12")),
        ("Q3 2027", "[2027-07-01,2027-10-01)", ("quarter", "Q3 2027")),
        ("2027-Q3", "[2027-07-01,2027-10-01)", ("quarter", "Q3 2027")),
        ("3e kwartaal 2027", "[2027-07-01,2027-10-01)", ("quarter", "Q3 2027")),
        ("vierde kwartaal van 2027", "[2027-10-01,2028-01-01)", ("quarter", "Q4 2027")),
        ("2e helft 2027", "[2027-07-01,2028-01-01)", ("half_year", "H2 2027")),
        ("2027", "[2027-01-01,2028-01-01)", ("year", "2027")),
    ],
)
def test_a_date_keeps_its_precision(text: str, expected: str, precision: tuple[str, str]) -> None:
    assert parse_date(text) == expected
    assert precision_of(expected) == precision


def test_a_column_may_write_the_month_first() -> None:
    assert parse_date("9/30/2022", month_first=True) == "[2022-09-30,2022-10-01)"


@pytest.mark.parametrize(
    "text", ["31-02-2027", "31/12/27", "1965_1988", "Ja.", "2027-13", "99", "32 mei 2027", "soms", "0000", "13/13/2020"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(NotADate):
        parse_date(text)


def test_dates_that_stand_for_nothing() -> None:
    for text in ("1899-12-30", "31-12-1899", "0", "1900-01-01"):
        with pytest.raises(ZeroDate):
            parse_date(text)
    with pytest.raises(NoEnd):
        parse_date("31-12-9999")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    try:
        found = parse_date(text)
    except (NotADate, ZeroDate, NoEnd):
        return
    precision_of(found)


@given(st.dates())
def test_what_is_written_as_a_day_is_read_as_that_day(day: date) -> None:
    if day.year < 9999 and day.year > 1900:
        assert parse_date(day.strftime("%d-%m-%Y")) == days(day, day) == parse_date(day.isoformat())
