"""From a cell as people write it to canonical PostgreSQL text, or to what is wrong with it. Pure functions of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from rapidfuzz import process

from registry.amounts import NotAnAmount, parse_amount, parse_number
from registry.codes import CODE_LISTS, load_data
from registry.countries import find_country
from registry.dates import NoEnd, NotADate, ZeroDate, parse_date
from registry.names import fold


class Value(NamedTuple):
    """What a cell says: its canonical text, or why there is none (`unknown` or the `code` of a problem)."""

    text: str | None = None
    code: str | None = None
    parameters: Mapping[str, Any] = MappingProxyType({})
    unknown: str | None = None


NOTHING = Value()
Parser = Callable[[str], Value]

MAX_NAME = 400
"""In characters; the index on names holds entries of some 2,700 bytes at most."""

_BLANKS = re.compile(r"[^\S\n]+")
_FORMULA_SIGNS = frozenset("=+-@\t\r")
_COUNT_LIMIT = 2_147_483_647
_LONGEST_MARKER = 24
_DAYS = {"dag": 1, "day": 1, "week": 7, "wek": 7}
_DAYS |= dict.fromkeys(("maand", "mnd", "month"), 30) | dict.fromkeys(("jaar", "jar", "year"), 365)


@cache
def unknown_markers() -> dict[str, str]:
    """Words that mean that nothing is known, each with the kind of not knowing."""
    found = load_data("vocabulary")["unknown"]
    return {text: kind for kind, texts in found.items() for text in texts}


def clean(text: str) -> str:
    """The text as it may be kept: without NULs, odd blanks and blanks at its ends."""
    if text[:1] == "'" and text[1:2] in _FORMULA_SIGNS:
        text = text[1:]  # an apostrophe that keeps a spreadsheet from running what follows
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return _BLANKS.sub(" ", text).strip()


def find_unknown(text: str) -> str | None:
    """The kind of not knowing that a text stands for, or None: "n.v.t." is not the same as "onbekend"."""
    if len(text) > _LONGEST_MARKER:
        return None
    return unknown_markers().get(text.strip().strip(".").lower())


def parse_text(text: str) -> Value:
    """Text of any length."""
    kept = clean(text)
    if not kept:
        return NOTHING
    kind = find_unknown(kept)
    return Value(unknown=kind) if kind else Value(kept)


def _parsed(text: str, parse: Callable[[str], Value]) -> Value:
    """Blank cells and unknown markers need no parser."""
    found = parse_text(text)
    return found if found.text is None else parse(found.text)


def parse_line(text: str) -> Value:
    """Text on one line."""
    found = parse_text(text)
    if found.text is None or (found.text.isprintable() and "  " not in found.text):
        return found
    return Value(" ".join(found.text.split()))


def parse_name(text: str) -> Value:
    """A name on one line; what is too long for a name is cut, and told."""
    found = parse_line(text)
    if found.text is None or len(found.text) <= MAX_NAME:
        return found
    return Value(found.text[:MAX_NAME].rstrip(), "name_too_long", {"count": len(found.text), "limit": MAX_NAME})


def date_parser(*, month_first: bool) -> Parser:
    """Parser of dates (`registry.dates`); the order of day and month is a property of the column."""

    def parse(kept: str) -> Value:
        try:
            return Value(parse_date(kept, month_first=month_first))
        except NoEnd:
            return Value(unknown="none_stated")
        except ZeroDate:
            return Value(code="excel_zero_date")
        except NotADate:
            return Value(code="not_a_date")

    return lambda text: _parsed(text, parse)


@cache
def _yes_and_no() -> dict[str, str]:
    found = load_data("vocabulary")["booleans"]
    return {fold(word): letter for letter, words in (("t", found["yes"]), ("f", found["no"])) for word in words}


def parse_boolean(text: str) -> Value:
    """Ja or nee, also with a reason behind it ("Nee, alleen intern")."""

    def parse(kept: str) -> Value:
        words = _yes_and_no()
        whole = words.get(fold(kept)) or words.get(fold(re.split(r"[,;:(–]| - ", _unnumbered(kept))[0]))
        return Value(whole) if whole else Value(code="not_yes_or_no")

    if text.strip() in {"x", "X", "✓", "✔", "☑"}:
        return Value("t")
    return _parsed(text, parse)


def parse_count(text: str) -> Value:
    """A whole number: "21.513.009", "ca. 250"."""

    def parse(kept: str) -> Value:
        plain = re.sub(r"^(ca\.?|circa|ongeveer|±|~)\s*|\s*(gebruikers|users|stuks)$", "", kept.lower())
        try:
            number = parse_number(plain)
        except NotAnAmount:
            return Value(code="not_a_number")
        if number != int(number) or not 0 <= number <= _COUNT_LIMIT:
            return Value(code="not_a_number")
        return Value(str(int(number)))

    return _parsed(text, parse)


def parse_days(text: str) -> Value:
    """A period in days: "90", "3 maanden" (30 days each), "1 jaar"."""
    return _period(text, 1)


def days_parser(heading: str) -> Parser:
    """Parser of periods in a column whose heading may name their unit: "Opzegtermijn (maanden)"."""
    words = re.findall(r"[a-z]+?(?=(?:en|n|s)?\b)", heading.lower())
    unit = next((_DAYS[word] for word in words if word in _DAYS), 1)
    return lambda text: _period(text, unit)


def _period(text: str, unit: int) -> Value:
    """A period in days; a number alone counts so many days."""

    def parse(kept: str) -> Value:
        match = re.fullmatch(r"(\d{1,4})\s*([a-z]*?)(?:en|n|s)?\.?", kept.lower())
        if match is None or (match[2] and match[2] not in _DAYS):
            return Value(code="not_a_period")
        return Value(str(int(match[1]) * _DAYS.get(match[2], unit)))

    return _parsed(text, parse)


@lru_cache(maxsize=50_000)
def parse_interval(text: str) -> tuple[Value, Value]:
    """An amount as its least and most; the problem, if any, stands with the least."""
    found = parse_text(text)
    if found.text is None:
        return found, NOTHING
    try:
        least, most = parse_amount(found.text)
    except NotAnAmount:
        return Value(code="not_an_amount"), NOTHING
    return Value(least), Value(most)


def number_parser(low: float, high: float) -> Parser:
    """Parser of a number between two bounds, percent signs allowed."""

    def parse(kept: str) -> Value:
        try:
            number = parse_number(kept.rstrip("% "))
        except NotAnAmount:
            return Value(code="not_a_number")
        return Value(f"{number:f}") if low <= number <= high else Value(code="not_a_number")

    return lambda text: _parsed(text, parse)


def parse_kvk(text: str) -> Value:
    """A number of the trade register: eight digits. Seven are a lost zero: proposed, never mended."""

    def parse(kept: str) -> Value:
        digits = re.sub(r"(?i)^kvk(-?nr|-?nummer)?\.?:?|[\s.\-]", "", kept)
        if digits.isdecimal() and digits.isascii() and len(digits) == 8:
            return Value(digits)
        if digits.isdecimal() and digits.isascii() and len(digits) == 7:
            return Value(code="kvk_seven_digits", parameters={"proposed": f"0{digits}"})
        return Value(code="not_a_kvk")

    return _parsed(text, parse)


def parse_country(text: str) -> Value:
    """One country, as its ISO 3166-1 alpha-2 code."""

    def parse(kept: str) -> Value:
        code = find_country(kept)
        return Value(code) if code else Value(code="not_a_country")

    return _parsed(text, parse)


def parse_countries(text: str) -> Value:
    """A list of countries as an array of ISO codes; one that is not a country makes the whole cell a problem."""

    def parse(kept: str) -> Value:
        if code := find_country(kept):
            return Value(f"{{{code}}}")
        parts = [part.strip() for part in re.split(r"[,;/|\n+&]| en | and ", kept) if part.strip()]
        codes = [find_country(part) for part in parts]
        wrong = [part for part, code in zip(parts, codes, strict=True) if code is None]
        if wrong or not codes:
            return Value(code="not_a_country")
        return Value("{" + ",".join(sorted({code for code in codes if code})) + "}")

    return _parsed(text, parse)


def parse_list(text: str) -> Value:
    """A list of texts, split at semicolons and line breaks, as a PostgreSQL array."""

    def parse(kept: str) -> Value:
        parts = dict.fromkeys(part.strip() for part in re.split(r"[;\n|]", kept) if part.strip())
        quoted = ('"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in parts)
        return Value("{" + ",".join(quoted) + "}") if parts else NOTHING

    return _parsed(text, parse)


@cache
def _code_words(name: str) -> dict[str, str]:
    """Value of a code list by every folded spelling of it."""
    words: dict[str, str] = {}
    for value, code in CODE_LISTS[name].items():
        for spelling in (value, code.nl, code.en, *code.synonyms):
            words.setdefault(fold(spelling) or spelling, value)
    return words


_ENUMERATION = re.compile(
    r"^\(?(?:(?:stage|fase|status|niveau|optie)\s*\d+|\d{1,2}|[a-z])\s*[).:\-–]+\s*", re.IGNORECASE
)


def _unnumbered(text: str) -> str:
    return _ENUMERATION.sub("", text)


def code_parser(name: str) -> Parser:
    """Parser of the codes of a list: its values, labels and synonyms, also with a number before or an explanation behind."""

    def parse(kept: str) -> Value:
        words = _code_words(name)
        for spelling in _code_spellings(kept):
            if (folded := fold(spelling)) in words:
                return Value(words[folded])
        nearest = process.extractOne(fold(kept)[:100], list(words), score_cutoff=60)
        parameters: dict[str, Any] = {"allowed": ", ".join(code.nl for code in CODE_LISTS[name].values())}
        parameters["nearest"] = CODE_LISTS[name][words[nearest[0]]].nl if nearest else ""
        return Value(code="unknown_code", parameters=parameters)

    def parse_code(text: str) -> Value:
        # A word that the list itself knows goes before the unknown markers ("geen" is an answer to some questions).
        if (folded := fold(text)) and folded in _code_words(name):
            return Value(_code_words(name)[folded])
        return _parsed(text, parse)

    return parse_code


def _code_spellings(text: str) -> Sequence[str]:
    """The parts of a cell that may be the code, the whole first."""
    bare = _unnumbered(text)
    heads = (re.split(pattern, bare, maxsplit=1)[0] for pattern in (r"\s[–—-]\s", r"\s*[(:;\n]", r"\s*,", r"\s*/\s*"))
    inside = re.search(r"\(([^)]+)\)", bare)
    return (text, bare, *heads, *((inside[1],) if inside else ()))
