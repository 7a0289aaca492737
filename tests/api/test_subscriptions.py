"""Subscriptions over HTTP: made, changed, paused, resumed and ended; secrets told once; tests, replays and deliveries."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.schemas.subscriptions import Delivered, Subscription, SubscriptionChanged, SubscriptionMade
from registry.routing import route
from registry.unsubscribing import unsubscribe_token
from tests.api.conftest import ACTING_AS, MOMENT, Landscape
from tests.registry.telling import WEBHOOK, happen

Json = dict[str, Any]
MERGE = ACTING_AS | {"Content-Type": "application/merge-patch+json", "If-Match": "*"}


class Desk:
    """Somebody who subscribes over HTTP."""

    def __init__(self, db: psycopg.Connection[Any], client: TestClient) -> None:
        self.db, self.client = db, client

    def post(self, path: str, body: Json | None = None, *, status: int = 200, **headers: str) -> Json:
        answer = self.client.post(f"/v1/subscriptions{path}", json=body, headers=ACTING_AS | headers)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    def subscribe(self, **chosen: Any) -> Json:
        body = {"name": "Meldingen", "channel": "webhook", "target": WEBHOOK} | chosen
        return self.post("", body, status=201)

    def get(self, path: str) -> Json:
        answer = self.client.get(f"/v1/subscriptions{path}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def refused(self, **chosen: Any) -> list[str]:
        """The names of the fields that are wrong."""
        body = {"name": "Meldingen", "channel": "webhook", "target": WEBHOOK} | chosen
        answer = self.client.post("/v1/subscriptions", json=body, headers=ACTING_AS)
        assert answer.status_code == 400, answer.text
        return [error["name"] for error in answer.json()["errors"]]


@pytest.fixture
def desk(db: psycopg.Connection[Any], client: TestClient, landscape: Landscape) -> Desk:
    return Desk(db, client)


def test_a_secret_is_told_once_and_is_nowhere_else(desk: Desk) -> None:
    made = desk.subscribe(kinds=["security_support_ends", "import.*"], thresholds=[90, 0])
    secret = made["secret"]
    assert secret.startswith("whsec_")
    assert (made["token"], made["calendarUrl"], made["subscriber"]) == (None, None, "j.jansen")
    one = f"/{made['id']}"
    rotated = desk.post(f"{one}/_rotate", {"reason": "Gelekt"})["secret"]
    shown = (desk.get(""), desk.get(one), desk.get(f"{one}/changes"), desk.get(f"{one}/deliveries"))
    assert not any(word in str(shown) for word in (secret, rotated))
    row = desk.db.execute("SELECT secrets FROM subscriptions WHERE id = %s", (made["id"],)).fetchone()
    assert row is not None
    assert [kept["secret"] for kept in row[0]] == [rotated, secret]
    assert row[0][0]["until"] is None
    assert desk.get(one)["oldSecretUntil"].startswith("2026-11-24T12:00")
    history = desk.get(f"{one}/changes")["items"]
    assert [(entry["action"], entry["reason"]) for entry in history] == [
        ("secret rotated", "Gelekt"),
        ("created", None),
    ]


def test_the_same_request_again_gives_the_same_without_the_secret(desk: Desk) -> None:
    body = {"name": "Meldingen", "channel": "webhook", "target": WEBHOOK}
    first = desk.post("", body, status=201, **{"Idempotency-Key": "een"})
    again = desk.post("", body, status=201, **{"Idempotency-Key": "een"})
    assert first["secret"] is not None
    assert again == first | {"secret": None}
    assert len(desk.get("")["items"]) == 1


def test_what_is_wrong_is_said_field_by_field(desk: Desk, landscape: Landscape) -> None:
    assert desk.refused(target="http://169.254.169.254/latest/meta-data") == ["/target"]
    assert desk.refused(target="https://127.0.0.1/x") == ["/target"]
    assert desk.refused(target="geen adres", kinds=["onzin", "stuff.changed"]) == ["/target", "/kinds", "/kinds"]
    assert desk.refused(channel="mail", target="j.jansen") == ["/target"]
    assert desk.refused(channel="calendar") == ["/target"]
    unknown = "00000000-0000-0000-0000-000000000001"
    assert desk.refused(organisationIds=[unknown], productIds=[unknown]) == ["/organisationIds", "/productIds"]
    assert desk.refused(thresholds=[4000]) == ["/thresholds/0"]
    assert desk.refused(organisationIds=[]) == ["/organisationIds"]
    known = landscape.ref("organisation", "bzk")
    assert desk.subscribe(organisationIds=[known])["organisationIds"] == [known]


def test_changes_go_by_version_and_are_kept(desk: Desk) -> None:
    made = desk.subscribe()
    address = f"/v1/subscriptions/{made['id']}"
    tag = desk.client.get(address).headers["etag"]
    changed = desk.client.patch(
        address, json={"digest": "weekly", "reason": "Te druk"}, headers=MERGE | {"If-Match": tag}
    )
    assert (changed.json()["digest"], changed.json()["nextDigestAt"]) == ("weekly", "2026-11-30T06:00:00Z")
    assert desk.client.patch(address, json={"name": "Y"}, headers=MERGE | {"If-Match": tag}).status_code == 412
    missing = {name: value for name, value in MERGE.items() if name != "If-Match"}
    assert desk.client.patch(address, json={"name": "Anders"}, headers=missing).status_code == 428
    assert desk.client.patch(address, json={"target": "https://10.0.0.1/"}, headers=MERGE).status_code == 400
    assert desk.client.patch(address, json={"channel": "mail"}, headers=MERGE).status_code == 400
    assert desk.client.patch(address, json={"digest": None}, headers=MERGE).status_code == 400
    (entry, _created) = desk.get(f"/{made['id']}/changes")["items"]
    assert (entry["action"], entry["before"]["digest"], entry["reason"]) == ("changed", "at_once", "Te druk")
    assert (entry["changedBy"], desk.get(f"/{made['id']}")["target"]) == ("j.jansen", WEBHOOK)


def test_pausing_keeps_and_ending_drops(desk: Desk) -> None:
    one = f"/{desk.subscribe()['id']}"
    desk.post(f"{one}/_pause", {"reason": "Onderhoud"})
    happen(desk.db, "alert.contract-ends", at=MOMENT)
    route(desk.db, at=MOMENT)
    shown = desk.get(one)
    assert (shown["state"], shown["stateReason"], shown["waitingEvents"]) == ("paused", "Onderhoud", 1)
    assert desk.post(f"{one}/_resume")["waitingMessages"] == 1
    desk.post(f"{one}/_test", status=202)
    ended = desk.client.request("DELETE", f"/v1/subscriptions{one}", headers=ACTING_AS)
    assert (ended.status_code, ended.json()["state"], ended.json()["waitingMessages"]) == (200, "ended", 0)
    assert {message["state"] for message in desk.get(f"{one}/deliveries")["items"]} == {"dropped"}
    assert desk.client.post(f"/v1/subscriptions{one}/_resume", headers=ACTING_AS).status_code == 409
    kept = desk.get(f"{one}/changes")["items"]
    assert [entry["action"] for entry in kept] == ["ended", "test sent", "resumed", "paused", "created"]


def test_deliveries_show_every_attempt(desk: Desk) -> None:
    one = f"/{desk.subscribe()['id']}"
    happen(desk.db, "alert.contract-ends", at=MOMENT)
    route(desk.db, at=MOMENT)
    desk.db.execute(
        "INSERT INTO delivery_attempts (delivery_id, at, outcome, status, answer, milliseconds)"
        " SELECT id, %s, 'retry', 503, 'even niet', 12 FROM deliveries",
        (MOMENT,),
    )
    (message,) = desk.get(f"{one}/deliveries?state=pending")["items"]
    assert (message["what"], message["attempts"][0]["status"], message["attempts"][0]["answer"]) == (
        "event",
        503,
        "even niet",
    )
    (event_id,) = message["eventIds"]
    assert (
        desk.client.get(f"/v1/events/{event_id}").json()["type"] == "nl.rijksoverheid.landschap.alert.contract-ends.v1"
    )
    text = desk.client.get(f"/v1/subscriptions{one}/deliveries", headers={"Accept": "text/csv"}).text
    assert "503;even niet;12" in text
    assert desk.get(f"{one}/deliveries?state=failed")["items"] == []


def test_a_period_goes_out_again_with_the_same_events(desk: Desk) -> None:
    one = f"/{desk.subscribe(kinds=['application.*'])['id']}"
    positions = [happen(desk.db, "application.changed", at=MOMENT + timedelta(hours=hour)) for hour in range(4)]
    happen(desk.db, "supplier.changed", at=MOMENT)
    route(desk.db, at=MOMENT)
    period = {"since": MOMENT.isoformat(), "until": (MOMENT + timedelta(hours=3)).isoformat()}
    assert desk.post(f"{one}/_replay", period, status=202) == {"events": 3, "messages": 3}
    chosen = desk.db.execute("SELECT count(*) FROM delivery_events").fetchone()
    assert chosen == (4,)
    again = [message for message in desk.get(f"{one}/deliveries")["items"] if message["what"] == "replay"]
    before = [message for message in desk.get(f"{one}/deliveries")["items"] if message["what"] == "event"]
    assert [message["eventIds"] for message in again] == [message["eventIds"] for message in before[1:]]
    assert not {message["id"] for message in again} & {message["id"] for message in before}
    assert len(positions) == 4
    backwards = {"since": period["until"], "until": period["since"]}
    assert desk.client.post(f"/v1/subscriptions{one}/_replay", json=backwards, headers=ACTING_AS).status_code == 400


def test_the_list_comes_in_pages_and_as_csv(desk: Desk) -> None:
    names = [desk.subscribe(name=f"Abonnement {number}")["name"] for number in range(3)]
    page = desk.client.get("/v1/subscriptions?limit=2")
    following = page.headers["link"].partition(">")[0].removeprefix("<")
    shown = [one["name"] for one in (*page.json()["items"], *desk.client.get(following).json()["items"])]
    assert shown == names[::-1]
    text = desk.client.get("/v1/subscriptions", headers={"Accept": "text/csv"}).text
    assert "Abonnement 1" in text
    assert "whsec_" not in text
    assert desk.get("?state=paused&state=ended&channel=webhook")["items"] == []
    assert desk.client.get("/v1/subscriptions?after=zomaar").status_code == 400


def test_the_link_in_a_mail_ends_the_subscription_and_no_other(desk: Desk) -> None:
    made = desk.subscribe(channel="mail", target="j.jansen@example.nl")
    other = desk.subscribe(channel="mail", target="p.pieters@example.nl")
    assert made["secret"] is None
    row = desk.db.execute("SELECT secrets FROM subscriptions WHERE id = %s", (made["id"],)).fetchone()
    assert row is not None
    token = unsubscribe_token(UUID(made["id"]), row[0])
    for wrong in ("zomaar", token[:-8] + "AAAAAAA=", "é", "A" * 64):
        assert desk.client.post(f"/v1/subscriptions/_unsubscribe?token={wrong}").status_code == 404
    for _ in range(2):
        assert desk.post(f"/_unsubscribe?token={token}") == {"name": "Meldingen", "ended": True}
    assert (desk.get(f"/{made['id']}")["state"], desk.get(f"/{other['id']}")["state"]) == ("ended", "active")


def test_answers_have_what_the_document_says(desk: Desk) -> None:
    made = desk.subscribe(digest="daily", kinds=["alert.*"])
    one = f"/{made['id']}"
    desk.post(f"{one}/_pause", {"reason": "Onderhoud"})
    desk.post(f"{one}/_resume")
    desk.post(f"{one}/_test", status=202)
    told: list[tuple[type[BaseModel], Json]] = [
        (SubscriptionMade, made),
        (Subscription, desk.get(one)),
        *((Subscription, item) for item in desk.get("")["items"]),
        *((Delivered, item) for item in desk.get(f"{one}/deliveries")["items"]),
        *((SubscriptionChanged, item) for item in desk.get(f"{one}/changes")["items"]),
    ]
    assert len(told) == 8
    for model, content in told:
        assert set(content) == {field.alias for field in model.model_fields.values()}
        model.model_validate(content)
