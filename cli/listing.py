"""The small commands that show or write: imports, problems, template and export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import typer
from rich.table import Table
from rich.text import Text

from cli.opening import Opened, locale_of
from cli.reporting import write_bytes
from cli.showing import STATES, describe, show_problems, wide_console
from exporters.workbook import make_export, make_template
from registry.actors import find_organisation
from registry.calendar_days import AMSTERDAM
from registry.queries import imports as queries


def list_all(opened: Opened, organisation: str | None, *, limit: int, as_json: bool) -> None:
    """Print the imports, the newest first."""
    with opened.connect() as db:
        whose = find_organisation(db, organisation) if organisation else None
        found = queries.list_imports(db, organisation=whose, limit=limit)
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2, default=str).decode())
        return
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for nl, en in (("nr", "no"), ("van", "of"), ("bron", "source"), ("bestand", "file"), ("peildatum", "as of"),
                   ("toestand", "state"), ("ontvangen", "received")):  # fmt: skip
        table.add_column(opened.say(nl, en))
    for one in found:
        whose_name = one["organisation"]["name"] if one["organisation"] else ""
        cells = (str(one["id"]), whose_name, one["source"]["name"], one["filename"] or "", f"{one['asOf']:%d-%m-%Y}",
                 opened.say(*STATES[one["state"]]), f"{one['receivedAt'].astimezone(AMSTERDAM):%d-%m-%Y %H:%M}")  # fmt: skip
        table.add_row(*map(Text, cells))
    wide_console().print(table)


def list_problems(opened: Opened, import_id: int, *, as_json: bool) -> None:
    """Print all problems of an import."""
    with opened.connect() as db:
        found = describe(db, opened, import_id)["found"]
        if as_json:
            typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        else:
            show_problems(db, opened, wide_console(), import_id)


def write_template(output: Path, lang: str) -> None:
    """Write the empty template to a file."""
    output.write_bytes(make_template())
    typer.echo(
        "Written: " * (locale_of(lang) == "en") + "Geschreven: " * (locale_of(lang) == "nl") + str(output), err=True
    )


def write_export(opened: Opened, organisation: str, output: Path | None) -> None:
    """Write what an organisation has in the register, in the form of the template."""
    with opened.connect() as db:
        content = make_export(db, find_organisation(db, organisation), datetime.now(UTC))
    write_bytes(opened, content, output)
