"""Turns a view into a page: the Jinja environments, their filters, and the headers that every page carries."""

from __future__ import annotations

import json
from functools import cache, partial
from importlib.resources import files
from urllib.parse import unquote, urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from web import i18n
from web.charts import concentration, horizon
from web.flashes import find_flash
from web.i18n import Language
from web.views.page import Acting, Page
from web.writing import say, show

LANGUAGE_COOKIE = "landschap-taal"
ACTING_COOKIE = "landschap-handelt-als"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def render(request: Request, template: str, view: object, *, status: int = 200) -> HTMLResponse:
    """The page (or, for htmx, the part of it that `template` is) for this view, in the reader's language."""
    page = describe_page(request)
    html = environment(page.language).get_template(template).render(view=view, page=page)
    response = HTMLResponse(
        html,
        status_code=status,
        headers={
            "Content-Security-Policy": POLICY,
            "Content-Language": page.language,
            "Cache-Control": "no-store",
            "Vary": "Accept-Language, Cookie, HX-Request",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        },
    )
    if request.query_params.get("lang") == page.language:
        response.set_cookie(LANGUAGE_COOKIE, page.language, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def describe_page(request: Request) -> Page:
    """What the base template needs to know of the request."""
    query = request.query_params
    language = i18n.choose_language(
        query.get("lang"), request.cookies.get(LANGUAGE_COOKIE), request.headers.getlist("accept-language")
    )
    other = "en" if language == "nl" else "nl"
    kept = [(name, value) for name, value in query.multi_items() if name not in {"lang", "melding"}]
    flash = find_flash(query.get("melding"))
    return Page(
        path=request.url.path,
        language=language,
        switch_href="?" + urlencode([*kept, ("lang", other)]),
        version=request.app.version,
        acting=read_acting(request.cookies.get(ACTING_COOKIE)),
        flashes=(flash,) if flash else (),
    )


def read_acting(cookie: str | None) -> Acting | None:
    """`naam@organisatie` as the cookie keeps it, or None when it says nothing usable."""
    name, _, organisation = unquote(cookie or "").rpartition("@")
    return Acting(name, organisation) if name and organisation else None


@cache
def environment(language: Language) -> Environment:
    """The Jinja environment of one language."""
    env = Environment(
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        loader=PackageLoader("web"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(i18n.load_translations(language), newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {
        "say": partial(say, language=language),
        "show": partial(show, language=language),
        "number": lambda value: i18n.write_number(value, language),
        "percent": lambda value: i18n.write_percent(value, language),
        "day": lambda value: i18n.write_day(value, language),
        "moment": lambda value: i18n.write_moment(value, language),
        "duration": lambda value: i18n.write_duration(value, language),
    }
    env.globals |= {
        "asset": asset,
        "draw_concentration": concentration.drawer(language),
        "draw_horizon": horizon.drawer(language),
        "horizon_colour": horizon.colour_of,
    }
    return env


@cache
def asset(name: str) -> str:
    """The address of a file in assets/dist by the name of its source."""
    manifest = json.loads((files("web") / "assets" / "dist" / "manifest.json").read_text(encoding="utf-8"))
    return f"/assets/{manifest[name]}"
