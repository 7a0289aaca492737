"""A mail as accessible HTML: language, one h1, tables with headings, real texts in links, no images. All text is escaped here.

No colour says anything by itself, and nothing is wider than a telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from notifiers.mail_page import Cell, Line, Link, Page, Section, Table

STYLE = """
body { margin: 0; padding: 16px; background: #ffffff; color: #1b1b1b; font: 16px/1.5 Arial, Helvetica, sans-serif; }
main, footer { max-width: 640px; margin: 0 auto; overflow-wrap: anywhere; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 20px; line-height: 1.3; margin: 32px 0 8px; }
h3 { font-size: 17px; margin: 24px 0 8px; }
p, ul { margin: 0 0 12px; }
ul { padding-left: 20px; }
a { color: #01528c; text-decoration: underline; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0 0 4px; color: #4a4a4a; }
th, td { border-top: 1px solid #767676; padding: 8px 8px 8px 0; text-align: left; vertical-align: top; font-weight: normal; }
thead th { font-weight: bold; border-top: 0; }
footer { margin-top: 32px; padding-top: 16px; border-top: 1px solid #767676; color: #4a4a4a; font-size: 14px; }
"""


def write_html(page: Page) -> str:
    """The page as one HTML document."""
    title = escape(page.title)
    body = [f"<h1>{title}</h1>", _paragraphs(page.lines), _list(page.items)]
    body += [_section(section) for section in page.sections]
    body += [_paragraphs(page.closing)]
    main = "\n".join(part for part in body if part)
    return (
        f'<!doctype html>\n<html lang="{page.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{main}\n</main>\n"
        f"<footer>\n{_paragraphs(page.footer)}\n</footer>\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    parts = [f"<h{section.level}>{escape(section.title)}</h{section.level}>", _paragraphs(section.lines)]
    parts += [_list(section.items), _table(section.table) if section.table else ""]
    return "\n".join(part for part in parts if part)


def _line(line: Line) -> str:
    if isinstance(line, Link):
        return f'<a href="{escape(line.url)}">{escape(line.text)}</a>'
    return escape(line)


def _paragraphs(lines: Sequence[Line]) -> str:
    return "\n".join(f"<p>{_line(line)}</p>" for line in lines)


def _list(items: Sequence[Line]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_line(item)}</li>" for item in items) + "\n</ul>" if items else ""


def _cell(cell: Cell) -> str:
    return "<br>".join(_line(line) for line in cell if line)


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = [
        f'<tr><th scope="row">{_cell(first)}</th>' + "".join(f"<td>{_cell(cell)}</td>" for cell in others) + "</tr>"
        for first, *others in table.rows
    ]
    return (
        f"<table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody>\n</table>"
    )
