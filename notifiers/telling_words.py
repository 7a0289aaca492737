"""The words of messages, from the data files, and names made fit to be read in a line. Pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from notifiers.telling_days import Language
from registry.codes import CODE_LISTS, load_data

_LONGEST_NAME = 200
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Control signs, marks that turn the direction of reading, and breaks of lines: none belongs in a name."""


@cache
def telling_words() -> Mapping[str, Any]:
    """The words for persons (`telling.yaml`)."""
    found: Mapping[str, Any] = load_data("telling")
    return found


@cache
def alert_kinds() -> Mapping[str, Any]:
    """The kinds of alert with their sentences (`alerts.yaml`)."""
    found: Mapping[str, Any] = load_data("alerts")["kinds"]
    return found


@cache
def escalation() -> tuple[Mapping[str, Any], ...]:
    """Who hears of an alert, from the first on (`alerts.yaml`)."""
    return tuple(load_data("alerts")["escalation"])


def one_line(text: object) -> str:
    """The text on one line of a sensible length, without signs that nobody sees."""
    plain = "".join(" " if unicodedata.category(sign) in _INVISIBLE else sign for sign in str(text))
    plain = " ".join(plain.split())
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 1].rstrip()}…"


def name_of(thing: object, language: Language) -> str:
    """The name of a thing in an event's data (`{"name": …}`), or that it has none."""
    found = thing.get("name") if isinstance(thing, Mapping) else thing
    plain = one_line(found) if found not in (None, "") else ""
    return plain or str(telling_words()["nameless"][language])


def kind_in_words(kind: object, language: Language) -> str:
    """The word for a kind of record; the kind itself where there is none."""
    found = telling_words()["kinds"].get(str(kind).replace("-", "_"))
    return str(found[language]) if found else one_line(kind).replace("_", " ")


def role_in_words(role: object, language: Language) -> str:
    """The word for who hears of it."""
    found = telling_words()["roles"].get(role)
    return str(found[language]) if found else one_line(role).replace("_", " ")


def criticality_in_words(value: object, language: Language) -> str:
    """The label of a criticality, without a capital."""
    found = CODE_LISTS["criticality"].get(str(value))
    label = (found.nl if language == "nl" else found.en) if found else one_line(value)
    return label.lower()


def mapping_of(value: object) -> Mapping[str, Any]:
    """The value itself where it is an object, else an empty one: what comes in is never trusted to be whole."""
    return value if isinstance(value, Mapping) else {}


def number_of(value: object) -> int | None:
    """A whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
