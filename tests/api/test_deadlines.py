"""The worklist over HTTP: lists and filters, one deadline whole, decisions, what was told, and the rules."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import psycopg
import pytest
from starlette.testclient import TestClient

from api.schemas.alerts import AlertPreview, AlertRules, Alerts
from api.schemas.deadlines import Deadlines, DeadlineWhole
from registry.alerting.scanning import Scanned, scan
from registry.horizon.refreshing import Refreshed
from tests.api.conftest import ACTING_AS, MOMENT, Landscape

Json = dict[str, Any]
TODAY = date(2026, 11, 23)
SPACE = UUID("5a9d0000-0000-4000-8000-000000000001")


def told_nothing_new(db: Any, *, today: date, at: datetime) -> Refreshed:
    """The deadlines stand as the test put them."""
    return Refreshed(0, complete=False, position=0)


class Worklist:
    """Applications with deadlines that a scan has looked at."""

    def __init__(self, db: psycopg.Connection[Any], client: TestClient, landscape: Landscape) -> None:
        self.db, self.client = db, client
        self.bzk = landscape.ref("organisation", "bzk")
        names = ("Zaaksysteem", "Loket", "Archief", "Rooster")
        landscape.add("application", {name: {"name": name, "owner": self.bzk} for name in names})
        self.applications = {name: landscape.ref("application", name) for name in names}
        self.put("Zaaksysteem", "security_support_ends", TODAY + timedelta(days=49), "critical")
        self.put("Loket", "planned_end", TODAY - timedelta(days=40))
        self.put("Archief", "planned_end", TODAY + timedelta(days=2000))
        self.put("Rooster", "security_support_ends", None)
        self.scan()

    def put(self, application: str, kind: str, due: date | None, criticality: str | None = None) -> None:
        self.db.execute(
            """
            INSERT INTO deadlines (id, kind, subject_kind, subject_id, application_id, owner_id, due, criticality,
                                   first_seen_on, seen_on)
            SELECT %s, %s, 'application', a.id, a.id, a.owner_id, CASE WHEN %s::date IS NOT NULL
                   THEN daterange(%s, %s, '[]') END, %s, %s, %s FROM applications a WHERE a.id = %s
            """,
            (
                self.id(application), kind, due, due, due, criticality, TODAY, TODAY, self.applications[application],
            ),
        )  # fmt: skip

    def scan(self, days: int = 0) -> Scanned:
        moved = timedelta(days=days)
        return scan(self.db, today=TODAY + moved, at=MOMENT + moved, derive=told_nothing_new)

    def id(self, application: str) -> str:
        return str(uuid5(SPACE, application))

    def get(self, address: str) -> Json:
        answer = self.client.get(f"/v1/{address}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def names(self, query: str = "") -> list[str]:
        return [one["subject"]["name"] for one in self.get(f"deadlines?{query}")["items"]]

    def post(self, application: str, action: str, body: Json | None = None) -> Json:
        answer = self.client.post(f"/v1/deadlines/{self.id(application)}/_{action}", json=body or {}, headers=ACTING_AS)
        assert answer.status_code == 201, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
def work(db: psycopg.Connection[Any], client: TestClient, landscape: Landscape) -> Worklist:
    return Worklist(db, client, landscape)


def test_the_first_day_comes_first_and_what_is_unknown_last(work: Worklist) -> None:
    assert work.names() == ["Loket", "Zaaksysteem", "Archief", "Rooster"]
    page = work.get("deadlines?limit=2")
    following = work.get(f"deadlines?limit=2&after={page['next']}")
    assert [one["subject"]["name"] for one in following["items"]] == ["Archief", "Rooster"]
    assert following["next"] is None
    last = work.get(f"deadlines?limit=3&after={work.get('deadlines?limit=3')['next']}")["items"]
    assert [one["subject"]["name"] for one in last] == ["Rooster"]


def test_filters(work: Worklist) -> None:
    found = {
        query: work.names(query)
        for query in (
            "state=overdue", "state=unknown", "state=withdrawn", "kind=planned_end", "criticality=critical", "q=zaak",
            f"organisationId={work.bzk}", f"since={TODAY}&until=2027-12-31", f"recordId={work.applications['Archief']}",
            "q=bestaat%20niet",
        )
    }  # fmt: skip
    assert found == {
        "state=overdue": ["Loket"],
        "state=unknown": ["Rooster"],
        "state=withdrawn": [],
        "kind=planned_end": ["Loket", "Archief"],
        "criticality=critical": ["Zaaksysteem"],
        "q=zaak": ["Zaaksysteem"],
        f"organisationId={work.bzk}": ["Loket", "Zaaksysteem", "Archief", "Rooster"],
        f"since={TODAY}&until=2027-12-31": ["Zaaksysteem"],
        f"recordId={work.applications['Archief']}": ["Archief"],
        "q=bestaat%20niet": [],
    }
    assert work.client.get("/v1/deadlines?state=gone").status_code == 400
    assert work.client.get("/v1/deadlines?after=AAAA").status_code == 400
    text = work.client.get("/v1/deadlines", headers={"Accept": "text/csv"}).text
    assert "Loket" in text
    assert "2026-10-14" in text


def test_one_deadline_whole(work: Worklist) -> None:
    whole = work.get(f"deadlines/{work.id('Zaaksysteem')}")
    assert (whole["daysLeft"], whole["state"], whole["rung"]) == (49, "open", 60)
    assert {(one["rung"], one["role"], one["state"]) for one in whole["alerts"]} == {
        (60, "system_owner", "raised"),
        (60, "departmental_cio", "raised"),
    }
    assert {one["type"] for one in whole["events"]} == {"alert.security-support-ends"}
    ladder = {one["rung"]: one["state"] for one in whole["ladder"] if one["moment"] == "end"}
    assert ladder == {
        1095: "superseded", 730: "superseded", 365: "superseded", 180: "superseded", 90: "superseded", 60: "raised",
        30: "coming", 14: "coming", 7: "coming", 0: "coming",
    }  # fmt: skip
    assert work.client.get(f"/v1/deadlines/{SPACE}").status_code == 404


def test_answers_are_as_documented(work: Worklist) -> None:
    for address, model in (
        ("deadlines", Deadlines),
        (f"deadlines/{work.id('Zaaksysteem')}", DeadlineWhole),
        (f"deadlines/{work.id('Rooster')}", DeadlineWhole),
        ("alerts", Alerts),
        ("alert-rules", AlertRules),
        ("alert-rules/planned_end/preview", AlertPreview),
    ):
        found = work.get(address)
        assert model.model_validate(found).model_dump(mode="json", by_alias=True).keys() == found.keys()
    told = DeadlineWhole.model_validate(work.post("Zaaksysteem", "acknowledge"))
    assert told.decisions[0].decided_by == "j.jansen"


def test_decisions_are_kept_and_told(work: Worklist) -> None:
    seen = work.post("Loket", "acknowledge", {"reason": "Besproken"})
    assert (seen["state"], seen["decisions"][0]["reason"]) == ("acknowledged", "Besproken")
    assert work.names("state=acknowledged") == ["Loket"]
    assert work.names("state=open") == ["Zaaksysteem", "Archief"]
    until = str(TODAY + timedelta(days=30))
    waits = work.post("Loket", "snooze", {"until": until, "reason": "Begroting"})
    assert (waits["state"], waits["snoozedUntil"]) == ("snoozed", until)
    assert work.names("state=snoozed") == ["Loket"]
    assert work.post("Loket", "assign", {"assignee": "p.pieters"})["assignee"] == "p.pieters"
    assert work.names("state=assigned") == ["Loket"]
    assert work.post("Loket", "reopen")["state"] == "open"
    actions = [one["action"] for one in work.get(f"deadlines/{work.id('Loket')}")["decisions"]]
    assert actions == ["reopen", "assign", "snooze", "acknowledge"]


def test_decisions_that_cannot_be(work: Worklist) -> None:
    place = f"/v1/deadlines/{work.id('Loket')}"
    answers = [
        work.client.post(f"{place}/_snooze", json={"until": str(TODAY), "reason": "Te laat"}, headers=ACTING_AS),
        work.client.post(f"{place}/_snooze", json={"until": "2027-01-01"}, headers=ACTING_AS),
        work.client.post(f"/v1/deadlines/{SPACE}/_acknowledge", json={}, headers=ACTING_AS),
        work.client.post(f"{place}/_acknowledge", json={}),
        work.client.post("/v1/deadlines/_acknowledge", json={"ids": []}, headers=ACTING_AS),
    ]
    assert [one.status_code for one in answers] == [400, 400, 404, 400, 400]
    work.db.execute("UPDATE deadlines SET withdrawn_on = %s WHERE id = %s", (TODAY, work.id("Loket")))
    assert work.client.post(f"{place}/_acknowledge", json={}, headers=ACTING_AS).status_code == 409


def test_many_at_once_or_none(work: Worklist) -> None:
    ids = [work.id("Loket"), work.id("Zaaksysteem")]
    bad = work.client.post("/v1/deadlines/_acknowledge", json={"ids": [*ids, str(SPACE)]}, headers=ACTING_AS)
    assert (bad.status_code, work.names("state=acknowledged")) == (404, [])
    headers = ACTING_AS | {"Idempotency-Key": "een"}
    twice = [work.client.post("/v1/deadlines/_acknowledge", json={"ids": ids}, headers=headers) for _ in range(2)]
    assert [one.json()["deadlines"] for one in twice] == [2, 2]
    assert work.names("state=acknowledged") == ["Loket", "Zaaksysteem"]
    assert len(work.get(f"deadlines/{work.id('Loket')}")["decisions"]) == 1


def test_what_was_told_is_listed(work: Worklist) -> None:
    told = work.get("alerts?role=system_owner")["items"]
    assert {(one["subject"]["name"], one["rung"]) for one in told} == {("Zaaksysteem", 60), ("Loket", -1)}
    page = work.get("alerts?limit=1")
    assert work.get(f"alerts?limit=1&after={page['next']}")["items"][0]["id"] < page["items"][0]["id"]
    # Nobody answered for what was overdue already: it goes up.
    later = work.scan(days=19)
    assert (later.raised, later.escalated) == (3, 1)
    assert {one["rung"] for one in work.get("alerts?kind=security_support_ends")["items"]} == {60, 30}


def test_rules_and_what_they_would_have_told(work: Worklist) -> None:
    rules = work.get("alert-rules")
    usual = next(one for one in rules["kinds"] if one["kind"] == "security_support_ends")
    assert (usual["ladder"][0], usual["overdueEveryMonths"]) == (730, 1)
    assert [one["role"] for one in rules["escalation"]] == ["system_owner", "departmental_cio", "cio_rijk"]
    shown = work.get("alert-rules/planned_end/preview")
    assert (shown["since"], shown["total"]) == ("2025-11-23", 6)
    assert [(one["rung"], one["dueOn"]) for one in shown["items"]] == [
        (-1, "2026-11-14"), (0, "2026-10-14"), (7, "2026-10-07"), (30, "2026-09-14"), (90, "2026-07-16"), (180, "2026-04-17"),
    ]  # fmt: skip
    other = work.get(f"alert-rules/planned_end/preview?organisationId={SPACE}")
    assert (other["total"], other["days"]) == (0, [])
    assert work.client.get("/v1/alert-rules/no_such_kind/preview").status_code == 404
    assert work.db.execute("SELECT count(*) FROM scans").fetchone() == (1,)
