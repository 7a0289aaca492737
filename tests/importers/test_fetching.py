from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import ClassVar

import httpx
import pytest

from importers.fetching import Answer, Bounds, Pace, fetch
from registry.errors import RegisterError

URL = "https://dienst.example/lijst"
BOUNDS = Bounds(size=10_000, seconds=60.0)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
GARBLED = {"content-encoding": "gzip"}


class Unavailable(RegisterError):
    """De dienst is er niet: {0}."""

    english: ClassVar[str] = "The service is away: {0}."


def fetched(
    answers: list[httpx.Response | httpx.TransportError],
    *,
    bounds: Bounds = BOUNDS,
    chance: float = 1.0,
    clock: Callable[[], float] = lambda: 0.0,
) -> tuple[Answer | str, list[float]]:
    """What came of it (the reason where nothing did), and the seconds waited; the last answer is given for ever."""

    def answer(request: httpx.Request) -> httpx.Response:
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(found, httpx.TransportError):
            raise found
        return found

    waited: list[float] = []
    pace = Pace(waited.append, lambda: NOW, clock, lambda: chance)
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        request = client.build_request("GET", URL)
        try:
            return fetch(client, request, bounds, pace=pace, unavailable=Unavailable), waited
        except Unavailable as error:
            return str(error.args[0]), waited


def busy(status: int, retry_after: str | None = None) -> httpx.Response:
    return httpx.Response(status, headers={"Retry-After": retry_after} if retry_after else {})


def arrived(found: tuple[Answer | str, list[float]]) -> tuple[int, bytes, list[float]]:
    answer, waited = found
    assert isinstance(answer, Answer)
    return answer.status, answer.content, waited


def test_it_comes_back_when_the_service_says() -> None:
    answers = [
        busy(429, "7"), busy(503, "Mon, 23 Nov 2026 10:00:09 GMT"), busy(408, "ooit"), busy(429, "86400"),
        httpx.Response(200, content=b"lijst"),
    ]  # fmt: skip
    assert arrived(fetched([*answers])) == (200, b"lijst", [7.0, 9.0, 4.0, 60.0])


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize(("chance", "waits"), [(0.0, [0.5, 1.0, 2.0, 4.0]), (1.0, [1.0, 2.0, 4.0, 8.0])])
def test_a_service_that_stays_busy(status: int, chance: float, waits: list[float]) -> None:
    assert fetched([busy(status)], chance=chance) == (f"HTTP {status}", waits)


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (httpx.ConnectError("geen verbinding"), "ConnectError geen verbinding"),
        (httpx.ReadTimeout(""), "ReadTimeout"),
    ],
)
def test_a_service_that_stays_away(failure: httpx.TransportError, reason: str) -> None:
    assert fetched([failure]) == (reason, [1.0, 2.0, 4.0, 8.0])


def test_an_answer_that_was_garbled_on_its_way_is_asked_for_again() -> None:
    garbled = httpx.Response(200, headers=GARBLED, stream=httpx.ByteStream(b"geen gzip"))
    assert arrived(fetched([garbled, httpx.Response(200, content=b"lijst")])) == (200, b"lijst", [1.0])


def test_what_is_no_failure_of_the_moment_is_the_answer() -> None:
    for status in (200, 301, 304, 400, 403, 404, 501):
        assert arrived(fetched([httpx.Response(status, content=b"x")])) == (status, b"x", [])


def test_redirects_are_followed_where_the_bounds_say_so() -> None:
    answers = [httpx.Response(302, headers={"Location": "/elders"}), httpx.Response(200, content=b"elders")]
    assert arrived(fetched([*answers])) == (302, b"", [])
    assert arrived(fetched([*answers], bounds=Bounds(10, 60.0, redirects=True))) == (200, b"elders", [])


def test_an_answer_that_is_too_large_ends_it() -> None:
    large = httpx.Response(200, content=b"x" * 10_001)
    assert fetched([large]) == ("> 0 MB", [])


def test_an_answer_that_takes_too_long_in_all_is_asked_for_again() -> None:
    seconds = count(0, 61)
    said = fetched([httpx.Response(200, content=b"x")], clock=lambda: float(next(seconds)))
    assert said == ("ReadTimeout > 60 s", [1.0, 2.0, 4.0, 8.0])
