"""An import on a terminal: the columns understood, the problems in one table, and the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.opening import Opened
from registry.kinds import KINDS
from registry.planning import ROW_KINDS, row_kind
from registry.problems import problem_texts, sentence
from registry.queries.imports import get_import, list_columns, list_problems, list_rows
from registry.resolving.matching import Db

Row = dict[str, Any]

SHOWN_PROBLEMS = 60
SHOWN_CHANGES = 30
WIDTH_IN_FILES = 200
ACTIONS = {
    "add": ("toevoegen", "add"),
    "change": ("wijzigen", "change"),
    "unchanged": ("ongewijzigd", "unchanged"),
    "join": ("hoort bij bekende", "join a known one"),
    "decide": ("vraagt een besluit", "needs a decision"),
    "end": ("niet meer vermeld", "no longer listed"),
}
STATES = {
    "received": ("ontvangen", "received"),
    "reading": ("wordt gelezen", "being read"),
    "previewed": ("voorvertoond", "previewed"),
    "applying": ("wordt toegepast", "being applied"),
    "applied": ("toegepast", "applied"),
    "undoing": ("wordt teruggedraaid", "being undone"),
    "undone": ("teruggedraaid", "undone"),
    "cancelled": ("opzij gelegd", "laid aside"),
    "failed": ("niet gelukt", "failed"),
}
SEVERITIES = {"error": ("fout", "error"), "warning": ("let op", "warning"), "note": ("ter info", "note")}


def wide_console() -> Console:
    """A console; where nobody looks (a pipe, a file) it is wide, so that no cell is cut."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH_IN_FILES)


def describe(db: Db, opened: Opened, import_id: int) -> Row:
    """All that a person is told about an import, as JSON."""
    found = get_import(db, import_id)
    columns = [
        {name: column[name] for name in ("sheetName", "heading", "field", "certainty", "basis")}
        for column in list_columns(db, import_id)
    ]
    return {
        **found,
        "about": row_kind(db, import_id),
        "columns": columns,
        "found": list(_problems(db, opened, import_id)),
    }


def _problems(db: Db, opened: Opened, import_id: int) -> Iterator[Row]:
    after: int | None = None
    while page := list_problems(db, import_id, after=after, limit=500):
        for row in page:
            told = sentence(row["code"], row["parameters"], opened.locale, row["value"])
            yield {name: row[name] for name in ("severity", "code", "sheetName", "heading", "value")} | {
                "row": row["rowNumber"],
                "sentence": told,
            }
        after = page[-1]["id"]


def show_import(db: Db, opened: Opened, console: Console, import_id: int) -> None:
    """Print the columns, the problems and the plan."""
    found = get_import(db, import_id)
    name, state = found["filename"] or found["importer"], opened.say(*STATES[found["state"]])
    console.print(Text(f"Import {import_id}: {name} ({state})"))
    _show_columns(db, opened, console, import_id)
    show_problems(db, opened, console, import_id, most=SHOWN_PROBLEMS)
    if found["state"] != "failed":
        _show_plan(db, opened, console, found)


def _show_columns(db: Db, opened: Opened, console: Console, import_id: int) -> None:
    columns = list_columns(db, import_id)
    if not columns:
        return
    table = _table(opened.say("Kolommen", "Columns"))
    for heading in (
        opened.say("kop", "heading"),
        opened.say("begrepen als", "understood as"),
        opened.say("zeker", "sure"),
    ):
        table.add_column(heading)
    for column in columns:
        field = column["field"] or opened.say("(bewaard, niet gelezen)", "(kept, not read)")
        table.add_row(Text(column["heading"]), Text(field), f"{column['certainty']:.0%}" if column["field"] else "")
    console.print(table)


def show_problems(db: Db, opened: Opened, console: Console, import_id: int, *, most: int | None = None) -> None:
    """Print the problems in one table, at most so many."""
    problems = list(_problems(db, opened, import_id))
    if not problems:
        console.print(opened.say("Geen problemen gevonden.", "No problems found."))
        return
    table = _table(opened.say(f"Problemen ({len(problems)})", f"Problems ({len(problems)})"))
    headings = (("ernst", "severity"), ("blad", "sheet"), ("rij", "row"), ("kolom", "column"), ("wat", "what"))
    for nl, en in headings:
        table.add_column(opened.say(nl, en))
    order = list(SEVERITIES)
    for one in sorted(problems, key=lambda p: order.index(p["severity"]))[:most]:
        what = one["sentence"] if one["code"] in problem_texts() else one["code"]
        row = str(one["row"]) if one["row"] else ""
        cells = (opened.say(*SEVERITIES[one["severity"]]), one["sheetName"] or "", row, one["heading"] or "", what)
        table.add_row(*map(Text, cells))
    console.print(table)
    if most is not None and len(problems) > most:
        console.print(
            opened.say(
                f"Alle problemen: landschap problems {import_id}", f"All problems: landschap problems {import_id}"
            )
        )


def _show_plan(db: Db, opened: Opened, console: Console, found: Row) -> None:
    table = _table(opened.say("Plan", "Plan"))
    table.add_column(opened.say("soort", "kind"))
    for nl, en in ACTIONS.values():
        table.add_column(opened.say(nl, en), justify="right")
    counts: dict[str, dict[str, int]] = {}
    for row in found["rows"]:
        counts.setdefault(row["kind"], {})[row["action"]] = row["rows"]
    order = [*ROW_KINDS, *(kind for kind in KINDS if kind not in ROW_KINDS)]
    for kind in sorted(counts, key=order.index):
        table.add_row(kind, *(str(counts[kind].get(action, "")) for action in ACTIONS))
    console.print(table)
    about = row_kind(db, found["id"])
    changes = list_rows(db, found["id"], about, action="change", limit=SHOWN_CHANGES) if about else []
    for row in changes:
        for change in row["changes"]:
            old, new = _brief(change["old"]), _brief(change["new"])
            console.print(Text(f"  {row['name'] or row['sourceKey']}: {change['field']}: {old} → {new}"))


def _brief(value: object) -> str:
    match value:
        case None:
            return "–"
        case {"text": str() as text}:
            return text
        case {"id": identity, "name": name}:
            return str(name or identity)
        case list():
            return ", ".join(map(_brief, value)) or "–"
        case _:
            return str(value)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
