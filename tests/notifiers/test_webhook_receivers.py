"""Receivers that hang, drip, redirect for ever, answer 10 MB, or are somewhere else than they say."""

import asyncio
import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifiers.answers import Answer
from notifiers.failures import CONNECTION_REFUSED, EMPTY, EXPIRED, TOO_MANY_REDIRECTS, TOO_SLOW, UNKNOWN_HOST
from notifiers.targets import Allowed, read_allowed
from notifiers.webhook import Line, open_line, send_webhook
from tests.notifiers.messages import IMPATIENT, ORIGIN, PATIENT, message, send
from tests.notifiers.receiving import Answering, Heard, Receiver, certified, dripping, hang, receiving, saying

NETWORK = read_allowed("127.0.0.0/8")


def sending(line: Line, *receivers: Receiver) -> list[asyncio.Future[Answer]]:
    """Fifteen messages to each of them, on their way."""
    messages = [message(receiver.url()) for receiver in receivers for _ in range(15)]
    return [asyncio.ensure_future(send_webhook(one, line, at=datetime.now(UTC))) for one in messages]


def wait_until_heard(messages: int, *receivers: Receiver) -> None:
    while sum(len(receiver.heard) for receiver in receivers) < messages:
        time.sleep(0.01)


def test_hanging_and_dripping_block_nobody() -> None:
    """Thirty bad receivers and one good one at once: that one is done while all others are still waited for."""
    with receiving(hang) as hanging, receiving(dripping(500)) as drip, receiving(saying(200)) as good:

        async def all_at_once() -> tuple[Answer, list[bool]]:
            async with open_line(ORIGIN, NETWORK, policy=PATIENT) as line:
                waited = sending(line, hanging, drip)
                await asyncio.to_thread(wait_until_heard, len(waited), hanging, drip)
                answer = await send_webhook(message(good.url()), line, at=datetime.now(UTC))
                done = [one.done() for one in waited]
                for one in waited:
                    one.cancel()
                await asyncio.gather(*waited, return_exceptions=True)
                return answer, done

        answer, done = asyncio.run(all_at_once())
    assert (answer.outcome, done) == ("delivered", [False] * 30)


def test_hanging_and_dripping_cost_their_own_time_out() -> None:
    with receiving(hang) as hanging, receiving(dripping(500)) as drip:

        async def all_at_once() -> list[Answer]:
            async with open_line(ORIGIN, NETWORK, policy=IMPATIENT) as line:
                return await asyncio.gather(*sending(line, hanging, drip))

        answers = asyncio.run(all_at_once())
    assert {(answer.outcome, answer.status, answer.reason) for answer in answers[:15]} == {("retry", None, TOO_SLOW)}
    assert {(answer.outcome, answer.status) for answer in answers[15:]} == {("retry", 500)}


def test_who_says_yes_and_then_drips_has_received_it() -> None:
    with receiving(dripping(200)) as receiver:
        answer = send(message(receiver.url()), policy=IMPATIENT)
    assert (answer.outcome, answer.status) == ("delivered", 200)
    assert answer.milliseconds >= 1000 * IMPATIENT.total_seconds - 100


