"""What the page of an application tells of its lives: when to decide, why, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from registry.phases import Sentence
from registry.technical_debt import is_problematic
from web.building.deadlines import PATH, named
from web.building.horizon import kind_title
from web.building.showing import show_days, show_due
from web.views.records import ListColumn, RelatedTable
from web.views.values import Both, Coded, Day, Link, Shown, Single

NOTHING = Both("Hierover is niets bekend.", "Nothing is known about this.")
TITLE = Both("Wanneer beslissen, en waarom", "When to decide, and why")
QUESTION, ANSWER = ListColumn(Both("Vraag", "Question")), ListColumn(Both("Antwoord", "Answer"))
PROBLEMATIC = {True: Both("ja", "yes"), False: Both("nee", "no"), None: Both("onbekend", "unknown")}


def lives_tables(lives: Mapping[str, Any], record: Mapping[str, Any]) -> tuple[RelatedTable, ...]:
    """The effective end, what is due by policy, and what vendors state of the versions that it runs on."""
    found = (_effective(lives, record), _policy(lives["policy"]), _vendor(lives["vendor"]))
    return tuple(table for table in found if table)


def _effective(lives: Mapping[str, Any], record: Mapping[str, Any]) -> RelatedTable:
    found = lives["effective"]
    governing = found["governing"]
    rows: list[tuple[Both, Shown]] = [
        (Both("Wanneer eindigt het", "When it ends"), _end(governing)),
        (Both("Waardoor", "Because of"), _because(governing)),
        (Both("Het pad", "The path"), tuple(_step(step) for step in found["path"])),
        (Both("Uiterlijk beslissen", "Decide by"), Day(found["decideBy"]) if found["decideBy"] else None),
    ]
    unknown = tuple(_say(one["why"]) for one in found["unknown"])
    odd = tuple(_say(one) for one in lives["own"]["contradictions"])
    tests = {name: record.get(name) for name in ("maintainable", "adaptable", "securable")}
    later: list[tuple[Both, Shown]] = [
        (Both("Wat niet bekend is", "What is not known"), unknown),
        (Both("Wat niet kan kloppen", "What cannot be right"), odd),
    ]
    rows += [(label, value) for label, value in later if value]
    rows.append((Both("Problematische legacy", "Problematic legacy"), PROBLEMATIC[is_problematic(**tests)]))
    return RelatedTable(TITLE, (QUESTION, ANSWER), tuple(rows), NOTHING)


def _end(governing: Mapping[str, Any] | None) -> Shown:
    return show_due(governing["due"]) if governing and governing["due"] else None


def _because(governing: Mapping[str, Any] | None) -> Shown:
    return Link(kind_title(governing["kind"]), f"{PATH}/{governing['id']}") if governing else None


def _step(step: Mapping[str, Any]) -> Single:
    return named(step)


def _say(sentence: Sentence) -> Both:
    return Both(sentence.nl, sentence.en)


def _vendor(parts: Sequence[Mapping[str, Any]]) -> RelatedTable | None:
    """What counts of each product version; a part of which nobody states anything is there too."""
    rows: list[tuple[Shown, ...]] = []
    for part in parts:
        name = " ".join(one["name"] for one in (part["product"], part["version"]) if one)
        stated = [one for one in part["statements"] if one["event"]]
        rows += [(name, Coded("lifecycle_event", one["event"]), _when(one)) for one in stated]
        rows += [] if stated else [(name, None, None)]
    if not rows:
        return None
    columns = (Both("Productversie", "Product version"), Both("Gebeurtenis", "Event"), Both("Wanneer", "When"))
    title = Both("Ondersteuning van productversies", "Support of product versions")
    return RelatedTable(title, tuple(map(ListColumn, columns)), tuple(rows), NOTHING)


def _when(stated: Mapping[str, Any]) -> Shown:
    """The day as precise as it was stated, or the words of the source."""
    days = stated["happens"]
    if not days or not days["earliest"]:
        return str(stated["stated"] or "") or None
    known = stated["precision"] if stated["precision"] in {"day", "month", "quarter", "year"} else "range"
    return show_days({**days, "precision": known})


def _policy(policy: Mapping[str, Any]) -> RelatedTable | None:
    """The days of law and policy that come up, and the assessments that count."""
    if not policy["deadlines"]:
        return None
    rows = tuple(
        (
            Link(kind_title(one["kind"]), f"{PATH}/{one['id']}"),
            show_due(one["due"]) if one["due"] else None,
            Day(one["decideBy"]) if one["decideBy"] else None,
        )
        for one in policy["deadlines"]
    )
    columns = (Both("Wat", "What"), Both("Datum", "Date"), Both("Uiterlijk beslissen", "Decide by"))
    return RelatedTable(
        Both("Beleid en toetsen", "Policy and assessments"), tuple(map(ListColumn, columns)), rows, NOTHING
    )
