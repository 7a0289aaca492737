"""The worklist: deadlines, the first day first, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.csv_text import csv_response
from api.dependencies import Db, Now
from registry.actors import Deed, find_organisation
from registry.alerting.decisions import acknowledge, assign, reopen, snooze
from registry.alerting.rules import load_rules
from registry.calendar_days import today_in_nl
from registry.errors import InvalidInput
from registry.queries.deadline import get_deadline
from registry.queries.deadlines import DeadlineQuery, list_deadlines
from registry.queries.organisations_over_time import load_belonging
from registry.queries.stations import name_stations
from web.acting import ActorOfRequest
from web.building.deadlines import PATH, build_filters, build_page, build_worklist, read_query
from web.building.horizon import kind_title
from web.building.reading import read_date
from web.rendering import render

MOST_EXPORTED = 50_000
CSV_COLUMNS = ("soort", "waarvan", "onderdeel", "eigenaar", "datum_vroegst", "datum_laatst", "uiterlijk_beslissen", "stand",
               "toegewezen_aan", "kriticiteit", "id")  # fmt: skip
Reason = Annotated[str, Form(max_length=1000)]

router = APIRouter(prefix=PATH)


@router.get("")
def show_list(request: Request, db: Db, now: Now) -> Response:
    """One page of the worklist."""
    today, asked = today_in_nl(now), dict(request.query_params)
    chosen = _organisation(db, asked)
    page = list_deadlines(db, read_query(asked, chosen), today=today)
    bodies = load_belonging(db, today).bodies.values()
    names = sorted(((body.id, body.name) for body in bodies), key=lambda one: one[1].casefold())
    view = build_worklist(asked, build_filters(asked, names, chosen), page.items, page.next, today)
    return render(request, "deadlines/list.html", view)


@router.post("/gezien")
def acknowledge_many(
    db: Db, now: Now, actor: ActorOfRequest, kies: Annotated[list[UUID] | None, Form()] = None, terug: Reason = PATH
) -> Response:
    """Record that the chosen lines were seen."""
    if kies:
        acknowledge(db, kies, Deed(actor, now))
    back = terug if terug.split("?")[0] == PATH else PATH
    message = "gezien" if kies else "kies"
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}melding={message}", status_code=303)


@router.get("/{deadline}")
def show_page(request: Request, db: Db, now: Now, deadline: UUID) -> Response:
    """One deadline: why, what was told, what was decided."""
    today = today_in_nl(now)
    row = get_deadline(db, deadline, rules=load_rules(), today=today)
    application = ("application", row["applicationId"]) if row["applicationId"] else None
    names = name_stations(db, [row["path"] or []], [application])
    return render(request, "deadlines/page.html", build_page(row, names, today))


@router.post("/{deadline}/gezien")
def acknowledge_one(db: Db, now: Now, actor: ActorOfRequest, deadline: UUID, reden: Reason = "") -> Response:
    """Record that it was seen."""
    acknowledge(db, [deadline], Deed(actor, now, reden.strip() or None))
    return _back(deadline, "gezien")


@router.post("/{deadline}/later")
def snooze_one(
    db: Db,
    now: Now,
    actor: ActorOfRequest,
    deadline: UUID,
    tot: Annotated[str, Form(max_length=10)] = "",
    reden: Reason = "",
) -> Response:
    """Hold it back until a day."""
    until = read_date(tot, None)
    if until is None:
        raise InvalidInput("Kies vanaf welke dag u herinnerd wilt worden.", "Choose from which day to be reminded.")
    snooze(db, [deadline], Deed(actor, now, reden.strip() or None), until=until)
    return _back(deadline, "uitgesteld")


@router.post("/{deadline}/toewijzen")
def assign_one(
    db: Db,
    now: Now,
    actor: ActorOfRequest,
    deadline: UUID,
    aan: Annotated[str, Form(max_length=200)] = "",
    reden: Reason = "",
) -> Response:
    """Let somebody take care of it."""
    assign(db, [deadline], Deed(actor, now, reden.strip() or None), assignee=aan)
    return _back(deadline, "toegewezen")


@router.post("/{deadline}/oppakken")
def reopen_one(db: Db, now: Now, actor: ActorOfRequest, deadline: UUID, reden: Reason = "") -> Response:
    """Take it up again."""
    reopen(db, [deadline], Deed(actor, now, reden.strip() or None))
    return _back(deadline, "opgepakt")


def _back(deadline: UUID, message: str) -> Response:
    return RedirectResponse(f"{PATH}/{deadline}?melding={message}", status_code=303)


def _organisation(db: Db, asked: dict[str, str]) -> UUID | None:
    text = asked.get("organisatie", "").strip()
    return find_organisation(db, text) if text else None


download_router = APIRouter()


@download_router.get(f"{PATH}.csv")
def download_list(request: Request, db: Db, now: Now) -> Response:
    """All of the list that the page shows."""
    asked = dict(request.query_params)
    query = replace(read_query(asked, _organisation(db, asked)), after=None, limit=500)
    return csv_response(CSV_COLUMNS, _rows(db, query, now), "werklijst")


def _rows(db: Db, query: DeadlineQuery, now: Any) -> Iterator[dict[str, Any]]:
    done = 0
    while done < MOST_EXPORTED:
        page = list_deadlines(db, query, today=today_in_nl(now))
        for row in page.items:
            due = row["due"] or {}
            yield {
                "soort": kind_title(row["kind"]).nl,
                "waarvan": row["subject"]["name"],
                "onderdeel": row["component"]["name"] if row["component"] else None,
                "eigenaar": row["owner"]["name"] if row["owner"] else None,
                "datum_vroegst": due.get("earliest"),
                "datum_laatst": due.get("latest"),
                "uiterlijk_beslissen": row["decideBy"],
                "stand": row["state"],
                "toegewezen_aan": row["assignee"],
                "kriticiteit": row["criticality"],
                "id": row["id"],
            }
        done += len(page.items)
        if page.next is None:
            return
        query = replace(query, after=page.next)
