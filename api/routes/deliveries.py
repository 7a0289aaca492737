"""What was delivered to a subscription, and sending a test or a period once more; the way out that stands in mails."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answering import json_response
from api.bodies import described_body, json_body
from api.csv_text import csv_response
from api.dependencies import Db, Now
from api.idempotency import Answer, SentOnce, answer_once
from api.listing import link_header
from api.negotiating import CSV, form_of
from api.responses import answered, problems
from api.routes.subscriptions import REASONED, Reasoned, SubscriptionId
from api.schemas.subscriptions import (
    DeliveredPage,
    DeliveriesQuery,
    HistoryQuery,
    ReplayAsked,
    ReplayQueued,
    SubscriptionHistory,
    TrialQueued,
    Unsubscribed,
)
from registry.queries.subscriptions import list_changes, list_deliveries
from registry.replaying import replay
from registry.subscribing import send_test
from registry.unsubscribing import unsubscribe

router = APIRouter(tags=["subscriptions"])

COLUMNS = (
    "id", "what", "state", "createdAt", "deliveredAt", "nextAttemptAt", "attempts", "at", "outcome", "status", "answer",
    "milliseconds", "eventIds",
)  # fmt: skip
Token: TypeAlias = Annotated[str, Query(min_length=1, max_length=200, description="Uit de link in het bericht.")]


@router.get(
    "/subscriptions/{subscriptionId}/deliveries",
    operation_id="list_deliveries",
    summary="De berichten van een abonnement, met elke poging",
    responses=answered(DeliveredPage, "Een bladzijde.", media=CSV, headers=("Link",)) | problems(404),
)
def get_deliveries(
    request: Request, db: Db, subscription_id: SubscriptionId, query: Annotated[DeliveriesQuery, Query()]
) -> Response:
    """Elk bericht met zijn pogingen en antwoorden, het nieuwste eerst; als CSV een regel per poging."""
    page = list_deliveries(db, subscription_id, state=query.state, after=query.after, limit=query.limit)
    links = link_header(request, following=page.next)
    if form_of(request) == CSV:
        lines = [
            one | {"attempts": len(one["attempts"])} | attempt
            for one in page.items
            for attempt in one["attempts"] or [{}]
        ]
        return csv_response(COLUMNS, lines, "deliveries", headers=links)
    return json_response(vars(page), headers=links)


@router.get(
    "/subscriptions/{subscriptionId}/changes",
    operation_id="list_subscription_changes",
    summary="Wie wat met een abonnement deed, en waarom",
    responses=answered(SubscriptionHistory, "Een bladzijde.", headers=("Link",)) | problems(404),
)
def get_changes(
    request: Request, db: Db, subscription_id: SubscriptionId, query: Annotated[HistoryQuery, Query()]
) -> Response:
    """De nieuwste wijziging eerst."""
    page = list_changes(db, subscription_id, after=query.after, limit=query.limit)
    return json_response(vars(page), headers=link_header(request, following=page.next))


@router.post(
    "/subscriptions/{subscriptionId}/_test",
    status_code=202,
    operation_id="test_subscription",
    summary="Een proefbericht sturen",
    responses=answered(TrialQueued, "Wordt verstuurd.", status=202) | problems(404, 409, 415, 422),
    openapi_extra=REASONED,
)
def test(db: Db, sent: SentOnce, subscription_id: SubscriptionId, body: Reasoned) -> Response:
    """Het bericht zegt zelf dat het een proef is."""

    def work() -> Answer:
        return Answer({"deliveryId": send_test(db, subscription_id, replace(sent.deed, reason=body.reason))}, 202)

    return answer_once(db, sent, work)


@router.post(
    "/subscriptions/{subscriptionId}/_replay",
    status_code=202,
    operation_id="replay_subscription",
    summary="Een periode nog eens sturen",
    responses=answered(ReplayQueued, "Wordt verstuurd.", status=202) | problems(404, 409, 415, 422),
    openapi_extra=described_body(ReplayAsked),
)
def replay_period(
    db: Db,
    sent: SentOnce,
    subscription_id: SubscriptionId,
    body: Annotated[ReplayAsked, Depends(json_body(ReplayAsked))],
) -> Response:
    """Dezelfde gebeurtenissen met dezelfde kenmerken, in eigen berichten."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        return Answer(vars(replay(db, subscription_id, body.since, body.until, deed)), 202)

    return answer_once(db, sent, work)


@router.post(
    "/subscriptions/_unsubscribe",
    operation_id="end_subscription_by_link",
    summary="Afmelden met de link uit een bericht (RFC 8058)",
    responses=answered(Unsubscribed, "Afgemeld.") | problems(404),
)
def unsubscribe_by_link(db: Db, now: Now, token: Token) -> Response:
    """Beëindigt het abonnement van het bericht; nog een keer kan geen kwaad."""
    found = unsubscribe(db, token, at=now)
    return json_response({"name": found.name, "ended": found.ended})
