from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.horizon_buckets import NAMES, buckets, shares
from registry.technical_debt import Debts, Ratio, is_problematic, ratio


@pytest.mark.parametrize(
    ("tests", "verdict"),
    [
        ((True, True, True), False),
        ((True, False, None), True),
        ((None, None, None), None),
        ((True, True, None), None),
    ],
)
def test_legacy_is_never_guessed(tests: tuple[bool | None, bool | None, bool | None], verdict: bool | None) -> None:
    maintainable, adaptable, securable = tests
    found = is_problematic(maintainable=maintainable, adaptable=adaptable, securable=securable)
    assert found is verdict


def test_ratio_has_ends() -> None:
    known = ratio(Debts(weighted=Decimal(2000), weight=Decimal(100)))
    assert known == Ratio(Decimal(20), Decimal(20), Decimal(20))
    assert known.meets_norm is True
    half = ratio(Debts(weighted=Decimal(2000), weight=Decimal(100), weight_without_debt=Decimal(100)))
    assert half == Ratio(Decimal(10), Decimal(60), Decimal(20))
    assert half.meets_norm is None
    assert ratio(Debts(Decimal(5000), Decimal(100))).meets_norm is False
    assert ratio(Debts(without_weight=3)) == Ratio(None, None, None)


def test_buckets_count_from_a_day() -> None:
    assert NAMES == ("overdue", "0-6", "6-12", "12-24", "24+", "unknown")
    found = [(b.name, b.since, b.until) for b in buckets(date(2026, 8, 31))]
    assert found == [
        ("overdue", None, date(2026, 8, 31)),
        ("0-6", date(2026, 8, 31), date(2027, 2, 28)),
        ("6-12", date(2027, 2, 28), date(2027, 8, 31)),
        ("12-24", date(2027, 8, 31), date(2028, 8, 31)),
        ("24+", date(2028, 8, 31), None),
        ("unknown", None, None),
    ]


def test_shares_are_intervals() -> None:
    found = shares({"overdue": 1, "0-6": 2, "unknown": 1})
    assert found == {"overdue": (0.25, 0.5), "0-6": (0.5, 0.75), "unknown": (0.25, 0.25)}
    assert shares({"overdue": 0, "unknown": 0}) == {"overdue": (0.0, 1.0), "unknown": (0.0, 1.0)}


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(0, 100) | st.none()), min_size=1, max_size=20))
def test_the_ratio_lies_within_its_interval_whatever_the_unknown_debts_are(rows: list[tuple[int, int | None]]) -> None:
    debts = Debts(
        Decimal(sum(w * d for w, d in rows if d is not None)),
        Decimal(sum(w for w, d in rows if d is not None)),
        Decimal(sum(w for w, d in rows if d is None)),
    )
    found = ratio(debts)
    assert found.low is not None
    assert found.high is not None
    for guess in (0, 37, 100):
        real = Decimal(sum(w * (guess if d is None else d) for w, d in rows)) / sum(w for w, _ in rows)
        assert found.low <= real <= found.high
