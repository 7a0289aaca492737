"""A mail as a page: title, lines, sections with lists and tables. Written as plain text here; as HTML in `mail_html`. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notifiers.telling_days import Language

WIDTH = 76


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere."""

    text: str
    url: str


Line = str | Link
Cell = tuple[Line, ...]
"""What stands in a cell of a table, line under line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of a row is its heading."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading of level two or three."""

    title: str
    level: int = 2
    lines: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """All that a mail says; both of its forms are written from this."""

    language: Language
    title: str
    lines: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[Line, ...] = ()
    footer: tuple[Line, ...] = ()


def write_text(page: Page) -> str:
    """The page as plain text of at most 76 characters a line; an address is never broken."""
    parts = [_heading(page.title, "="), *_paragraphs(page.lines), _list(page.items)]
    for section in page.sections:
        parts += [_heading(section.title, "-" if section.level == 2 else "")]
        parts += [*_paragraphs(section.lines), _list(section.items)]
        parts += [_rows(section.table)] if section.table else []
    parts += [*_paragraphs(page.closing), "-- ", *_paragraphs(page.footer)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(text: str, rule: str) -> str:
    return f"{_wrap(text)}\n{rule * min(len(text), WIDTH)}".rstrip()


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    return (_plain(line) for line in lines)


def _plain(line: Line, indent: str = "") -> str:
    if isinstance(line, Link):
        return f"{_wrap(line.text.rstrip('.'), indent)}:\n{indent}{line.url}"
    return _wrap(line, indent)


def _list(items: Sequence[Line]) -> str:
    return "\n".join(f"- {_plain(item, '  ').lstrip()}" for item in items)


def _rows(table: Table) -> str:
    """Each row as an item: a table does not fit in plain text that is read on a telephone, or aloud."""
    written = []
    for first, *others in table.rows:
        lines = [f"- {_plain(first[0], '  ').lstrip()}", *(_plain(line, "  ") for line in first[1:])]
        for head, cell in zip(table.heads[1:], others, strict=True):
            said = ", ".join(line.text if isinstance(line, Link) else line for line in cell if line)
            lines += [_wrap(f"{head}: {said}", "  ")] if said else []
        written.append("\n".join(lines))
    return "\n".join(written)


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
