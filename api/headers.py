"""The headers of every answer, also of errors: the version of the API, and what keeps browsers safe.

HEAD is answered here as well: whatever can be got can be asked for without its body.
"""

from __future__ import annotations

from importlib.metadata import version

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_VERSION = version("landschap")
"""Version of the installed package, and so of the API; `CHANGELOG.md` tells what changed."""

SAFETY = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def with_headers(app: ASGIApp) -> ASGIApp:
    """The same application, each of its answers with the headers that belong there."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        bare = scope.get("method") == "HEAD"

        async def send_on(message: Message) -> None:
            if bare and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFETY.items():
                    headers.setdefault(name, value)
            await send(message)

        await app({**scope, "method": "GET"} if bare else scope, receive, send_on)

    return answer
