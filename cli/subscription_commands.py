"""`landschap subscriptions` and `landschap events`: what they are called and what they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from cli.options import ActingAs, AsJson, Lang, Limit, Only, TextForm, taking

app = typer.Typer(
    name="subscriptions",
    help="Wie wat hoort, langs welke weg / who hears what, by which channel.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]
One = Annotated[str, typer.Argument(metavar="ABONNEMENT", help="Id of naam / id or name.")]
Why = Annotated[str | None, typer.Option("--reason", help="Waarom / why.")]


class Channel(StrEnum):
    """By which way it comes."""

    webhook = "webhook"
    mail = "mail"
    calendar = "calendar"
    pull = "pull"


class Digest(StrEnum):
    """At once, or gathered."""

    at_once = "at_once"
    daily = "daily"
    weekly = "weekly"


class Role(StrEnum):
    """For whom the alerts are."""

    system_owner = "system_owner"
    departmental_cio = "departmental_cio"
    cio_rijk = "cio_rijk"


@dataclass(frozen=True)
class SubscriptionWish:
    """What a person asks of `landschap subscriptions add`."""

    name: Annotated[str, typer.Argument(metavar="NAAM", help="Hoe het heet / what it is called.")]
    channel: Annotated[Channel, typer.Option("--channel", help="Langs welke weg / by which way.")]
    target: Annotated[str | None, typer.Option("--target", help="Mailadres of https-adres / address.")] = None
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="security_support_ends, application.*, import.applied, ...")
    ] = None
    organisations: Annotated[
        list[str] | None, typer.Option("--organisation", help="Met wat eronder valt / with all under it: BZK.")
    ] = None
    products: Annotated[list[str] | None, typer.Option("--product", help="Naam of id / name or id.")] = None
    suppliers: Annotated[
        list[str] | None, typer.Option("--supplier", help="Met de hele groep / with the whole group.")
    ] = None
    thresholds: Annotated[
        list[int] | None, typer.Option("--threshold", help="Dagen van tevoren, vaker mag / days before.")
    ] = None
    role: Annotated[Role, typer.Option("--role", help="Voor wie de meldingen zijn / for whom.")] = Role.system_owner
    digest: Annotated[Digest, typer.Option("--digest", help="Meteen of verzameld / at once or gathered.")] = (
        Digest.at_once
    )
    heartbeat: Annotated[
        bool, typer.Option("--heartbeat/--no-heartbeat", help="Dagelijks teken van leven / daily sign of life.")
    ] = True
    language: Annotated[str, typer.Option("--language", help="Taal van de berichten: nl, en / of messages.")] = "nl"
    tell_open: Annotated[
        bool, typer.Option("--tell-open", help="Vertel ook wat nu openstaat / also what stands open now.")
    ] = False
    reason: Why = None
    acting_as: ActingAs = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class EventsWish:
    """What a person asks of `landschap events`."""

    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=MOMENTS, help="Vanaf, Nederlandse tijd / recorded since, Dutch time."),
    ] = None
    after: Annotated[int, typer.Option("--after", min=0, help="Na deze plaats / after this place.")] = 0
    types: Annotated[list[str] | None, typer.Option("--type", help="application.changed, alert.*, ...")] = None
    organisation: Only = None
    subscription: Annotated[str | None, typer.Option("--subscription", help="Wat daarbij past / what fits it.")] = None
    limit: Limit = 50
    follow: Annotated[bool, typer.Option("--follow", help="Blijf kijken, tot Ctrl-C / keep looking.")] = False
    lang: Lang = "nl"


def register(commands: typer.Typer) -> None:
    """Add these commands to the command line."""
    commands.add_typer(app)
    commands.command("events")(events)


@app.command("add")
@taking(SubscriptionWish)
def add(wish: SubscriptionWish) -> None:
    """Neem een abonnement / subscribe. Het geheim of het adres van de agenda wordt alleen nu getoond / is shown only now.

    Voorbeeld / example: landschap subscriptions add "CIO BZK" --channel mail --target cio@bzk.example --organisation BZK
    """
    from cli.opening import open_register
    from cli.subscribing import subscribe

    with open_register(wish.lang) as opened:
        subscribe(opened, wish)


@app.command("list")
def list_(
    state: Annotated[str | None, typer.Option("--state", help="active, paused, disabled, ended.")] = None,
    form: Annotated[TextForm, typer.Option("--format", help="Vorm / form.")] = TextForm.table,
    limit: Limit = 50,
    lang: Lang = "nl",
) -> None:
    """Toon de abonnementen en hoe het ermee gaat / list the subscriptions and how they fare.

    Voorbeeld / example: landschap subscriptions list --state disabled
    """
    from cli.opening import open_register
    from cli.subscription_lists import list_all

    with open_register(lang) as opened:
        list_all(opened, state, form, limit)


@app.command()
def show(one: One, as_json: AsJson = False, lang: Lang = "nl") -> None:
    """Toon een abonnement, met wat ermee gebeurde / show a subscription and its history.

    Voorbeeld / example: landschap subscriptions show "CIO BZK"
    """
    from cli.opening import open_register
    from cli.subscription_lists import show_one

    with open_register(lang) as opened:
        show_one(opened, one, as_json=as_json)


@app.command()
def pause(one: One, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Verstuur even niets; wat past wordt bewaard / send nothing for now; what fits is kept.

    Voorbeeld / example: landschap subscriptions pause "CIO BZK" --reason "Vakantie" --as j.jansen@BZK
    """
    _do("pause", one, reason, acting_as, lang)


