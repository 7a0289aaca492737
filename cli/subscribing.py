"""The work of `landschap subscriptions`: making, changing the state of, testing and replaying subscriptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import typer

from api.outside import Outside, require_target
from cli.opening import Opened, actor_of
from cli.subscription_commands import SubscriptionWish
from registry import subscribing
from registry.actors import Deed, find_organisation
from registry.calendar_days import from_dutch_clock
from registry.queries.queue_of_questions import find_record
from registry.queries.subscriptions import find_subscription, get_subscription
from registry.replaying import replay
from registry.resolving.matching import Db
from registry.subscribing import Made
from registry.wishes import Wish

Step = Callable[[Opened, str, str | None, str | None], None]


def subscribe(opened: Opened, wish: SubscriptionWish) -> None:
    """Make a subscription, and show once what is shown only once."""
    with opened.connect() as db:
        asked = _wish(db, wish)
        made = subscribing.create_subscription(
            db, asked, _deed(db, wish.acting_as, wish.reason), tell_open=wish.tell_open
        )
        if asked.channel == "webhook":
            require_target(asked.target, Outside(opened.settings.origin, opened.settings.webhook_allow))
    typer.echo(opened.say(f"Abonnement {made.id} is gemaakt.", f"Subscription {made.id} was made."))
    _show_once(opened, made)


def _wish(db: Db, wish: SubscriptionWish) -> Wish:
    return Wish(
        name=wish.name,
        channel=wish.channel.value,
        target=wish.target,
        kinds=wish.kinds or None,
        organisations=[find_organisation(db, one) for one in wish.organisations or ()] or None,
        products=[find_record(db, "product", one) for one in wish.products or ()] or None,
        suppliers=[find_record(db, "supplier", one) for one in wish.suppliers or ()] or None,
        thresholds=wish.thresholds or None,
        role=wish.role.value,
        digest=wish.digest.value,
        heartbeat=wish.heartbeat,
        language=wish.language,
    )


def _show_once(opened: Opened, made: Made) -> None:
    if made.secret:
        _say(opened, ("Geheim, alleen nu getoond", "Secret, shown only now"), made.secret)
    if made.token:
        address = f"{opened.settings.origin.base_url}/v1/calendars/{made.token}.ics"
        _say(opened, ("Adres van de agenda, alleen nu getoond", "Address of the calendar, shown only now"), address)


def _say(opened: Opened, what: tuple[str, str], value: str) -> None:
    typer.echo(f"{opened.say(*what)}: {value}")


def _deed(db: Db, acting_as: str | None, reason: str | None) -> Deed:
    return Deed(actor_of(db, acting_as), datetime.now(UTC), reason)


def _change(step: Callable[[Db, UUID, Deed], object], nl: str, en: str) -> Step:
    """A step that changes the state of a subscription, and says so."""

    def work(opened: Opened, one: str, reason: str | None, acting_as: str | None) -> None:
        with opened.connect() as db:
            subscription = find_subscription(db, one)
            step(db, subscription, _deed(db, acting_as, reason))
            name = get_subscription(db, subscription)["name"]
        typer.echo(opened.say(nl, en).format(name=name))

    return work


def rotate(opened: Opened, one: str, reason: str | None, acting_as: str | None) -> None:
    """Make a new secret for a webhook, or a new address for a calendar."""
    with opened.connect() as db:
        subscription = find_subscription(db, one)
        deed = _deed(db, acting_as, reason)
        if get_subscription(db, subscription)["channel"] == "calendar":
            made = Made(subscription, token=subscribing.renew_token(db, subscription, deed))
        else:
            made = Made(subscription, secret=subscribing.rotate_secret(db, subscription, deed))
    _show_once(opened, made)


def replay_period(
    opened: Opened, one: str, period: tuple[datetime, datetime], reason: str | None, acting_as: str | None
) -> None:
    """Queue a period once more."""
    since, until = (from_dutch_clock(moment) for moment in period)
    with opened.connect() as db:
        found = replay(db, find_subscription(db, one), since, until, _deed(db, acting_as, reason))
    typer.echo(
        opened.say(
            f"{found.events} gebeurtenissen gaan nog eens uit, in {found.messages} berichten.",
            f"{found.events} events go out once more, in {found.messages} messages.",
        )
    )


STEPS: Mapping[str, Step] = {
    "pause": _change(subscribing.pause_subscription, "{name} is gepauzeerd.", "{name} is paused."),
    "resume": _change(subscribing.resume_subscription, "{name} verstuurt weer.", "{name} sends again."),
    "end": _change(subscribing.end_subscription, "{name} is beëindigd.", "{name} has ended."),
    "test": _change(
        subscribing.send_test, "Voor {name} staat een proefbericht klaar.", "A test message for {name} is queued."
    ),
    "rotate": rotate,
}
