"""`landschap gleif`: known legal entities, and who owns the suppliers, by the register of legal entity identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DAYS, ActingAs, Lang, taking

app = typer.Typer(
    name="gleif",
    help="Rechtspersonen en moeders uit het LEI-register / legal entities and parents from the LEI register (GLEIF).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@dataclass(frozen=True)
class ParentsWish:
    """What a person asks of `landschap gleif parents`."""

    file: Annotated[Path | None, typer.Option("--file", help="Bewaarde antwoorden (json) / saved answers.")] = None
    lei: Annotated[list[str] | None, typer.Option("--lei", help="Deze LEI, vaker mag / this LEI, may be repeated.")] = (
        None
    )
    all_suppliers: Annotated[
        bool, typer.Option("--all-suppliers", help="Alle leveranciers met een LEI / all suppliers that have a LEI.")
    ] = False
    save: Annotated[Path | None, typer.Option("--save", help="Bewaar wat is opgehaald / keep what was fetched.")] = None
    url: Annotated[str, typer.Option("--url", help="Adres van de dienst / address of the service.")] = (
        "https://api.gleif.org/api/v1"
    )
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=DAYS, help="Peildatum / reference date.")] = None
    apply: Annotated[bool, typer.Option("--apply", help="Meteen toepassen / apply at once.")] = False
    acting_as: ActingAs = None
    lang: Lang = "nl"


@app.command()
def entities(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="csv of csv.gz: lei, legal_name, country, category.")],
    acting_as: ActingAs = None,
    lang: Lang = "nl",
) -> None:
    """Laad bekende rechtspersonen als kandidaten / load known legal entities as candidates.

    Ze worden geen leveranciers. Een nieuwe lijst vervangt de vorige; dezelfde lijst verandert niets.
    They do not become suppliers. A new list replaces the one before; the same list changes nothing.

    Voorbeeld / example: landschap gleif entities gleif-legal-entities.csv.gz
    """
    from cli.gleif_loading import load_file
    from cli.opening import open_register

    with open_register(lang) as opened:
        load_file(opened, file, acting_as)


@app.command()
@taking(ParentsWish)
def parents(wish: ParentsWish) -> None:
    """Haal op wie de leveranciers bezit, als import / fetch who owns the suppliers, as an import.

    Uit een bestand, of bij de dienst zelf. Zonder --apply verandert er niets.
    From a file, or from the service itself. Without --apply nothing changes.

    Voorbeeld / example: landschap gleif parents --all-suppliers --apply
    """
    from cli.gleif_loading import bring_parents
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        bring_parents(opened, wish)
