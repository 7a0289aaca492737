"""`landschap alerts`: what its commands are called and what they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from cli.options import DAYS, ActingAs, AsJson, Lang, Limit, Only, TextForm, taking

app = typer.Typer(
    name="alerts",
    help="Wat afloopt, wie dat hoort, en of het aankomt / what is due, who hears of it, and whether it arrives.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Een of meer termijnen / one or more deadlines.")]
Why = Annotated[str | None, typer.Option("--reason", help="Waarom / why.")]


class State(StrEnum):
    """How a deadline stands."""

    open = "open"
    acknowledged = "acknowledged"
    snoozed = "snoozed"
    assigned = "assigned"
    overdue = "overdue"
    unknown = "unknown"
    withdrawn = "withdrawn"


@dataclass(frozen=True)
class ScanWish:
    """What a person asks of `landschap alerts scan`."""

    on: Annotated[datetime | None, typer.Option("--on", formats=DAYS, help="Alsof het die dag is / as on a day.")] = (
        None
    )
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Alleen tonen, niets vertellen / only show.")] = False
    as_json: AsJson = False
    lang: Lang = "nl"


@dataclass(frozen=True)
class ListWish:
    """What a person asks of `landschap alerts list`."""

    kind: Annotated[list[str] | None, typer.Option("--kind", help="security_support_ends, contract_ends, ...")] = None
    state: Annotated[State | None, typer.Option("--state", help="Alleen deze / only these.")] = None
    organisation: Only = None
    text: Annotated[str | None, typer.Option("--text", help="Deel van een naam / part of a name.")] = None
    decide: Annotated[bool, typer.Option("--decide", help="Op de dag om te beslissen / by the day to decide.")] = False
    after: Annotated[str | None, typer.Option("--after", help="Volgende bladzijde / next page.")] = None
    limit: Limit = 50
    form: Annotated[TextForm, typer.Option("--format", help="Vorm / form.")] = TextForm.table
    lang: Lang = "nl"


@app.command()
@taking(ScanWish)
def scan(wish: ScanWish) -> None:
    """Kijk wat er afloopt en vertel wat er nieuw is / look at what is due and tell what is new.

    Nog eens mag altijd: wat verteld is, wordt niet nog eens verteld / again is fine: nothing is told twice.

    Voorbeeld / example: landschap alerts scan --on 2026-12-31 --dry-run
    """
    from cli.alerts import scan_now
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        scan_now(opened, wish)


@app.command()
def preview(
    kind: Annotated[str, typer.Option("--kind", help="security_support_ends, contract_ends, ...")],
    organisation: Only = None,
    limit: Limit = 30,
    as_json: AsJson = False,
    lang: Lang = "nl",
) -> None:
    """Toon wat een regel de afgelopen 12 maanden verteld zou hebben / show what a rule would have told in 12 months.

    Voorbeeld / example: landschap alerts preview --kind contract_ends --organisation BZK
    """
    from cli.alerts import show_preview
    from cli.opening import open_register

    with open_register(lang) as opened:
        show_preview(opened, kind, organisation, limit=limit, as_json=as_json)


@app.command("list")
@taking(ListWish)
def list_(wish: ListWish) -> None:
    """Toon de termijnen, de eerste dag eerst / list the deadlines, the first day first.

    Voorbeeld / example: landschap alerts list --state overdue --organisation BZK
    """
    from cli.alerts import list_all
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        list_all(opened, wish)


@app.command()
def acknowledge(ids: Ids, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Zeg dat termijnen gezien zijn / say that deadlines were seen.

    Voorbeeld / example: landschap alerts acknowledge 0b6c... --reason "Vervanging loopt" --as j.jansen@BZK
    """
    from cli.alerts import decide
    from cli.opening import open_register
    from registry.alerting import decisions

    with open_register(lang) as opened:
        decide(opened, ids, (acting_as, reason), decisions.acknowledge)


@app.command()
def snooze(
    ids: Ids,
    until: Annotated[datetime, typer.Option("--until", formats=DAYS, help="Tot welke dag / until which day.")],
    reason: Annotated[str, typer.Option("--reason", help="Waarom dit kan wachten / why this can wait.")],
    acting_as: ActingAs = None,
    lang: Lang = "nl",
) -> None:
    """Laat termijnen wachten tot een dag / let deadlines wait until a day.

    Voorbeeld / example: landschap alerts snooze 0b6c... --until 2027-02-01 --reason "Na de begroting" --as j.jansen@BZK
    """
    from cli.alerts import decide
    from cli.opening import open_register
    from registry.alerting import decisions

    with open_register(lang) as opened:
        decide(
            opened,
            ids,
            (acting_as, reason),
            lambda db, found, deed: decisions.snooze(db, found, deed, until=until.date()),
        )


@app.command()
def assign(
    ids: Ids,
    to: Annotated[str, typer.Option("--to", help="Wie dit oppakt / who takes this up.")],
    reason: Why = None,
    acting_as: ActingAs = None,
    lang: Lang = "nl",
) -> None:
    """Zeg wie termijnen oppakt / say who takes deadlines up.

    Voorbeeld / example: landschap alerts assign 0b6c... --to p.pieters --as j.jansen@BZK
    """
    from cli.alerts import decide
    from cli.opening import open_register
    from registry.alerting import decisions

    with open_register(lang) as opened:
        decide(opened, ids, (acting_as, reason), lambda db, found, deed: decisions.assign(db, found, deed, assignee=to))


@app.command()
def reopen(ids: Ids, reason: Why = None, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Neem terug dat termijnen gezien zijn of kunnen wachten / take back that deadlines were seen or can wait.

    Voorbeeld / example: landschap alerts reopen 0b6c... --as j.jansen@BZK
    """
    from cli.alerts import decide
    from cli.opening import open_register
    from registry.alerting import decisions

    with open_register(lang) as opened:
        decide(opened, ids, (acting_as, reason), decisions.reopen)


@app.command()
def status(as_json: AsJson = False, lang: Lang = "nl") -> None:
    """Toon of er gekeken wordt en of berichten aankomen / show whether scans run and messages arrive.

    Exit 0: in orde / well; 1: niet in orde / not well.

    Voorbeeld / example: landschap alerts status
    """
    from cli.alerts import show_status
    from cli.opening import open_register

    with open_register(lang) as opened:
        show_status(opened, as_json=as_json)


@app.command()
def deliver(
    linger: Annotated[
        float, typer.Option("--linger", min=0, help="Wacht zoveel seconden op wat opnieuw gaat / wait.")
    ] = 0,
    lang: Lang = "nl",
) -> None:
    """Lever af wat klaarstaat; de worker doet dit vanzelf / deliver what waits; the worker does so by itself.

    Voorbeeld / example: landschap alerts deliver --linger 30
    """
    from cli.alert_messages import deliver_now
    from cli.opening import open_register

    with open_register(lang) as opened:
        deliver_now(opened, linger)


@app.command()
def bounce(
    recipient: Annotated[str, typer.Option("--recipient", help="Aan welk adres de mail kwam / to which address.")] = "",
    lang: Lang = "nl",
) -> None:
    """Lees een mail die terugkwam van de invoer, en onthoud dat / read a mail that came back from stdin, and note it.

    Voor de mailserver, bij bounce+...@ en unsubscribe+...@ / for the mail server, at bounce+...@ and unsubscribe+...@.

    Voorbeeld / example: landschap alerts bounce --recipient "$RECIPIENT" < mail.eml
    """
    from cli.alert_messages import note_mail
    from cli.opening import open_register

    with open_register(lang) as opened:
        note_mail(opened, recipient)
