from datetime import date

from registry.phases import Step, check_transition, contradictions, forbidden_steps, merge_steps

DAY = date(2026, 11, 23)


def days(first: str, last: str | None = None) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last or first)


def test_steps() -> None:
    assert check_transition(None, "ended") is None
    assert check_transition("ended", None) is None
    assert check_transition("planned", "planned") is None
    assert check_transition("in_production", "being_phased_out") is None
    wrong = check_transition("ended", "in_production")
    assert wrong is not None
    assert wrong.nl == (
        "Van 'Beëindigd' kan een applicatie niet naar 'In productie'. Wel naar: Gearchiveerd."
        " Was de oude fase onjuist, maak die dan eerst leeg."
    )
    assert ("archived", "idea") in forbidden_steps()
    assert ("idea", "planned") not in forbidden_steps()


def test_planned_and_actual_come_together() -> None:
    steps = merge_steps(
        [Step("planned", actual=days("2019-01-01")), Step("in_production", planned=days("2020-01-01", "2020-12-31"))],
        present="to_be_phased_out",
        start=(days("2021-01-01"), days("2020-06-01")),
        end=(days("2027-01-01", "2027-12-31"), None),
    )
    assert [(s.state, s.planned, s.actual, s.present) for s in steps] == [
        ("planned", None, days("2019-01-01"), False),
        ("in_production", days("2020-01-01", "2020-12-31"), days("2020-06-01"), False),
        ("to_be_phased_out", None, None, True),
        ("ended", days("2027-01-01", "2027-12-31"), None, False),
    ]
    assert contradictions(steps, on=DAY) == ()


def test_contradictions_are_told() -> None:
    ended_first = [
        Step("in_production", actual=days("2024-01-01"), present=True),
        Step("ended", actual=days("2020-01-01", "2020-12-31")),
    ]
    assert [found.nl for found in contradictions(ended_first, on=DAY)] == [
        "'In productie' (werkelijk) ligt na 'Beëindigd'; dat kan niet.",
        "De einddatum is voorbij, maar de fase is 'In productie'.",
    ]
    later = [Step("in_production", actual=days("2027-01-01"), present=True)]
    assert [found.en for found in contradictions(later, on=DAY)] == ["'In production' begins only later."]


def test_what_was_being_phased_out_may_be_taken_up_again() -> None:
    again = [
        Step("in_production", actual=days("2025-01-01"), present=True),
        Step("being_phased_out", actual=days("2024-01-01")),
    ]
    assert contradictions(again, on=DAY) == ()


def test_a_year_contradicts_nothing_that_may_fit_in_it() -> None:
    same_year = [
        Step("in_production", actual=days("2024-05-01")),
        Step("ended", actual=days("2024-01-01", "2024-12-31"), present=True),
    ]
    assert [found.nl for found in contradictions(same_year, on=DAY)] == []
