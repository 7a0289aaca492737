"""What ends, and when: the horizon with its list, as a page and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.csv_text import csv_response
from api.dependencies import Db, Now
from api.negotiating import PDF, XLSX
from exporters.horizon_pdf import make_pdf
from exporters.horizon_report import Report, horizon_report, items_report
from exporters.horizon_workbook import make_workbook
from registry.calendar_days import add_months, today_in_nl
from registry.horizon_buckets import UNKNOWN
from registry.queries.horizon import horizon
from registry.queries.horizon_items import Question, count_days, list_items, name_filters
from registry.queries.organisations_over_time import load_belonging
from web.building.horizon import (
    MONTHS_SHOWN,
    PATH,
    PER,
    build_buckets,
    build_filters,
    build_item,
    build_lines,
    build_months,
    kind_title,
    read_asked,
)
from web.rendering import describe_page, render
from web.views.horizon import Horizon
from web.views.page import Neighbours
from web.views.values import Link

MOST_EXPORTED, MOST_PRINTED = 50_000, 5_000
CSV_COLUMNS = ("applicatie", "eigenaar", "waardoor", "onderdeel", "einde_vroegst", "einde_laatst", "uiterlijk_beslissen",
               "doorlooptijd_dagen", "opzegtermijn_dagen", "kriticiteit")  # fmt: skip

router = APIRouter()


@router.get(PATH)
def show_horizon(request: Request, db: Db, now: Now) -> Response:
    """The horizon over everybody or one organisation, and one page of what it counts."""
    today = today_in_nl(now)
    asked = read_asked(db, request.query_params, today)
    found = horizon(db, asked.question())
    page = list_items(db, asked.items(), today=today)
    last = add_months(asked.on.replace(day=1), MONTHS_SHOWN)
    ahead = replace(asked.items(), since=asked.on.replace(day=1), until=last, unknown=False, after=None)
    months, kinds = build_months(count_days(db, ahead, today=today), asked.on)
    bodies = load_belonging(db, asked.on).bodies.values()
    names = sorted(((body.id, body.name) for body in bodies), key=lambda one: one[1].casefold())
    view = Horizon(
        filters=build_filters(asked, names),
        as_on=asked.on,
        measure=asked.measure,
        buckets=build_buckets(found, asked),
        total=found.total.total,
        known=found.total.total - found.total.counts.get(UNKNOWN, 0),
        per=PER[asked.per][1],
        lines=build_lines(found, asked),
        of=len(found.rows) + found.left_out,
        months=months,
        kinds=kinds,
        items=tuple(build_item(row, today) for row in page.items),
        first=asked.since,
        last=asked.until,
        kept=tuple(asked.kept().items()),
        downloads=tuple(Link(form, asked.href(f"{PATH}.{form}", **asked.period())) for form in ("csv", *FILES)),
        overviews=tuple(Link(form, asked.href(f"{PATH}/overzicht.{form}")) for form in FILES),
        neighbours=Neighbours(next=asked.href(**asked.period(), na=page.next) if page.next else None),
    )
    return render(request, "horizon/page.html", view)


@router.get(f"{PATH}.csv")
def download_items(request: Request, db: Db, now: Now) -> Response:
    """Everything in the list that the page shows."""
    today = today_in_nl(now)
    question = replace(read_asked(db, request.query_params, today).items(), after=None, limit=500)
    return csv_response(CSV_COLUMNS, _rows(db, question, today), "wat-loopt-af")


FILES: dict[str, tuple[str, Callable[[Report, datetime], bytes]]] = {
    "xlsx": (XLSX, lambda report, _at: make_workbook(report)),
    "pdf": (PDF, make_pdf),
}


@router.get(f"{PATH}.{{form}}")
def download_list(request: Request, db: Db, now: Now, form: Literal["xlsx", "pdf"]) -> Response:
    """The list as a workbook or a PDF, as many rows as fit on paper."""
    question = replace(read_asked(db, request.query_params, today_in_nl(now)).items(), after=None, limit=MOST_PRINTED)
    page = list_items(db, question, today=today_in_nl(now))
    language = describe_page(request).language
    report = items_report(question, page.items, language, within=name_filters(db, question))
    return _file(report, now, form, "wat-loopt-af")


@router.get(f"{PATH}/overzicht.{{form}}")
def download_overview(request: Request, db: Db, now: Now, form: Literal["xlsx", "pdf"]) -> Response:
    """The buckets over all and per ministry, product or whatever was chosen."""
    asked = read_asked(db, request.query_params, today_in_nl(now))
    report = horizon_report(horizon(db, asked.question()), describe_page(request).language)
    return _file(report, now, form, "levensloop-overzicht")


def _file(report: Report, now: datetime, form: str, name: str) -> Response:
    media, make = FILES[form]
    saved = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
    return Response(make(report, now), media_type=media, headers=saved)


def _rows(db: Db, question: Question, today: Any) -> Iterator[dict[str, Any]]:
    done = 0
    while done < MOST_EXPORTED:
        page = list_items(db, question, today=today)
        for row in page.items:
            component, owner = row["component"], row["owner"]
            yield {
                "applicatie": row["application"]["name"],
                "eigenaar": owner["name"] if owner else None,
                "waardoor": kind_title(row["kind"]).nl if row["kind"] else None,
                "onderdeel": component["name"] if component else None,
                "einde_vroegst": row["endsFrom"],
                "einde_laatst": row["endsUntil"],
                "uiterlijk_beslissen": row["decideBy"],
                "doorlooptijd_dagen": row["leadDays"],
                "opzegtermijn_dagen": row["noticeDays"],
                "kriticiteit": row["criticality"],
            }
        done += len(page.items)
        if page.next is None:
            return
        question = replace(question, after=page.next)
