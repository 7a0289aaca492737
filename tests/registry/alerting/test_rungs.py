"""The rungs of one day, as tables."""

from datetime import date, timedelta
from typing import Any

import pytest

from registry.alerting.rules import Ladder, load_rules, parse_rules
from registry.alerting.rungs import due_day, full_months, most_urgent, reached
from registry.calendar_days import add_months
from registry.codes import load_data

USUAL = Ladder((730, 365, 180, 90, 30, 7, 0), 1)
ONCE = Ladder((0,), None)
QUARTERLY = Ladder((30, 0), 3)


def day(text: str) -> date:
    return date.fromisoformat(text)


def told(target: str, ladder: Ladder, seen: str, today: str) -> str:
    """What is told, with what it supersedes in brackets."""
    found = reached(day(target), ladder, seen=day(seen), today=day(today))
    return " ".join(f"({one.rung})" if one.state == "superseded" else f"{one.rung}@{one.due_on}" for one in found)


@pytest.mark.parametrize(
    ("target", "ladder", "seen", "today", "expected"),
    [
        # Far away: nothing yet; then a rung on its day, not a day before.
        ("2029-01-01", USUAL, "2026-11-23", "2026-11-23", ""),
        ("2028-11-23", USUAL, "2026-11-22", "2026-11-23", ""),
        ("2028-11-23", USUAL, "2026-11-22", "2026-11-24", "730@2026-11-24"),
        # It comes to light: only the most urgent is told.
        ("2027-01-12", USUAL, "2026-11-23", "2026-11-23", "(730) (365) (180) 90@2026-10-14"),
        ("2026-11-23", USUAL, "2026-11-23", "2026-11-23", "(730) (365) (180) (90) (30) (7) 0@2026-11-23"),
        ("2025-10-14", USUAL, "2026-11-23", "2026-11-23", "(730) (365) (180) (90) (30) (7) (0) -13@2026-11-14"),
        # After weeks in which nobody looked every rung since is told, each with its own day.
        ("2027-01-12", USUAL, "2026-11-23", "2027-02-12",
         "(730) (365) (180) 90@2026-10-14 30@2026-12-13 7@2027-01-05 0@2027-01-12 -1@2027-02-12"),
        # Months are clamped, and counted from the day itself.
        ("2026-01-31", USUAL, "2026-01-30", "2026-04-30",
         "(730) (365) (180) (90) (30) 7@2026-01-24 0@2026-01-31 -1@2026-02-28 -2@2026-03-31 -3@2026-04-30"),
        ("2028-02-29", USUAL, "2028-02-28", "2028-04-30",
         "(730) (365) (180) (90) (30) 7@2028-02-22 0@2028-02-29 -1@2028-03-29 -2@2028-04-29"),
        # A kind that is told once, and one that is told each quarter.
        ("2026-03-01", ONCE, "2026-01-01", "2027-01-01", "0@2026-03-01"),
        ("2026-03-01", ONCE, "2026-06-01", "2027-01-01", "0@2026-03-01"),
        ("2026-03-31", QUARTERLY, "2026-05-01", "2026-12-31", "(30) 0@2026-03-31 -3@2026-06-30 -6@2026-09-30 -9@2026-12-31"),
        # Odd days from spreadsheets.
        ("9999-12-31", USUAL, "2026-11-23", "2026-11-23", ""),
        ("0001-01-01", ONCE, "2026-11-23", "2026-11-23", "0@0001-01-01"),
        ("1899-12-30", USUAL, "2026-11-23", "2026-11-23", "(730) (365) (180) (90) (30) (7) (0) -1522@2026-10-30"),
    ],
)  # fmt: skip
def test_what_is_told(target: str, ladder: Ladder, seen: str, today: str, expected: str) -> None:
    assert told(target, ladder, seen, today) == expected


def test_months_are_whole_and_the_inverse_of_adding_them() -> None:
    for start in (day("2024-01-31"), day("2024-02-29"), day("2025-12-30"), day("2026-08-15")):
        for passed in range(800):
            until = start + timedelta(days=passed)
            months = full_months(start, until)
            assert add_months(start, months) <= until < add_months(start, months + 1)


def test_looking_every_day_tells_what_looking_once_tells() -> None:
    seen = day("2026-11-23")
    for offset in range(-500, 900, 37):
        target = seen + timedelta(days=offset)
        once = reached(target, USUAL, seen=seen, today=seen + timedelta(days=400))
        daily = {one for n in range(401) for one in reached(target, USUAL, seen=seen, today=seen + timedelta(days=n))}
        assert set(once) == daily
        assert len({one.rung for one in once}) == len(once)


def test_the_most_urgent_rung_is_the_last_that_was_reached() -> None:
    on = day("2026-11-23")
    for offset in range(-200, 800, 11):
        target = on + timedelta(days=offset)
        found = most_urgent(target, USUAL, on)
        rungs = [rung for rung in (*USUAL.rungs, *range(-1, -40, -1)) if due_day(target, rung) <= on]
        assert found == (min(rungs) if rungs else None)


def test_the_rules_that_ship_are_right_and_wrong_ones_are_refused() -> None:
    rules = load_rules()
    assert rules.kinds["security_support_ends"].ladder == USUAL
    assert rules.kinds["change_of_control"].ladder == ONCE
    assert "source_shrank" not in rules.kinds_with("end")
    assert [step.role for step in rules.escalation] == ["system_owner", "departmental_cio", "cio_rijk"]
    data = load_data("alerts")
    wrong: tuple[dict[str, Any], ...] = (
        {"ladder": [7, 30]}, {"ladder": []}, {"overdue_every_months": 0}, {"exceptions": [{"kind": "no_such_kind"}]},
        {"exceptions": [{"criticality": "hoog"}]}, {"escalation": [{"role": "cio_rijk", "after_days": 0}]},
    )  # fmt: skip
    for change in wrong:
        with pytest.raises(ValueError, match=r"^alerts\.yaml, "):
            parse_rules(data | change)
