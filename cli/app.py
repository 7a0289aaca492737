"""The command `landschap`."""

import typer

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


def main() -> None:
    """Run the command line."""
    app()
