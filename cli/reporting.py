"""`landschap report`: a report as a table, or as json, csv or xlsx."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import orjson
import typer
from rich.table import Table
from rich.text import Text

from cli.opening import Opened
from cli.options import Form, ReportWish
from cli.showing import wide_console
from exporters.csv_table import csv_table
from exporters.sheet import xlsx_sheet
from registry.actors import find_organisation
from registry.calendar_days import end_of_day_in_nl, from_dutch_clock
from registry.queries import concentration as asked

Row = dict[str, Any]
COLUMNS = (
    "organisation", "name", "country", "originClass", "us", "eu", "low", "high", "shareLow", "shareHigh", "key",
)  # fmt: skip


def ask_concentration(opened: Opened, wish: ReportWish) -> tuple[asked.Concentration, ...]:
    """The answer, for everybody, for one organisation, or per organisation."""
    with opened.connect() as db:
        question = asked.Question(
            level=wish.level.value,
            per=wish.per.value,
            organisation=find_organisation(db, wish.organisation) if wish.organisation else None,
            as_on=wish.as_on.date() if wish.as_on else None,
            as_known_on=end_of_day(wish.as_known_on),
            bookkeeping_system=wish.bookkeeping_system,
        )
        today = opened.today()
        if wish.per_organisation:
            return asked.concentration_per_organisation(db, question, today=today)
        return (asked.concentration(db, question, today=today),)


def end_of_day(day: datetime | None) -> datetime | None:
    """The last moment of a day that was given without a time of day, else the moment itself, by the Dutch clock."""
    if day is None:
        return None
    if day.time() == time() and day.tzinfo is None:
        return end_of_day_in_nl(day.date())
    return from_dutch_clock(day)


def rows_of(blocks: Sequence[asked.Concentration]) -> Iterator[Row]:
    """The rows of all blocks as flat rows."""
    for block in blocks:
        for row in block.rows:
            yield {
                "organisation": block.organisation_name,
                "name": row.name,
                "country": row.country,
                "originClass": row.origin_class,
                "us": row.us,
                "eu": row.eu,
                "low": row.low,
                "high": row.high,
                "shareLow": round(row.share.low, 6),
                "shareHigh": round(row.share.high, 6),
                "key": row.key,
            }


def write_report(opened: Opened, wish: ReportWish) -> None:
    """Write the report in its form to a file, or to stdout."""
    blocks = ask_concentration(opened, wish)
    if wish.form is Form.table:
        _show(opened, blocks)
        return
    if wish.form is Form.json:
        content = orjson.dumps(blocks, default=_named, option=orjson.OPT_INDENT_2) + b"\n"
    elif wish.form is Form.csv:
        content = csv_table(COLUMNS, rows_of(blocks))
    else:
        content = xlsx_sheet("Concentratie", COLUMNS, rows_of(blocks))
    write_bytes(opened, content, wish.output)


def _named(value: Any) -> Any:
    """A named tuple as an object."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    raise TypeError(type(value).__name__)


def write_bytes(opened: Opened, content: bytes, output: Path | None) -> None:
    """Write to the file, or to stdout where that is no terminal that a workbook would spoil."""
    if output is not None:
        output.write_bytes(content)
        typer.echo(opened.say(f"Geschreven: {output}", f"Written: {output}"), err=True)
    elif content[:2] == b"PK" and sys.stdout.isatty():
        opened.refuse("Zeg met -o waar het bestand komt.", "Say with -o where the file goes.")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _show(opened: Opened, blocks: Sequence[asked.Concentration]) -> None:
    console = wide_console()
    for block in blocks:
        whose = block.organisation_name or opened.say("Het hele Rijk", "All of government")
        table = Table(title=f"{whose}, {block.on:%d-%m-%Y}", title_justify="left", show_edge=False)
        for nl, en in (
            ("naam", "name"),
            ("land", "country"),
            ("herkomst", "origin"),
            ("aantal", "number"),
            ("deel", "share"),
        ):
            table.add_column(opened.say(nl, en))
        for row in block.rows[:40]:
            number = f"{row.low:,.0f}" if row.low == row.high else f"{row.low:,.0f} – {row.high or '…'}"
            part = f"{row.share.low:.1%} – {row.share.high:.1%}"
            table.add_row(Text(row.name), row.country or "", row.origin_class, number, part)
        console.print(table)
        known = "–" if block.coverage is None else f"{block.coverage:.0%}"
        hhi = "–" if block.hhi is None else f"{block.hhi.known:,.0f}"
        console.print(opened.say(f"Bekend van {known}; HHI {hhi}.", f"Known of {known}; HHI {hhi}."))
