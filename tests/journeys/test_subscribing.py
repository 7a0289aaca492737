"""The way of a message: somebody subscribes over HTTP, something happens, and a receiver elsewhere hears it, signed."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cloudevents.v1.http import from_json
from standardwebhooks import Webhook
from starlette.testclient import TestClient

from cli.database import libpq_address
from cli.delivering import deliver_due
from cli.server import make_application
from cli.settings import Settings
from notifiers.targets import read_allowed
from registry.digests import make_digests, make_heartbeats
from registry.routing import route
from registry.unsubscribing import unsubscribe_token
from tests.notifiers.receiving import Heard, receiving, saying
from tests.registry.telling import happen

AS = {"X-Acting-As": "j.jansen@BZK"}
DAY = timedelta(days=1)


@pytest.fixture
def reached(furnished_database: str, tmp_path: Path) -> Settings:
    """Settings of a register that may send to this computer."""
    return replace(Settings(furnished_database, tmp_path, 8000), webhook_allow=read_allowed("127.0.0.1"))


@pytest.fixture
def client(furnished_database: str, reached: Settings) -> Iterator[TestClient]:
    app = make_application(furnished_database, reached)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as browser:
        yield browser
    app.state.engine.dispose()


def deliver(settings: Settings) -> int:
    """Choose and send what there is; how many arrived."""
    address, at = libpq_address(str(settings.database_url)), datetime.now(UTC)
    with psycopg.connect(address) as db:
        route(db, at=at)
        make_digests(db, at=at)
    return asyncio.run(deliver_due(address, settings, now=lambda: at, until_empty=True)).delivered


def opened(heard: Heard, secret: str) -> Any:
    """What a receiver reads, after it has checked the signature."""
    Webhook(secret).verify(heard.body, heard.headers)
    return json.loads(heard.body)


def test_a_webhook_hears_what_happens_by_old_and_new_secret(client: TestClient, reached: Settings) -> None:
    with receiving(saying(204)) as receiver:
        body = {"name": "Zaaksysteem", "channel": "webhook", "target": receiver.url(), "kinds": ["application.*"]}
        made = client.post("/v1/subscriptions", json=body, headers=AS).json()
        one = f"/v1/subscriptions/{made['id']}"
        since = datetime.now(UTC)
        with psycopg.connect(libpq_address(str(reached.database_url))) as db:
            happen(db, "application.changed", at=since)
        assert deliver(reached) == 1
        event = from_json(receiver.heard[0].body)
        opened(receiver.heard[0], made["secret"])
        new = client.post(f"{one}/_rotate", headers=AS).json()["secret"]
        client.post(f"{one}/_test", headers=AS)
        assert deliver(reached) == 1
        for secret in (made["secret"], new):
            assert opened(receiver.heard[1], secret)["type"].endswith(".subscription.test.v1")
        period = {"since": since.isoformat(), "until": (since + DAY).isoformat()}
        assert client.post(f"{one}/_replay", json=period, headers=AS).json() == {"events": 1, "messages": 1}
        assert deliver(reached) == 1
        assert opened(receiver.heard[2], new)["id"] == event["id"] == opened(receiver.heard[0], made["secret"])["id"]
        assert receiver.heard[2].headers["webhook-id"] != receiver.heard[0].headers["webhook-id"]
        # The day before there was nothing to tell, and that is told once.
        noon = datetime.now(UTC).replace(hour=12) - DAY
        with psycopg.connect(libpq_address(str(reached.database_url))) as db:
            db.execute("UPDATE subscriptions SET created_at = %s", (noon - 3 * DAY,))
            db.execute("UPDATE deliveries SET created_at = %s", (noon - 2 * DAY,))
            assert [make_heartbeats(db, at=noon), make_heartbeats(db, at=noon)] == [1, 0]
        assert deliver(reached) == 1
        alive = opened(receiver.heard[3], new)
        assert (alive["type"].endswith(".subscription.heartbeat.v1"), alive["data"]["stalled"]) == (True, True)
    sent = client.get(f"{one}/deliveries").json()["items"]
    told = [(message["what"], message["state"], len(message["attempts"])) for message in reversed(sent)]
    assert told == [(what, "delivered", 1) for what in ("event", "test", "replay", "heartbeat")]


def test_one_click_in_a_mail_program_ends_a_subscription(client: TestClient, reached: Settings) -> None:
    body = {"name": "Post", "channel": "mail", "target": "j.jansen@example.nl"}
    made = client.post("/v1/subscriptions", json=body, headers=AS).json()
    with psycopg.connect(libpq_address(str(reached.database_url))) as db:
        row = db.execute("SELECT secrets FROM subscriptions").fetchone()
    assert row is not None
    address = f"/afmelden?token={unsubscribe_token(UUID(made['id']), row[0])}"
    assert "Post" in client.get(address).text
    assert client.get(f"/v1/subscriptions/{made['id']}").json()["state"] == "active"
    assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(f"/v1/subscriptions/{made['id']}").json()["state"] == "ended"
    assert client.post("/afmelden?token=zomaar").status_code == 404
