"""One event of the register in words, in Dutch or English. Pure; data that is not known never makes it fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from notifiers.telling_alerts import (
    AlertFacts,
    is_alert,
    read_alert,
    tell_detail,
    tell_line,
    tell_reservations,
    tell_title,
)
from notifiers.telling_changes import TYPES, tell_deadline
from notifiers.telling_days import Language, due_in_words, read_due
from notifiers.telling_words import kind_in_words, mapping_of, name_of, one_line, telling_words


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: a title, the sentence that says it, and what there is to know besides."""

    title: str
    line: str
    detail: tuple[str, ...]


def tell(data: Mapping[str, Any], type_: str, language: Language, *, today: date | None = None) -> Told:
    """Tell one event by its data and its short type.

    With `today` the days are counted from then; without it the event's own count (`daysLeft`) is told where it has one.
    """
    if type_ in TYPES:
        return Told(*tell_deadline(data, type_, language))
    if is_alert(type_):
        return _tell_alert(read_alert(data, type_), language, today)
    return _tell_happening(data, type_, language)


def tell_notes(data: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """What is to be said about the day of a deadline: bought support counted, or a version that is not known exactly."""
    return tell_reservations(read_alert(data), language)


def _tell_alert(facts: AlertFacts, language: Language, today: date | None) -> Told:
    return Told(tell_title(facts, language), tell_line(facts, language, today), tell_detail(facts, language))


def _tell_happening(data: Mapping[str, Any], type_: str, language: Language) -> Told:
    happenings = telling_words()["happenings"]
    about, _, what = type_.rpartition(".")
    words = happenings.get(what) or happenings["other"]
    subject = mapping_of(data.get("subject"))
    kind = kind_in_words(subject.get("kind") or data.get("kind") or about or what, language)
    named = subject or (data.get("source") if about in {"import", "source"} else None) or data
    found = {
        "kind": kind,
        "Kind": kind[:1].upper() + kind[1:],
        "name": name_of(named, language),
        "type": one_line(type_),
    }
    title, line = (str(text[language]).format_map(found) for text in (words, words["says"]))
    return Told(title, line, _facts(data, language))


def _facts(data: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """What the event brought along that a person can read."""
    told = []
    for key, label in telling_words()["facts"].items():
        value = data.get(key)
        if isinstance(value, list | tuple):
            value = ", ".join(map(one_line, value[:20]))
        if value in (None, "") or isinstance(value, Mapping):
            continue
        if due := read_due(value):
            value = due_in_words(replace(due, or_later=False), language)
        told.append(f"{label[language]}: {one_line(value)}.")
    return tuple(told)
