"""`landschap lifecycles`: what is stated of the lives of products: fetched, imported, shown, stated by hand, and exported."""

from __future__ import annotations

import typer

from cli.lifecycle_options import LifecyclesWish, LivesExportWish, LivesShowWish, StateWish, WithdrawWish
from cli.options import taking

app = typer.Typer(
    name="lifecycles",
    help="Levensloop van producten en versies / lives of products and versions.",
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
@taking(LifecyclesWish)
def lifecycles(wish: LifecyclesWish) -> None:
    """Haal producten, versies en hun data bij endoflife.date / fetch products, releases and their dates.

    Of lees een bestand: die lijst, OpenEoX, CLE of CycloneDX. Als import; zonder --apply verandert er niets.
    Or read a file: that list, OpenEoX, CLE or CycloneDX. As an import; without --apply nothing changes.

    Voorbeeld / example: landschap lifecycles --apply
    """
    if wish.ctx.invoked_subcommand is not None:
        return
    from cli.lifecycles import bring_lifecycles
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        bring_lifecycles(opened, wish)


@app.command()
@taking(LivesExportWish)
def export(wish: LivesExportWish) -> None:
    """Schrijf wat geldt als OpenEoX, CLE of CycloneDX / write what counts as OpenEoX, CLE or CycloneDX.

    Voorbeeld / example: landschap lifecycles export --format cle --product PostgreSQL postgresql.cle.json
    """
    from cli.opening import open_register
    from cli.stating import write_lives

    with open_register(wish.lang) as opened:
        write_lives(opened, wish)


@app.command()
@taking(LivesShowWish)
def show(wish: LivesShowWish) -> None:
    """Toon alles wat over een versie is gezegd / show all that was stated of a version.

    Voorbeeld / example: landschap lifecycles show --product "Windows Server" --version 2016 --as-known-on 2026-01-01
    """
    from cli.opening import open_register
    from cli.stating import show_statements

    with open_register(wish.lang) as opened:
        show_statements(opened, wish)


@app.command()
@taking(StateWish)
def state(wish: StateWish) -> None:
    """Leg met de hand vast wanneer een gebeurtenis is / state by hand when an event is.

    Voorbeeld / example: landschap lifecycles state --product Zaaksysteem --version 4 --event end_of_security_support
    --when "Q3 2027" --source-text "Brief van de maker, 1 november" --as j.jansen@BZK
    """
    from cli.opening import open_register
    from cli.stating import state_by_hand

    with open_register(wish.lang) as opened:
        state_by_hand(opened, wish)


@app.command()
@taking(WithdrawWish)
def withdraw(wish: WithdrawWish) -> None:
    """Zeg dat een uitspraak niet geldt / say that a statement does not hold.

    Voorbeeld / example: landschap lifecycles withdraw --product Zaaksysteem --version 4 --event end_of_security_support
    --reason "De maker heeft de datum ingetrokken" --as j.jansen@BZK
    """
    from cli.opening import open_register
    from cli.stating import withdraw_by_hand

    with open_register(wish.lang) as opened:
        withdraw_by_hand(opened, wish)
