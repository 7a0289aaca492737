"""What became of a deadline that somebody was told of: its date changed, or it does not hold any more. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from notifiers.telling_alerts import read_alert, tell_detail, tell_title
from notifiers.telling_days import Due, Language, due_in_words, read_due
from notifiers.telling_words import mapping_of, telling_words

TYPES = {"deadline.changed": "changed", "deadline.withdrawn": "withdrawn"}
"""The events that this tells, with what is said of each."""


def tell_deadline(data: Mapping[str, Any], type_: str, language: Language) -> tuple[str, str, tuple[str, ...]]:
    """Title, sentence and detail of such an event; `before` in its data is the deadline as it was told last."""
    facts = replace(read_alert(data), moment="end")
    before = mapping_of(data.get("before"))
    what = TYPES[type_]
    old, new = read_due(before.get("due")), facts.due
    if what == "changed" and old == new:
        what, old, new = "decide", read_due(before.get("decideBy")), facts.decide_by
        if old == new:
            # It was told as withdrawn meanwhile, and came back as it was.
            what, new = "again", facts.due or facts.decide_by
    words = telling_words()["deadlines"]
    found = {"what": tell_title(facts, language), "before": _day(old, language), "day": _day(new, language)}
    title, line = (str(text[language]).format_map(found) for text in (words[what], words[what]["says"]))
    return title, line, () if what == "withdrawn" else tell_detail(facts, language)


def _day(due: Due | None, language: Language) -> str:
    return due_in_words(due, language) if due else str(telling_words()["deadlines"]["unknown_day"][language])
