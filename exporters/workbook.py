"""The template as an xlsx workbook: empty, or filled with what an organisation has in the register.

A filled one carries its own original values on a very hidden sheet, so that `importers/template.py` can tell what was
changed in it. Strings are always written as strings: nothing in a cell is ever run.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from exporters.fact_sheets import original_rows, sheets_of_facts
from exporters.moments import UNDATED
from exporters.template_columns import TemplateColumn, template_columns
from registry.calendar_days import today_in_nl
from registry.queries.fact_inventory import Facts, list_facts
from registry.queries.inventory import InventoryRow, list_inventory
from registry.queries.records import get_record
from registry.resolving.matching import Db
from registry.template import FACT_SHEETS, ORIGINAL_FACTS, ORIGINAL_IDS, ORIGINALS, ORIGINALS_HEAD, TABLE

EMPTY_ROWS = 500
"""So many rows below the filled ones have the drop-down lists too."""

LONGEST = 32_767
_WIDTHS = {"application.name": 32, "application.description": 48, "application.register_id": 12, "finding.name": 40}


def make_template() -> bytes:
    """The empty template."""
    return _workbook((), {}, None)


def make_export(db: Db, organisation: UUID, at: datetime) -> bytes:
    """What an organisation, and all that belongs to it, has in the register, in the form of the template.

    Raises `NotFound`.
    """
    known = get_record(db, "organisation", organisation)
    today = today_in_nl(at)
    rows = list_inventory(db, organisation, on=today)
    facts = list_facts(db, organisation, on=today)
    return _workbook(rows.values(), facts, (str(known["id"]), str(known["name"]), at.isoformat()))


def _workbook(rows: Collection[InventoryRow], facts: Facts, about: tuple[str, str, str] | None) -> bytes:
    target = io.BytesIO()
    columns, more = template_columns(), sheets_of_facts()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"created": UNDATED})
        explanation = workbook.add_worksheet("Toelichting")
        table = workbook.add_worksheet(TABLE)
        tables = {kind: workbook.add_worksheet(FACT_SHEETS[kind]) for kind in more}
        lists = workbook.add_worksheet("Keuzelijsten")
        _explain(workbook, explanation, (columns, more), about)
        ranges = _write_lists(lists, [column for one in (columns, *more.values()) for column in one])
        _write_table(workbook, table, columns, rows)
        _add_choices(table, columns, ranges, len(rows) + EMPTY_ROWS)
        for kind, sheet in tables.items():
            found = facts.get(kind, {}).values()
            _write_table(workbook, sheet, more[kind], found)
            _add_choices(sheet, more[kind], ranges, len(found) + EMPTY_ROWS)
        if about:
            _write_originals(workbook.add_worksheet(ORIGINALS), columns, rows, about)
            hidden = workbook.add_worksheet(ORIGINAL_FACTS)
            hidden.very_hidden()
            _write_rows(hidden, original_rows(facts, LONGEST))
        table.activate()
    return target.getvalue()


def _explain(
    workbook: Any,
    sheet: Any,
    described: tuple[tuple[TemplateColumn, ...], Mapping[str, tuple[TemplateColumn, ...]]],
    about: tuple[str, str, str] | None,
) -> None:
    """The explanation: how to fill in the sheets, and what each column means."""
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34, wrapped)
    sheet.set_column(1, 1, 80, wrapped)
    sheet.set_column(2, 2, 34, wrapped)
    title = f"Applicaties van {about[1]}" if about else "Sjabloon voor een overzicht van applicaties"
    sheet.write_string(0, 0, title, workbook.add_format({"bold": True, "font_size": 14}))
    lines = [
        f"Vul het blad {TABLE} in: één rij per applicatie. Kolommen die u niet kent laat u leeg of weg.",
        'Weet u iets niet, schrijf dan "onbekend"; is iets niet van toepassing, schrijf dan "n.v.t.".',
        f"Wat u van toetsen, bevindingen en dergelijke weet, komt op de bladen {', '.join(FACT_SHEETS.values())}.",
        "Datums mogen een dag (31-12-2027), maand (12-2027), kwartaal (Q3 2027) of jaar (2027) zijn.",
    ]
    if about:
        on = today_in_nl(datetime.fromisoformat(about[2]))
        lines += [
            f"Uit het register op {on:%d-%m-%Y}. Wijzig cellen, maak ze leeg of voeg rijen toe.",
            "Alleen wat u wijzigt, telt. Een rij die u weghaalt, verandert niets, tenzij u het bestand volledig noemt.",
        ]
    for number, line in enumerate(lines, 1):
        sheet.write_string(number, 0, line, workbook.add_format())
    first = len(lines) + 2
    for at, heading in enumerate(("Veld", "Uitleg", "Voorbeeld")):
        sheet.write_string(first, at, heading, bold)
    columns, more = described
    lines_of = [(column.heading, column) for column in columns]
    lines_of += [(f"{FACT_SHEETS[kind]}: {column.heading}", column) for kind, one in more.items() for column in one]
    for number, (heading, column) in enumerate(lines_of, first + 1):
        choices = f" Kies uit: {', '.join(column.choices)}." if column.choices else ""
        sheet.write_string(number, 0, heading)
        sheet.write_string(number, 1, column.explanation + choices)
        sheet.write_string(number, 2, column.example)


def _write_lists(sheet: Any, columns: Sequence[TemplateColumn]) -> dict[tuple[str, ...], str]:
    """Write each list of choices once on the hidden sheet; the reference to each."""
    sheet.hide()
    ranges: dict[tuple[str, ...], str] = {}
    for column in columns:
        if column.choices and column.choices not in ranges:
            at = len(ranges)
            sheet.write_column(0, at, column.choices)
            name = xl_col_to_name(at)
            ranges[column.choices] = f"=Keuzelijsten!${name}$1:${name}${len(column.choices)}"
    return ranges


def _write_table(
    workbook: Any, sheet: Any, columns: tuple[TemplateColumn, ...], rows: Collection[InventoryRow]
) -> None:
    heading = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "bottom": 1}
    )
    day = workbook.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    text = workbook.add_format({"num_format": "@"})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column.target, 20), day if column.is_date else text)
        sheet.write_string(0, at, column.heading, heading)
        example = f"\n\nVoorbeeld: {column.example}" if column.example else ""
        sheet.write_comment(0, at, f"{column.explanation}{example}", {"author": "Landschap", "x_scale": 2})
    for number, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            value = str(row.id) if column.target.endswith(".register_id") else row.texts[column.target]
            if not value:
                continue
            when = _day(value) if column.is_date else None
            if when:
                sheet.write_datetime(number, at, datetime(when.year, when.month, when.day), day)  # noqa: DTZ001 - a day
            else:
                sheet.write_string(number, at, value[:LONGEST], text)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _day(text: str) -> date | None:
    """The day, where the text is one that a spreadsheet can show as a date."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if len(text) == len("2027-12-31") and found.year > 1900 else None


