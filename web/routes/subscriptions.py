"""Subscriptions: who hears of what ends, by which channel; making, changing, testing and stopping them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.dependencies import Db, Now
from api.outside import Outside, OutsideOfApp
from registry import subscribing
from registry.actors import Deed
from registry.calendar_days import today_in_nl
from registry.queries.alert_state import is_well
from registry.queries.organisations_over_time import load_belonging
from registry.queries.subscriptions import (
    SubscriptionQuery,
    get_subscription,
    list_changes,
    list_deliveries,
    list_subscriptions,
)
from registry.unsubscribing import find_leaving, unsubscribe
from registry.wishes import Wish
from web.acting import ActorOfRequest
from web.building.subscriptions import EMPTY, PATH, Bodies, Filled, build_form, build_line, build_page, filled_from
from web.building.wishes import attempt, read_filled, read_wish
from web.rendering import render
from web.views.subscriptions import SubscriptionList, Unsubscribing
from web.views.values import Both, Text

MOST_SHOWN = 200
DELIVERIES_SHOWN = 20
CHANGES_SHOWN = 50
Once = tuple[tuple[Text, str], ...]

router = APIRouter()


async def read_form(request: Request) -> FormData:
    """The form with its lists."""
    return await request.form(max_fields=2000)


Filling: TypeAlias = Annotated[FormData, Depends(read_form)]


@dataclass(frozen=True)
class Doing:
    """What every change needs: the register, who does it and when, and where the register stands among others."""

    db: Db
    deed: Deed
    outside: Outside


def get_doing(db: Db, now: Now, actor: ActorOfRequest, outside: OutsideOfApp) -> Doing:
    """That of the request."""
    return Doing(db, Deed(actor, now), outside)


DoingOfRequest: TypeAlias = Annotated[Doing, Depends(get_doing)]


@router.get(PATH)
def show_list(request: Request, db: Db, now: Now) -> Response:
    """All subscriptions, and whether the warning works."""
    page = list_subscriptions(db, SubscriptionQuery(limit=MOST_SHOWN))
    health = is_well(db, now)
    view = SubscriptionList(
        tuple(build_line(row) for row in page.items), tuple(Both(*reason) for reason in health.reasons), health.ok
    )
    return render(request, "subscriptions/list.html", view)


@router.get(f"{PATH}/nieuw")
def show_form(request: Request, db: Db, now: Now, _actor: ActorOfRequest) -> Response:
    """The form for a new subscription; whoever fills it in has said who it is."""
    return render(request, "subscriptions/form.html", build_form(EMPTY, _bodies(db, now)))


@router.post(f"{PATH}/nieuw")
def create(request: Request, doing: DoingOfRequest, form: Filling) -> Response:
    """Make it; what is told only once is on the page that follows."""
    filled, db = read_filled(form), doing.db
    made, problems = attempt(
        lambda: subscribing.create_subscription(
            db, read_wish(filled, doing.outside), doing.deed, tell_open=filled.texts.get("openstaand") == "ja"
        )
    )
    if made is None:
        return _wrong(request, build_form(filled, _bodies(db, doing.deed.at), problems=problems))
    once = _once(made.secret, made.token, doing.outside)
    where = f"{PATH}/{made.id}?melding=opgeslagen"
    return _page(request, db, doing.deed.at, made.id, once) if once else RedirectResponse(where, status_code=303)


@router.get(f"{PATH}/{{subscription}}/wijzigen")
def show_change(request: Request, db: Db, now: Now, _actor: ActorOfRequest, subscription: UUID) -> Response:
    """The form, as it stands."""
    filled = filled_from(get_subscription(db, subscription))
    return render(request, "subscriptions/form.html", build_form(filled, _bodies(db, now), subscription=subscription))


@router.post(f"{PATH}/{{subscription}}/wijzigen")
def change(request: Request, doing: DoingOfRequest, subscription: UUID, form: Filling) -> Response:
    """Change what it chooses and where it goes."""
    db = doing.db
    filled = read_filled(form, get_subscription(db, subscription)["channel"])
    wish, problems = attempt(lambda: _change(doing, subscription, filled))
    if wish is None:
        bodies = _bodies(db, doing.deed.at)
        return _wrong(request, build_form(filled, bodies, subscription=subscription, problems=problems))
    return RedirectResponse(f"{PATH}/{subscription}?melding=opgeslagen", status_code=303)


def _change(doing: Doing, subscription: UUID, filled: Filled) -> Wish:
    wish = read_wish(filled, doing.outside)
    patch = {name: getattr(wish, name) for name in CHANGEABLE}
    subscribing.change_subscription(doing.db, subscription, patch, doing.deed)
    return wish


CHANGEABLE = ("name", "target", "kinds", "organisations", "thresholds", "role", "digest", "heartbeat", "language")


@router.get(f"{PATH}/{{subscription}}")
def show_page(request: Request, db: Db, now: Now, subscription: UUID) -> Response:
    """One subscription, what was delivered and who changed it."""
    return _page(request, db, now, subscription)


@router.post(f"{PATH}/{{subscription}}/geheim")
def rotate(request: Request, doing: DoingOfRequest, subscription: UUID) -> Response:
    """A new secret, shown once."""
    once = _once(subscribing.rotate_secret(doing.db, subscription, doing.deed), None, doing.outside)
    return _page(request, doing.db, doing.deed.at, subscription, once)


@router.post(f"{PATH}/{{subscription}}/adres")
def renew(request: Request, doing: DoingOfRequest, subscription: UUID) -> Response:
    """A new address of the calendar, shown once."""
    once = _once(None, subscribing.renew_token(doing.db, subscription, doing.deed), doing.outside)
    return _page(request, doing.db, doing.deed.at, subscription, once)


STEPS = {
    "pauze": (subscribing.pause_subscription, "gepauzeerd"),
    "hervat": (subscribing.resume_subscription, "hervat"),
    "stop": (subscribing.end_subscription, "gestopt"),
    "proef": (subscribing.send_test, "proef-gevraagd"),
}


def _step_route(name: str) -> None:
    step, message = STEPS[name]

    @router.post(f"{PATH}/{{subscription}}/{name}", name=name)
    def do_step(
        doing: DoingOfRequest, subscription: UUID, reden: Annotated[str, Form(max_length=1000)] = ""
    ) -> Response:
        step(doing.db, subscription, replace(doing.deed, reason=reden.strip() or None))
        return RedirectResponse(f"{PATH}/{subscription}?melding={message}", status_code=303)


for _name in STEPS:
    _step_route(_name)


@router.get("/afmelden")
def ask_leave(request: Request, db: Db, token: str = "") -> Response:
    """The page behind the link in a mail: it changes nothing until the button is pressed."""
    leaving = find_leaving(db, token)
    return render(request, "subscriptions/unsubscribe.html", Unsubscribing(token, leaving.name, leaving.ended))


@router.post("/afmelden")
def leave(
    request: Request,
    db: Db,
    now: Now,
    token: Annotated[str, Form(max_length=500)] = "",
    clicked: Annotated[str, Query(alias="token", max_length=500)] = "",
) -> Response:
    """End the subscription of the mail: by the button, or by one click in a mail program, which knows the address only."""
    leaving = unsubscribe(db, token or clicked, at=now)
    return render(request, "subscriptions/unsubscribe.html", Unsubscribing("", leaving.name, done=True))


def _page(request: Request, db: Db, now: Any, subscription: UUID, once: Once = ()) -> Response:
    row = get_subscription(db, subscription)
    sent = list_deliveries(db, subscription, after=request.query_params.get("na"), limit=DELIVERIES_SHOWN)
    changes = list_changes(db, subscription, limit=CHANGES_SHOWN).items
    view = build_page(row, (sent.items, sent.next), changes, _bodies(db, now), once)
    return render(request, "subscriptions/page.html", view)


def _once(secret: str | None, token: str | None, outside: Outside) -> Once:
    found: list[tuple[Text, str]] = []
    if secret:
        found.append((Both("Geheim om berichten mee te controleren", "Secret to check messages with"), secret))
    if token:
        address = f"{outside.origin.base_url}/v1/calendars/{token}.ics"
        found.append((Both("Adres van de agenda", "Address of the calendar"), address))
    return tuple(found)


def _bodies(db: Db, now: Any) -> Bodies:
    bodies = load_belonging(db, today_in_nl(now)).bodies.values()
    return sorted(((body.id, body.name) for body in bodies), key=lambda one: one[1].casefold())


def _wrong(request: Request, view: Any) -> Response:
    return render(request, "subscriptions/form.html", view, status=400)
