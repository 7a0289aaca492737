"""Write the generated parts of the documentation: `make docs`. A test fails when they differ.

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->` in a file that people write, or is a whole
file of its own (`docs/data-model.md`, `docs/problems.md`).
"""

from __future__ import annotations

import csv
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from api.limits import BODY_LIMIT, UPLOAD_LIMIT
from api.listing import MOST
from cli import settings
from docs.data_model import data_model
from importers import algoritmeregister, cells, sheets, tables, workbook_guard
from registry.codes import CODE_LISTS
from registry.kinds import KINDS, Kind
from registry.problems import problem_texts
from registry.queries.presenting import keys_of

ROOT = Path(__file__).parent.parent
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines) + "\n"


def environment() -> str:
    """The table of variables in the docstring of `cli/settings.py`."""
    lines = (settings.__doc__ or "").splitlines()
    rows = [line.strip("| ").split("|") for line in lines if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    return table(cells[0], cells[2:])


def fields() -> str:
    """The fields of each kind of record: Dutch, English, and the key in JSON."""
    return "\n".join(f"### {kind.plural.replace('_', ' ')}\n\n{_fields_of(kind)}" for kind in KINDS.values())


def _fields_of(kind: Kind) -> str:
    links = {link.field: (link.nl, link.en) for link in kind.links}
    labels = {name: (column.info["nl"], column.info["en"]) for name, column in kind.columns.items()} | links
    return table(
        ["Nederlands", "English", "JSON"], [[*labels[field], f"`{key}`"] for key, field in keys_of(kind).items()]
    )


def code_lists() -> str:
    """The values of each code list, with their labels."""
    parts = []
    for name, codes in CODE_LISTS.items():
        rows = [[code.nl, code.en, f"`{code.value}`"] for code in codes.values()]
        parts.append(f"### {name.replace('_', ' ')}\n\n{table(['Nederlands', 'English', 'code'], rows)}")
    return "\n".join(parts)


def limits() -> str:
    """How much a file, a request and an answer may hold."""
    mib = 1024**2
    rows = [
        ["uploaded file", f"{UPLOAD_LIMIT // mib:,} MiB"],
        [
            "workbook, as it is / unpacked",
            f"{workbook_guard.MAX_FILE // mib} MiB / {workbook_guard.MAX_UNPACKED // mib} MiB",
        ],
        ["cells that a sheet spans", f"{workbook_guard.MAX_CELLS:,}"],
        ["columns of a table", f"{sheets.MAX_COLUMNS}"],
        ["characters in a cell of a csv", f"{csv.field_size_limit():,}"],
        ["rows in which a header is looked for", f"{tables.SEARCHED_ROWS}"],
        ["problems told one by one, per column", f"{cells.MAX_PROBLEMS:,}"],
        ["json of the Algoritmeregister", f"{algoritmeregister.MAX_BYTES // mib} MiB"],
        ["body of any other request", f"{BODY_LIMIT // mib} MiB"],
        ["records on a page of a list", f"{MOST}"],
    ]
    return table(["what", "at most"], rows)


def problems() -> str:
    """All that can be wrong with a file, row or cell."""
    introduction = textwrap.dedent(
        """\
        # Problems

        What an import can say about a file, a row or a cell. Made by `make docs` from
        [registry/data/problems.yaml](../registry/data/problems.yaml), which has the Dutch sentences too.
        Words in braces are filled in. How files are read: [importers](importers.md).

        """
    )
    rows = [
        [f"`{code}`", texts["nl"].title, texts["en"].sentence, texts["en"].advice]
        for code, texts in problem_texts().items()
    ]
    return introduction + table(["code", "Nederlands", "sentence", "what to do"], rows)


PARTS: dict[str, Callable[[], str]] = {
    "environment": environment,
    "limits": limits,
    "fields": fields,
    "code_lists": code_lists,
}
"""Makers of the parts that stand in files that people write."""

FILES: dict[str, Callable[[], str]] = {"docs/data-model.md": data_model, "docs/problems.md": problems}
"""Makers of whole files."""

WRITTEN = ("README.md", "docs/glossary.md", "docs/operations.md")
"""Files with generated parts."""


def generated() -> dict[str, str]:
    """What each file with generated text must hold, by its path in the repository."""
    whole = {name: make() for name, make in FILES.items()}
    return whole | {name: fill((ROOT / name).read_text(encoding="utf-8")) for name in WRITTEN}


def fill(text: str) -> str:
    """The text with its generated parts made anew."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n{found[3]}", text)


if __name__ == "__main__":
    for name, text in generated().items():
        (ROOT / name).write_text(text, encoding="utf-8")
