"""What stands in a cell beside names: addresses, numbers, dates, hosts, marks. Found, noted, and blanked out before reading."""

from __future__ import annotations

import re

from registry.company_names import propose_repair
from registry.supplier_cells import words
from registry.supplier_cells.cell import Note
from registry.supplier_cells.words import DATA, alternatives

GONE = "\x02"
"""Stands for every character that was noted, so that places in the text stay what they are."""

_DAY = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"
_MONTH = rf"(?:{alternatives(DATA['months'])})\.?"
_FROM = r"(?:since|sinds|per|vanaf|from|until|tot|t/m|op|on|in|as\s+of|d\.?d\.?|expires|verloopt)\s+"
_END = "|".join(map(str, DATA["street_ends"]))
_STREET = (
    rf"(?:(?:[Ll]aan\s+van|[Vv]an|[Dd]en?|[Dd]er|[Hh]et|[Pp]rins(?:es)?|[Kk]oning(?:in)?|[Bb]urg(?:emeester)?\.?|[Ss]int)\s+){{0,3}}"
    rf"(?:[A-ZÀ-Þ][a-zà-ÿ'’-]{{1,30}}(?:{_END})|[Pp]ostbus|[A-ZÀ-Þ][a-zà-ÿ]{{2,30}}\s+(?:Park|Plein|Boulevard|Allee|Kade))"
)
_TOWN = r"(?:'s-)?[A-ZÀ-Þ][\w'’-]{1,30}(?:\s(?:(?:aan|den|de|op|a/d)\s){0,2}[A-ZÀ-Þ][\w'’-]{1,30})?"
_POSTCODE = r"[1-9]\d{3}\s?[A-Z]{2}(?![\w])"
_NUMBER = (
    r"(?:\s*(?:nummers?|number|no|nrs?|nr|id|code)(?!\w)\.?)?[\s.:#]{0,4}"
    r"(?:\d{1,20}(?![\w\-/.])|[A-Za-z]{0,8}[-/.]?\d[\w\-/.]{1,40})(?<![.\-/])"
)
_US_STREET = (
    rf"(?<!\w)\d{{1,5}}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][a-z]{{1,20}}\s+){{1,3}}(?i:{alternatives(DATA['streets'])})(?!\w)\.?"
    rf"(?:,?\s*(?:Suite|Floor|Ste\.?)\s*\w{{1,6}})?(?:,\s*{_TOWN}(?:,?\s*[A-Z]{{2}}\s+\d{{5}}(?:-\d{{4}})?)?)?"
)
_HIDDEN_WORDS = rf"[\[(]\s*(?:{alternatives(DATA['redacted'])})\s*[\])]"
_LONG_DATE = rf"(?:\d{{1,2}}\s+)?{_MONTH}\s+(?:\d{{1,2}},\s*)?\d{{4}}"
_VAT = r"(?:NL[\s.]?(?:\d[\s.]?){9}B[\s.]?\d{2}|(?:ATU|[A-Z]{2})\d{8,12}[A-Z]?)"
_CODE = r"(?=[A-Z0-9-]{0,8}\d)(?=[0-9-]{0,8}[A-Z])(?=(?:[A-Z-]{0,12}\d){4})[A-Z0-9][A-Z0-9-]{8,30}"


def _pattern(text: str, *, case: bool = False) -> re.Pattern[str]:
    return re.compile(text, 0 if case else re.IGNORECASE)


def _numbered(words_of: str) -> re.Pattern[str]:
    return _pattern(rf"(?<![\w.&-])(?:{alternatives(DATA[words_of])})(?![\w&]){_NUMBER}")


