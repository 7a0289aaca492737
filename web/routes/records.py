"""Lists and pages of applications, suppliers, organisations and cloud services: the same routes for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.csv_text import csv_response
from api.dependencies import Db, Files, Now
from registry.calendar_days import today_in_nl
from registry.kinds import KINDS
from registry.queries.application_lives import get_lives
from registry.queries.history import list_versions
from registry.queries.organisations_over_time import load_belonging
from registry.queries.origin import load_origins
from registry.queries.presenting import Row, camel
from registry.queries.provenance import get_provenance
from registry.queries.records import Query, get_record, get_related, list_records
from web.building.chains import build_chain, origin_columns, us_badges
from web.building.layout import APPLICATIONS, SCREENS, Screen
from web.building.lists import Asked, build_list, read_query
from web.building.lives import lives_tables
from web.building.organisations import organisation_tables
from web.building.pages import Facts, build_page
from web.building.reading import read_id
from web.cells import cell_reader
from web.rendering import render
from web.views.records import RelatedTable

MOST_CHOICES = 500
MOST_EXPORTED = 50_000


def make_routers() -> list[APIRouter]:
    """A router for each kind of record that has screens."""
    return [_router(screen) for screen in SCREENS]


def _router(screen: Screen) -> APIRouter:
    router = APIRouter()

    @router.get(screen.path)
    def show_list(request: Request, db: Db, now: Now) -> Response:
        asked = dict(request.query_params)
        page = list_records(db, screen.kind, query=_query(db, screen, asked, today_in_nl(now)))
        extra = origin_columns(load_origins(db, today_in_nl(now)), page.items) if screen.kind == "supplier" else ()
        return render(request, "records/list.html", build_list(screen, asked, page, _choices(db, screen, asked), extra))

    @router.get(f"{screen.path}.csv")
    def download_list(request: Request, db: Db, now: Now) -> Response:
        rows = _all_rows(db, _query(db, screen, dict(request.query_params), today_in_nl(now)), screen.kind)
        columns = ["id", *(camel(field) for field in KINDS[screen.kind].columns)]
        return csv_response(columns, rows, screen.path.strip("/"))

    @router.get(f"{screen.path}/{{record_id}}")
    def show_page(request: Request, db: Db, files: Files, now: Now, record_id: UUID) -> Response:
        facts = _facts(db, screen.kind, record_id, today_in_nl(now))
        if facts.record["id"] != record_id:
            return RedirectResponse(f"{screen.path}/{facts.record['id']}", status_code=301)
        return render(request, "records/page.html", build_page(screen, facts, cell_reader(files)))

    return router


def _facts(db: Db, kind: str, record_id: UUID, on: date) -> Facts:
    record = get_record(db, kind, record_id)
    present, related = record["id"], get_related(db, kind, record["id"])
    origins = load_origins(db, on) if kind == "supplier" else None
    tables: tuple[RelatedTable, ...] = ()
    if kind == "organisation":
        tables = organisation_tables(present, related, _applications(db, present, on))
    elif kind == "application":
        tables = lives_tables(get_lives(db, present, today=on), record)
    return Facts(
        record,
        get_provenance(db, kind, present),
        related,
        list_versions(db, kind, present),
        build_chain(origins, present) if origins else None,
        us_badges(origins.of(present)) if origins else (),
        tables,
    )


def _applications(db: Db, organisation: UUID, on: date) -> int:
    """How many applications an organisation has, with all that belong to it."""
    query = _query(db, APPLICATIONS, {"organisatie": str(organisation)}, on)
    return list_records(db, "application", query=replace(query, limit=1)).estimate


def _query(db: Db, screen: Screen, asked: Asked, on: date) -> Query:
    """The query that an address asks for; a filter on an organisation takes along all that belong to it."""
    query = read_query(screen, asked)
    names = {one.name for one in screen.filters if one.kind == "organisation"} & set(query.filters)
    if not names:
        return query
    belonging = load_belonging(db, on)
    known = {str(organisation): organisation for organisation in belonging.bodies}
    wider = {
        name: [str(one) for value in query.filters[name] for one in belonging.under(known[value])]
        for name in names
        if all(value in known for value in query.filters[name])
    }
    return replace(query, filters={**query.filters, **wider})


def _choices(db: Db, screen: Screen, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """What the filters on other kinds of record can be: all organisations, and of the rest what was chosen."""
    found = {}
    for one in screen.filters:
        if one.kind == "organisation":
            rows = list_records(db, one.kind, query=Query(limit=MOST_CHOICES)).items
            found[one.parameter] = [(str(row["id"]), row["name"]) for row in rows]
        elif one.kind and (chosen := read_id(asked.get(one.parameter))):
            found[one.parameter] = [(str(chosen), get_record(db, one.kind, chosen)["name"])]
    return found


def _all_rows(db: Db, query: Query, kind: str) -> list[Row]:
    """The rows of all pages of a list, up to a bound that keeps the answer in memory."""
    rows: list[Row] = []
    query = replace(query, after=None, limit=MOST_CHOICES)
    while len(rows) < MOST_EXPORTED:
        page = list_records(db, kind, query=query)
        rows += page.items
        if page.next is None:
            break
        query = replace(query, after=page.next)
    return rows
