"""The screens on top of the API's application: assets, pages, and a guard on forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import as_file, files

from fastapi import FastAPI, Request, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web import errors
from web.limits import LimitedForms
from web.rendering import render
from web.routes import (
    about,
    acting,
    deadlines,
    horizon,
    import_steps,
    imports,
    overview,
    records,
    subscriptions,
    uploads,
    watch,
)
from web.views.page import Trouble
from web.views.values import Both

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITES = {"same-origin", "none"}


class LastingFiles(StaticFiles):
    """Files whose name changes when their content does, so a browser may keep them for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with leave to keep it."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def mount(app: FastAPI) -> None:
    """Put the screens on the application, which keeps its engine and folder of files in its state."""
    mount_frame(app)
    pages = (
        overview.router,
        horizon.router,
        deadlines.download_router,
        deadlines.router,
        subscriptions.router,
        watch.router,
        acting.router,
        uploads.router,
        imports.router,
        import_steps.router,
    )
    for router in (*pages, *records.make_routers()):
        app.include_router(router, include_in_schema=False)


def mount_frame(app: FastAPI) -> None:
    """Put on what needs no register: assets, the pages about the site itself, errors, and the guards on forms."""
    with as_file(files("web") / "assets" / "dist") as dist:
        app.mount("/assets", LastingFiles(directory=dist), name="assets")
    app.include_router(about.router, include_in_schema=False)
    app.middleware("http")(refuse_foreign_forms)
    app.add_middleware(LimitedForms)
    errors.install(app)


async def refuse_foreign_forms(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """No form of another site may act here with the visitor's cookie; the API has no cookies and is left alone."""
    foreign = request.headers.get("sec-fetch-site", "none") not in OWN_SITES
    if foreign and request.method not in SAFE_METHODS and not request.url.path.startswith("/v1/"):
        return render(request, "error.html", FOREIGN_FORM, status=403)
    return await answer(request)


FOREIGN_FORM = Trouble(
    403,
    Both("Dit formulier kwam van een andere site", "This form came from another site"),
    Both("Er is niets veranderd.", "Nothing was changed."),
    Both("Open de pagina in dit register en probeer het daar.", "Open the page in this register and try it there."),
)