_PATTERNS: list[tuple[str, str, re.Pattern[str]]] = [
    ("mail", "mail", _pattern(r"(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}(?!\w)")),
    ("markup", "markup", _pattern(r"</?[a-z!][^<>]{0,300}>|&nbsp;")),
    ("redaction", "redaction", _pattern(rf"[█■▇▮▓]+(?:[\s█■▇▮▓]+)?|\(b\)\s*\(\d\)(?:\s*\([A-Z]\))?|{_HIDDEN_WORDS}")),
    ("url", "url", _pattern(r"(?<!\w)(?:https?://|www\.)[^\s<>\"'()\[\],;|]{1,2000}")),
    ("optional", "optional", _pattern(r"[\[(]\s*(?:optional|optioneel|facultatief)\s*[\])]")),
    (
        "address",
        "address",
        _pattern(
            rf"{_STREET}\s+\d{{1,5}}(?:\s?[A-Za-z](?!\w))?(?:[-–]\d{{1,4}})?(?:\s*,)?(?:\s*(?:NL-?)?{_POSTCODE}(?:\s*,?\s*{_TOWN})?)?"
            rf"|(?:NL-?)?{_POSTCODE}\s+{_TOWN}|{_US_STREET}|(?<!\w)P\.?O\.?\s?Box\s+\d{{1,8}}"
            rf"|(?:(?<=\.)|(?<=[BN]V))\s(?:gevestigd\s)?te\s{_TOWN}",
            case=True,
        ),
    ),
    ("identifier", "label", _numbered("identifier_words")),
    ("po_number", "label", _numbered("po_words")),
    ("contract_number", "label", _numbered("number_words")),
    ("identifier", "four", _pattern(rf"(?<![\w-]){_VAT}(?![\w-])", case=True)),
    (
        "date",
        "four",
        _pattern(rf"(?<![\w./-])(?:{_FROM})?(?:{_DAY}|{_LONG_DATE})(?![\w/-])|(?<!\w){_FROM}(?:19|20)\d{{2}}(?!\w)"),
    ),
    (
        "phone",
        "four",
        _pattern(
            r"(?<![\w.])(?:(?:tel|telefoon|phone|t)\.?\s*:?\s*)?"
            r"(?:\+\d{1,3}[\s\-()]{0,3}|\(?0\d{1,3}\)?[\s-])\(?\d[\d\s\-()]{5,14}\d(?!\w)"
        ),
    ),
    (
        "contract_number",
        "four",
        _pattern(
            rf"(?<![\w-]){_CODE}(?![\w-])|(?<![\w.,-])\d{{6,20}}(?![\w.,-]\d)(?!\w)|(?<![\w-])\d{{4}}[-/]\d{{3,6}}(?![\w-])",
            case=True,
        ),
    ),
    ("footnote", "footnote", _pattern(r"(?<=\w|\.)\s?[¹²³⁴-⁹†‡§]+|\s?\[\d{1,2}\]|(?<=[^\W\d_])\s?\(\d{1,2}\)")),
    ("asterisk", "asterisk", _pattern(r"\*+")),
]
# What a text has to hold before a pattern is tried: one of some signs, four digits, a label of a number.
_SIGNS: dict[str, str | tuple[str, ...]] = {
    "markup": "<&",
    "redaction": "█■▇▮▓([",
    "mail": "@",
    "url": (":", "www", "WWW"),
    "optional": "([",
    "asterisk": "*",
    "footnote": "[(¹²³⁴⁵⁶⁷⁸⁹†‡§",
    "address": (*"0123456789", " te "),
}
_FOUR_DIGITS = re.compile(r"\d\D{0,5}\d\D{0,5}\d\D{0,5}\d")
_WORD = re.compile(r"[^\W\d_]+")
_LABELS = frozenset(
    _WORD.findall(str(word).lower())[0]
    for name in ("identifier_words", "po_words", "number_words")
    for word in DATA[name]
)
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 8203, 8206, 8207, 8232, 8233, 65279), " ")
_HINT = re.compile(
    r"\d|\bte\b|[@<*\[█■▇▮▓†‡§&¹²³⁴-⁹]|://|www\.|\(b\)|\(\d|\((?:opt|fac|red|zwart|gelakt|weg|with|vert|conf|nie|geh)",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?(?:[^\s/@]{1,200}@)?((?:[\w-]{1,63}\.){1,5}[a-z]{2,24})", re.IGNORECASE)


def mask(text: str) -> tuple[str, list[Note]]:
    """The text, as long as it was, with what is no name blanked out; and notes of that."""
    masked = text.translate(_CONTROLS)
    notes: list[Note] = []
    if not text.isascii() and (repaired := propose_repair(text)) is not None:
        notes.append(Note("repair", repaired, 0, len(text)))
    if _HINT.search(masked):
        held = {"four": _FOUR_DIGITS.search(masked) is not None}
        held["label"] = not _LABELS.isdisjoint(_WORD.findall(masked.lower()))
        for what, needed, pattern in _PATTERNS:
            if not (held[needed] if needed in held else any(sign in masked for sign in _SIGNS[needed])):
                continue
            found = [match.span() for match in pattern.finditer(masked) if match.end() > match.start()]
            notes += [Note(what, text[start:end], start, end) for start, end in found]
            masked = _blanked(masked, found)
    return masked, notes


def _blanked(masked: str, found: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in found:
        pieces += (masked[at:start], GONE * (end - start))
        at = end
    return "".join((*pieces, masked[at:])) if found else masked


def host_name(note_text: str, at: int) -> tuple[int, int] | None:
    """The place of the name in a host: "topdesk" in "https://www.topdesk.nl"; None for hosts that anybody uses."""
    match = _HOST.match(note_text.removeprefix("mailto:"))
    if match is None:
        return None
    skipped = len(note_text) - len(note_text.removeprefix("mailto:"))
    labels = match[1].split(".")[:-1]
    if len(labels) > 1 and labels[-1].lower() in words.SECOND_LEVEL:
        labels.pop()
    if labels[-1].lower() in words.PUBLIC_HOSTS or labels[-1].lower() == "www" or len(labels[-1]) < 2:
        return None
    start = at + skipped + match.start(1) + len(".".join(labels[:-1])) + (len(labels) > 1)
    return start, start + len(labels[-1])
