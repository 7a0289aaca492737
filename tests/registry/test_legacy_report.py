from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.errors import InvalidInput
from registry.queries.findings import FindingsQuestion, open_findings
from registry.queries.legacy import Question, technical_debt
from tests.registry.bringing import Register, mention, open_register
from tests.registry.horizon_landscape import TODAY


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


def owners(register: Register) -> tuple[UUID, UUID]:
    bzk = register.organisation("Ministerie van BZK", "BZK")
    bd = register.organisation("Belastingdienst", "BD")
    relation = {"organisation": [str(bd)], "related": [str(bzk)], "relation": ["responsible_ministry"], "key": ["r"]}
    register.bring(bzk, "relaties", {"organisation_relation": relation}, type_="reference")
    return bzk, bd


def test_legacy_is_counted_and_never_guessed(register: Register) -> None:
    bzk, bd = owners(register)
    register.bring(
        bd, "lijst",
        {
            "application": {
                "name": ["Inning", "Toeslagen", "Douane", "Archief", "Oud systeem"],
                "owner": [str(bd)] * 5,
                "maintainable": ["t", "t", None, None, "f"],
                "adaptable": ["t", "f", "t", None, "f"],
                "securable": ["t", None, "t", None, "f"],
                "technical_debt": ["10", "50", None, "90", "90"],
                "weight": ["300", "100", "100", None, "100"],
                "lifecycle_state": ["in_production", "in_production", None, None, "ended"],
            }
        },
    )  # fmt: skip
    register.bring(bzk, "lijst", {"application": {"name": ["Verlofregistratie"], "owner": [str(bzk)]}})
    found = technical_debt(register.db, Question(TODAY, per="organisation"))
    whole = found.total
    assert (whole.applications, whole.problematic, whole.not_problematic, whole.unknown) == (5, 1, 1, 3)
    assert whole.share == (0.2, 0.8)
    assert whole.failed == (0, 1, 0)
    assert (whole.ratio.low, whole.ratio.high, whole.ratio.known) == (Decimal(16), Decimal(36), Decimal(20))
    assert (whole.ratio.meets_norm, found.norm, whole.debts.without_weight) == (None, Decimal(30), 2)
    assert [(row.name, row.applications, row.problematic) for row in found.rows] == [
        ("Belastingdienst", 4, 1), ("Ministerie van BZK", 1, 0),
    ]  # fmt: skip
    ministry = technical_debt(register.db, Question(TODAY, per="ministry")).rows
    assert [(row.name, row.applications) for row in ministry] == [("Ministerie van BZK", 5)]
    own = technical_debt(
        register.db, Question(TODAY, organisation=register.id_of("organisation", "Ministerie van BZK"))
    )
    assert own.total.applications == 5
    with pytest.raises(InvalidInput):
        technical_debt(register.db, Question(TODAY, per="product"))


def test_findings_that_stand_open_for_nine_months(register: Register) -> None:
    _, bd = owners(register)
    register.bring(
        bd, "lijst",
        {
            "application": {"name": ["Inning"], "owner": [str(bd)]},
            "finding": {
                "name": ["Lang open", "Precies negen maanden", "Net niet", "Ergens in 2026", "Onbekend sinds", "Gesloten"],
                "application": [mention(bd, "lijst", "application", "Inning")] * 6,
                "severity": ["high", None, "low", None, None, "high"],
                "opened_on": [
                    "[2024-01-01,2025-01-01)", "[2026-02-23,2026-02-24)", "[2026-02-24,2026-02-25)",
                    "[2026-01-01,2027-01-01)", None, "[2020-01-01,2020-01-02)",
                ],
                "closed_on": [None, None, None, None, None, "[2026-01-01,2026-02-01)"],
            },
        },
    )  # fmt: skip
    found = open_findings(register.db, FindingsQuestion(TODAY, per_ministry=True))
    assert (found.months, found.total.open, found.total.long_low, found.total.long_high) == (9, 5, 2, 4)
    assert [(row.name, row.long_low) for row in found.rows] == [("Ministerie van BZK", 2)]
    assert [(item["name"], item["longOpen"]) for item in found.items] == [
        ("Lang open", True), ("Ergens in 2026", None), ("Precies negen maanden", True), ("Onbekend sinds", None),
    ]  # fmt: skip
    assert found.items[0]["organisation"]["name"] == "Belastingdienst"
    whole = open_findings(register.db, FindingsQuestion(TODAY, all_open=True, limit=3))
    assert len(whole.items) == 3
    rest = open_findings(register.db, FindingsQuestion(TODAY, all_open=True, limit=3, after=whole.next))
    assert [item["name"] for item in rest.items] == ["Net niet", "Onbekend sinds"]
    assert rest.next is None
    assert open_findings(register.db, FindingsQuestion(TODAY, severity="low")).total.open == 1


@pytest.mark.parametrize(
    ("opened", "on", "long"),
    [
        ("2027-05-31", "2028-02-29", True),  # nine months after the 31st of May is the last of February
        ("2027-06-01", "2028-02-29", False),
        ("2026-05-29", "2027-02-28", True),
        ("2026-05-29", "2027-02-27", False),
        ("2026-07-31", "2027-04-30", True),
        ("2026-06-30", "2027-03-30", True),
        ("2026-06-30", "2027-03-29", False),
    ],
)
def test_nine_months_are_counted_from_the_day_that_it_was_opened(
    register: Register, opened: str, on: str, *, long: bool
) -> None:
    _, bd = owners(register)
    register.bring(bd, "lijst", {"finding": {"name": ["Bevinding"], "opened_on": [f"[{opened},{opened}]"]}})
    found = open_findings(register.db, FindingsQuestion(date.fromisoformat(on), all_open=True))
    assert [item["longOpen"] for item in found.items] == [long]
