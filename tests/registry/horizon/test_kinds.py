"""Each kind of deadline: when there is one, for whom, and when there is none."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.registry.bringing import mention, mentions, open_register
from tests.registry.horizon.lives import TODAY, Lives

S = "inventaris"


@pytest.fixture
def lives(session: Session) -> Lives:
    return Lives(open_register(session))


def at(lives: Lives, kind: str, key: str) -> str:
    return mention(lives.owner, S, kind, key)


def days(found: list[dict[str, Any]]) -> list[tuple[str, date, date]]:
    return [(one["kind"], one["first"], one["decide_by"]) for one in found]


def application(lives: Lives, **more: list[str | None]) -> dict[str, Any]:
    return {
        "organisation": {"key": ["BD"], "name": ["Belastingdienst"], "abbreviation": ["BD"]},
        "application": {"key": ["Aangifte"], "name": ["Aangifte"], "owner": [at(lives, "organisation", "BD")], **more},
    }


def test_contracts(lives: Lives) -> None:
    names = ["C-1", "C-2", "C-3", "C-4"]
    lives.bring(
        S,
        {
            "contract": {
                "key": names,
                "name": names,
                "kind": ["framework", None, None, None],
                "state": [None, "expired", None, None],
                "ends": ["[2028-01-01,2029-01-01)", "[2024-01-01,2024-01-02)", None, "[9998-12-31,9999-01-01)"],
                "notice_days": ["30", None, None, None],
            },
            **application(lives, contracts=[mentions(lives.owner, S, "contract", *names)], migration_days=["700"]),
        },
    )
    lives.refresh()
    found = lives.deadlines("contract_ends")
    assert days(found) == [
        ("contract_ends", date(2028, 1, 1), date(2028, 1, 1) - timedelta(days=365 + 30)),
        ("contract_ends", None, None),  # C-3 says nothing; C-4 has no end, and C-2 expired while others go on
    ]
    end = lives.end("Aangifte")
    assert (end["ends_from"], end["ends_until"]) == (date(2028, 1, 1), date(2028, 12, 31))
    assert end["decide_by"] == date(2028, 1, 1) - timedelta(
        days=700 + 30
    )  # moving takes longer than leaving the contract
    assert (end["kind"], end["unknown_parts"]) == ("contract_ends", 1)


def test_a_service_that_stops_is_found_through_others(lives: Lives) -> None:
    services = ["Portaal", "Opslag", "Rekenkracht"]
    lives.bring(
        S,
        {
            "cloud_service": {
                "key": services,
                "name": services,
                "ends": [None, None, "[2028-06-01,2028-06-02)"],
                "exit_days": [None, None, "400"],
            },
            **application(lives),
            "dependency": {
                "key": ["1", "2", "3", "4"],
                "application": [at(lives, "application", "Aangifte"), None, None, None],
                "service": [None, *(at(lives, "cloud_service", one) for one in services)],
                "on_service": [
                    at(lives, "cloud_service", one) for one in ("Portaal", "Opslag", "Rekenkracht", "Portaal")
                ],
            },
        },
    )
    lives.refresh()
    (found,) = lives.deadlines("platform_ends")
    assert [step["name"] for step in found["path"]] == services
    assert (found["first"], found["lead_days"]) == (date(2028, 6, 1), 400)
    assert lives.end("Aangifte")["kind"] == "platform_ends"
    lives.db.execute("UPDATE dependencies SET criticality = 'supporting' WHERE application_id IS NULL")
    lives.db.execute("DELETE FROM horizon_refreshes")
    lives.refresh()
    assert lives.deadlines("platform_ends") == []
    assert lives.end("Aangifte")["ends_from"] is None


def test_policy_deadlines_of_cloud_services(lives: Lives) -> None:
    names = ["Mail", "Opslag", "Eigen"]
    lives.bring(
        S,
        {
            **application(lives),
            "cloud_service": {
                "key": names,
                "name": names,
                "client": [None, at(lives, "organisation", "BD"), at(lives, "organisation", "BD")],
                "deployment": ["public", "public", "government_dc"],
                "materiality": ["material", "not_material", "material"],
                "since": ["[2026-12-01,2026-12-02)", "[2024-01-01,2025-01-01)", "[2024-01-01,2024-01-02)"],
            },
            "dependency": {
                "key": ["1", "2"],
                "application": [at(lives, "application", "Aangifte")] * 2,
                "on_service": [at(lives, "cloud_service", "Mail"), at(lives, "cloud_service", "Opslag")],
            },
            "assessment": {
                "key": ["1"],
                "what": ["exit_plan"],
                "service": [at(lives, "cloud_service", "Opslag")],
            },
        },
    )
    lives.refresh()
    found = [one for one in lives.deadlines() if one["subject_kind"] == "cloud_service"]
    assert days(found) == [
        ("cloud_transition_ends", date(2030, 7, 3), date(2030, 7, 3) - timedelta(days=540)),
        ("data_act_switching", date(2027, 1, 12), date(2027, 1, 12)),
        ("data_act_switching", date(2027, 1, 12), date(2027, 1, 12)),
        ("exit_plan_missing", date(2027, 7, 3), date(2027, 7, 3)),
        ("material_use_not_notified", date(2026, 12, 1), date(2026, 12, 1)),
    ]
    assert {one["owner_id"] for one in found} == {lives.owner}
    end = lives.end("Aangifte")
    assert (end["kind"], end["ends_from"]) == ("cloud_transition_ends", date(2030, 7, 3))


def test_assessments_fall_due_again(lives: Lives) -> None:
    whats = ["dpia", "dpia", "dtia", "supplier_review", "continuity_test", "cloud_policy", "prescan_dpia"]
    app, supplier, organisation = (
        at(lives, "application", "Aangifte"),
        at(lives, "supplier", "Ordina"),
        at(lives, "organisation", "BD"),
    )
    lives.bring(
        S,
        {
            "supplier": {"key": ["Ordina"], "name": ["Ordina B.V."]},
            **application(lives, vendor=[mentions(lives.owner, S, "supplier", "Ordina")]),
            "assessment": {
                "key": [str(number) for number in range(7)],
                "what": whats,
                "application": [app, app, app, None, app, None, app],
                "supplier": [None, None, None, supplier, None, None, None],
                "organisation": [None, None, None, None, None, organisation, None],
                "done_on": [
                    "[2020-01-01,2020-01-02)",
                    "[2024-02-29,2024-03-01)",
                    None,
                    "[2025-01-01,2026-01-01)",
                    "[2026-01-15,2026-01-16)",
                    "[2024-05-01,2024-05-02)",
                    "[2024-01-01,2024-01-02)",
                ],
                "valid_until": [None, None, "[2026-12-31,2027-01-01)", None, None, None, None],
            },
        },
    )  # fmt: skip
    lives.refresh()
    found = [
        one for one in lives.deadlines() if one["kind"].endswith("_due") and one["kind"] != "inventory_verification_due"
    ]
    assert [(one["kind"], one["first"], one["last"]) for one in found] == [
        ("cloud_policy_review_due", date(2027, 5, 1), date(2027, 5, 1)),
        ("continuity_test_due", date(2027, 1, 15), date(2027, 1, 15)),
        ("privacy_assessment_due", date(2026, 12, 31), date(2026, 12, 31)),
        ("privacy_assessment_due", date(2027, 2, 28), date(2027, 2, 28)),
        ("supplier_review_due", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert {one["owner_id"] for one in found} == {lives.owner}
    (verified,) = lives.deadlines("inventory_verification_due")
    assert (verified["subject_id"], verified["first"]) == (lives.owner, date(2027, 1, 1))


def test_findings_and_vulnerabilities(lives: Lives) -> None:
    lives.vendor_states("Windows Server", {"2016": {"end_of_security_support": "2027-01-12"}})
    lives.running("Aangifte", [("Windows Server", "2016")], criticality="critical")
    lives.bring(
        S,
        {
            "finding": {
                "key": ["1", "2", "3", "4"],
                "name": ["Geen test", "CVE-2026-1", "CVE-2026-2", "Gesloten"],
                "what": ["finding", "vulnerability", "vulnerability", "finding"],
                "severity": [None, "critical", "low", None],
                "application": [at(lives, "application", "Aangifte"), None, None, at(lives, "application", "Aangifte")],
                "product_version": [None, *[at(lives, "product_version", "Windows Server 2016")] * 2, None],
                "opened_on": [
                    "[2026-05-31,2026-06-01)",
                    *["[2026-11-20,2026-11-21)"] * 2,
                    "[2026-01-01,2026-01-02)",
                ],
                "closed_on": [None, None, None, "[2026-02-01,2026-02-02)"],
            }
        },
    )  # fmt: skip
    lives.refresh()
    found = [one for one in lives.deadlines() if one["subject_kind"] == "finding"]
    assert [(one["kind"], one["first"], one["criticality"], one["owner_id"]) for one in found] == [
        ("finding_open", date(2027, 2, 28), "critical", lives.owner),
        ("vulnerability_open", date(2026, 11, 27), "critical", lives.owner),
    ]


def test_a_supplier_gets_another_owner(lives: Lives) -> None:
    names = ["Dochter", "Moeder", "Koper"]
    lives.bring(
        S,
        {
            "supplier": {"key": names, "name": ["Dochter Software B.V.", "Moeder Software B.V.", "Koper Holding N.V."]},
            **application(lives, vendor=[mentions(lives.owner, S, "supplier", "Dochter")]),
            "ownership": {
                "key": ["1", "2", "3"],
                "supplier": [at(lives, "supplier", one) for one in ("Dochter", "Moeder", "Koper")],
                "parent": [at(lives, "supplier", one) for one in ("Moeder", "Koper", "Dochter")],
                "basis": ["majority", "majority", "minority"],
                "valid": ["[2015-01-01,)", "[2027-03-01,)", "[2026-03-01,)"],
            },
        },
    )
    lives.refresh()
    (found,) = lives.deadlines("change_of_control")
    assert (found["first"], found["owner_id"], found["path"][0]["name"]) == (
        date(2027, 3, 1),
        lives.owner,
        "Koper Holding N.V.",
    )
    assert lives.refresh(date(2028, 3, 1)).changed == 0
    assert lives.refresh(date(2028, 3, 2)).changed == 1  # after a year it is no news
    assert lives.deadlines("change_of_control") == []


def test_an_organisation_ends_with_applications_in_use(lives: Lives) -> None:
    lives.bring(S, application(lives))
    lives.db.execute("UPDATE organisations SET ended_on = '[2027-01-01,2027-01-02)' WHERE id = %s", (lives.owner,))
    lives.refresh()
    (found,) = lives.deadlines("organisation_ends")
    assert (found["first"], found["subject_id"], found["owner_id"]) == (date(2027, 1, 1), lives.owner, lives.owner)


def test_what_changed_and_what_holds_no_more(lives: Lives) -> None:
    lives.vendor_states("Windows Server", {"2016": {"end_of_security_support": "2027-01-12"}})
    number = lives.running("Aangifte", [("Windows Server", "2016")])
    lives.refresh()
    (first,) = lives.deadlines("security_support_ends")
    lives.vendor_states("Windows Server", {"2016": {"end_of_security_support": "2027-06-30"}})
    lives.refresh(TODAY + timedelta(days=1))
    (second,) = lives.deadlines("security_support_ends")
    assert (second["id"], second["version"], second["seen_on"]) == (first["id"], 2, TODAY + timedelta(days=1))
    moved = lives.db.execute("SELECT action, lower(was_due) FROM moved WHERE id = %s", (first["id"],)).fetchall()
    assert moved == [("changed", date(2027, 1, 12))]
    lives.register.undo(number)
    lives.refresh(TODAY + timedelta(days=2))
    assert lives.deadlines("security_support_ends") == []
    withdrawn = lives.db.execute("SELECT withdrawn_on, version FROM deadlines WHERE id = %s", (first["id"],)).fetchone()
    assert withdrawn == (TODAY + timedelta(days=2), 3)
    assert lives.db.execute("SELECT count(*) FROM application_ends").fetchone() == (0,)
    assert lives.db.execute("SELECT count(*) FROM horizon_days").fetchone() == (0,)
