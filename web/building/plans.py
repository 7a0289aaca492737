"""What applying an import would do, or did: rows by what happens to them, and what only a person can decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from registry.planning import ROW_KINDS
from registry.queries.presenting import Row
from registry.queries.questions import Question
from web.building.showing import href_of, label_of, show_value
from web.building.words import kind_name
from web.views.imports import Candidate, Decision, FieldChange, Plan, PlanKind, PlanRow, PlanTab
from web.views.page import Filter, Neighbours, Option
from web.views.values import Both, Link, Text

PLAN_ROWS = 25
ACTIONS: dict[PlanKind, str] = {
    "add": "add",
    "join": "join",
    "change": "change",
    "unchanged": "unchanged",
    "unlisted": "end",
    "decide": "decide",
}
LATER = Both(
    "Het register kent meer dan één gegeven dat dit kan zijn. Na het toepassen staat elk apart, tot u beslist.",
    "The register knows more than one record that this may be. Once applied each stands alone, until you decide.",
)


class Shown:
    """Which part of a plan an address asks for: the kind of record and the tab."""

    def __init__(self, row: Row, asked: Mapping[str, str], questions: int) -> None:
        self.row, self.asked = row, asked
        self.counts: dict[str, dict[str, int]] = {}
        for one in row["rows"]:
            self.counts.setdefault(one["kind"], {})[one["action"]] = one["rows"]
        kinds = sorted((kind for kind in ROW_KINDS if kind in self.counts), key=lambda kind: kind != row.get("about"))
        self.kinds = [*kinds, *(kind for kind in self.counts if kind not in kinds)]
        wanted = asked.get("wat", "")
        self.kind = wanted if wanted in self.counts else self.kinds[0] if self.kinds else "application"
        self.numbers = self._numbers(questions)
        tab = asked.get("soort", "")
        self.tab: PlanKind = next((one for one in ACTIONS if one == tab), self._first())

    def _numbers(self, questions: int) -> dict[PlanKind, int]:
        counts = self.counts.get(self.kind, {})
        numbers = {tab: counts.get(action, 0) for tab, action in ACTIONS.items()}
        if self.row["state"] == "applied":
            numbers["decide"] = questions
        return numbers

    def _first(self) -> PlanKind:
        return next((tab for tab, number in self.numbers.items() if number and tab != "unchanged"), "unchanged")

    def href(self, **changed: str) -> str:
        """The address of the same page with another part of the plan."""
        values = {"wat": self.kind, "soort": self.tab, **changed}
        return f"/imports/{self.row['id']}?{urlencode(values)}"


def build_plan(shown: Shown, lines: Sequence[Row], questions: Sequence[Question], sheets: Mapping[int, str]) -> Plan:
    """The plan with the rows of the current tab; `lines` holds one more than a page when there are more."""
    row = shown.row
    waiting, complete = row["state"] == "previewed", row["completeness"] == "complete"
    tabs = tuple(
        PlanTab(tab, number, shown.href(soort=tab), tab == shown.tab)
        for tab, number in shown.numbers.items()
        if number or tab in {"add", "change", "unchanged"} or (tab == "unlisted" and complete)
    )
    more = len(lines) > PLAN_ROWS
    following = shown.href(na=lines[PLAN_ROWS - 1]["place"]) if more else None
    preceding = shown.href() if shown.asked.get("na") else None
    return Plan(
        tabs,
        _kinds(shown),
        tuple(_row(shown.kind, one, sheets) for one in lines[:PLAN_ROWS]),
        tuple(_decision(one) for one in questions) if shown.tab == "decide" else (),
        Neighbours(preceding, following),
        can_apply=waiting and bool(shown.kinds),
        blocked=""
        if shown.kinds or not waiting
        else Both("Er is niets om toe te passen.", "There is nothing to apply."),
        note=LATER if shown.tab == "decide" and waiting and shown.numbers["decide"] else "",
        seen=row["previewedAt"].isoformat() if row["previewedAt"] else "",
    )


def _kinds(shown: Shown) -> Filter | None:
    if len(shown.kinds) < 2:
        return None
    options = []
    for kind in shown.kinds:
        name, number = kind_name(kind, many=True), sum(shown.counts[kind].values())
        options.append(Option(kind, Both(f"{name.nl} ({number})", f"{name.en} ({number})"), kind == shown.kind))
    return Filter("wat", Both("Soort gegevens", "Kind of record"), tuple(options))


def _row(kind: str, one: Row, sheets: Mapping[int, str]) -> PlanRow:
    record = one["record"]
    changes = tuple(
        FieldChange(
            label_of(kind, change["field"]),
            show_value(kind, change["field"], change["old"]),
            show_value(kind, change["field"], change["new"]),
        )
        for change in one["changes"]
    )
    name = one["name"] or (record["name"] if record else None) or one["sourceKey"]
    return PlanRow(name, _place(one, sheets), href_of(kind, record["id"]) if record else None, changes)


def _place(one: Row, sheets: Mapping[int, str]) -> Text:
    if one["row"] is None:
        return Both("niet in het bestand", "not in the file")
    sheet = f", {sheets[one['sheet']]}" if len(sheets) > 1 and one["sheet"] in sheets else ""
    return Both(f"rij {one['row']}{sheet}", f"row {one['row']}{sheet}")


def _decision(question: Question) -> Decision:
    left, right = question.left, question.right
    reasons = tuple(Both(nl, en) for nl, en in zip(question.reasons, question.reasons_en, strict=True))
    known = Candidate(str(left.id), Link(left.name or str(left.id), href_of(question.kind, left.id) or ""), reasons)
    mentions = ", ".join(f"{source} {key}" for source, key in right.mentions[:3])
    return Decision(
        f"{question.kind}.{left.id}.{right.id}",
        right.name or str(right.id),
        kind_name(question.kind),
        mentions,
        (known,),
    )
