"""Which date governs, what the effective end is, and when to decide: case by case."""

from datetime import date

import pytest

from registry.horizon.ends import End, Part, decide_by, effective_end, lead_days
from registry.horizon.rules import load_rules
from registry.horizon.support import Purchase, Statement, Support, plausible, support_of, support_of_set, with_purchase

RULES = load_rules()
KNOWN = date(2026, 3, 1)
SECURITY, LIFE, EXTENDED = "end_of_security_support", "end_of_life", "end_of_extended_support"
D = date


def said(text: str) -> Statement:
    """A statement of a day, a year or a word."""
    if len(text) == 4 and text.isdigit():
        return Statement(D(int(text), 1, 1), D(int(text), 12, 31), text, KNOWN)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Statement(None, None, text, KNOWN)
    return Statement(day, day, text, KNOWN)


@pytest.mark.parametrize(
    ("stated", "event", "first", "last", "day_known"),
    [
        ({SECURITY: "2027-01-12"}, SECURITY, D(2027, 1, 12), D(2027, 1, 12), True),
        ({SECURITY: "2027-01-12", LIFE: "2026-01-01"}, SECURITY, D(2027, 1, 12), D(2027, 1, 12), True),
        ({LIFE: "2026-01-01"}, LIFE, D(2026, 1, 1), D(2026, 1, 1), True),
        ({SECURITY: "false", LIFE: "2026-01-01"}, LIFE, D(2026, 1, 1), D(2026, 1, 1), True),
        ({SECURITY: "2027"}, SECURITY, D(2027, 1, 1), D(2027, 12, 31), True),
        ({SECURITY: "true"}, SECURITY, KNOWN, KNOWN, False),
        ({SECURITY: "true", LIFE: "2026-01-01"}, SECURITY, KNOWN, KNOWN, False),
        ({SECURITY: "false"}, None, None, None, True),
        ({SECURITY: "tba"}, None, None, None, True),
        ({SECURITY: "9999-12-31"}, None, None, None, True),
        ({SECURITY: "1899-12-30"}, None, None, None, True),
        ({"end_of_active_support": "2022-01-11"}, None, None, None, True),
        ({EXTENDED: "2030-01-12"}, None, None, None, True),
        ({}, None, None, None, True),
    ],
)  # fmt: skip
def test_security_support_governs_and_active_support_only_tells(
    stated: dict[str, str], event: str | None, first: date | None, last: date | None, day_known: bool
) -> None:
    found = support_of({name: said(text) for name, text in stated.items()}, RULES)
    assert (found.event, found.first, found.last, found.day_known) == (event, first, last, day_known)


def test_a_day_that_is_none_is_none() -> None:
    assert plausible(D(1899, 12, 30), D(1899, 12, 30), RULES) == (None, None)
    assert plausible(D(9999, 12, 31), D.max, RULES) == (None, None)
    assert plausible(None, D(2027, 1, 1), RULES) == (D(2027, 1, 1), D(2027, 1, 1))
    assert plausible(D(2027, 1, 1), None, RULES) == (D(2027, 1, 1), None)


WINDOWS = Support(SECURITY, D(2027, 1, 12), D(2027, 1, 12), True, D(2030, 1, 12), D(2030, 1, 12))


@pytest.mark.parametrize(
    ("support", "bought", "first", "last"),
    [
        (WINDOWS, None, D(2027, 1, 12), D(2027, 1, 12)),
        (WINDOWS, Purchase(None, None), D(2030, 1, 12), D(2030, 1, 12)),
        (WINDOWS, Purchase(D(2028, 1, 12), D(2028, 1, 12)), D(2028, 1, 12), D(2028, 1, 12)),
        (WINDOWS, Purchase(D(2028, 1, 1), D(2028, 12, 31)), D(2028, 1, 1), D(2028, 12, 31)),
        (WINDOWS, Purchase(D(2035, 1, 1), D(2035, 1, 1)), D(2030, 1, 12), D(2030, 1, 12)),
        (WINDOWS, Purchase(D(2025, 1, 1), D(2025, 1, 1)), D(2027, 1, 12), D(2027, 1, 12)),
        (Support(SECURITY, D(2027, 1, 12), D(2027, 1, 12)), Purchase(None, None), D(2027, 1, 12), D(2027, 1, 12)),
        (Support(SECURITY, D(2027, 1, 12), D(2027, 1, 12)), Purchase(D(2028, 1, 1), D(2028, 1, 1)), D(2028, 1, 1), D(2028, 1, 1)),
        (Support(SECURITY, KNOWN, KNOWN, False), Purchase(D(2028, 1, 1), D(2028, 1, 1)), D(2028, 1, 1), D(2028, 1, 1)),
        (Support(), Purchase(D(2028, 1, 1), None), D(2028, 1, 1), None),
        (Support(), Purchase(None, None), None, None),
    ],
)  # fmt: skip
def test_extended_support_counts_where_it_was_bought(
    support: Support, bought: Purchase | None, first: date | None, last: date | None
) -> None:
    found = with_purchase(support, bought)
    assert (found.first, found.last) == (first, last)


def of(text: str | None) -> Support:
    return support_of({SECURITY: said(text)} if text else {}, RULES)


@pytest.mark.parametrize(
    ("cycles", "left_open", "first", "last"),
    [
        (["2020-01-14", "2024-07-09"], False, D(2020, 1, 14), D(2024, 7, 9)),
        (["2020-01-14", "2024-07-09"], True, D(2020, 1, 14), None),
        (["2020-01-14", "false"], False, D(2020, 1, 14), None),
        (["2028", "2027"], False, D(2027, 1, 1), D(2028, 12, 31)),
        (["true", "2027"], False, KNOWN, D(2027, 12, 31)),
        (["false", None], False, None, None),
        ([], False, None, None),
    ],
)  # fmt: skip
def test_an_ambiguous_version_has_a_worst_and_a_best_case(
    cycles: list[str | None], left_open: bool, first: date | None, last: date | None
) -> None:
    found = support_of_set([of(text) for text in cycles], left_open=left_open)
    assert (found.first, found.last) == (first, last)


def test_the_earliest_of_the_essential_parts_governs() -> None:
    parts = [
        Part("contract", D(2027, 6, 1), D(2027, 6, 1), D(2026, 1, 1)),
        Part("windows", D(2027, 1, 12), D(2027, 12, 31), D(2026, 4, 17)),
        Part("font", D(2020, 1, 1), D(2020, 1, 1), D(2019, 1, 1), essential=False),
        Part("unknown", None, None, None),
    ]
    assert effective_end(parts) == End("windows", D(2027, 1, 12), D(2027, 6, 1), D(2026, 1, 1), 1)
    assert effective_end(parts[3:]) == End(None, None, None, None, 1)
    assert effective_end([]) == End(None, None, None, None, 0)


def test_how_long_leaving_takes() -> None:
    assert lead_days([None, 400], [365], 270) == 400
    assert lead_days([90, 400], [365], 270) == 400
    assert lead_days([None], [365, None, 540], 270) == 540
    assert lead_days([None], [None], 270) == 270
    assert decide_by(D(2027, 1, 12), 270, 90) == D(2026, 1, 17)
    assert decide_by(D(1, 1, 2), 270) == D(1, 1, 1)
