"""A report about lives as a PDF that screen readers can read (PDF/UA-1), set by Typst with the fonts that come with it.

The text goes in as data, never as markup: whatever stands in a name is only text. Nothing is fetched.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
import typst

from exporters.horizon_report import Report, Table, Value, day_text

MOST_ROWS = 1_000
"""Rows of a table at most; who wants all takes the workbook. The report says how many were left out."""

LONGEST = 300
"""Signs of a cell at most: a page has its width."""

BOX, BREAK = "\u25a1", "\u200b"
_UNBROKEN = re.compile(r"\S{26}(?=\S)")
"""A word that no dictionary can break, such as an address, may break here."""
SIGNS = (
    range(0x20, 0x500), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20D0), range(0x2122, 0x2123),
    range(0x2190, 0x2300), range(0x2500, 0x2600),
)  # fmt: skip
"""Where the signs lie that the fonts have: Latin, Greek, Cyrillic, punctuation, money, arrows and mathematics."""


def make_pdf(report: Report, at: datetime) -> bytes:
    """The report as a PDF, dated to the day: the same content gives the same bytes all day long, so a tag holds."""
    english = report.language == "en"
    left_out = sum(max(0, len(table.rows) - MOST_ROWS) for table in report.tables)
    notes = list(report.notes)
    if left_out:
        rows = f"{left_out} rows are left out; the workbook has them." if english else None
        notes.append(rows or f"{left_out} rijen zijn weggelaten; in de werkmap staan ze wel.")
    content = {
        "title": report.title,
        "language": "en" if english else "nl",
        "about": [_shown(line) for line in report.about],
        "notes": notes,
        "notesTitle": "Notes" if english else "Toelichting",
        "page": ("page", "of") if english else ("bladzijde", "van"),
        "tables": [_table(table) for table in report.tables],
    }
    set_ = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"report": orjson.dumps(content).decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
    )
    if not isinstance(set_, bytes):
        raise TypeError("a PDF is one file")
    return set_


def _has(sign: str) -> bool:
    return sign.isprintable() and any(ord(sign) in signs for signs in SIGNS)


@cache
def _template() -> bytes:
    return (files("exporters") / "horizon.typ").read_bytes()


def _table(table: Table) -> dict[str, Any]:
    rows = [[_cell(value) for value in row] for row in table.rows[:MOST_ROWS]]
    numbers = [
        all(isinstance(row[at], int | float | Decimal | None) for row in table.rows)
        for at in range(len(table.headings))
    ]
    wide = table.wide or (1,) * len(table.headings)
    return {"name": table.name, "headings": table.headings, "rows": rows, "wide": wide, "numbers": numbers}


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case date():
            return day_text(value)
        case Decimal():
            return f"{value:f}"
        case _:
            return _shown(str(value))


def _shown(text: str) -> str:
    """The text, not longer than a cell can bear; a sign that the fonts do not have is a box, for PDF/UA allows no gaps."""
    plain = "".join(sign if _has(sign) else BOX if sign.isprintable() else " " for sign in text[: LONGEST + 1])
    cut = plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
    return _UNBROKEN.sub(r"\g<0>" + BREAK, cut)
