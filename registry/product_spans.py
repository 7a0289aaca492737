"""Texts that name more than one version of a product: a range ("2012 t/m 2019", ">= 7.4"), or a list ("2012/2016"). Pure.

A range or a list is never one release, whatever the catalogue knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.product_names import LONGEST
from registry.product_versions import Fit, Number, read_cycle

_V = r"(?<![\d.,])v?\d+(?:[.]\d+)*(?:\.x)?(?:[a-z](?![a-z]))?(?:\s?(?:r|sp|u)\d)?(?![\w]|[.]\d)"
_UP = r"hoger|nieuwer|later|recenter|verder|higher|newer|above|up|upwards?|onwards?"
_DOWN = r"lager|ouder|eerder|lower|older|earlier|below"
_BETWEEN = re.compile(rf"({_V})\s*(?:t/m|t\.?e\.?m\.?|tot(?: en met)?|up to|to|through|thru)\s*({_V})", re.IGNORECASE)
_DASHED = re.compile(rf"({_V})(\s+[-–—]\s+|[-–—])({_V})(?![-–—]\d)", re.IGNORECASE)
_FROM = re.compile(
    rf"(?P<word>>=|=>|≥|>|vanaf|minimaal|minimum|min\.?(?=\s)|ten ?minste|at least|from)\s*(?:versie|version)?\s*(?P<version>{_V})",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?P<word><=|=<|≤|<|maximaal|max\.?(?=\s)|at most)\s*(?:versie|version)?\s*(?P<version>{_V})", re.IGNORECASE
)
_AND_UP = re.compile(rf"({_V})(?:\+(?![\w+])|\s*\(?\s*(?:of|en|or|and)\s+(?:{_UP})\b\s*\)?)", re.IGNORECASE)
_AND_DOWN = re.compile(rf"({_V})\s*\(?\s*(?:of|en|or|and)\s+(?:{_DOWN})\b\s*\)?", re.IGNORECASE)
_LISTED = re.compile(rf"{_V}(?:\s*(?:,\s|[/;&+]|,?\s(?:en|and|of|or)\s)\s*{_V})+", re.IGNORECASE)
_ONE = re.compile(_V, re.IGNORECASE)
_ALONE = re.compile(rf"(?<!\S){_V}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\.)")


@dataclass(frozen=True, slots=True)
class Span:
    """A range of versions, with its ends or (`strict`) without; None where it is open."""

    low: Number | None
    high: Number | None
    strict: bool = False
    second: bool = False
    """Whether the low end is a second release ("2008 R2")."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as the texts that it stands for: one for each version that it lists; of a range one, with the range."""

    texts: tuple[str, ...]
    span: Span | None = None


def spell_out(text: str) -> Spelled:
    """What a text stands for: itself, where it names no range or list."""
    if len(text) > LONGEST or not any(c.isdigit() for c in text):
        return Spelled((text,))
    return _between(text) or _open(text) or _listed(text) or Spelled((text,))


def _between(text: str) -> Spelled | None:
    match = _BETWEEN.search(text)
    # "2016 tot 2027" tells when support ends, "2012 t/m 2019" which releases.
    told = match is not None and "tot " in match[0].lower() and "met" not in match[0].lower() and _is_year(match[2])
    if match is None or told:
        match = _DASHED.search(text)
        if match is None or not (match[2].strip() != match[2] or _is_alike(match[1], match[3])):
            return None
    low, high = match[1], match[match.lastindex or 2]
    if _number(low) >= _number(high) or _is_year(low) != _is_year(high):
        return None
    return Spelled((_with(text, match, low),), Span(_number(low), _number(high), second="r2" in low.lower()))


def _is_alike(low: str, high: str) -> bool:
    """Whether two versions beside a bare dash are a range: years, or as many parts; "10-12" may be anything."""
    return _is_year(low) or (low.count(".") == high.count(".") > 0)


def _open(text: str) -> Spelled | None:
    for pattern, up in ((_AND_UP, True), (_AND_DOWN, False), (_FROM, True), (_TO, False)):
        for match in pattern.finditer(text):
            named = match.groupdict()
            version, word = named.get("version") or match[1], (named.get("word") or "").lower()
            if word and (_ALONE.search(text[: match.start()]) or (word in {"vanaf", "from"} and _is_year(version))):
                continue
            number, strict = _number(version), word in {"<", ">"}
            span = Span(number, None, strict, "r2" in version.lower()) if up else Span(None, number, strict)
            return Spelled((_with(text, match, version),), span)
    return None


def _listed(text: str) -> Spelled | None:
    for match in _LISTED.finditer(text):
        versions = list(dict.fromkeys(_ONE.findall(match[0])))
        if len(versions) > 1 and len({_is_year(version) for version in versions}) == 1:
            return Spelled(tuple(_with(text, match, version) for version in versions))
    return None


def _with(text: str, match: re.Match[str], version: str) -> str:
    return f"{text[: match.start()]} {version} {text[match.end() :]}".strip()


def _is_year(version: str) -> bool:
    return _YEAR.match(version) is not None


def _number(version: str) -> Number:
    found = re.search(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")[:6]) if found else ()


def fit_span(span: Span, names: Sequence[str]) -> Fit:
    """The cycles within a range; never one, for what else is in the range the catalogue need not know."""
    found = tuple(name for name in names if _is_within(span, name))
    return Fit(found, "range" if found else "unknown", left_open=True)


def _is_within(span: Span, name: str) -> bool:
    cycle = read_cycle(name)
    if not cycle.numbers:
        return False
    number = cycle.numbers[0]
    if span.low is not None:
        own = number[: len(span.low)]
        first = own == span.low and span.second and "r2" not in cycle.marks
        if first or own < span.low[: len(own)] or (span.strict and own == span.low):
            return False
    if span.high is not None:
        own = number[: len(span.high)]
        if own > span.high[: len(own)] or (span.strict and own == span.high):
            return False
    return True
