"""Dutch and English: which language a visitor reads, the texts in it, and how numbers, dates and shares are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO
from typing import Literal

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations, Translations

from api.language import preferred_language
from registry.calendar_days import AMSTERDAM

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
LOCALES: dict[Language, str] = {"nl": "nl_NL", "en": "en_GB"}


def msgid(text: str) -> str:
    """The Dutch text itself; marks it for translation where it is written outside a template."""
    return text


def choose_language(asked: str | None, remembered: str | None, accepted: Iterable[str]) -> Language:
    """What the link says, else what the cookie says, else what the browser accepts, else Dutch."""
    for wish in (asked, remembered):
        if wish in LANGUAGES:
            return wish
    return preferred_language(accepted)


@cache
def load_translations(language: Language) -> NullTranslations:
    """The catalogue of a language; Dutch needs none, because the texts themselves are Dutch."""
    if language == "nl":
        return NullTranslations()
    po = (files("web") / "locale" / language / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    compiled = BytesIO()
    write_mo(compiled, read_po(StringIO(po), locale=language))
    compiled.seek(0)
    return Translations(compiled)


def translate(text: str, language: Language) -> str:
    """The text from the catalogue."""
    return str(load_translations(language).gettext(text))


def write_number(value: float | Decimal, language: Language) -> str:
    """1.234,5 in Dutch, 1,234.5 in English; at most one decimal for a fraction."""
    return str(format_decimal(value, format="#,##0.#", locale=LOCALES[language]))


def write_percent(value: float, language: Language, decimals: int = 1) -> str:
    """A fraction of one as a percentage."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_percent(value, format=f"{pattern}\xa0%", locale=LOCALES[language])


def write_money(value: Decimal, currency: str, language: Language) -> str:
    """An amount in whole units of its currency."""
    return format_currency(value, currency, locale=LOCALES[language], format="¤\xa0#,##0", currency_digits=False)


def write_day(value: date, language: Language, precision: str = "day") -> str:
    """A date as precise as it is known: 31 december 2027, december 2027, Q3 2027, 2027, or 31 december 2027 of later."""
    if precision == "or_later":
        return translate(msgid("%s of later"), language) % write_day(value, language)
    if precision == "year":
        return str(value.year)
    if precision == "quarter":
        return f"Q{(value.month + 2) // 3} {value.year}"
    pattern = "LLLL y" if precision == "month" else "d MMM y"
    return format_date(value, format=pattern, locale=LOCALES[language])


def write_moment(value: datetime, language: Language) -> str:
    """Date and time on a Dutch clock."""
    return format_datetime(value, format="d MMM y HH:mm", tzinfo=AMSTERDAM, locale=LOCALES[language])


def write_country(code: str, language: Language) -> str:
    """The name of a country; its code where the language has no name for it."""
    return str(Locale(language).territories.get(code, code))


def write_duration(seconds: float, language: Language) -> str:
    """A rough time left: 40 s, 5 min, 2 h in English, 2 u in Dutch."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} {'u' if language == 'nl' else 'h'}"
