"""What happened, to be fetched by who may not or will not receive: CloudEvents, in the order in which they were recorded."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from api.answering import json_response, to_json
from api.dependencies import Db, Now
from api.listing import link_header
from api.negotiating import form_of
from api.outside import OutsideOfApp
from api.responses import answered, problems
from api.schemas.events import CloudEvent, Events, EventsQuery
from registry.events import BATCH_CONTENT_TYPE, CONTENT_TYPE, cloud_event
from registry.queries.events import EventQuery, get_event, list_events

router = APIRouter(tags=["events"])

EventId: TypeAlias = Annotated[UUID, Path(alias="eventId")]


def _also(
    answers: dict[int | str, dict[str, Any]], media: str, schema: dict[str, Any]
) -> dict[int | str, dict[str, Any]]:
    """The same answer in another form."""
    answers[200]["content"] = {media: {"schema": schema}}
    return answers


@router.get(
    "/events",
    operation_id="list_events",
    summary="Wat er gebeurde, in de volgorde van vastleggen",
    responses=_also(
        answered(Events, "Een bladzijde.", headers=("Link",)),
        BATCH_CONTENT_TYPE,
        {"type": "array", "items": {"$ref": "#/components/schemas/CloudEvent"}},
    )
    | problems(404),
)
def get_events(
    request: Request, db: Db, now: Now, outside: OutsideOfApp, query: Annotated[EventsQuery, Query()]
) -> Response:
    """Na een plaats of sinds een moment; wie verdergaat vanaf `position` mist niets."""
    asked = EventQuery(
        after=query.after,
        since=query.since,
        types=query.types,
        organisation=query.organisation_id,
        subscription=query.subscription_id,
        limit=query.limit,
    )
    page = list_events(db, asked, at=now)
    items = [cloud_event(event, outside.origin) for event in page.items]
    following = str(page.position) if page.more else None
    links = link_header(request, following=following)
    if form_of(request) == BATCH_CONTENT_TYPE:
        return Response(to_json(items), media_type=BATCH_CONTENT_TYPE, headers=links)
    return json_response({"items": items, "next": following, "position": str(page.position)}, headers=links)


@router.get(
    "/events/{eventId}",
    operation_id="get_event",
    summary="Een gebeurtenis",
    responses=_also(answered(CloudEvent, "De gebeurtenis."), CONTENT_TYPE, {"$ref": "#/components/schemas/CloudEvent"})
    | problems(404),
)
def get_one_event(request: Request, db: Db, outside: OutsideOfApp, event_id: EventId) -> Response:
    """Zoals zij verstuurd wordt."""
    found = cloud_event(get_event(db, event_id), outside.origin)
    if form_of(request) == CONTENT_TYPE:
        return Response(to_json(found), media_type=CONTENT_TYPE)
    return json_response(found)
