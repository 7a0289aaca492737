from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry.calendar_days import add_months
from tests.registry.bringing import open_register

D = date


def test_the_calendar_has_a_first_and_a_last_day() -> None:
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
