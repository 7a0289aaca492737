from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry.calendar_days import AMSTERDAM, add_months, end_of_day_in_nl, from_dutch_clock, moment_in_nl, today_in_nl
from tests.registry.bringing import open_register

D = date


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("clock", "utc", "local"),
    [  # what the clock says; the day when that clock is in Greenwich, and when it is in Amsterdam
        ("2027-02-28T22:30", D(2027, 2, 28), D(2027, 2, 28)),
        ("2027-02-28T23:30", D(2027, 3, 1), D(2027, 2, 28)),
        ("2027-03-28T01:30", D(2027, 3, 28), D(2027, 3, 28)),
        ("2027-03-28T03:30", D(2027, 3, 28), D(2027, 3, 28)),
        ("2027-06-30T22:30", D(2027, 7, 1), D(2027, 6, 30)),
        ("2027-10-31T02:30", D(2027, 10, 31), D(2027, 10, 31)),
        ("2028-02-28T23:30", D(2028, 2, 29), D(2028, 2, 28)),
        ("2028-02-29T12:00", D(2028, 2, 29), D(2028, 2, 29)),
        ("2028-02-29T23:30", D(2028, 3, 1), D(2028, 2, 29)),
        ("2030-12-31T23:30", D(2031, 1, 1), D(2030, 12, 31)),
        ("2031-01-01T00:30", D(2031, 1, 1), D(2031, 1, 1)),
    ],
)
def test_today_is_the_day_in_the_netherlands(clock: str, utc: date, local: date) -> None:
    at = moment(clock)
    assert (today_in_nl(at.replace(tzinfo=UTC)), today_in_nl(at.replace(tzinfo=AMSTERDAM))) == (utc, local)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2031-01-01T00:30", "2030-12-31T23:30Z"),
        ("2027-07-01T00:00", "2027-06-30T22:00Z"),
        ("2027-03-28T01:30", "2027-03-28T00:30Z"),
        ("2027-03-28T02:30", "2027-03-28T01:30Z"),  # that hour is skipped: half past three
        ("2027-03-28T03:30", "2027-03-28T01:30Z"),
        ("2027-10-31T02:30", "2027-10-31T00:30Z"),  # comes twice: the first
        ("2027-10-31T02:30+01:00", "2027-10-31T01:30Z"),
        ("2031-01-01T00:30Z", "2031-01-01T00:30Z"),
    ],
)
def test_a_moment_without_a_zone_is_by_the_dutch_clock(given: str, meant: str) -> None:
    found = from_dutch_clock(moment(given))
    assert (found, found.tzinfo) == (moment(meant), UTC)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(D(2027, 2, 28), 24), (D(2027, 3, 28), 23), (D(2027, 10, 31), 25), (D(2028, 2, 29), 24), (D(2030, 12, 31), 24)],
)
def test_a_day_lasts_from_midnight_to_midnight(day: date, hours: int) -> None:
    first, last = moment_in_nl(day, 0), end_of_day_in_nl(day)
    assert (today_in_nl(first), today_in_nl(last)) == (day, day)
    assert round((last - first).total_seconds() / 3600, 6) == hours


def test_the_calendar_has_a_first_and_a_last_day() -> None:
    assert today_in_nl(end_of_day_in_nl(date.max)) == date.max
    assert (add_months(D(9999, 1, 1), 24), add_months(D(1, 6, 1), -12)) == (date.max, date.min)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2028, 2, 29), 48, D(2032, 2, 29)),
        (D(2028, 2, 29), -12, D(2027, 2, 28)),
        (D(2027, 2, 28), 12, D(2028, 2, 28)),
        (D(2026, 5, 31), 9, D(2027, 2, 28)),
        (D(2027, 5, 31), 9, D(2028, 2, 29)),
        (D(2026, 12, 31), 2, D(2027, 2, 28)),
        (D(2026, 1, 15), 36, D(2029, 1, 15)),
        (D(2030, 12, 1), 1, D(2031, 1, 1)),
    ],
)  # fmt: skip
def test_months_end_on_the_last_day_there_is(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(st.dates(D(1900, 1, 1), D(2100, 12, 31)), st.integers(-600, 600))
def test_months_back_and_forth_stay_in_the_month(day: date, months: int) -> None:
    back = add_months(add_months(day, months), -months)
    assert (back.year, back.month) == (day.year, day.month)
    assert back <= day


def test_postgresql_adds_months_alike(session: Session) -> None:
    days = [D(2027, 1, 31), D(2027, 2, 28), D(2028, 2, 29), D(2028, 1, 30), D(2030, 12, 31)]
    rows = (
        open_register(session)
        .db.execute(
            "SELECT d, n, (d + make_interval(months => n))::date FROM unnest(%s::date[]) d, generate_series(-50, 50) n",
            (days,),
        )
        .fetchall()
    )
    assert [(day, months, add_months(day, months)) for day, months, _ in rows] == rows
