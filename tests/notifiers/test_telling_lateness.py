"""Lateness of a day that is known as a period: it counts from the first day, and is certain only after the last."""

from __future__ import annotations

from datetime import date

import pytest

from notifiers.telling import tell
from notifiers.telling_alerts import days_left, is_passed, read_alert, tell_left
from tests.notifiers.letters import alert

TODAY = date(2026, 11, 24)
BETWEEN, BEHIND = "[2026-11-03,2026-12-10)", "[2026-08-03,2026-09-10)"


@pytest.mark.parametrize(
    ("kind", "due", "nl", "en"),
    [
        (
            "contract_ends",
            "[2026-12-03,2027-01-10)",
            "Contract Raam eindigt tussen 3 december 2026 en 9 januari 2027 (op zijn vroegst over 9 dagen).",
            "Contract Raam ends between 3 December 2026 and 9 January 2027 (in 9 days at the earliest).",
        ),
        (
            "contract_ends",
            BETWEEN,
            (
                "Contract Raam is mogelijk al geëindigd: tussen 3 november 2026 en 9 december 2026"
                " (op zijn vroegst 21 dagen geleden)."
            ),
            (
                "Contract Raam may have ended already: between 3 November 2026 and 9 December 2026"
                " (21 days ago at the earliest)."
            ),
        ),
        (
            "contract_ends",
            BEHIND,
            "Contract Raam is geëindigd tussen 3 augustus 2026 en 9 september 2026 (op zijn vroegst 4 maanden geleden).",
            "Contract Raam ended between 3 August 2026 and 9 September 2026 (4 months ago at the earliest).",
        ),
        (
            "continuity_test_due",
            "[2026-01-01,2027-01-01)",
            "Test het continuïteitsplan van Raam, uiterlijk in 2026 (mogelijk al over tijd).",
            "Test the continuity plan of Raam in 2026 at the latest (may be overdue already).",
        ),
    ],
)
def test_a_period_is_told_by_its_first_day(kind: str, due: str, nl: str, en: str) -> None:
    data, type_ = alert("Raam", None, due, kind=kind), f"alert.{kind.replace('_', '-')}"
    assert tell(data, type_, "nl", today=TODAY).line == nl
    assert tell(data, type_, "en", today=TODAY).line == en


def test_the_count_of_an_event_itself_tells_the_same() -> None:
    for due, days in ((BETWEEN, -21), (BEHIND, -113)):
        data = alert("Raam", None, due, kind="contract_ends", daysLeft=days)
        assert tell(data, "alert.contract-ends", "nl") == tell(data, "alert.contract-ends", "nl", today=TODAY)


def test_what_may_have_ended_is_overdue_as_on_the_screens() -> None:
    facts = read_alert(alert("Raam", None, BETWEEN, kind="contract_ends"))
    assert (is_passed(facts, TODAY), days_left(facts, TODAY)) == (True, -21)
    assert tell_left(facts, "nl", TODAY) == "21 dagen over tijd"
    assert not is_passed(facts, date(2026, 11, 3))


def test_a_decision_speaks_of_an_end_that_may_have_come() -> None:
    data = alert(
        "Raam", None, BETWEEN, kind="contract_ends", alert={"moment": "decide"}, deadline={"decideBy": "2026-04-12"}
    )
    line = tell(data, "alert.contract-ends", "nl", today=TODAY).line
    assert line.endswith("Contract Raam is mogelijk al geëindigd: tussen 3 november 2026 en 9 december 2026.")
