"""The outbox over HTTP, as CloudEvents that others' code reads, and the calendar of a subscription."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from cloudevents.v1.http import from_json
from icalendar import Calendar
from starlette.testclient import TestClient

from registry.queries import calendars
from registry.subscribing import Made
from tests.api.conftest import ACTING_AS, MOMENT, Landscape
from tests.registry.telling import happen, subscribe

BATCH = {"Accept": "application/cloudevents-batch+json"}
PREFIX = "nl.rijksoverheid.landschap"
TODAY = date(2026, 11, 23)


def read(client: TestClient, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/v1/events?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def types(page: dict[str, Any]) -> list[str]:
    return [one["type"].removeprefix(f"{PREFIX}.").removesuffix(".v1") for one in page["items"]]


def test_who_goes_on_from_a_place_misses_none(db: psycopg.Connection[Any], client: TestClient) -> None:
    positions = [happen(db, "application.changed", at=MOMENT) for _ in range(5)]
    first = client.get(f"/v1/events?limit=2&after={positions[0] - 1}")
    following = first.headers["link"].partition(">")[0].removeprefix("<")
    second = client.get(following).json()
    assert [int(one["sequence"]) for one in (*first.json()["items"], *second["items"])] == positions[:4]
    last = read(client, f"after={second['next']}")
    assert (last["next"], last["position"]) == (None, str(positions[4]))
    assert read(client, f"after={last['position']}")["items"] == []
    new = happen(db, "import.applied", at=MOMENT)
    assert [int(one["sequence"]) for one in read(client, f"after={last['position']}")["items"]] == [new]


def test_events_are_chosen_by_type_moment_organisation_and_subscription(
    db: psycopg.Connection[Any], client: TestClient, landscape: Landscape
) -> None:
    bzk = UUID(landscape.ref("organisation", "bzk"))
    start = read(client)["position"]
    happen(db, "application.changed", at=MOMENT, organisation_id=bzk)
    happen(db, "application.ended", at=MOMENT + timedelta(hours=1))
    happen(db, "alert.contract-ends", at=MOMENT, organisation_id=bzk, rung=90, role="system_owner")
    happen(db, "alert.contract-ends", at=MOMENT, organisation_id=bzk, rung=30, role="departmental_cio")
    made = subscribe(db, MOMENT, channel="pull", target=None, kinds=["contract_ends", "application.ended"])
    after = f"after={start}"
    assert types(read(client, f"{after}&types=application.*")) == ["application.changed", "application.ended"]
    assert types(read(client, f"{after}&since=2026-11-23T12:30:00Z")) == ["application.ended"]
    assert len(read(client, f"{after}&organisationId={bzk}&types=alert.*&types=application.changed")["items"]) == 3
    assert types(read(client, f"{after}&subscriptionId={made.id}")) == ["application.ended", "alert.contract-ends"]
    assert client.get("/v1/events?types=DROP").status_code == 400
    assert client.get(f"/v1/events?subscriptionId={uuid4()}").status_code == 404


def test_others_read_them_as_cloud_events(db: psycopg.Connection[Any], client: TestClient) -> None:
    happen(db, "application.changed", at=MOMENT)
    answer = client.get("/v1/events?types=application.*", headers=BATCH)
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    (found,) = answer.json()
    one = client.get(f"/v1/events/{found['id']}", headers={"Accept": "application/cloudevents+json"})
    assert one.headers["content-type"] == "application/cloudevents+json"
    event = from_json(one.content)
    assert (event["type"], event["source"][:12]) == (f"{PREFIX}.application.changed.v1", "urn:nld:oin:")
    assert client.get(f"/v1/events/{uuid4()}").status_code == 404


def deadline(db: psycopg.Connection[Any], kind: str, due: str, **fields: object) -> UUID:
    columns: dict[str, object] = {
        "id": uuid4(), "kind": kind, "subject_kind": "application", "subject_id": uuid4(), "due": f"[{due},{due}]",
        "first_seen_on": TODAY, "seen_on": TODAY,
    } | fields  # fmt: skip
    db.execute(
        f"INSERT INTO deadlines ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
        list(columns.values()),
    )
    return UUID(str(columns["id"]))


@pytest.fixture
def agenda(db: psycopg.Connection[Any]) -> Made:
    kinds = ["security_support_ends", "contract_ends"]
    return subscribe(db, MOMENT, channel="calendar", target=None, kinds=kinds, thresholds=[30, 7])


def test_a_calendar_shows_what_its_subscription_chooses(
    db: psycopg.Connection[Any], client: TestClient, agenda: Made, landscape: Landscape
) -> None:
    shown = deadline(db, "security_support_ends", "2027-01-12", decide_by=date(2026, 12, 20))
    deadline(db, "planned_end", "2027-01-13")
    gone = deadline(db, "contract_ends", "2027-02-01", withdrawn_on=TODAY - timedelta(days=3))
    deadline(db, "contract_ends", "2027-02-02", withdrawn_on=TODAY - timedelta(days=120))
    address = f"/v1/calendars/{agenda.token}.ics"
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private"
    events = {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {f"{shown}-end@landschap", f"{shown}-decide@landschap", f"{gone}-end@landschap"}
    assert events[f"{gone}-end@landschap"]["STATUS"] == "CANCELLED"
    assert events[f"{shown}-decide@landschap"].decoded("DTSTART") == date(2026, 12, 20)
    assert len(events[f"{shown}-end@landschap"].walk("VALARM")) == 2
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    db.execute("UPDATE deadlines SET version = 2 WHERE id = %s", (shown,))
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 200


def test_an_old_or_unknown_token_shows_nothing(client: TestClient, agenda: Made, landscape: Landscape) -> None:
    renewed = client.post(f"/v1/subscriptions/{agenda.id}/_renew", headers=ACTING_AS).json()
    assert renewed["calendarUrl"] == f"http://127.0.0.1:8000/v1/calendars/{renewed['token']}.ics"
    asked = (agenda.token, renewed["token"], "zomaar", "x" * 150)
    statuses = [client.get(f"/v1/calendars/{token}.ics").status_code for token in asked]
    assert statuses == [404, 200, 404, 404]
    client.request("DELETE", f"/v1/subscriptions/{agenda.id}", headers=ACTING_AS)
    assert client.get(f"/v1/calendars/{renewed['token']}.ics").status_code == 404


def test_a_calendar_that_is_cut_says_so(
    db: psycopg.Connection[Any], client: TestClient, agenda: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "MOST_ITEMS", 2)
    days = ("2026-11-30", "2028-01-01", "2026-11-20")
    ids = [deadline(db, "contract_ends", day) for day in days]
    calendar = Calendar.from_ical(client.get(f"/v1/calendars/{agenda.token}.ics").content)
    shown = {str(event["UID"]) for event in calendar.walk("VEVENT")}
    assert shown == {f"{ids[0]}-end@landschap", f"{ids[2]}-end@landschap"}
    assert "er zijn er meer" in str(calendar["X-WR-CALDESC"])
