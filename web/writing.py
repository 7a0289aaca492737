"""Writes any value of a view in the reader's language, as HTML or as plain text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from registry.codes import CODE_LISTS
from web import i18n
from web.i18n import Language, msgid
from web.views.values import (
    Amount,
    Badge,
    Both,
    Coded,
    Country,
    Day,
    Link,
    Missing,
    Period,
    Share,
    Shown,
    Text,
)


def say(text: Text, language: Language) -> str:
    """A text in this language."""
    if isinstance(text, str):
        return text
    return text.nl if language == "nl" else text.en


def show(value: Shown, language: Language) -> Markup:
    """Any value as HTML; what is missing says so."""
    match value:
        case tuple() if value:
            items = (Markup("<li>{}</li>").format(show(item, language)) for item in value)
            return Markup('<ul class="bare">{}</ul>').format(Markup("").join(items))
        case None | "" | () | Missing():
            return _missing(value, language)
        case Link():
            return Markup('<a class="nl-link" href="{}">{}</a>').format(value.href, say(value.text, language))
        case Badge():
            return Markup('<span class="badge badge--{}">{}</span>').format(value.tone, say(value.text, language))
    return escape(write(value, language))


def write(value: object, language: Language) -> str:
    """A value that needs no mark-up, as text."""
    writer = WRITERS.get(type(value))
    return writer(value, language) if writer else str(value)


def _missing(value: object, language: Language) -> Markup:
    word = msgid("niet van toepassing") if value is Missing.NOT_APPLICABLE else msgid("onbekend")
    return Markup('<span class="unknown">{}</span>').format(i18n.translate(word, language))


def _write_bool(value: bool, language: Language) -> str:  # noqa: FBT001
    return i18n.translate(msgid("ja") if value else msgid("nee"), language)


def _write_day(value: Day, language: Language) -> str:
    return i18n.write_day(value.date, language, value.precision)


def _write_share(value: Share, language: Language) -> str:
    return _between(i18n.write_percent(value.known, language), i18n.write_percent(value.upper, language))


def _write_amount(value: Amount, language: Language) -> str:
    low, high = (
        "" if part is None else i18n.write_money(part, value.currency, language) for part in (value.low, value.high)
    )
    if low and high:
        return _between(low, high)
    word = msgid("vanaf") if low else msgid("tot")
    return f"{i18n.translate(word, language)} {low or high}"


def _write_country(value: Country, language: Language) -> str:
    return i18n.write_country(value.code, language)


def _write_period(value: Period, language: Language) -> str:
    first, last = (i18n.write_day(day, language) if day else "" for day in (value.first, value.last))
    if first and last:
        return _between(first, last)
    word = msgid("sinds") if first else msgid("tot en met")
    return f"{i18n.translate(word, language)} {first or last}"


def _write_coded(value: Coded, language: Language) -> str:
    code = CODE_LISTS[value.code_list].get(value.value)
    return say(Both(code.nl, code.en), language) if code else value.value


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} – {high}"


WRITERS: dict[type, Callable[[Any, Language], str]] = {
    bool: _write_bool,
    int: i18n.write_number,
    float: i18n.write_number,
    Decimal: i18n.write_number,
    datetime: i18n.write_moment,
    Day: _write_day,
    Share: _write_share,
    Amount: _write_amount,
    Coded: _write_coded,
    Country: _write_country,
    Period: _write_period,
    Both: say,
}
