"""The start page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.csv_text import csv_response
from api.dependencies import Db, Now
from registry.calendar_days import today_in_nl
from registry.queries.concentration import concentration
from registry.queries.figures import get_figures
from registry.queries.imports import is_edited, list_received_files
from registry.queries.organisations_over_time import load_belonging
from web.building.imports import build_line
from web.building.overview import (
    CSV_COLUMNS,
    build_concentration,
    build_figures,
    build_filters,
    csv_rows,
    downloads,
    read_asked,
)
from web.rendering import render
from web.views.overview import Overview

LAST_RECEIVED = 8

router = APIRouter()


@router.get("/")
def show_overview(request: Request, db: Db, now: Now) -> Response:
    """The figures and the suppliers on which the government, or one organisation, hangs."""
    today = today_in_nl(now)
    asked = read_asked(db, request.query_params, today)
    belonging = load_belonging(db, asked.as_on)
    owners = belonging.under(asked.organisation) if asked.organisation in belonging.bodies else None
    by_basis = concentration(db, asked.question(), today=today)
    by_origin = (
        by_basis if asked.basis == "origin_class" else concentration(db, asked.question("origin_class"), today=today)
    )
    names = sorted(((body.id, body.name) for body in belonging.bodies.values()), key=lambda one: one[1].casefold())
    received = list_received_files(db, limit=LAST_RECEIVED)
    view = Overview(
        build_figures(get_figures(db, owners)),
        build_concentration(by_basis, asked.basis, asked.unit),
        build_concentration(by_origin, "origin_class", asked.unit),
        build_filters(asked, names),
        asked.as_on,
        tuple(build_line(row) for row in received),
        downloads(asked, today),
        edited=not received and is_edited(db),
    )
    return render(request, "overview.html", view)


@router.get("/concentratie.csv")
def download_concentration(request: Request, db: Db, now: Now) -> Response:
    """Every row of the concentration that the start page shows."""
    today = today_in_nl(now)
    asked = read_asked(db, request.query_params, today)
    found = concentration(db, asked.question(), today=today)
    return csv_response(CSV_COLUMNS, csv_rows(found), f"concentratie-{asked.as_on}")
