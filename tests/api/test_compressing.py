"""Text is sent compressed, in the coding that the caller prefers, and nothing else about an answer changes."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.compressing import LEAST, PIECE, choose_coding, with_compression
from api.negotiating import PDF, XLSX
from registry.events import BATCH_CONTENT_TYPE, CONTENT_TYPE
from tests.api.conftest import Landscape
from web.rendering import asset

TEXT = {
    "/v1/openapi.json": "application/json",
    "/v1/organisations?": "application/problem+json",
    "/toegankelijkheid": "text/html; charset=utf-8",
    asset("screen.css"): "text/css; charset=utf-8",
    asset("screen.js"): "text/javascript; charset=utf-8",
}
NOT_TEXT = ("/v1/imports/template", "/assets/fira-sans-latin-400-normal-OYYTPMAV.woff2")


@pytest.fixture
def client(app: FastAPI, landscape: Landscape) -> TestClient:
    """The API and the screens."""
    return TestClient(app)


def told(answer: Any, *names: str) -> tuple[str | None, ...]:
    return tuple(answer.headers.get(name) for name in names)


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ([], ("identity", False)),
        ([""], ("identity", False)),
        (["identity"], ("identity", False)),
        (["gzip"], ("gzip", False)),
        (["gzip, deflate, br, zstd"], ("zstd", False)),
        (["gzip, deflate, br"], ("br", False)),
        (["gzip", "br;q=0.5"], ("gzip", False)),
        (["zstd;q=0.1, br;q=0.2, gzip;q=0.3"], ("gzip", False)),
        (["GZIP;Q=0.3"], ("gzip", False)),
        (["gzip;q=0"], ("identity", False)),
        (["gzip;q=0, *"], ("zstd", False)),
        (["zstd;q=0, br;q=0, *;q=0.1"], ("gzip", False)),
        (["identity;q=0.5, gzip;q=0.4"], ("identity", False)),
        (["*;q=0"], ("identity", True)),
        (["identity;q=0"], ("identity", True)),
        (["identity;q=0, gzip;q=0.1"], ("gzip", True)),
        (["gzip, *;q=0"], ("gzip", True)),
        (["vibrant, gzip;q=much"], ("identity", False)),
    ],
)
def test_which_coding_is_preferred(accept: list[str], coding: tuple[str, bool]) -> None:
    assert choose_coding(accept) == coding


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("path", TEXT)
def test_text_of_every_kind_is_compressed(client: TestClient, path: str, coding: str) -> None:
    path += "&".join(f"unknown{number}=1" for number in range(20)) if path.endswith("?") else ""
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    small = client.get(path, headers={"Accept-Encoding": coding})
    assert told(plain, "content-encoding", "content-type") == (None, TEXT[path.partition("unknown")[0]])
    assert told(small, "content-encoding", "content-type") == (coding, plain.headers["content-type"])
    assert small.content == plain.content
    assert small.num_bytes_downloaded < len(plain.content) / 2
    varies = [answer.headers["vary"].split(", ") for answer in (plain, small)]
    assert varies[0] == varies[1]
    assert varies[0].count("Accept-Encoding") == 1


@pytest.mark.parametrize(
    ("form", "coding"),
    [
        *((form, "gzip") for form in ("text/csv", "text/calendar", "text/plain; version=1.0.0", "image/svg+xml")),
        *((form, "gzip") for form in ("application/yaml", "application/vnd.cyclonedx+json")),
        *((form, "gzip") for form in (CONTENT_TYPE, BATCH_CONTENT_TYPE)),
        *((form, None) for form in (XLSX, PDF, "image/png", "font/woff2", "application/octet-stream")),
    ],
)
def test_which_forms_are_compressed(form: str, coding: str | None) -> None:
    client = TestClient(with_compression(Response(b"twee keer " * LEAST, media_type=form)))
    assert told(client.get("/", headers={"Accept-Encoding": "gzip"}), "content-encoding") == (coding,)


def test_what_an_answer_varies_with_is_kept(client: TestClient) -> None:
    assert client.get("/v1/openapi.json").headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
    page = client.get("/toegankelijkheid")
    assert page.headers["vary"] == "Accept-Language, Cookie, HX-Request, Accept-Encoding"


@pytest.mark.parametrize("path", NOT_TEXT)
def test_what_is_compressed_already_is_left_alone(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert len(answer.content) > LEAST
    assert told(answer, "content-encoding", "content-length") == (None, str(len(answer.content)))


def test_a_small_answer_is_compressed_only_for_who_refuses_it_as_it_is(client: TestClient) -> None:
    assert told(client.get("/v1/health"), "content-encoding") == (None,)
    answer = client.get("/v1/health", headers={"Accept-Encoding": "identity;q=0, gzip;q=0.5"})
    assert (told(answer, "content-encoding"), answer.json()["status"]) == (("gzip",), "ok")
    refused = client.get("/v1/openapi.json", headers={"Accept-Encoding": "*;q=0"})
    assert (refused.status_code, told(refused, "content-encoding")) == (200, (None,))


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/toegankelijkheid", asset("screen.css"), *NOT_TEXT])
def test_head_tells_what_get_would_tell(client: TestClient, path: str) -> None:
    whole, bare = client.get(path), client.head(path)
    assert (bare.status_code, bare.num_bytes_downloaded) == (200, 0)
    assert bare.headers == whole.headers


def test_a_range_is_one_of_the_file_as_it_is(client: TestClient) -> None:
    path = asset("screen.css")
    whole = client.get(path)
    assert told(whole, "content-encoding", "accept-ranges") == ("zstd", None)
    part = client.get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert told(part, "content-encoding", "content-range") == (None, f"bytes 10-19/{len(whole.content)}")
    # The tag of the compressed file is not that of the file: no part of the one is sewn to the other.
    again = client.get(path, headers={"Range": "bytes=10-19", "If-Range": whole.headers["etag"]})
    assert (again.status_code, again.content) == (200, whole.content)


def test_a_stream_is_compressed_while_it_is_sent(client: TestClient) -> None:
    plain = client.get("/v1/lifecycles?format=cyclonedx", headers={"Accept-Encoding": "identity"})
    answer = client.get("/v1/lifecycles?format=cyclonedx")
    assert told(answer, "content-encoding", "content-length", "etag") == ("zstd", None, None)
    assert answer.json()["components"] == plain.json()["components"]


def send_through(app: ASGIApp, coding: str) -> tuple[list[Any], int]:
    """The messages in which an application answers, and how often others got a turn meanwhile."""
    sent: list[Any] = []
    turns = 0

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def count_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def answer() -> None:
        others = asyncio.create_task(count_turns())
        headers = [(b"accept-encoding", coding.encode())]
        await app({"type": "http", "method": "GET", "path": "/", "headers": headers}, receive, send)
        others.cancel()

    asyncio.run(answer())
    return sent, turns


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_others_get_a_turn_while_a_large_answer_is_compressed(coding: str) -> None:
    text = "".join(f"{number}\n" for number in range(PIECE // 2))
    _, turns = send_through(with_compression(PlainTextResponse(text)), coding)
    assert turns >= len(text) // PIECE
    answer = TestClient(with_compression(PlainTextResponse(text))).get("/", headers={"Accept-Encoding": coding})
    assert answer.text == text


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_content_stays_so(status: int) -> None:
    (start, *bodies), _ = send_through(with_compression(PlainTextResponse(None, status)), "gzip")
    assert (start["status"], [body.get("body") for body in bodies]) == (status, [b""])
    assert b"content-encoding" not in dict(start["headers"])
