"""Deliveries as the libraries of others read them, and answers as receivers give them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.bindings.http import from_structured as read_structured
from cloudevents.core.formats.json import JSONFormat
from standardwebhooks import Webhook, WebhookVerificationError

from notifiers.answers import Answer, Reason
from notifiers.webhook import valid_secrets
from tests.notifiers.messages import LOOPBACK, OLD_SECRET, SECRET, event, message, send
from tests.notifiers.receiving import receiving, saying

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_the_libraries_of_others_accept_a_delivery() -> None:
    with receiving(saying(200, b"dank u")) as receiver:
        answer = send(message(receiver.url("/haak?sleutel=1")))
    (heard,) = receiver.heard
    assert (answer.outcome, answer.status, answer.text, answer.reason) == ("delivered", 200, "dank u", None)
    assert (heard.method, heard.path) == ("POST", "/haak?sleutel=1")
    assert heard.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert heard.headers["webhook-id"] == "6f9619ff-8b86-d011-b42d-00c04fc964ff"
    assert Webhook(SECRET).verify(heard.body, heard.headers)
    read = from_http_event(HTTPMessage(heard.headers, heard.body))
    assert read.get_type() == "nl.rijksoverheid.landschap.alert.security-support-ends.v1"
    assert read.get_source() == "urn:nld:oin:00000001003214345000:systeem:landschap"
    assert (read.get_id(), read.get_time()) == (str(event().id), event().at)
    assert read.get_extension("sequence") == f"{1:020d}"
    assert orjson.loads(orjson.dumps(read.get_data()))["daysLeft"] == 49


def test_a_digest_is_a_batch() -> None:
    with receiving(saying(204)) as receiver:
        send(message(receiver.url(), event(1), event(2), what="digest"))
        send(message(receiver.url(), event(3), what="digest"))
    types = [heard.headers["content-type"] for heard in receiver.heard]
    assert types == ["application/cloudevents-batch+json"] * 2
    ids = [[_read(one).get_id() for one in orjson.loads(heard.body)] for heard in receiver.heard]
    assert ids == [[str(event(1).id), str(event(2).id)], [str(event(3).id)]]


def _read(one: object) -> BaseCloudEvent:
    return read_structured(HTTPMessage({}, orjson.dumps(one)), JSONFormat())


def test_both_secrets_sign_while_one_takes_the_place_of_the_other() -> None:
    told = message("")
    now = datetime.now(UTC)
    old = {"secret": OLD_SECRET, "until": (now + timedelta(hours=1)).isoformat()}
    with receiving(saying(200)) as receiver:
        rotating = replace(told, target=receiver.url(), secrets=(*told.secrets, old))
        send(rotating)
        send(rotating, at=now + timedelta(hours=1))
    during, after = receiver.heard
    assert Webhook(SECRET).verify(during.body, during.headers)
    assert Webhook(OLD_SECRET).verify(during.body, during.headers)
    assert len(after.headers["webhook-signature"].split()) == 1
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Webhook(SECRET).verify(during.body + b" ", during.headers)


def test_the_timestamp_is_that_of_the_attempt_and_the_id_stays() -> None:
    with receiving(saying(500)) as receiver:
        for hours in (0, 2):
            send(message(receiver.url()), at=AT + timedelta(hours=hours))
    first, second = (heard.headers for heard in receiver.heard)
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 7200
    assert first["webhook-signature"] != second["webhook-signature"]


def test_without_a_valid_secret_nothing_is_sent() -> None:
    with receiving(saying(200)) as receiver:
        answer = send(replace(message(receiver.url()), secrets=({"secret": SECRET, "until": "2026-01-01T00:00:00Z"},)))
    assert (answer.outcome, receiver.heard) == ("refused", [])


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (200, "delivered", None),
        (202, "delivered", None),
        (204, "delivered", None),
        (
            410,
            "gone",
            Reason(
                "De ontvanger zegt dat dit adres voorgoed weg is (410). Het abonnement is uitgezet.",
                "The receiver says that this address is gone for good (410). The subscription was disabled.",
            ),
        ),
        (
            404,
            "retry",
            Reason("De ontvanger nam het bericht niet aan (404).", "The receiver did not accept the message (404)."),
        ),
        (503, "retry", Reason("De ontvanger heeft een storing (503).", "The receiver has a failure (503).")),
        (
            304,
            "retry",
            Reason(
                "De ontvanger verwijst door op een manier die niet gevolgd wordt (304).",
                "The receiver redirects in a way that is not followed (304).",
            ),
        ),
    ],
)
def test_what_an_answer_means(status: int, outcome: str, reason: Reason | None) -> None:
    with receiving(saying(status)) as receiver:
        answer = send(message(receiver.url()))
    assert (answer.outcome, answer.status, answer.reason) == (outcome, status, reason)


def test_what_is_kept_of_an_answer() -> None:
    with receiving(saying(400, b"\x00Onbekend veld: \xff" + b"x" * 3000)) as receiver:
        answer = send(message(receiver.url()))
    assert answer.text == "Onbekend veld: \ufffd" + "x" * 483
    first, second = answer.told.split("\n")
    assert first == "De ontvanger nam het bericht niet aan (400). / The receiver did not accept the message (400)."
    assert second == answer.text


def test_a_receiver_asks_to_wait() -> None:
    with receiving(saying(429, b"", "Retry-After: 120")) as receiver:
        answer = send(message(receiver.url()))
    assert (answer.outcome, answer.retry_after) == ("retry", 120.0)


def test_which_secrets_sign() -> None:
    secrets: list[dict[str, str | None]] = [
        {"secret": "new", "until": None},
        {"secret": "old", "until": "2026-11-24T12:00:01+00:00"},
        {"secret": "older", "until": "2026-11-24T12:00:00Z"},
    ]
    assert valid_secrets(secrets, AT) == ["new", "old"]


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(saying(200)) as proxy, receiving(saying(200)) as receiver:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url(""))
        answer = send(message(receiver.url()), allowed=LOOPBACK)
    assert (answer.outcome, len(receiver.heard), proxy.heard) == ("delivered", 1, [])


def test_an_answer_in_words_of_both_languages() -> None:
    assert Answer("delivered", 3, 200, "ok").told == "ok"
    assert Answer("retry", 3, None, "", Reason("Niemand.", "Nobody.")).told == "Niemand. / Nobody."