def _add_choices(
    sheet: Any, columns: tuple[TemplateColumn, ...], ranges: dict[tuple[str, ...], str], last: int
) -> None:
    """Drop-down lists that warn and do not forbid: "onbekend" is an answer too."""
    for at, column in enumerate(columns):
        if column.choices:
            options = {
                "validate": "list",
                "source": ranges[column.choices],
                "error_type": "warning",
                "error_title": column.heading[:32],
                "error_message": "Dit staat niet in de lijst. Toch bewaren?",
            }
            sheet.data_validation(1, at, last, at, options)


def _write_originals(
    sheet: Any, columns: tuple[TemplateColumn, ...], rows: Collection[InventoryRow], about: tuple[str, str, str]
) -> None:
    """What the workbook held when it was made: row 1 says for whom and when, row 2 the targets."""
    sheet.very_hidden()
    targets = [column.target for column in columns if column.target != "application.register_id"]
    for at, value in enumerate((ORIGINALS_HEAD, *about)):
        sheet.write_string(0, at, value)
    for at, value in enumerate((*ORIGINAL_IDS, *targets)):
        sheet.write_string(1, at, value)
    for number, row in enumerate(rows, 2):
        ids = (row.id, row.contract, row.service, row.dependency)
        values = [str(one) if one else "" for one in ids] + [row.texts[target][:LONGEST] for target in targets]
        _write_row(sheet, number, values)


def _write_rows(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        _write_row(sheet, number, row)


def _write_row(sheet: Any, number: int, values: Sequence[str]) -> None:
    for at, value in enumerate(values):
        if value:
            sheet.write_string(number, at, value)
