"""The headers of every answer, also of errors: the version of the API, what it varies with, and what keeps browsers safe."""

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
ALWAYS = SAFETY | {"Vary": "Accept, Accept-Language"}


def with_headers(app: ASGIApp) -> ASGIApp:
    """The same application, each of its answers with the headers that belong there."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, send_on)

    return answer
