"""Many alerts in one mail: grouped by organisation and kind, the most urgent first, with what is new about each. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from notifiers.mail_page import Cell, Line, Link, Section, Table
from notifiers.mail_places import deadline_place, subject_place
from notifiers.telling_alerts import (
    AlertFacts,
    days_left,
    is_news,
    is_passed,
    read_alert,
    tell_kind,
    tell_left,
    tell_title,
)
from notifiers.telling_applications import tell_hanging
from notifiers.telling_days import Due, Language, day_in_words, due_in_words, phrases, write_number
from notifiers.telling_words import name_of, telling_words
from registry.told_before import Since

MOST_ROWS = 50
"""Alerts that stand in a mail; the others are in the attachment or the register."""
MOST_IN_FILE = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert of a digest: its facts, whether its day has passed, and what is new about it."""

    facts: AlertFacts
    late: bool
    news: str


def collect(
    alerts: Iterable[Mapping[str, Any]], earlier: Mapping[str, Mapping[str, Any]], language: Language, today: date
) -> list[Entry]:
    """The alerts in the order of their days, the last one of each deadline and moment only."""
    last = {(facts.deadline or id(facts), facts.moment): facts for facts in map(read_alert, alerts)}
    entries = [_entry(facts, earlier, language, today) for facts in last.values()]
    return sorted(entries, key=lambda entry: (_day(entry), name_of(entry.facts.subject, language)))


def _day(entry: Entry) -> date:
    return entry.facts.target.first if entry.facts.target else date.max


def _entry(facts: AlertFacts, earlier: Mapping[str, Mapping[str, Any]], language: Language, today: date) -> Entry:
    before = earlier.get(facts.deadline or "")
    late = is_passed(facts, today) and not is_news(facts.kind)
    if before is not None:
        old = replace(read_alert(before), moment=facts.moment).target
        if old != facts.target:
            return Entry(facts, late, _moved(old, language))
    news = "late" if late else "new" if before is None else "reminder"
    return Entry(facts, late, str(telling_words()["mail"]["news"][news][language]))


def _moved(old: Due | None, language: Language) -> str:
    words = telling_words()["mail"]["news"]
    return str(words["moved"][language]).format(day=due_in_words(old, language)) if old else str(words["new"][language])


def sections_of(entries: Sequence[Entry], language: Language, today: date, base_url: str) -> tuple[Section, ...]:
    """The most urgent entries: a section for each organisation, in it one with a table for each kind."""
    shown = sorted(entries[:MOST_ROWS], key=lambda entry: (_owner(entry, language), entry.facts.kind))
    sections: list[Section] = []
    for owner, of_owner in groupby(shown, key=lambda entry: _owner(entry, language)):
        sections.append(Section(owner))
        for kind, group in groupby(of_owner, key=lambda entry: entry.facts.kind):
            title = tell_kind(kind, language)
            rows = tuple(_row(entry, language, today, base_url) for entry in sorted(group, key=_day))
            caption = telling_words()["mail"]["caption"][language].format(kind=title, number=len(rows))
            sections.append(Section(title, level=3, table=Table(caption, _heads(language), rows)))
    return tuple(sections)


def _owner(entry: Entry, language: Language) -> str:
    return (
        name_of(entry.facts.owner, language)
        if entry.facts.owner
        else str(telling_words()["mail"]["no_owner"][language])
    )


def _heads(language: Language) -> tuple[str, ...]:
    return tuple(str(column[language]) for column in telling_words()["mail"]["columns"].values())


def _row(entry: Entry, language: Language, today: date, base_url: str) -> tuple[Cell, ...]:
    facts, words = entry.facts, telling_words()["mail"]
    name, subject = name_of(facts.governing, language), name_of(facts.subject, language)
    place = deadline_place(facts.deadline, base_url) or subject_place(facts.subject, base_url)
    what: list[Line] = [Link(name, place) if place else name]
    if facts.moment == "decide":
        what.append(words["decide_by"][language].format(subject=subject))
    elif facts.component:
        what.append(words["concerns"][language].format(subject=subject))
    if facts.hanging:
        what.append(tell_hanging(facts.hanging, language))
    day = due_in_words(facts.target, language) if facts.target else words["unknown_day"][language]
    return tuple(what), (day, tell_left(facts, language, today)), (entry.news,)


def tell_since(since: Sequence[Since], language: Language, base_url: str) -> tuple[Line, ...]:
    """What became of deadlines that were told of before."""
    return tuple(_tell_since(one, language, base_url) for one in since[:MOST_ROWS])


def _tell_since(one: Since, language: Language, base_url: str) -> Line:
    facts, words = read_alert(one.data), telling_words()["mail"]
    text = words["since_items"][one.action][language].format(
        name=tell_title(replace(facts, moment="end"), language),
        day=day_in_words(one.until, language) if one.until else words["unknown_day"][language],
        by=name_of(one.by, language),
        assignee=name_of(one.assignee, language),
    )
    if one.reason:
        text = words["reason"][language].format(text=text, reason=name_of(one.reason, language))
    place = deadline_place(facts.deadline, base_url)
    return Link(text, place) if place else str(text)


def tell_subject(entries: Sequence[Entry], others: int, language: Language) -> str:
    """The subject of a digest: how many, and the first by name and day."""
    words = telling_words()["mail"]["subject"]
    late, ending = [e for e in entries if e.late], [e for e in entries if not e.late]
    parts: list[str] = []
    for name, group in (("ending", ending), ("late", late)):
        if not group:
            continue
        part = words[f"{name}_one" if len(group) == 1 else f"{name}_many"][language].format(
            number=write_number(len(group), language)
        )
        if not parts:
            part = f"{part}, {words['lead'][language].format(first=_first(group[0], language))}"
        parts.append(part)
    if others:
        parts.append(
            words["other_one" if others == 1 else "other_many"][language].format(number=write_number(others, language))
        )
    return "; ".join(parts)


def _first(entry: Entry, language: Language) -> str:
    facts = entry.facts
    thing = facts.subject if facts.moment == "decide" else facts.governing
    on = phrases(facts.target, language)["by" if facts.moment == "decide" else "on"]
    return str(telling_words()["mail"]["subject"]["first"][language].format(name=name_of(thing, language), on=on))


def write_file(entries: Sequence[Entry], language: Language, today: date, base_url: str) -> bytes:
    """All entries as a csv that a Dutch spreadsheet opens; no cell is read as a formula."""
    words, written = telling_words()["mail"], io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(words["file_columns"][language])
    for entry in entries:
        facts, target = entry.facts, entry.facts.target
        left = days_left(facts, today)
        cells = (
            tell_kind(facts.kind, language),
            words["moments"][facts.moment][language],
            name_of(facts.governing, language),
            name_of(facts.subject, language),
            _owner(entry, language),
            target.first.isoformat() if target else "",
            target.last.isoformat() if target else "",
            "" if left is None else left,
            deadline_place(facts.deadline, base_url) or "",
        )
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells])
    return written.getvalue().encode("utf-8-sig")
