"""What the commands under `landschap lifecycles` take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DAYS, ActingAs, Lang, TextForm

Product = Annotated[str, typer.Option("--product", help="Naam of kenmerk van het product / name or id.")]
Version = Annotated[str, typer.Option("--version", help="Versie, zoals 2016 / version.")]
KnownOn = Annotated[
    datetime | None, typer.Option("--as-known-on", formats=DAYS, help="Zoals bekend op / as known on that day.")
]


class LifeForm(StrEnum):
    """Formats of others for the lives of products."""

    openeox = "openeox"
    cle = "cle"
    cyclonedx = "cyclonedx"


class LifeEvent(StrEnum):
    """Events of a life."""

    general_availability = "general_availability"
    end_of_active_support = "end_of_active_support"
    end_of_security_support = "end_of_security_support"
    end_of_extended_support = "end_of_extended_support"
    end_of_sale = "end_of_sale"
    end_of_life = "end_of_life"


Event = Annotated[LifeEvent, typer.Option("--event", help="Gebeurtenis / event.")]


@dataclass(frozen=True)
class LifecyclesWish:
    """What a person asks of `landschap lifecycles` itself."""

    ctx: typer.Context
    file: Annotated[Path | None, typer.Option("--file", help="Bewaarde lijst of opgave (json) / saved list.")] = None
    url: Annotated[str, typer.Option("--url", help="Adres van de dienst / address of the service.")] = (
        "https://endoflife.date/api/v1/products/full"
    )
    source: Annotated[str | None, typer.Option("--source", help="Naam van de bron / name of the source.")] = None
    product: Annotated[
        str | None, typer.Option("--product", help="Waar een OpenEoX-bestand over gaat / what it is about.")
    ] = None
    version: Annotated[str | None, typer.Option("--version", help="En welke versie / and which version.")] = None
    although_shorter: Annotated[
        str | None,
        typer.Option("--although-shorter", help="Reden om een veel kortere lijst te nemen / why it is right."),
    ] = None
    apply: Annotated[bool, typer.Option("--apply", help="Meteen toepassen / apply at once.")] = False
    acting_as: ActingAs = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class LivesExportWish:
    """What a person asks of `landschap lifecycles export`."""

    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Waarheen, of - / where to, or -.")]
    form: Annotated[LifeForm, typer.Option("--format", help="Vorm / format.")] = LifeForm.openeox
    product: Annotated[str | None, typer.Option("--product", help="Alleen dit product / only this product.")] = None
    version: Annotated[str | None, typer.Option("--version", help="Alleen deze versie / only this version.")] = None
    as_known_on: KnownOn = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class LivesShowWish:
    """What a person asks of `landschap lifecycles show`."""

    product: Product
    version: Version
    as_known_on: KnownOn = None
    form: Annotated[TextForm, typer.Option("--format", help="Vorm / form.")] = TextForm.table
    lang: Lang = "nl"


@dataclass(frozen=True)
class StateWish:
    """What a person asks of `landschap lifecycles state`."""

    product: Product
    version: Version
    event: Event
    when: Annotated[str, typer.Option("--when", help='2027-07-01, 2027-07, "Q3 2027", 2027, tba, true, false.')]
    source_text: Annotated[
        str, typer.Option("--source-text", help="Waar dit staat en waarom / where it says so, and why.")
    ]
    acting_as: ActingAs = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class WithdrawWish:
    """What a person asks of `landschap lifecycles withdraw`."""

    product: Product
    version: Version
    event: Event
    reason: Annotated[str, typer.Option("--reason", help="Waarom / why.")]
    source: Annotated[
        str | None, typer.Option("--source", help="Van deze bron; anders wat met de hand is gezegd / of this source.")
    ] = None
    acting_as: ActingAs = None
    lang: Lang = "nl"
