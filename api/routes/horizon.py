"""R9: when applications end or must be decided upon; as counts, as a list, and as a timeline or calendar."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.answering import json_response
from api.csv_text import csv_response
from api.dependencies import Db, Now
from api.listing import link_header
from api.negotiating import CSV, form_of
from api.reporting import FORMS, file_of, limit_of
from api.responses import answered, problems
from api.schemas.horizon import Days, DaysQuery, Horizon, HorizonQuery, Items, ItemsQuery
from exporters import horizon_rows as flat
from exporters.horizon_report import horizon_report, items_report
from registry.calendar_days import add_months, today_in_nl
from registry.errors import InvalidInput
from registry.queries import horizon as asked
from registry.queries import horizon_items

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get(
    "/lifecycle-horizon",
    operation_id="get_lifecycle_horizon",
    summary="Wanneer applicaties eindigen of er een besluit moet zijn (R9)",
    responses=answered(Horizon, "Het rapport.", media=FORMS) | problems(404),
)
def get_lifecycle_horizon(request: Request, db: Db, now: Now, query: Annotated[HorizonQuery, Query()]) -> Response:
    """Over tijd, 0-6, 6-12, 12-24, 24+ maanden en onbekend; over alles, een organisatie, of een rij per iets."""
    on = query.as_on or today_in_nl(now)
    question = asked.Question(on, query.measure, query.per, query.organisation_id, query.limit)
    found = asked.horizon(db, question)
    saved = file_of(
        request, now, "horizon",
        rows=lambda: (flat.HORIZON, flat.horizon_rows(found)),
        report=lambda language: horizon_report(found, language),
    )  # fmt: skip
    whose = {"id": query.organisation_id, "name": found.organisation_name} if query.organisation_id else None
    return saved or json_response(
        {
            "on": on,
            "measure": query.measure,
            "per": query.per,
            "organisation": whose,
            "scannedAt": found.scanned_at,
            "buckets": [vars(bucket) for bucket in found.buckets],
            "total": _row(found.total),
            "rows": [_row(row) for row in found.rows],
            "leftOut": found.left_out,
        }
    )


def _row(row: asked.HorizonRow) -> dict[str, Any]:
    parts = row.shares
    counts = [
        {"bucket": name, "applications": number, "share": parts[name]._asdict()} for name, number in row.counts.items()
    ]
    return {"key": row.key, "name": row.name, "applications": row.total, "counts": counts}


@router.get(
    "/lifecycle-horizon/items",
    operation_id="list_lifecycle_horizon_items",
    summary="Wat er tussen twee dagen eindigt of besloten moet worden",
    responses=answered(Items, "Een bladzijde, op volgorde van dag.", media=FORMS, headers=("Link",)) | problems(404),
)
def list_lifecycle_horizon_items(request: Request, db: Db, now: Now, query: Annotated[ItemsQuery, Query()]) -> Response:
    """Voor een begroting: `since=2027-01-01&until=2027-12-31`. Waarvan geen dag bekend is, staat in `unknown=true`."""
    limit = limit_of(request, query)
    question = _question(query, query.since, query.until, after=query.after, limit=limit, unknown=query.unknown)
    page = horizon_items.list_items(db, question, today=today_in_nl(now))
    links = link_header(request, following=page.next)
    saved = file_of(
        request, now, "horizon-lijst",
        rows=lambda: (flat.ITEMS, flat.item_rows(page.items)),
        report=lambda language: items_report(
            question, page.items, language, within=horizon_items.name_filters(db, question)
        ),
        headers=links,
    )  # fmt: skip
    return saved or json_response({"items": page.items, "next": page.next}, headers=links)


@router.get(
    "/lifecycle-horizon/days",
    operation_id="list_lifecycle_horizon_days",
    summary="De horizon per maand of per dag, voor een tijdlijn of kalender",
    responses=answered(Days, "Aantallen per maand of dag, naar waardoor.", media=CSV) | problems(404),
)
def list_lifecycle_horizon_days(request: Request, db: Db, now: Now, query: Annotated[DaysQuery, Query()]) -> Response:
    """Zonder meer de komende twee jaar, per maand."""
    since = query.since or today_in_nl(now)
    until = query.until or add_months(since, 24)
    question = _question(query, since, until)
    found = horizon_items.count_days(db, question, step=query.step, today=today_in_nl(now))
    if form_of(request) == CSV:
        return csv_response(flat.DAYS, found, "horizon-dagen")
    return json_response({"since": since, "until": until, "step": query.step, "items": found})


def _question(
    query: ItemsQuery | DaysQuery, since: date | None, until: date | None, **more: Any
) -> horizon_items.Question:
    if since and until and since > until:
        raise InvalidInput("De eerste dag ligt na de laatste.", "The first day lies after the last.")
    return horizon_items.Question(
        since=since,
        until=until,
        measure=query.measure,
        organisation=query.organisation_id,
        product=query.product_id,
        supplier=query.supplier_id,
        budget_node=query.budget_node_id,
        kinds=tuple(query.kind),
        criticalities=tuple(query.criticality),
        search=query.q,
        **more,
    )
