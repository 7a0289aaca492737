"""How large a request may be: counted while it comes in, so that nothing too large is ever kept."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOAD_LIMIT = 1024**3
"""Bytes of an uploaded file with its form; a csv of a million rows is about a third of it."""

CELLS_LIMIT = 16 * 1024**2
"""Bytes of the cells of which somebody asks who is meant."""

BODY_LIMIT = 1024**2
"""Bytes of any other body."""


def with_limits(app: ASGIApp, upload_limit: int) -> ASGIApp:
    """The same application, which stops reading a body that is too large."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            receive = _counted(scope, receive, _limit(scope["path"], upload_limit))
        await app(scope, receive, send)

    return answer


def _limit(path: str, upload_limit: int) -> int:
    if path.endswith("/imports"):
        return upload_limit
    return CELLS_LIMIT if path.endswith("/_resolve") else BODY_LIMIT


def _counted(scope: Scope, receive: Receive, limit: int) -> Receive:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    size = 0

    async def receive_some() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit or (declared.isdigit() and int(declared) > limit):
            raise HTTPException(413, detail=str(limit))
        return message

    return receive_some
