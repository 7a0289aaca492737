"""The work of `landschap horizon` and `landschap legacy`: a report on the terminal, or as csv, xlsx or PDF."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typer
from rich.table import Table
from rich.text import Text

from cli.horizon_commands import FileForm, HorizonWish, LegacyWish
from cli.opening import Opened
from cli.reporting import write_bytes
from cli.showing import wide_console
from exporters import horizon_rows as flat
from exporters.csv_table import csv_table
from exporters.horizon_pdf import make_pdf
from exporters.horizon_report import (
    Report,
    day_text,
    findings_report,
    horizon_report,
    items_report,
    legacy_report,
)
from exporters.horizon_workbook import make_workbook
from registry.actors import find_organisation
from registry.calendar_days import today_in_nl
from registry.queries import findings, horizon, horizon_items, legacy
from registry.queries.presenting import Row
from registry.resolving.matching import Db

PAGE, MOST_ITEMS, SHOWN = 5_000, 200_000, 60
Rows = tuple[tuple[str, ...], Iterable[Mapping[str, Any]]]


def write_horizon(opened: Opened, wish: HorizonWish) -> None:
    """The buckets, or with days (or `--unknown`) the list."""
    at = datetime.now(UTC)
    today = today_in_nl(at)
    listed = bool(wish.since or wish.until or wish.unknown)
    if listed and wish.per:
        opened.refuse(
            "--per telt; een lijst heeft --from en --until.", "--per counts; a list takes --from and --until."
        )
    with opened.connect() as db:
        whose = find_organisation(db, wish.organisation) if wish.organisation else None
        measure = wish.measure.value if wish.measure else None
        if not listed:
            on = wish.as_on.date() if wish.as_on else today
            per = wish.per.value if wish.per else None
            question = horizon.Question(on, measure or "end", per, whose, MOST_ITEMS)
            found = horizon.horizon(db, question)
            rows = (flat.HORIZON, flat.horizon_rows(found))
            _write(opened, wish, rows=rows, report=horizon_report(found, opened.locale), at=at)
            return
        asked = horizon_items.Question(
            _day(wish.since), _day(wish.until), measure or "any", wish.unknown, whose, limit=PAGE
        )
        items = _all_items(db, asked, today)
        report = items_report(asked, items, opened.locale, within=horizon_items.name_filters(db, asked))
        _write(opened, wish, rows=(flat.ITEMS, flat.item_rows(items)), report=report, at=at)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _all_items(db: Db, question: horizon_items.Question, today: date) -> list[Row]:
    found: list[Row] = []
    after: str | None = None
    while len(found) < MOST_ITEMS:
        page = horizon_items.list_items(db, replace(question, after=after), today=today)
        found += page.items
        after = page.next
        if after is None:
            break
    return found


def write_legacy(opened: Opened, wish: LegacyWish) -> None:
    """Problematic legacy and technical debt, or with `--findings` what stands open for nine months."""
    at = datetime.now(UTC)
    with opened.connect() as db:
        whose = find_organisation(db, wish.organisation) if wish.organisation else None
        if wish.findings:
            asked = findings.FindingsQuestion(today_in_nl(at), whose, per_ministry=bool(wish.per), limit=PAGE)
            open_ones = findings.open_findings(db, asked)
            rows: Rows = (flat.FINDINGS, flat.finding_rows(open_ones))
            _write(opened, wish, rows=rows, report=findings_report(open_ones, opened.locale), at=at)
            return
        question = legacy.Question(today_in_nl(at), wish.per.value if wish.per else None, whose)
        found = legacy.technical_debt(db, question)
        rows = (flat.LEGACY, flat.legacy_rows(found))
        _write(opened, wish, rows=rows, report=legacy_report(found, opened.locale), at=at)


def _write(opened: Opened, wish: HorizonWish | LegacyWish, *, rows: Rows, report: Report, at: datetime) -> None:
    """The report in its form, to a file or to stdout; what a terminal cannot show goes to a file."""
    if wish.form is FileForm.table:
        _show(report, wish.output)
        return
    if wish.form is FileForm.pdf and wish.output is None and sys.stdout.isatty():
        opened.refuse("Zeg met -o waar het bestand komt.", "Say with -o where the file goes.")
    if wish.form is FileForm.csv:
        content = csv_table(*rows)
    else:
        content = make_workbook(report) if wish.form is FileForm.xlsx else make_pdf(report, at)
    write_bytes(opened, content, wish.output)


def _show(report: Report, output: Path | None) -> None:
    if output is not None:
        raise typer.BadParameter("--output: csv, xlsx, pdf")
    console = wide_console()
    console.print(Text(report.title, style="bold"))
    for line in report.about:
        console.print(Text(line))
    for one in report.tables:
        table = Table(title=one.name, title_justify="left", show_edge=False)
        for heading in one.headings:
            table.add_column(heading)
        for row in one.rows[:SHOWN]:
            table.add_row(*(Text(day_text(v) if isinstance(v, date) else "" if v is None else str(v)) for v in row))
        console.print(table)
        if len(one.rows) > SHOWN:
            console.print(f"… + {len(one.rows) - SHOWN}")
    for note in report.notes:
        console.print(Text(note))