def test_ten_megabytes_are_not_read() -> None:
    written: list[int] = []

    async def large(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x" * 10_000)
            await writer.drain()
            written.append(10_000)

    with receiving(large) as receiver:
        answer = send(message(receiver.url()))
    assert (answer.outcome, answer.text) == ("delivered", "x" * 500)
    assert sum(written) < 10_000_000


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\n" + b"x-a: b\r\n" * 100_000, b"x" * 1_000_000, b"HTTP/1.1 999 ?\r\n\r\n"]
)
def test_what_is_no_answer(start: bytes) -> None:
    async def babble(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        writer.close()

    with receiving(babble) as receiver:
        assert send(message(receiver.url())).outcome == "retry"


def test_a_receiver_that_hangs_up_and_one_that_is_not_there() -> None:
    async def hang_up(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.close()

    with receiving(hang_up) as receiver:
        assert send(message(receiver.url())).reason == EMPTY
    assert send(message(receiver.url())).reason == CONNECTION_REFUSED


def moving(status: int, where: str) -> Answering:
    return saying(status, b"", f"location: {where}")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_with_the_same_post(status: int) -> None:
    with receiving(saying(200)) as good, receiving(moving(status, good.url("/nieuw"))) as old:
        assert send(message(old.url())).outcome == "delivered"
    (heard,) = good.heard
    assert (heard.method, heard.path, heard.body) == ("POST", "/nieuw", old.heard[0].body)
    assert heard.headers["host"] == f"127.0.0.1:{good.port}"
    assert heard.headers["webhook-signature"] == old.heard[0].headers["webhook-signature"]


def test_a_redirect_that_asks_for_something_else_is_not_followed() -> None:
    with receiving(saying(200)) as good, receiving(moving(303, good.url())) as old:
        answer = send(message(old.url()))
    assert (answer.outcome, answer.status, good.heard) == ("retry", 303, [])


def test_redirects_for_ever() -> None:
    with receiving(moving(307, "/verder")) as receiver:
        answer = send(message(receiver.url()))
    assert (answer.outcome, answer.reason) == ("retry", TOO_MANY_REDIRECTS)
    assert [heard.path for heard in receiver.heard] == ["/haak", "/verder", "/verder", "/verder"]


@pytest.mark.parametrize(
    "inside", ["http://169.254.169.254/latest", "https://10.0.0.1/", "https://[::1]/", "file:///x", "http://[half"]
)
def test_a_redirect_to_the_inside_is_refused(inside: str) -> None:
    with receiving(moving(307, inside)) as receiver:
        assert send(message(receiver.url())).outcome == "refused"


def test_a_name_of_which_one_address_lies_inside_is_refused_without_trying_any(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(saying(200)) as receiver:
        _resolve(monkeypatch, ["127.0.0.1", "10.0.0.1"])
        url = f"https://haak.voorbeeld.nl:{receiver.port}/"
        answer = send(message(url), allowed=NETWORK)
    assert (answer.outcome, receiver.heard) == ("refused", [])
    assert answer.reason is not None
    assert "10.0.0.1" in answer.reason.nl


def test_localhost_is_found_out_by_its_address() -> None:
    with receiving(saying(200)) as receiver:
        answer = send(message(f"https://localhost:{receiver.port}/"), allowed=Allowed())
    assert (answer.outcome, receiver.heard) == ("refused", [])


def test_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolve(monkeypatch, [])
    assert send(message("https://haak.voorbeeld.nl/")).reason == UNKNOWN_HOST


def test_the_checked_address_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A name that means something else at each look is looked up once; its certificate is checked by that name."""
    server, trust = certified(tmp_path, days=30, host="haak.voorbeeld.nl")
    with receiving(saying(200), tls=server) as receiver:
        looks = _resolve(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
        url = f"https://haak.voorbeeld.nl:{receiver.port}/"
        answer = send(message(url), allowed=NETWORK, trust=trust)
    assert (answer.outcome, looks) == ("delivered", ["haak.voorbeeld.nl"])
    assert receiver.heard[0].headers["host"] == f"haak.voorbeeld.nl:{receiver.port}"


def test_certificates(tmp_path: Path) -> None:
    good, trust_good = certified(tmp_path, days=30)
    expired, trust_expired = certified(tmp_path, days=-1)
    elsewhere, trust_elsewhere = certified(tmp_path, days=30, host="elders.voorbeeld.nl")
    with receiving(saying(200), tls=good) as receiver:
        assert send(message(receiver.url()), trust=trust_good).outcome == "delivered"
        stranger = send(message(receiver.url()))
    with receiving(saying(200), tls=expired) as receiver:
        late = send(message(receiver.url()), trust=trust_expired)
    with receiving(saying(200), tls=elsewhere) as other:
        wrong_name = send(message(other.url()), trust=trust_elsewhere)
    assert (late.outcome, late.reason, receiver.heard) == ("retry", EXPIRED, [])
    assert stranger.reason is not None
    assert "niet te vertrouwen (self-signed certificate)" in stranger.reason.nl
    assert wrong_name.reason is not None
    assert "niet te vertrouwen" in wrong_name.reason.nl


def _resolve(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names mean these addresses from now on, each list at one look; the names that were looked up."""
    looks: list[str] = []

    def look_up(host: str, port: int, **_kind: object) -> list[tuple[object, ...]]:
        looks.append(host)
        found = answers[len(looks) - 1]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr("notifiers.webhook_connections.socket.getaddrinfo", look_up)
    return looks