@app.command()
def resume(one: One, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Verstuur weer, eerst wat is bewaard / send again, first what was kept.

    Voorbeeld / example: landschap subscriptions resume "CIO BZK" --as j.jansen@BZK
    """
    _do("resume", one, reason, acting_as, lang)


@app.command()
def end(one: One, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Beëindig een abonnement; wat er gebeurde blijft bewaard / end a subscription; its history stays.

    Voorbeeld / example: landschap subscriptions end "CIO BZK" --reason "Andere functie" --as j.jansen@BZK
    """
    _do("end", one, reason, acting_as, lang)


@app.command("test")
def send_test(one: One, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Zet een proefbericht klaar / queue a test message.

    Voorbeeld / example: landschap subscriptions test "CIO BZK"
    """
    _do("test", one, reason, acting_as, lang)


@app.command()
def rotate(one: One, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Maak een nieuw geheim (webhook) of een nieuw adres (agenda) / make a new secret or a new calendar address.

    Het wordt alleen nu getoond / it is shown only now.

    Voorbeeld / example: landschap subscriptions rotate "Zaaksysteem BZK" --reason "Jaarlijks" --as j.jansen@BZK
    """
    _do("rotate", one, reason, acting_as, lang)


@app.command()
def replay(
    one: One,
    since: Annotated[
        datetime, typer.Option("--from", formats=MOMENTS, help="Vanaf, Nederlandse tijd / from, Dutch time.")
    ],
    until: Annotated[
        datetime, typer.Option("--until", formats=MOMENTS, help="Tot, Nederlandse tijd / until, Dutch time.")
    ],
    reason: Why = None,
    acting_as: ActingAs = None,
    lang: Lang = "nl",
) -> None:
    """Zet een periode nog eens klaar / queue a period once more: dezelfde gebeurtenissen / the same events.

    Voorbeeld / example: landschap subscriptions replay "Zaaksysteem BZK" --from 2026-11-01 --until 2026-11-08
    """
    from cli.opening import open_register
    from cli.subscribing import replay_period

    with open_register(lang) as opened:
        replay_period(opened, one, (since, until), reason, acting_as)


@app.command()
def deliveries(
    one: One,
    state: Annotated[str | None, typer.Option("--state", help="pending, delivered, failed, dropped.")] = None,
    form: Annotated[TextForm, typer.Option("--format", help="Vorm / form.")] = TextForm.table,
    limit: Limit = 50,
    lang: Lang = "nl",
) -> None:
    """Toon de berichten met elke poging / show the messages with every attempt.

    Voorbeeld / example: landschap subscriptions deliveries "CIO BZK" --state failed --format csv
    """
    from cli.opening import open_register
    from cli.subscription_lists import show_deliveries

    with open_register(lang) as opened:
        show_deliveries(opened, one, state, form, limit)


@taking(EventsWish)
def events(wish: EventsWish) -> None:
    """Schrijf wat er gebeurde, een CloudEvent per regel / print what happened, a CloudEvent a line (JSON).

    Voorbeeld / example: landschap events --since 2026-11-24 --type 'alert.*' --follow
    """
    from cli.opening import open_register
    from cli.subscription_lists import print_events

    with open_register(wish.lang) as opened:
        print_events(opened, wish)


def _do(what: str, one: str, reason: str | None, acting_as: str | None, lang: str) -> None:
    from cli.opening import open_register
    from cli.subscribing import STEPS

    with open_register(lang) as opened:
        STEPS[what](opened, one, reason, acting_as)
