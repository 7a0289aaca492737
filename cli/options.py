"""What the commands take. A command with many options takes them as one dataclass (`taking`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

DAYS = ["%Y-%m-%d", "%d-%m-%Y"]

Lang = Annotated[
    str,
    typer.Option("--lang", envvar="LANG", metavar="nl|en", help="Taal van wat u leest / language of what you read."),
]
ActingAs = Annotated[
    str | None,
    typer.Option("--as", metavar="NAAM@ORG", help="Wie handelt en voor wie / who acts, for whom: j.jansen@BZK."),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Bestand dat gemaakt wordt / file to write.")]
Number = Annotated[int, typer.Argument(metavar="ID", min=1, help="Nummer van de import / number of the import.")]
AsJson = Annotated[bool, typer.Option("--json", help="Als JSON / as JSON.")]
Only = Annotated[str | None, typer.Option("--organisation", help="Alleen deze organisatie / only this organisation.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=500, help="Hoeveel / how many.")]


class Form(StrEnum):
    """Forms of a report."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


class TextForm(StrEnum):
    """Forms of what is printed."""

    table = "table"
    json = "json"
    csv = "csv"


class ReportName(StrEnum):
    """Reports that there are."""

    concentration = "concentration"


class Level(StrEnum):
    """What is added up to."""

    ultimate_parent = "ultimateParent"
    contract_party = "contractParty"
    origin_class = "originClass"


class Measure(StrEnum):
    """What is counted."""

    applications = "applications"
    services = "cloudServices"
    spend = "spend"
    contract_value = "contractValue"


@dataclass(frozen=True)
class Wish:
    """What a person asks `landschap import` to do with a file."""

    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="csv, xlsx, xls, ods, json, xml.")]
    organisation: Annotated[str, typer.Option("--organisation", help="Van wie / whose: BZK, naam, TOOI, id.")]
    source: Annotated[str, typer.Option("--source", help="Naam van de bron / name of the source.")] = "inventaris"
    mapping: Annotated[Path | None, typer.Option("--mapping", help="Mappingbestand (yaml) / mapping file.")] = None
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=DAYS, help="Peildatum / reference date.")] = None
    importer: Annotated[
        str | None, typer.Option("--importer", help="Soort bron, anders herkend / kind of source: supplier_list, ...")
    ] = None
    complete: Annotated[bool, typer.Option("--complete", help="Het bestand is volledig / lists everything.")] = False
    apply: Annotated[bool, typer.Option("--apply", help="Meteen toepassen / apply at once.")] = False
    end_missing: Annotated[
        bool,
        typer.Option("--end-missing", help="Laat vervallen wat niet meer vermeld is / end what is no longer listed."),
    ] = False
    as_json: AsJson = False
    acting_as: ActingAs = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class ReportWish:
    """What a person asks of `landschap report`."""

    name: Annotated[ReportName, typer.Argument(help="Welk rapport / which report.")]
    form: Annotated[Form, typer.Option("--format", help="Vorm / form.")] = Form.table
    output: Output = None
    level: Annotated[Level, typer.Option("--level", help="Opgeteld naar / added up to.")] = Level.ultimate_parent
    per: Annotated[Measure, typer.Option("--per", help="Wat wordt geteld / what is counted.")] = Measure.applications
    organisation: Only = None
    per_organisation: Annotated[
        bool, typer.Option("--per-organisation", help="Een blok per ministerie / a block per ministry.")
    ] = False
    as_on: Annotated[datetime | None, typer.Option("--as-on", formats=DAYS, help="Zoals het was op / as on.")] = None
    as_known_on: Annotated[
        datetime | None, typer.Option("--as-known-on", help="Zoals het register het toen wist / as known on.")
    ] = None
    bookkeeping_system: Annotated[
        str | None, typer.Option("--bookkeeping-system", help="Stelsel, bij --per spend / with --per spend.")
    ] = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class ResolveWish:
    """What a person asks of `landschap resolve`."""

    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="csv, xlsx, xls, ods.")]
    column: Annotated[
        str, typer.Option("--column", help="Kop, letter of nummer van de kolom / heading, letter or number.")
    ]
    on: Annotated[datetime | None, typer.Option("--on", formats=DAYS, help="Groepen zoals op / groups as on.")] = None
    form: Annotated[TextForm, typer.Option("--format", help="Vorm / form.")] = TextForm.table
    sheet: Annotated[str | None, typer.Option("--sheet", help="Naam van het blad / name of the sheet.")] = None
    lang: Lang = "nl"


OfKind = Annotated[str, typer.Option("--kind", help="supplier, product, application, ...")]
Pattern = Annotated[
    str | None, typer.Option("--pattern", help="Deel van de naam, of met * de hele / part of the name, or with * all.")
]


class Verdict(StrEnum):
    """What a person may decide on two records."""

    same = "same"
    different = "different"


@dataclass(frozen=True)
class ReviewWish:
    """What a person asks of `landschap review list`."""

    kind: OfKind = "supplier"
    pattern: Pattern = None
    form: Annotated[TextForm, typer.Option("--format", help="Vorm / form.")] = TextForm.table
    limit: Limit = 50
    after: Annotated[str | None, typer.Option("--after", help="Waar de vorige ophield / where the last ended.")] = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class DecideWish:
    """What a person decides with `landschap review decide`."""

    reason: Annotated[str, typer.Option("--reason", help="Waarom / why.")]
    left: Annotated[str | None, typer.Argument(metavar="LINKS", help="Dat blijft: id of naam / that stays.")] = None
    right: Annotated[str | None, typer.Argument(metavar="RECHTS", help="Dat opgaat in links / that joins it.")] = None
    verdict: Annotated[Verdict | None, typer.Argument(help="same, different.")] = None
    pattern: Pattern = None
    verdict_option: Annotated[Verdict | None, typer.Option("--verdict", help="Bij --pattern / with --pattern.")] = None
    kind: OfKind = "supplier"
    acting_as: ActingAs = None
    lang: Lang = "nl"


Given = TypeVar("Given")


def taking(options: type[Given]) -> Callable[[Callable[[Given], None]], Callable[..., None]]:
    """Make a command of a function that takes all its options as one dataclass."""

    def decorate(function: Callable[[Given], None]) -> Callable[..., None]:
        def command(**given: Any) -> None:
            function(options(**given))

        command.__name__, command.__doc__ = function.__name__, function.__doc__
        # What typer looks at; the fields of the dataclass are the parameters of the command.
        vars(command)["__signature__"] = inspect.signature(options, eval_str=True)
        return command

    return decorate
