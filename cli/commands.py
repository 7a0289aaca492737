"""What the commands are called; what they take is in `cli.options`, the work in the files that they import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import alert_commands, gleif, horizon_commands, lifecycle_commands, subscription_commands
from cli.options import (
    ActingAs,
    AsJson,
    DecideWish,
    Lang,
    Limit,
    Number,
    Only,
    Output,
    ReportWish,
    ResolveWish,
    ReviewWish,
    Wish,
    taking,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("import")(import_)
    for command in (undo, imports, problems, template, export, report, fingerprint):
        app.command()(command)
    app.add_typer(gleif.app)
    app.add_typer(lifecycle_commands.app)
    subscription_commands.register(app)
    horizon_commands.register(app)
    app.add_typer(alert_commands.app)
    resolve = typer.Typer(help="Wie of wat is bedoeld / who or what is meant.", no_args_is_help=True)
    resolve.command("suppliers")(resolve_suppliers)
    resolve.command("products")(resolve_products)
    app.add_typer(resolve, name="resolve")
    review = typer.Typer(help="Beslissen wie er bedoeld is / decide who is meant.", no_args_is_help=True)
    review.command("list")(review_list)
    review.command("decide")(review_decide)
    review.command("undo")(review_undo)
    app.add_typer(review, name="review")


@taking(Wish)
def import_(wish: Wish) -> None:
    """Lees een inventaris en toon wat zou veranderen / read an inventory and show what it would change.

    Zonder --apply verandert er niets. Nog eens geven mag altijd: hetzelfde bestand wordt herkend.
    Without --apply nothing changes. The same file again is recognised.

    Exit 0: gelukt / done; 1: niet te lezen of geweigerd / refused; 2: verkeerd gebruik / wrong usage.

    Voorbeeld / example: landschap import inventaris.xlsx --organisation BZK --source TOPdesk --complete --apply
    """
    from cli.importing import import_file
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        import_file(opened, wish)


def undo(import_id: Number, acting_as: ActingAs = None, lang: Lang = "nl") -> None:
    """Draai een toegepaste import terug / undo an applied import.

    Voorbeeld / example: landschap undo 12 --as j.jansen@BZK
    """
    from cli.importing import undo as undo_import
    from cli.opening import open_register

    with open_register(lang) as opened:
        undo_import(opened, import_id, acting_as)


def imports(organisation: Only = None, limit: Limit = 30, as_json: AsJson = False, lang: Lang = "nl") -> None:
    """Toon de imports, de nieuwste eerst / list the imports, the newest first.

    Voorbeeld / example: landschap imports --organisation BZK
    """
    from cli.listing import list_all
    from cli.opening import open_register

    with open_register(lang) as opened:
        list_all(opened, organisation, limit=limit, as_json=as_json)


def problems(import_id: Number, as_json: AsJson = False, lang: Lang = "nl") -> None:
    """Toon alle problemen van een import / show all problems of an import.

    Voorbeeld / example: landschap problems 12
    """
    from cli.listing import list_problems
    from cli.opening import open_register

    with open_register(lang) as opened:
        list_problems(opened, import_id, as_json=as_json)


def template(output: Output = None, lang: Lang = "nl") -> None:
    """Schrijf het lege sjabloon / write the empty template.

    Voorbeeld / example: landschap template -o sjabloon.xlsx
    """
    from cli.listing import write_template

    write_template(output or Path("landschap-sjabloon.xlsx"), lang)


def export(
    organisation: Annotated[str, typer.Argument(metavar="ORG", help="BZK, naam, TOOI, id.")],
    output: Output = None,
    lang: Lang = "nl",
) -> None:
    """Schrijf wat een organisatie heeft, om te wijzigen en terug te sturen / write an inventory to edit and send back.

    Voorbeeld / example: landschap export BZK -o bzk.xlsx
    """
    from cli.listing import write_export
    from cli.opening import open_register

    with open_register(lang) as opened:
        write_export(opened, organisation, output)


@taking(ReportWish)
def report(wish: ReportWish) -> None:
    """Maak een rapport / make a report.

    Voorbeeld / example: landschap report concentration --format csv --organisation BZK -o concentratie.csv
    """
    from cli.opening import open_register
    from cli.reporting import write_report

    with open_register(wish.lang) as opened:
        write_report(opened, wish)


def fingerprint(lang: Lang = "nl") -> None:
    """Schrijf één hash over het gepubliceerde register / print one hash over the published register.

    Voorbeeld / example: landschap fingerprint
    """
    from cli.opening import open_register
    from registry.fingerprint import fingerprint as fingerprint_of

    with open_register(lang) as opened, opened.connect() as db:
        typer.echo(fingerprint_of(db))


@taking(ResolveWish)
def resolve_suppliers(wish: ResolveWish) -> None:
    """Zeg van elke cel wie er bedoeld is / tell of each cell who is meant.

    Een regel per genoemde; er wordt niets vastgelegd / a line for each mention; nothing is written down.

    Voorbeeld / example: landschap resolve suppliers inventaris.xlsx --column Leverancier --on 2023-01-01 --format csv
    """
    from cli.opening import open_register
    from cli.resolving import SUPPLIERS, resolve_file

    with open_register(wish.lang) as opened:
        resolve_file(opened, wish, SUPPLIERS)


@taking(ResolveWish)
def resolve_products(wish: ResolveWish) -> None:
    """Zeg van elke cel welk product en welke versie bedoeld is / tell which product and version each cell means.

    Voorbeeld / example: landschap resolve products servers.csv --column "Besturingssysteem" --format csv
    """
    from cli.opening import open_register
    from cli.resolving import PRODUCTS, resolve_file

    with open_register(wish.lang) as opened:
        resolve_file(opened, wish, PRODUCTS)


@taking(ReviewWish)
def review_list(wish: ReviewWish) -> None:
    """Toon wat een mens moet beslissen, eerst wat het meeste verplaatst / show what a person has to decide.

    Voorbeeld / example: landschap review list --kind supplier --pattern 'microsoft*' --format csv
    """
    from cli.opening import open_register
    from cli.reviewing import list_queue

    with open_register(wish.lang) as opened:
        list_queue(opened, wish)


@taking(DecideWish)
def review_decide(wish: DecideWish) -> None:
    """Beslis dat twee hetzelfde zijn (rechts gaat op in links) of niet / decide that two are the same or not.

    Met --pattern over alle vragen waarvan de naam past, met LINKS alleen die daarover gaan /
    with --pattern on all questions whose name fits, with LINKS only those about that.

    Voorbeeld / example: landschap review decide "KPN B.V." "Kpn telecom" same --reason "KvK nagezien" --as j.jansen@BZK
    """
    from cli.opening import open_register
    from cli.reviewing import decide

    with open_register(wish.lang) as opened:
        decide(opened, wish)


def review_undo(
    decision: Annotated[int, typer.Argument(metavar="ID", min=1, help="Nummer van de beslissing / its number.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Waarom / why.")] = None,
    acting_as: ActingAs = None,
    lang: Lang = "nl",
) -> None:
    """Neem een beslissing terug / take a decision back.

    Voorbeeld / example: landschap review undo 12 --reason "Toch een ander bedrijf" --as j.jansen@BZK
    """
    from cli.opening import open_register
    from cli.reviewing import undo

    with open_register(lang) as opened:
        undo(opened, decision, reason, acting_as)
