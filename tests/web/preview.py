"""A small application that shows every template with invented views: `python -m tests.web.preview`."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from tests.web.sample_views import PAGES, PARTS
from web.app import mount_frame
from web.rendering import render
from web.routes import acting


def show(request: Request) -> Response:
    template, view = (PAGES | PARTS)[request.url.path]
    return render(request, template, view)


def preview_app() -> FastAPI:
    app = FastAPI(version="0.1.0", openapi_url=None, redirect_slashes=False)
    for path in PAGES | PARTS:
        app.add_route(path, show)
    mount_frame(app)
    app.include_router(acting.router)
    return app


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(preview_app(), host="127.0.0.1", port=8765, log_level="warning")
