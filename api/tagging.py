"""Entity tags: 304 for who has the answer already, 412 for who changes what somebody else changed (RFC 9110, section 13).

A tag is `"version.digest.coding"`, of which only the parts that an answer has: the version of a record, a digest of the
answer, and how it is compressed. The version alone counts for a change, the whole for `If-None-Match`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.language import preferred_language
from registry.errors import PreconditionRequired

ANY = "*"
ABOUT_CONTENT = (
    "Accept-Ranges", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type",
    "Last-Modified", "Link",
)  # fmt: skip
"""What who gets 304 has already."""

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def with_tags(app: ASGIApp) -> ASGIApp:
    """The same application; what it answers a GET in one piece gets a tag. Files have their own, streams none."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        started: Message | None = None

        async def send_on(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and message["status"] == 200:
                started = message
                return
            if started:
                headers = MutableHeaders(raw=started["headers"])
                if not message.get("more_body") and "accept-ranges" not in headers:
                    version = [headers["etag"].strip('"')] if "etag" in headers else []
                    headers["ETag"] = _quoted([*version, _digest(scope, headers, message.get("body", b""))])
                await send(started)
                started = None
            await send(message)

        await app(scope, receive, send_on if scope.get("method") == "GET" else send)

    return answer


def _digest(scope: Scope, headers: Headers, body: bytes) -> str:
    """Of the answer and of what was asked: other parameters, another form or language, another tag."""
    language = preferred_language(Headers(scope=scope).getlist("accept-language"))
    asked = f"{scope['query_string']!r} {headers.get('content-type')} {language}\n"
    return hashlib.blake2b(asked.encode() + body, digest_size=12).hexdigest()


def with_preconditions(app: ASGIApp) -> ASGIApp:
    """The same application, which answers 304 to who has the answer already, and HEAD as GET without the body."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        method = scope.get("method")
        bare = method == "HEAD"
        held = read_tags(Headers(scope=scope).getlist("if-none-match")) if method in {"GET", "HEAD"} else frozenset()

        async def send_on(message: Message) -> None:
            nonlocal bare
            if message["type"] == "http.response.start":
                message = _conditional(message, held)
                bare = bare or message["status"] == 304
            elif bare and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await app({**scope, "method": "GET"} if bare else scope, receive, send_on)

    return answer


def _conditional(start: Message, held: frozenset[str]) -> Message:
    """The start of an answer with its coding in its tag; 304 where the tag is among those that are held."""
    headers = MutableHeaders(raw=list(start["headers"]))
    tag = headers.get("etag", "")
    if tag.startswith('"') and "content-encoding" in headers:
        # A strong tag stands for these very bytes, and a range is one of others.
        headers["ETag"] = tag = _quoted([tag.strip('"'), headers["content-encoding"]])
        del headers["Accept-Ranges"]
    if start["status"] != 200 or not held & {ANY, tag.removeprefix("W/")}:
        return {**start, "headers": headers.raw}
    for name in ABOUT_CONTENT:
        del headers[name]
    return {**start, "status": 304, "headers": headers.raw}


def _quoted(parts: Iterable[str]) -> str:
    return f'"{".".join(parts)}"'


def read_tags(lines: Iterable[str]) -> frozenset[str]:
    """The tags in all lines of an `If-Match` or `If-None-Match`, quoted and without `W/`; `*` stands for any."""
    return frozenset(tag for line in lines for tag in ([ANY] if line.strip() == ANY else _TAG.findall(line)))


def get_versions(
    request: Request,
    if_match: Annotated[str | None, Header(alias="If-Match", description="De ETag die u het laatst ontving.")] = None,
) -> frozenset[str] | None:
    """The versions of which the caller wants to change one, quoted; None for any. Raises `PreconditionRequired`.

    Weak tags count: a proxy that compresses makes them so, and a version tells all that it should.
    """
    if if_match is None:
        raise PreconditionRequired
    tags = read_tags(request.headers.getlist("if-match"))
    return None if ANY in tags else frozenset(_quoted([tag.strip('"').partition(".")[0]]) for tag in tags)


VersionsToChange: TypeAlias = Annotated[frozenset[str] | None, Depends(get_versions)]
