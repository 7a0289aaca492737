"""Deadlines: the worklist, one of them whole, and what persons decide about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.answering import json_response
from api.bodies import described_body, json_body
from api.csv_text import csv_response
from api.dependencies import Db, Now
from api.idempotency import Answer, Sent, SentOnce, answer_once
from api.listing import link_header
from api.negotiating import CSV, form_of
from api.responses import answered, problems
from api.schemas.deadlines import (
    Acknowledged,
    AcknowledgingMany,
    Assigning,
    Deadlines,
    DeadlinesQuery,
    DeadlineWhole,
    Snoozing,
)
from api.schemas.judgements import Explained
from registry.actors import Deed
from registry.alerting import decisions
from registry.alerting.rules import load_rules
from registry.calendar_days import today_in_nl
from registry.queries.deadline import etag, get_deadline
from registry.queries.deadlines import DeadlineQuery, list_deadlines
from registry.resolving.matching import Db as Connection

router = APIRouter(tags=["deadlines"])

DeadlineId: TypeAlias = Annotated[UUID, Path(alias="deadlineId", description="Kenmerk van de termijn.")]
DECIDED = answered(DeadlineWhole, "Vastgelegd.", status=201, headers=("ETag",)) | problems(404, 409, 415, 422)
CSV_COLUMNS = (
    "id", "kind", "subject", "component", "owner", "criticality", "dueEarliest", "dueLatest", "due", "daysLeft", "decideBy",
    "daysToDecide", "state", "assignee",
)  # fmt: skip


@router.get(
    "/deadlines",
    operation_id="list_deadlines",
    summary="Wat wanneer besloten, gedaan of afgelopen moet zijn",
    responses=answered(Deadlines, "Een bladzijde.", media=CSV, headers=("Link",)),
)
def get_deadlines(request: Request, db: Db, now: Now, query: Annotated[DeadlinesQuery, Query()]) -> Response:
    """Op volgorde van dag; waarvan geen dag bekend is komt als laatste, en alleen dat met `state=unknown`."""
    asked = query.model_dump(include={"moment", "state", "criticality", "since", "until", "after", "limit"})
    found = list_deadlines(
        db,
        DeadlineQuery(
            kinds=query.kind,
            organisation=query.organisation_id,
            product=query.product_id,
            supplier=query.supplier_id,
            subject=query.record_id,
            text=query.q,
            **asked,
        ),
        today=today_in_nl(now),
    )
    links = link_header(request, following=found.next)
    if form_of(request) == CSV:
        return csv_response(CSV_COLUMNS, csv_rows(found.items), "termijnen", headers=links)
    return json_response({"items": found.items, "next": found.next}, headers=links)


def csv_rows(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Deadlines as flat rows: names instead of references."""
    for item in items:
        due = item["due"] or {"earliest": None, "latest": None, "text": None}
        named = {name: (item[name] or {"name": None})["name"] for name in ("subject", "component", "owner")}
        yield item | named | {"dueEarliest": due["earliest"], "dueLatest": due["latest"], "due": due["text"]}


@router.get(
    "/deadlines/{deadlineId}",
    operation_id="get_deadline",
    summary="Een termijn, met alles wat erover verteld en besloten is",
    responses=answered(DeadlineWhole, "De termijn.", headers=("ETag",)) | problems(404),
)
def get_one(db: Db, now: Now, deadline_id: DeadlineId) -> Response:
    """Met de ladder: wat verteld is, wat is ingehaald, en wat nog komt."""
    return _shown(db, now, deadline_id).as_response()


