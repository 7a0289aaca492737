"""The application: the API under `/v1`, on which the screens are put."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from sqlalchemy import Engine, create_engine
from starlette.routing import Mount
from starlette.types import ASGIApp

from api import errors
from api.compressing import with_compression
from api.document import document
from api.headers import API_VERSION, with_headers
from api.limits import UPLOAD_LIMIT, with_limits
from api.metrics import answer_metrics
from api.negotiating import require_acceptable
from api.outside import Outside
from api.routes import (
    alerts,
    application_lives,
    calendars,
    deadlines,
    deliveries,
    edits,
    events,
    horizon,
    import_contents,
    imports,
    judgements,
    legacy,
    legal_entities,
    lifecycles,
    meta,
    origins,
    records,
    reports,
    resolving,
    subscriptions,
    workbooks,
)
from api.tagging import with_preconditions, with_tags

DESCRIPTION = """\
Register van applicaties, leveranciers, clouddiensten en wat waarvan afhangt, over het hele Rijk.

Namen zijn Engels, naar de standaarden van het vakgebied; de beschrijvingen en de begrippenlijst geven het Nederlands.
Wat niet bekend is, is `null`: nooit nul, nooit veilig. Datums houden de precisie die de bron gaf.
Lijsten komen per bladzijde (`Link`, `after`), ook als CSV (`Accept: text/csv`); tekst komt gecomprimeerd (`Accept-Encoding`).
Een filter mag meer keren: dan geldt een van de waarden; `unknown` is wat niet bekend is.
Wie de `ETag` van een antwoord meestuurt in `If-None-Match`, krijgt 304 zolang er niets veranderd is.
Wijzigen gaat met `If-Match` en de laatst ontvangen `ETag`; een POST met `Idempotency-Key` wordt een keer gedaan.
"""
CONTACT = {
    "name": "Beheer Landschap",
    "email": "landschap@example.nl",
    "url": "https://landschap.example.nl/contact",
}
SERVERS: list[dict[str, str | Any]] = [{"url": "/v1", "description": "Het register dat dit document geeft."}]
TAGS = [
    {"name": "records", "description": "Gegevens van het register, met hun herkomst en eerdere versies."},
    {
        "name": "lifecycles",
        "description": "Levensloop van productversies: uitspraken van bronnen en wat daarvan geldt.",
    },
    {"name": "imports", "description": "Bestanden inleveren, bekijken, toepassen en terugdraaien."},
    {"name": "resolving", "description": "Vragen wie of wat er in een cel bedoeld is; er wordt niets vastgelegd."},
    {"name": "judgements", "description": "Beslissingen van mensen over wat hetzelfde is."},
    {
        "name": "deadlines",
        "description": "Wat wanneer besloten of gedaan moet zijn, wat daarvan verteld is, en wat mensen besloten.",
    },
    {"name": "subscriptions", "description": "Wie wat wil horen, langs welke weg, en wat er is afgeleverd."},
    {"name": "events", "description": "Wat er gebeurde, als CloudEvents: om op te halen."},
    {"name": "reports", "description": "Rapporten over het hele landschap."},
    {"name": "meta", "description": "Over de API zelf."},
]

FIXED = (
    meta.router,
    workbooks.router,
    origins.router,
    legal_entities.router,
    lifecycles.router,
    resolving.router,
    imports.router,
    import_contents.router,
    judgements.router,
    reports.router,
    subscriptions.router,
    deliveries.router,
    calendars.router,
    events.router,
    horizon.router,
    legacy.router,
    application_lives.router,
    deadlines.router,
    alerts.router,
)
"""The routers that do not depend on the kinds of records."""


def create_app(
    database: str | Engine, *, files: Path, upload_limit: int = UPLOAD_LIMIT, outside: Outside | None = None
) -> FastAPI:
    """The whole application on a database (its address, or an engine); received files are kept in `files`.

    The API itself is `state.api`: the screens are mounted beside it.
    """
    # What the server does with a connection that died: it takes another.
    # A request waits for a large import that is being applied, but not for ever.
    kept = {"pool_pre_ping": True, "connect_args": {"options": "-c lock_timeout=10s"}}
    engine = create_engine(database, **kept) if isinstance(database, str) else database
    app = FastAPI(version=API_VERSION, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.api = make_api(engine, files)
    app.state.engine = engine
    app.state.files = files
    app.state.api.state.outside = app.state.outside = outside or Outside()
    app.add_route("/metrics", answer_metrics, include_in_schema=False)
    api = with_headers(with_tags(with_limits(app.state.api, upload_limit)))
    app.router.routes.append(_ApiMount("/v1", app=api))
    # Each is put around those before it, and the guards of the screens around all of them.
    app.add_middleware(with_compression)
    app.add_middleware(with_preconditions)
    return app


class _ApiMount(Mount):
    """A mount that also takes addresses with a line break in them: what is below it answers for all of them."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app=app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def make_api(engine: Engine, files: Path) -> FastAPI:
    """The API without its prefix."""
    api = FastAPI(
        title="Landschap",
        version=API_VERSION,
        description=DESCRIPTION,
        contact=CONTACT,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        servers=SERVERS,
        openapi_tags=TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        root_path_in_servers=False,
    )
    api.state.engine = engine
    api.state.files = files
    errors.install(api)
    for router in (*FIXED, *records.make_routers(), *edits.make_routers()):
        api.include_router(router, dependencies=[Depends(require_acceptable)])
    api.openapi = lambda: document(api)  # type: ignore[method-assign]
    return api
