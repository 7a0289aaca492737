"""Subscriptions: who wants to hear what, through which channel; changing them, and seeing what was delivered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.answering import json_response
from api.bodies import MERGE_PATCH, checked, described_body, json_body, json_object
from api.csv_text import csv_response
from api.dependencies import Db
from api.idempotency import Answer, SentOnce, answer_once
from api.identity import DeedOfRequest
from api.listing import link_header
from api.negotiating import CSV, form_of
from api.outside import Outside, OutsideOfApp, require_target
from api.responses import answered, problems
from api.schemas.judgements import Explained
from api.schemas.subscriptions import (
    Subscription,
    SubscriptionChanges,
    SubscriptionMade,
    Subscriptions,
    SubscriptionsQuery,
    SubscriptionWritten,
)
from api.tagging import VersionsToChange
from registry import subscribing
from registry.actors import Deed
from registry.held_subscriptions import etag
from registry.queries import subscriptions as queries
from registry.resolving.matching import Db as Connection
from registry.wishes import Wish

router = APIRouter(tags=["subscriptions"])

SubscriptionId: TypeAlias = Annotated[UUID, Path(alias="subscriptionId", description="Kenmerk van het abonnement.")]
Reasoned: TypeAlias = Annotated[Explained, Depends(json_body(Explained, may_be_empty=True))]
ONCE = ("secret", "token", "calendarUrl")
FIELDS = {"organisation_ids": "organisations", "product_ids": "products", "supplier_ids": "suppliers"}
REASONED = described_body(Explained, required=False)
CHANGED = answered(Subscription, "Gewijzigd.", headers=("ETag",)) | problems(404, 409, 415, 422)
MADE = answered(SubscriptionMade, "Gewijzigd; het nieuwe wordt alleen nu verteld.", headers=("ETag",))


def shown(
    db: Connection, subscription: UUID, more: Mapping[str, None] = MappingProxyType({}), *, status: int = 200
) -> Answer:
    """A subscription as it is told."""
    found = queries.get_subscription(db, subscription)
    headers = {"ETag": etag(found)} | ({"Location": f"/v1/subscriptions/{subscription}"} if status == 201 else {})
    return Answer(found | dict(more), status, headers)


def told_once(response: Response, told: Mapping[str, str | None]) -> Response:
    """The answer with what is told only now: what is kept of it, to be given again, lacks that."""
    kept = {name: response.headers[name] for name in ("etag", "location") if name in response.headers}
    return (
        json_response(orjson.loads(response.body) | told, status=response.status_code, headers=kept)
        if told
        else response
    )


def once(made: subscribing.Made, outside: Outside) -> dict[str, str | None]:
    """What is told only now of what was made."""
    url = f"{outside.origin.base_url}/v1/calendars/{made.token}.ics" if made.token else None
    return dict(zip(ONCE, (made.secret, made.token, url), strict=True))


@router.post(
    "/subscriptions",
    status_code=201,
    operation_id="create_subscription",
    summary="Een abonnement nemen",
    responses=answered(SubscriptionMade, "Gemaakt.", status=201, headers=("Location", "ETag"))
    | problems(409, 415, 422),
    openapi_extra=described_body(SubscriptionWritten),
)
def create(
    db: Db,
    sent: SentOnce,
    outside: OutsideOfApp,
    body: Annotated[SubscriptionWritten, Depends(json_body(SubscriptionWritten))],
) -> Response:
    """Wat er vanaf nu gebeurt, en met `tellOpen` wat openstaat. Het geheim wordt een keer verteld."""
    told: dict[str, str | None] = {}

    def work() -> Answer:
        values = body.model_dump(exclude={"tell_open", "reason"})
        wish = Wish(**{FIELDS.get(name, name): value for name, value in values.items()})
        deed = replace(sent.deed, reason=body.reason)
        made = subscribing.create_subscription(db, wish, deed, tell_open=body.tell_open)
        require_target(wish.target if wish.channel == "webhook" else None, outside)
        told.update(once(made, outside))
        return shown(db, made.id, dict.fromkeys(ONCE), status=201)

    return told_once(answer_once(db, sent, work), told)


@router.get(
    "/subscriptions",
    operation_id="list_subscriptions",
    summary="Alle abonnementen",
    responses=answered(Subscriptions, "Een bladzijde.", media=CSV, headers=("Link",)),
)
def list_all(request: Request, db: Db, query: Annotated[SubscriptionsQuery, Query()]) -> Response:
    """Met hoe het ermee gaat, de nieuwste eerst."""
    asked = queries.SubscriptionQuery(
        query.state, query.channel, query.organisation_id, query.subscriber, query.after, query.limit
    )
    page = queries.list_subscriptions(db, asked)
    links = link_header(request, following=page.next)
    if form_of(request) == CSV:
        columns = [field.alias or name for name, field in Subscription.model_fields.items()]
        return csv_response(columns, page.items, "subscriptions", headers=links)
    return json_response(vars(page), headers=links)


@router.get(
    "/subscriptions/{subscriptionId}",
    operation_id="get_subscription",
    summary="Een abonnement, en hoe het ermee gaat",
    responses=answered(Subscription, "Het abonnement.", headers=("ETag",)) | problems(404),
)
def get_one(db: Db, subscription_id: SubscriptionId) -> Response:
    """Geheimen staan er nooit bij."""
    return shown(db, subscription_id).as_response()


@router.patch(
    "/subscriptions/{subscriptionId}",
    operation_id="change_subscription",
    summary="Een abonnement wijzigen (merge patch)",
    responses=answered(Subscription, "Gewijzigd.", headers=("ETag",)) | problems(404, 409, 412, 415, 428),
    openapi_extra=described_body(SubscriptionChanges, MERGE_PATCH),
)
def change(
    db: Db,
    deed: DeedOfRequest,
    outside: OutsideOfApp,
    subscription_id: SubscriptionId,
    body: Annotated[dict[str, Any], Depends(json_object(MERGE_PATCH))],
    versions: VersionsToChange,
) -> Response:
    """Wat het kiest, of waar het heen gaat."""
    given = checked(SubscriptionChanges, body, place="body").model_dump(exclude_unset=True)
    done = replace(deed, reason=given.pop("reason", None))
    patch = {FIELDS.get(name, name): value for name, value in given.items()}
    subscribing.change_subscription(db, subscription_id, patch, done, if_match=versions)
    answer = shown(db, subscription_id)
    if "target" in patch and answer.content["channel"] == "webhook":
        require_target(patch["target"], outside)
    return answer.as_response()


@router.delete(
    "/subscriptions/{subscriptionId}",
    operation_id="end_subscription",
    summary="Een abonnement beëindigen; wat er gebeurde blijft bewaard",
    responses=answered(Subscription, "Beëindigd.", headers=("ETag",)) | problems(404, 415),
    openapi_extra=REASONED,
)
def end(db: Db, deed: DeedOfRequest, subscription_id: SubscriptionId, body: Reasoned) -> Response:
    """Er wordt niets meer verstuurd; de geschiedenis blijft."""
    subscribing.end_subscription(db, subscription_id, replace(deed, reason=body.reason))
    return shown(db, subscription_id).as_response()


def _done_once(
    db: Connection, sent: SentOnce, subscription: UUID, body: Explained, step: Callable[[Connection, UUID, Deed], None]
) -> Response:
    def work() -> Answer:
        step(db, subscription, replace(sent.deed, reason=body.reason))
        return shown(db, subscription)

    return answer_once(db, sent, work)


@router.post(
    "/subscriptions/{subscriptionId}/_pause",
    operation_id="pause_subscription",
    summary="Even niets versturen; wat past wordt bewaard",
    responses=CHANGED,
    openapi_extra=REASONED,
)
def pause(db: Db, sent: SentOnce, subscription_id: SubscriptionId, body: Reasoned) -> Response:
    """Tot het weer wordt hervat."""
    return _done_once(db, sent, subscription_id, body, subscribing.pause_subscription)


@router.post(
    "/subscriptions/{subscriptionId}/_resume",
    operation_id="resume_subscription",
    summary="Weer versturen, eerst wat tijdens de pauze is bewaard",
    responses=CHANGED,
    openapi_extra=REASONED,
)
def resume(db: Db, sent: SentOnce, subscription_id: SubscriptionId, body: Reasoned) -> Response:
    """Wat gebeurde terwijl het was uitgeschakeld, komt alleen met een herhaling."""
    return _done_once(db, sent, subscription_id, body, subscribing.resume_subscription)


@router.post(
    "/subscriptions/{subscriptionId}/_rotate",
    operation_id="rotate_subscription_secret",
    summary="Een nieuw geheim; het oude ondertekent nog een dag mee",
    responses=MADE | problems(404, 409, 415, 422),
    openapi_extra=REASONED,
)
def rotate(db: Db, sent: SentOnce, outside: OutsideOfApp, subscription_id: SubscriptionId, body: Reasoned) -> Response:
    """Het nieuwe geheim wordt een keer verteld."""
    told: dict[str, str | None] = {}

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        secret = subscribing.rotate_secret(db, subscription_id, deed)
        told.update(once(subscribing.Made(subscription_id, secret=secret), outside))
        return shown(db, subscription_id, dict.fromkeys(ONCE))

    return told_once(answer_once(db, sent, work), told)


@router.post(
    "/subscriptions/{subscriptionId}/_renew",
    operation_id="renew_subscription_token",
    summary="Een nieuw adres voor de agenda; het oude werkt meteen niet meer",
    responses=MADE | problems(404, 409, 415, 422),
    openapi_extra=REASONED,
)
def renew(db: Db, sent: SentOnce, outside: OutsideOfApp, subscription_id: SubscriptionId, body: Reasoned) -> Response:
    """Het nieuwe adres wordt een keer verteld."""
    told: dict[str, str | None] = {}

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        token = subscribing.renew_token(db, subscription_id, deed)
        told.update(once(subscribing.Made(subscription_id, token=token), outside))
        return shown(db, subscription_id, dict.fromkeys(ONCE))

    return told_once(answer_once(db, sent, work), told)
