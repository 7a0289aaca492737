"""How large a form may be: counted while it comes in. The API has limits of its own."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits import BODY_LIMIT, UPLOAD_LIMIT


class LimitedForms:
    """Stops reading a form that is too large; only the upload may be large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, counting what it brings."""
        if scope["type"] != "http" or scope["path"].startswith("/v1/"):
            await self.app(scope, receive, send)
            return
        limit = UPLOAD_LIMIT if scope["path"] == "/inleveren" else BODY_LIMIT
        size = 0

        async def receive_some() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise HTTPException(413, detail=str(limit))
            return message

        await self.app(scope, receive_some, send)
