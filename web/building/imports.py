"""Imports in lists, and the page of an import: where it is, what is wrong, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from registry.problems import advice, problem_texts, sentence
from registry.queries.presenting import Row
from web.building.layout import PATHS
from web.building.pages import letter_of
from web.building.showing import href_of
from web.building.words import kind_name, target_label
from web.views.imports import ImportLine, Outcome, OutcomeRow, ProblemLine, Problems, Progress
from web.views.page import Filter, Neighbours, Option
from web.views.values import Badge, Both, Day, Link

STATES: dict[str, Badge] = {
    "received": Badge(Both("wacht op lezen", "waiting to be read"), "busy"),
    "reading": Badge(Both("wordt gelezen", "being read"), "busy"),
    "previewed": Badge(Both("wacht op uw besluit", "awaits your decision"), "attention"),
    "applying": Badge(Both("wordt toegepast", "being applied"), "busy"),
    "applied": Badge(Both("toegepast", "applied"), "good"),
    "undoing": Badge(Both("wordt teruggedraaid", "being undone"), "busy"),
    "undone": Badge(Both("teruggedraaid", "undone")),
    "cancelled": Badge(Both("geannuleerd", "cancelled")),
    "failed": Badge(Both("niet te lezen", "cannot be read"), "bad"),
}
RUNNING = frozenset({"received", "reading", "applying", "undoing"})
WAITING = Both("In de wachtrij", "Waiting in the queue")
PHASES = {
    "read": Both("Bestand lezen", "Reading the file"),
    "plan": Both("Vergelijken met het register", "Comparing with the register"),
}
SEVERITIES = {
    "error": Badge(Both("fout", "error"), "bad"),
    "warning": Badge(Both("let op", "warning"), "attention"),
    "note": Badge(Both("ter informatie", "for information")),
}
PROBLEM_ROWS = 25


def state_badge(state: str) -> Badge:
    """The state of an import in a word or two."""
    return STATES.get(state, Badge(state))


def build_line(row: Row) -> ImportLine:
    """An import in a list."""
    organisation = row["organisation"]
    return ImportLine(
        str(row["id"]),
        f"/imports/{row['id']}",
        row["filename"] or f"import {row['id']}",
        Link(organisation["name"], href_of("organisation", organisation["id"]) or "") if organisation else None,
        row["source"]["name"],
        row["receivedAt"],
        row["receivedBy"],
        state_badge(row["state"]),
        Day(row["asOf"]),
    )


def build_progress(row: Row) -> Progress | None:
    """How far an import is that is being worked on; None for one that is not."""
    if row["state"] not in RUNNING:
        return None
    progress = row["progress"]
    if progress is None or progress["phase"] == "done":
        return Progress(WAITING, 0)
    done, total = progress["rowsDone"], progress["rowsTotal"]
    # One row states several records, so what is staged may outnumber the lines of the file.
    total = total if total and total >= done else None
    seconds = (progress["updatedAt"] - progress["startedAt"]).total_seconds()
    speed = done / seconds if done and seconds > 0 else None
    left = (total - done) / speed if total and speed else None
    return Progress(_phase(row["state"], progress["phase"]), done, total, speed, left)


def _phase(state: str, phase: str) -> Both:
    if phase in PHASES:
        return PHASES[phase]
    kind = kind_name(phase, many=True)
    if state == "undoing":
        return Both(f"Terugdraaien: {kind.nl}", f"Undoing: {kind.en}")
    return Both(f"Toepassen: {kind.nl}", f"Applying: {kind.en}")


def failure_of(row: Row, problems: Sequence[Row]) -> Both | None:
    """Why an import could not be read, or why its last step was refused."""
    if not row["failure"]:
        return None
    if row["state"] == "failed":
        found = next((one for one in problems if one["code"] == row["failure"]), None)
        if found:
            said, advised = _sentence(found), _advice(found)
            return Both(f"{said.nl} {advised.nl}", f"{said.en} {advised.en}")
        return Both(
            f"Het bestand kon niet worden gelezen ({row['failure']}).",
            f"The file could not be read ({row['failure']}).",
        )
    dutch, _, english = row["failure"].partition(" / ")
    return Both(dutch, english or dutch)


def build_problems(
    row: Row, lines: Sequence[Row], sheets: Mapping[int, str], asked: Mapping[str, str], before: Callable[[int], bool]
) -> Problems:
    """One page of problems; `lines` holds one more than a page when there are more, `before` says if a page precedes."""
    href, code = f"/imports/{row['id']}", asked.get("code", "")
    total = sum(one["count"] for one in row["problems"])
    shown = lines[:PROBLEM_ROWS]
    kept = f"code={code}&" if code else ""
    following = f"{href}?{kept}problemen={shown[-1]['id']}" if len(lines) > PROBLEM_ROWS else None
    preceding = f"{href}?{kept}" if shown and before(shown[0]["id"]) else None
    return Problems(
        total,
        tuple(_line(one, sheets) for one in shown),
        Filter("code", Both("Soort probleem", "Kind of problem"), tuple(_codes(row["problems"], code, total))),
        f"{href}/problemen.csv",
        Neighbours(preceding.rstrip("?&") if preceding else None, following),
    )


def _codes(counts: Sequence[Row], chosen: str, total: int) -> list[Option]:
    options = [Option("", Both(f"alle ({total})", f"all ({total})"), not chosen)]
    for one in counts:
        texts = problem_texts().get(one["code"])
        nl, en = (texts["nl"].title, texts["en"].title) if texts else (one["code"], one["code"])
        options.append(
            Option(one["code"], Both(f"{nl} ({one['count']})", f"{en} ({one['count']})"), one["code"] == chosen)
        )
    return options


def _line(one: Row, sheets: Mapping[int, str]) -> ProblemLine:
    return ProblemLine(
        one["sheetName"] or sheets.get(one["sheet"], ""),
        one["rowNumber"],
        column_name(one),
        one["value"] or "",
        _sentence(one),
        SEVERITIES.get(one["severity"], Badge(one["severity"])),
        target_label(one["field"]) if one["field"] else "",
        _advice(one),
    )


def column_name(one: Row) -> str:
    """The column of a problem: its letter and its heading."""
    letter = "" if one["position"] is None else letter_of(one["position"])
    return f"{letter} {one['heading'] or ''}".strip()


def _sentence(one: Row) -> Both:
    nl, en = (sentence(one["code"], one["parameters"], language, one["value"]) for language in ("nl", "en"))
    return Both(nl, en)


def _advice(one: Row) -> Both:
    nl, en = (advice(one["code"], one["parameters"], language, one["value"]) for language in ("nl", "en"))
    return Both(nl, en)


def problem_cells(one: Row, sheets: Mapping[int, str], language: str) -> dict[str, Any]:
    """A problem as a row of a download in this language."""
    return {
        "blad": one["sheetName"] or sheets.get(one["sheet"], ""),
        "rij": one["rowNumber"],
        "kolom": column_name(one),
        "waarde": one["value"],
        "code": one["code"],
        "ernst": one["severity"],
        "probleem": sentence(one["code"], one["parameters"], language, one["value"]),
        "advies": advice(one["code"], one["parameters"], language, one["value"]),
    }


def build_outcome(row: Row) -> Outcome | None:
    """What the last step did, kind by kind."""
    step = {"applied": "apply", "undone": "undo"}.get(row["state"])
    at, by = (row["appliedAt"], row["appliedBy"]) if step == "apply" else (row["undoneAt"], row["undoneBy"])
    if step is None or at is None:
        return None
    counts: dict[str, dict[str, int]] = {}
    for one in row["changes"]:
        if one["step"] == step:
            counts.setdefault(one["kind"], {})[one["action"]] = one["records"]
    rows = tuple(
        OutcomeRow(
            kind_name(kind, many=True),
            found.get("add", 0),
            found.get("change", 0),
            found.get("remove", 0),
            _listed(row, kind) if step == "apply" else None,
        )
        for kind, found in sorted(counts.items(), key=lambda item: item[0] not in PATHS)
    )
    return Outcome(step == "undo", at, by or "", rows) if rows or step == "undo" else None


def _listed(row: Row, kind: str) -> str | None:
    """The list with the records of a kind; of applications those of the organisation."""
    if kind not in PATHS:
        return None
    if kind == "application" and row["organisation"]:
        return f"{PATHS[kind]}?organisatie={row['organisation']['id']}"
    return PATHS[kind]
