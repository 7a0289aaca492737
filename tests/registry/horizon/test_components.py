"""Which deadlines follow from what an application runs on, and what its effective end is."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.registry.bringing import open_register
from tests.registry.horizon.lives import Lives

SUPPORT = "security_support_ends"


@pytest.fixture
def lives(session: Session) -> Lives:
    return Lives(open_register(session))


def test_the_end_of_security_support_governs_an_application(lives: Lives) -> None:
    lives.vendor_states(
        "Windows Server",
        {
            "2016": {
                "end_of_active_support": "2022-01-11",
                "end_of_security_support": "2027-01-12",
                "end_of_extended_support": "2030-01-12",
            }
        },
        kind="operating_system",
    )
    lives.running("Toeslagen Portaal", [("Windows Server", "2016")], criticality="high", kind="custom")
    assert lives.refresh().complete
    (found,) = lives.deadlines(SUPPORT)
    assert (found["kind"], found["first"], found["last"]) == (SUPPORT, date(2027, 1, 12), date(2027, 1, 12))
    assert found["lead_days"] == 540  # bespoke software takes longer to move than an operating system
    assert found["decide_by"] == date(2027, 1, 12) - (date(2027, 1, 12) - date(2025, 7, 21))
    assert found["path"][-1]["name"] == "Windows Server 2016"
    assert found["owner_id"] is not None
    end = lives.end("Toeslagen Portaal")
    assert (end["ends_from"], end["ends_until"], end["kind"]) == (date(2027, 1, 12), date(2027, 1, 12), SUPPORT)
    assert end["component_id"] == found["component_id"]
    assert end["unknown_parts"] == 0
    assert lives.refresh().changed == 0


def test_an_ambiguous_version_gives_a_range_with_its_worst_case(lives: Lives) -> None:
    lives.vendor_states(
        "Microsoft SQL Server",
        {
            "2014 SP2 (12.0-sp2)": {"end_of_security_support": "2020-01-14"},
            "2014 SP3 (12.0-sp3)": {"end_of_security_support": "2024-07-09"},
            "2016 SP3 (13.0-sp3)": {"end_of_security_support": "2026-07-14"},
        },
        kind="database",
    )
    lives.running("Zaaksysteem", [("Microsoft SQL Server", "2014")])
    lives.refresh()
    (found,) = lives.deadlines(SUPPORT)
    assert (found["first"], found["last"]) == (date(2020, 1, 14), date(2024, 7, 9))
    assert len(found["path"][-1]["cycles"]) == 2
