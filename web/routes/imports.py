"""Imports: their list, the page of one, and how far it is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.csv_text import csv_response
from api.dependencies import Db
from registry.planning import row_kind
from registry.queries.imports import get_import, list_columns, list_imports, list_problems
from registry.queries.presenting import Row
from registry.queries.questions import Question, list_questions
from registry.queries.staged import list_rows
from registry.resolving.matching import Db as Connection
from web.building.columns import build_columns, build_targets
from web.building.imports import (
    PROBLEM_ROWS,
    RUNNING,
    STATES,
    build_line,
    build_outcome,
    build_problems,
    build_progress,
    failure_of,
    problem_cells,
)
from web.building.plans import ACTIONS, PLAN_ROWS, Shown, build_plan
from web.rendering import describe_page, render
from web.views.imports import ImportList, ImportPage, Plan
from web.views.page import Filter, Neighbours, Option
from web.views.values import Both

LIST_ROWS = 50
MOST_QUESTIONS = 50
MOST_EXPORTED = 100_000
PLANNED = frozenset({"previewed", "applied"})

router = APIRouter()


@router.get("/imports")
def show_imports(request: Request, db: Db, na: int | None = None, stand: str = "") -> Response:
    """The imports, the newest first."""
    state = stand if stand in STATES else None
    rows = list_imports(db, state=state, after=na, limit=LIST_ROWS + 1)
    kept = f"stand={state}&" if state else ""
    options = [Option("", Both("alle", "all"), state is None)]
    options += [Option(name, badge.text, name == state) for name, badge in STATES.items()]
    view = ImportList(
        tuple(build_line(row) for row in rows[:LIST_ROWS]),
        (Filter("stand", Both("Stand", "State"), tuple(options)),),
        Neighbours(
            f"/imports?{kept}".rstrip("?&") if na else None,
            f"/imports?{kept}na={rows[LIST_ROWS - 1]['id']}" if len(rows) > LIST_ROWS else None,
        ),
    )
    return render(request, "imports.html", view)


@router.get("/imports/{import_id}")
def show_import(request: Request, db: Db, import_id: int) -> Response:
    """The page of an import: what was understood, what is wrong, what would change or did."""
    row = get_import(db, import_id)
    asked = dict(request.query_params)
    columns = [] if row["state"] in RUNNING else list_columns(db, import_id)
    sheets = {one["sheet"]: one["sheetName"] for one in columns}
    problems = list_problems(
        db, import_id, code=asked.get("code") or None, after=_number(asked.get("problemen")), limit=PROBLEM_ROWS + 1
    )
    running = row["state"] in RUNNING
    view = ImportPage(
        build_line(row),
        row["size"] or 0,
        row["sha256"] or "",
        row["completeness"] == "complete",
        build_progress(row),
        failure_of(row, problems),
        build_columns(columns),
        tuple(dict.fromkeys(name for name in sheets.values() if name)),
        build_targets(columns) if columns else (),
        None
        if running or not row["sha256"]
        else build_problems(row, problems, sheets, asked, lambda _: "problemen" in asked),
        _plan(db, row, asked, sheets) if row["state"] in PLANNED else None,
        build_outcome(row),
        can_map=row["state"] == "previewed" and bool(columns),
        can_cancel=row["state"] in {"previewed", "failed"},
        can_undo=row["state"] == "applied",
    )
    return render(request, "import/page.html", view)


@router.get("/imports/{import_id}/voortgang")
def show_progress(request: Request, db: Db, import_id: int) -> Response:
    """How far an import is, for a page that waits; once it is done the page is asked for anew."""
    row = get_import(db, import_id)
    progress = build_progress(row)
    if progress is None:
        return Response(status_code=204, headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    view = ImportPage(build_line(row), 0, "", complete=False, progress=progress)
    return render(request, "import/progress.html", view)


@router.get("/imports/{import_id}/problemen.csv")
def download_problems(request: Request, db: Db, import_id: int) -> Response:
    """All problems of an import as a file."""
    language = describe_page(request).language
    row = get_import(db, import_id)
    sheets = {one["sheet"]: one["sheetName"] for one in list_columns(db, import_id)}
    cells: list[dict[str, Any]] = []
    after = None
    while len(cells) < MOST_EXPORTED and (found := list_problems(db, import_id, after=after, limit=500)):
        cells += [problem_cells(one, sheets, language) for one in found]
        after = found[-1]["id"]
    columns = ("blad", "rij", "kolom", "waarde", "code", "ernst", "probleem", "advies")
    return csv_response(columns, cells, f"problemen-import-{row['id']}")


def _plan(db: Connection, row: Row, asked: dict[str, str], sheets: dict[int, str]) -> Plan:
    questions: list[Question] = []
    row = row | {"about": row_kind(db, row["id"])}
    if row["state"] == "applied":
        wanted = Shown(row, asked, 0).kind
        questions = list_questions(db, wanted, import_id=row["id"], limit=MOST_QUESTIONS).items
    shown = Shown(row, asked, len(questions))
    lines = []
    if not (shown.tab == "decide" and questions):
        lines = list_rows(
            db, row["id"], shown.kind, action=ACTIONS[shown.tab], after=asked.get("na") or None, limit=PLAN_ROWS + 1
        )
    return build_plan(shown, lines, questions, sheets)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None
