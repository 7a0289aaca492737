"""The command `landschap`."""

import sys

import typer

from cli import commands
from cli.settings import read_settings

app = typer.Typer(
    name="landschap",
    help="Rijksbreed register van applicaties / the government-wide register of applications.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def landschap() -> None:
    """Rijksbreed register van applicaties / the government-wide register of applications."""


@app.command()
def up(
    samples: bool = typer.Option(False, "--samples", help="Laad de voorbeelden / load the sample inventories."),
    host: str = typer.Option("127.0.0.1", "--host", help="Adres op deze computer / address on this computer."),
) -> None:
    """Start alles: database, worker en server / start database, worker and server.

    Voorbeeld / example: PORT=8001 LANDSCHAP_HOME=proef landschap up --samples
    """
    from cli.logs import log_no_values
    from cli.up import bring_up

    log_no_values()
    bring_up(read_settings(), host=host, samples=samples)


@app.command()
def worker(
    until_empty: bool = typer.Option(False, "--until-empty", help="Stop als niets meer wacht / when nothing waits."),
    until_closed: bool = typer.Option(False, "--until-closed", help="Stop als de invoer sluit / when stdin closes."),
) -> None:
    """Doe wat in de wachtrij staat / do what is queued; `up` starts one of its own.

    Voorbeeld / example: landschap worker --until-empty
    """
    from cli.database import open_database
    from cli.logs import log_no_values
    from cli.rounds import deliver_round
    from cli.steps import STEPS
    from cli.worker import run_worker, stop_when_parent_is_gone

    log_no_values()
    if until_closed:
        stop_when_parent_is_gone()
    with open_database(read_settings()) as url:
        run_worker(url, STEPS, wait=not until_empty, beside=deliver_round)


commands.register(app)


def main() -> None:
    """Run the command line; what a person can do something about is said in a sentence."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 - the edge: a person gets a sentence, never a traceback
        from cli.refusals import refusal

        typer.echo(refusal(error), err=True)
        sys.exit(1)
