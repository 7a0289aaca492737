from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from web import i18n
from web.i18n import Language

WEB = Path(i18n.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msgid": None}


def test_every_text_has_an_english_one_and_no_other_is_kept() -> None:
    found = {message for _, _, message, _, _ in extract_from_dir(WEB, METHODS, options_map=OPTIONS, keywords=KEYWORDS)}
    po = (files("web") / "locale/en/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    translated = {message.id: message.string for message in read_po(StringIO(po), locale="en") if message.id}
    assert {m if isinstance(m, str) else tuple(m) for m in translated} == found
    texts = {message: [text] if isinstance(text, str) else list(text or ("",)) for message, text in translated.items()}
    assert [message for message, forms in texts.items() if not all(forms)] == []


@pytest.mark.parametrize(
    ("language", "number", "share", "money", "day", "moment"),
    [
        ("nl", "1.234.567,5", "26,0\xa0%", "€\xa01.250.000", "1 jul 2027", "23 nov 2026 10:41"),
        ("en", "1,234,567.5", "26.0\xa0%", "€\xa01,250,000", "1 Jul 2027", "23 Nov 2026 10:41"),
    ],
)
def test_figures_are_written_as_the_reader_writes_them(
    language: Language, number: str, share: str, money: str, day: str, moment: str
) -> None:
    written = (
        i18n.write_number(Decimal("1234567.5"), language),
        i18n.write_percent(0.26, language),
        i18n.write_money(Decimal(1250000), "EUR", language),
        i18n.write_day(date(2027, 7, 1), language),
        i18n.write_moment(datetime(2026, 11, 23, 9, 41, tzinfo=UTC), language),
    )
    assert written == (number, share, money, day, moment)


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        ("year", "2027"),
        ("quarter", "Q3 2027"),
        ("month", "juli 2027"),
        ("day", "1 jul 2027"),
        ("or_later", "1 jul 2027 of later"),
    ],
)
def test_a_date_is_no_more_precise_than_its_source(precision: str, text: str) -> None:
    assert i18n.write_day(date(2027, 7, 1), "nl", precision) == text


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        ("en", "nl", "nl", "en"),
        ("fr", "en", "nl", "en"),
        (None, None, "fr, en-US;q=0.8", "en"),
        (None, None, "en;q=0.5, nl;q=0.9", "nl"),
        (None, None, "en, nl", "en"),
        (None, None, "en;q=0", "nl"),
        (None, None, "de", "nl"),
        (None, None, "", "nl"),
    ],
)
def test_the_language_is_asked_then_remembered_then_accepted(
    asked: str | None, remembered: str | None, accepted: str, chosen: str
) -> None:
    assert i18n.choose_language(asked, remembered, [accepted]) == chosen


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s"), (40, "40 s"), (300, "5 min"), (7200, "2 u")])
def test_time_left_is_rough(seconds: float, text: str) -> None:
    assert i18n.write_duration(seconds, "nl") == text
