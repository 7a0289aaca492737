"""The page of a deadline, and what its events tell: the applications under a contract, why a day is not known, the path."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from notifiers.telling import tell
from registry.alerting.rules import load_rules
from registry.alerting.scanning import scan
from registry.queries.application_lives import get_lives
from registry.queries.deadline import get_deadline
from registry.queries.stations import name_stations
from tests.registry.bringing import mention, mentions, open_register
from tests.registry.horizon.lives import TODAY, Lives
from web.building.deadlines import build_page
from web.views.deadlines import DeadlinePage
from web.views.values import Both, Link

S = "inventaris"
NAMES = ["Vergunningen", "Lier Loket", "Archief", "Rooster", "Burgerzaken"]
UNDER = ["Raam", "Raam Klein", "Raam Klein", "Raam", "Raam"]


@pytest.fixture
def lives(session: Session) -> Lives:
    """Two contracts, one without a day, with applications; the last application of the first is past."""
    found = Lives(open_register(session))
    contracts = [[under] for under in UNDER]
    contracts[1].append("Raam")
    found.bring(
        S,
        {
            "contract": {
                "key": ["Raam", "Raam Klein"],
                "name": ["Raam", "Raam Klein"],
                "ends": ["[2027-01-12,2027-01-13)", None],
            },
            "organisation": {"key": ["BD"], "name": ["Belastingdienst"], "abbreviation": ["BD"]},
            "application": {
                "key": NAMES,
                "name": NAMES,
                "owner": [mention(found.owner, S, "organisation", "BD")] * 5,
                "contracts": [mentions(found.owner, S, "contract", *of) for of in contracts],
                "lifecycle_state": ["in_production"] * 4 + ["ended"],
            },
        },
    )
    found.running("Zaaksysteem", [("Oracle WebLogic Server", "12.1.3")], "lijst")
    return found


def page(lives: Lives, deadline: dict[str, Any]) -> DeadlinePage:
    row = get_deadline(lives.db, deadline["id"], rules=load_rules(), today=TODAY)
    application = ("application", row["applicationId"]) if row["applicationId"] else None
    return build_page(row, name_stations(lives.db, [row["path"] or []], [application]), TODAY)


def facts(shown: DeadlinePage) -> dict[str, Any]:
    return {label.nl if isinstance(label, Both) else label: value for label, value in shown.facts}


def texts(value: Any) -> list[Any]:
    return [one.text if isinstance(one, Link) else one for one in value]


def test_an_alert_of_a_contract_names_its_applications(lives: Lives) -> None:
    scan(lives.db, today=TODAY, at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    events = lives.db.execute("SELECT data FROM events WHERE type = 'alert.contract-ends'").fetchall()
    assert events
    for (data,) in events:
        assert data["applications"] == {"count": 3, "names": ["Lier Loket", "Rooster", "Vergunningen"]}
        told = tell(data, "alert.contract-ends", "nl")
        assert told.detail[0] == "Daarvan hangen 3 applicaties af: Lier Loket, Rooster en Vergunningen."
    others = "SELECT data FROM events WHERE type LIKE 'alert.%' AND type <> 'alert.contract-ends'"
    assert not any("applications" in data for (data,) in lives.db.execute(others).fetchall())


def test_the_page_of_a_contract_has_links_to_its_applications(lives: Lives) -> None:
    lives.refresh()
    known, unknown = lives.deadlines("contract_ends")
    found = facts(page(lives, known))
    assert texts(found["Applicaties onder dit contract"]) == ["Lier Loket", "Rooster", "Vergunningen"]
    assert all(one.href.startswith("/applicaties/") for one in found["Applicaties onder dit contract"])
    assert "Opzegtermijn" in found
    shown = page(lives, unknown)
    assert shown.sentence == Both(
        "Van contract Raam Klein is geen einddatum bekend.", "No end of contract Raam Klein is known."
    )
    assert texts(facts(shown)["Applicaties onder dit contract"]) == ["Archief", "Lier Loket"]


def test_a_page_without_a_day_says_why_and_its_path_begins_with_the_application(lives: Lives) -> None:
    lives.refresh()
    (deadline,) = lives.deadlines("security_support_ends")
    shown = page(lives, deadline)
    why = get_lives(lives.db, deadline["subject_id"], today=TODAY)["effective"]["unknown"][0]["why"]
    assert shown.sentence == Both(why.nl, why.en)
    assert why.nl == "Van Oracle WebLogic Server 12.1.3 is niet bekend wanneer de ondersteuning eindigt."
    assert texts(shown.path)[0] == "Zaaksysteem"
    assert not {"Opzegtermijn", "Applicaties onder dit contract"} & set(facts(shown))
