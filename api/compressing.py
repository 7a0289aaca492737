"""Compression of all that is text, pages and files as well as JSON, in the coding that the caller prefers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from api.errors import PROBLEM_JSON
from api.negotiating import CSV, read_choices
from exporters.lives import FORMATS
from registry.events import BATCH_CONTENT_TYPE, CONTENT_TYPE

CODINGS = ("zstd", "br", "gzip")
"""Of equals the first is taken: the cheapest to make."""

LEAST = 1_000
"""Bytes; what is smaller goes in one packet anyhow."""

PIECE = 1024**2
"""Bytes that are compressed at a time, some ten milliseconds."""

OURS = (
    CSV,
    PROBLEM_JSON,
    CONTENT_TYPE,
    BATCH_CONTENT_TYPE,
    "application/yaml",
    *(one.media_type for one in FORMATS.values()),
)
"""Forms of text beside those that the library knows."""

for _form in OURS:
    add_compress_type(_form)


def with_compression(app: ASGIApp) -> ASGIApp:
    """The same application, its text compressed; small answers only for who refuses them as they are."""
    in_pieces = _with_pieces(app)
    usual, always = CompressMiddleware(in_pieces, minimum_size=LEAST), CompressMiddleware(in_pieces, minimum_size=0)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            coding, must = choose_coding(Headers(scope=scope).getlist("accept-encoding"))
            headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            # The library would take the first of its codings that is not refused.
            scope = {**scope, "headers": [*headers, (b"accept-encoding", coding.encode())]}
            await (always if must else usual)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return answer


def choose_coding(accept: Iterable[str]) -> tuple[str, bool]:
    """The coding that the lines of `Accept-Encoding` weigh most, or `identity`; and whether they refuse `identity`."""
    weights = {name: weight for name, _, weight in read_choices(accept)}
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding, others))
    weight = weights.get(best, others)
    refused = weights.get("identity", weights.get("*", 1.0)) == 0
    return best if weight and weight >= weights.get("identity", 0.0) else "identity", refused


def _with_pieces(app: ASGIApp) -> ASGIApp:
    """The same application, large bodies in pieces: others get a turn before the next is compressed."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            body = message.get("body", b"")
            *starts, last = range(0, len(body) or 1, PIECE)
            for start in starts:
                await send({"type": message["type"], "body": body[start : start + PIECE], "more_body": True})
                await asyncio.sleep(0)
            await send({**message, "body": body[last:]} if starts else message)

        await app(scope, receive, send_on)

    return answer