@router.post(
    "/deadlines/_acknowledge",
    status_code=201,
    operation_id="acknowledge_deadlines",
    summary="Van veel termijnen zeggen dat ze gezien zijn",
    responses=answered(Acknowledged, "Vastgelegd.", status=201) | problems(404, 409, 415, 422),
    openapi_extra=described_body(AcknowledgingMany),
)
def acknowledge_many(
    db: Db, sent: SentOnce, body: Annotated[AcknowledgingMany, Depends(json_body(AcknowledgingMany))]
) -> Response:
    """Alle, of geen als er een niet bestaat."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        made = decisions.acknowledge(db, body.ids, deed)
        return Answer({"deadlines": len(made), "decidedBy": deed.actor.name, "decidedAt": deed.at}, 201)

    return answer_once(db, sent, work)


@router.post(
    "/deadlines/{deadlineId}/_acknowledge",
    status_code=201,
    operation_id="acknowledge_deadline",
    summary="Zeggen dat een termijn gezien is",
    responses=DECIDED,
    openapi_extra=described_body(Explained, required=False),
)
def acknowledge(
    db: Db,
    sent: SentOnce,
    deadline_id: DeadlineId,
    body: Annotated[Explained, Depends(json_body(Explained, may_be_empty=True))],
) -> Response:
    """Wat verteld is gaat niet naar een volgende rol; de volgende drempels worden gewoon verteld."""
    return _decide(db, sent, deadline_id, body.reason, decisions.acknowledge)


@router.post(
    "/deadlines/{deadlineId}/_snooze",
    status_code=201,
    operation_id="snooze_deadline",
    summary="Een termijn laten wachten tot een dag",
    responses=DECIDED,
    openapi_extra=described_body(Snoozing),
)
def snooze(
    db: Db, sent: SentOnce, deadline_id: DeadlineId, body: Annotated[Snoozing, Depends(json_body(Snoozing))]
) -> Response:
    """Wat voor die dag bereikt wordt, wacht; daarna wordt het dringendste verteld."""

    def act(db: Connection, ids: list[UUID], deed: Deed) -> list[int]:
        return decisions.snooze(db, ids, deed, until=body.until)

    return _decide(db, sent, deadline_id, body.reason, act)


@router.post(
    "/deadlines/{deadlineId}/_assign",
    status_code=201,
    operation_id="assign_deadline",
    summary="Zeggen wie een termijn oppakt",
    responses=DECIDED,
    openapi_extra=described_body(Assigning),
)
def assign(
    db: Db, sent: SentOnce, deadline_id: DeadlineId, body: Annotated[Assigning, Depends(json_body(Assigning))]
) -> Response:
    """Wie het laatst genoemd is, zorgt ervoor."""

    def act(db: Connection, ids: list[UUID], deed: Deed) -> list[int]:
        return decisions.assign(db, ids, deed, assignee=body.assignee)

    return _decide(db, sent, deadline_id, body.reason, act)


@router.post(
    "/deadlines/{deadlineId}/_reopen",
    status_code=201,
    operation_id="reopen_deadline",
    summary="Terugnemen dat een termijn gezien is of kan wachten",
    responses=DECIDED,
    openapi_extra=described_body(Explained, required=False),
)
def reopen(
    db: Db,
    sent: SentOnce,
    deadline_id: DeadlineId,
    body: Annotated[Explained, Depends(json_body(Explained, may_be_empty=True))],
) -> Response:
    """Wat wachtte wordt bij de volgende ronde verteld."""
    return _decide(db, sent, deadline_id, body.reason, decisions.reopen)


Act: TypeAlias = Callable[[Connection, list[UUID], Deed], list[int]]


def _decide(db: Connection, sent: Sent, deadline: UUID, reason: str | None, act: Act) -> Response:
    def work() -> Answer:
        deed = replace(sent.deed, reason=reason)
        act(db, [deadline], deed)
        return replace(_shown(db, deed.at, deadline), status=201)

    return answer_once(db, sent, work)


def _shown(db: Connection, at: datetime, deadline: UUID) -> Answer:
    found = get_deadline(db, deadline, rules=load_rules(), today=today_in_nl(at))
    return Answer(found, 200, {"ETag": etag(found)})
