"""`landschap horizon` and `landschap legacy`: what they take; the work is in `cli.horizon`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from cli.options import DAYS, Lang, Only, Output, taking


class FileForm(StrEnum):
    """Forms of a report, on paper too."""

    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    pdf = "pdf"


class Per(StrEnum):
    """What has a row of its own."""

    ministry = "ministry"
    organisation = "organisation"
    product = "product"
    supplier = "supplier"
    budget = "budget"


class Owners(StrEnum):
    """Whose applications have a row of their own."""

    ministry = "ministry"
    organisation = "organisation"


class Moment(StrEnum):
    """Which moment counts."""

    end = "end"
    decide = "decide"


FileFormOption = Annotated[FileForm, typer.Option("--format", help="Vorm / form.")]


@dataclass(frozen=True)
class HorizonWish:
    """What a person asks of `landschap horizon`."""

    per: Annotated[Per | None, typer.Option("--per", help="Een rij per / a row per.")] = None
    measure: Annotated[
        Moment | None,
        typer.Option("--measure", help="Einde, of uiterlijk besluiten / the end, or the last moment to decide."),
    ] = None
    since: Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="Lijst vanaf / list from.")] = None
    until: Annotated[datetime | None, typer.Option("--until", formats=DAYS, help="Lijst tot en met / list until.")] = (
        None
    )
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Lijst zonder bekend einde / list without a known end.")
    ] = False
    organisation: Only = None
    as_on: Annotated[datetime | None, typer.Option("--as-on", formats=DAYS, help="Geteld vanaf / counted from.")] = None
    form: FileFormOption = FileForm.table
    output: Output = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class LegacyWish:
    """What a person asks of `landschap legacy`."""

    per: Annotated[Owners | None, typer.Option("--per", help="Een rij per / a row per.")] = None
    findings: Annotated[
        bool, typer.Option("--findings", help="Bevindingen die negen maanden open staan / open findings.")
    ] = False
    organisation: Only = None
    form: FileFormOption = FileForm.table
    output: Output = None
    lang: Lang = "nl"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(horizon)
    app.command()(legacy)


@taking(HorizonWish)
def horizon(wish: HorizonWish) -> None:
    """Toon wanneer applicaties eindigen of er besloten moet zijn / show when applications end or must be decided upon.

    Met --from of --until een lijst in plaats van aantallen / with --from or --until a list instead of counts.

    Voorbeeld / example: landschap horizon --from 2027-01-01 --until 2027-12-31 --format xlsx -o begroting.xlsx
    """
    from cli.horizon import write_horizon
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        write_horizon(opened, wish)


@taking(LegacyWish)
def legacy(wish: LegacyWish) -> None:
    """Toon problematische legacy en technische schuld / show problematic legacy and technical debt.

    Voorbeeld / example: landschap legacy --per ministry --format pdf -o legacy.pdf
    """
    from cli.horizon import write_legacy
    from cli.opening import open_register

    with open_register(wish.lang) as opened:
        write_legacy(opened, wish)
