"""Lists of names, parted where no part is doubtful; where it is, the text stays whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from registry.company_names import normalise, only_forms, only_tails
from registry.names import fold
from registry.supplier_cells import words
from registry.supplier_cells.kinds import kind_of
from registry.supplier_cells.marks import GONE

_BESIDE = " \t\"'“”"
HIDDEN = "\x01"
"""Stands for every character between brackets, which are read apart."""

_STRONG = re.compile(
    rf"[;\n|•·‣▪●\t{GONE}]+|(?:^|(?<=\s))(?:\d{{1,2}}[.)]|[a-z]\)|\(\d{{1,2}}\))\s+|(?:^|\n)\s*[-–—*]\s+|\\n|<br\s?/?>"
)
_COMMA = re.compile(r"(?<!\d),|,(?!\d)|،|、|，")
_SLASH = re.compile(r"\s{1,9}/{1,3}\s{0,9}|/{1,3}\s{1,9}|(?<=[\w.)])/(?=\w{2})|\s{1,9}\\\s{1,9}")
_AND = re.compile(
    r"\s{1,9}(?:en|and|und|et|&|\+|as well as|alsmede|evenals|plus|en/of|and/or)\s{1,9}|(?<=[^\W\d_]{2})\s?[&+]\s?(?=\w{2})",
    re.IGNORECASE,
)
_LEADING_AND = re.compile(r"\s{0,9}(?:en|and|und|&|\+)\s{1,9}", re.IGNORECASE)
_DASH = re.compile(r"\s{1,9}(?:[-–—]{1,2}|->|=>|→|by|van|from)\s{1,9}|:\s{1,9}")

_HYPHEN = re.compile(r"\s{1,9}[-–—]{1,2}\s{1,9}|:\s{1,9}")
_SURE = frozenset({"government", "anonymised", "natural_person", "in_house", "placeholder"})

_SOCIETIES = frozenset({"stichting", "vereniging", "cooperatie", "vzw", "asbl"})

Known = Callable[[str], bool]


class Item(NamedTuple):
    """A stretch of text that may name somebody; `anew` when a comma parts it from the one before."""

    start: int
    end: int
    anew: bool


def segments(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between separators that are never part of a name."""
    found: list[tuple[int, int]] = []
    at = start
    for match in _STRONG.finditer(flat, start, end):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, end))
    return [(one, other) for one, other in found if one < other]


def flatten(masked: str) -> str:
    """The text with what stands between brackets hidden; brackets never reach over a line, and one that stays open is a blank."""
    if not any(bracket in masked for bracket in "([{"):
        return masked
    found = list(masked)
    open_at: list[int] = []
    for at, character in enumerate(masked):
        if character in "([{":
            open_at.append(at)
        elif character in ")]}" and open_at:
            first = open_at.pop()
            if not open_at:
                found[first : at + 1] = HIDDEN * (at + 1 - first)
        elif character == "\n":
            for unmatched in open_at:
                found[unmatched] = " "
            open_at.clear()
    for unmatched in open_at:
        found[unmatched] = " "
    return "".join(found)


def items(flat: str, start: int, end: int, known: Known, atomic: Known) -> list[Item]:
    """The names in a stretch without connectors."""
    whole = flat[start:end].strip()
    if bodies := _bodies(flat, start, end, known):
        return bodies
    if atomic(whole) or _is_society(flat, start, end, known):
        return [Item(start, end, anew=False)]
    found: list[Item] = []
    for number, (one, other) in enumerate(_at_commas(flat, start, end, known)):
        parts = [(one, other)]
        for pattern, decide in ((_SLASH, _parted_by_slash), (_AND, _parted_by_and)):
            parts = [piece for part in parts for piece in _parted(flat, part, pattern, decide, known, atomic)]
        found += [Item(s, e, anew=number > 0 and at == 0) for at, (s, e) in enumerate(parts)]
    return found


def _bodies(flat: str, start: int, end: int, known: Known) -> list[Item]:
    """Several bodies, persons or companies, where the whole text looks like one: "Ministerie van BZK / Logius, Centric"."""
    whole = flat[start:end].strip()
    kind = kind_of(whole, known)
    if words.GOVERNMENT_STARTS.begin(fold(whole[:400])):
        kind = "government"
    if kind not in {"government", "natural_person", "anonymised"} or len(whole) > 400:
        return []
    for pattern in (_SLASH, _HYPHEN, _AND, _COMMA):
        parts = _spans(pattern, flat, start, end)
        if len(parts) > 40:
            continue
        names = [_bare(flat, part) for part in parts]
        first = len(parts)
        while first > 1 and _is_somebody(names[first - 1], known, bodies=pattern is not _HYPHEN):
            first -= 1
        head = (start, parts[first - 1][1])
        # What no certain name follows is the rest of the body's own name: "Volksgezondheid, Welzijn en Sport".
        if first < len(parts) and (kind == "government" or first == 1) and _is_sure(_bare(flat, head), known):
            rest = [Item(one, other, anew=pattern is _COMMA) for one, other in parts[first:]]
            return [*(_bodies(flat, *head, known) or [Item(*head, anew=False)]), *rest]
    return []


def _is_sure(name: str, known: Known) -> bool:
    return known(name) or kind_of(name, known) in _SURE


def _is_somebody(name: str, known: Known, *, bodies: bool = True) -> bool:
    """Whether a text names somebody by itself: known, a body, a person, or with a legal form."""
    if "," in name and not known(name) and not only_forms(name[name.rfind(",") + 1 :]):
        return False
    kind = kind_of(name, known)
    return (kind is None and (known(name) or normalise(name).form is not None)) or (bodies and kind in _SURE)


def names_company(text: str, known: Known) -> bool:
    """Whether a text between brackets names a company, alone or in a list."""
    parts = [part for pattern in (_COMMA, _SLASH, _AND) for part in _spans(pattern, text, 0, len(text))]
    return any(_is_somebody(_bare(text, part), known, bodies=False) for part in parts[:40])


def has_slash(text: str) -> bool:
    """Whether a text holds a slash that parts names."""
    return "/" in text and _SLASH.search(text) is not None


def _spans(pattern: re.Pattern[str], flat: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = start
    for match in pattern.finditer(flat, start, end):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, end))
    return found


def _bare(flat: str, span: tuple[int, int]) -> str:
    text = flat[span[0] : span[1]].replace(HIDDEN, "").strip(_BESIDE)
    leading = words.AMONG_OTHERS.match(text)
    text = text[leading.end() :] if leading else text
    more = words.AND_MORE.search(text)
    return text[: more.start()] if more and more.end() == len(text) else text


def _at_commas(flat: str, start: int, end: int, known: Known) -> list[tuple[int, int]]:
    raw = _spans(_COMMA, flat, start, end)
    if len(raw) == 1:
        return raw
    parts: list[tuple[int, int]] = []
    for span in raw:
        first = _AND.search(flat, span[0], span[1])
        if parts and only_forms(_bare(flat, span)):
            parts[-1] = (parts[-1][0], span[1])
        elif parts and first and only_forms(_bare(flat, (span[0], first.start()))):
            parts[-1] = (parts[-1][0], first.start())  # "Cisco Systems, Inc. and Oracle"
            parts.append((first.end(), span[1]))
        else:
            parts.append(span)
    parts = [part for part in parts if _bare(flat, part)]
    if len(parts) < 2:
        return [(start, end)]
    between = flat[parts[-1][0] : parts[-1][1]]
    parts = parts[:-1] + _last_of_list(flat, parts[-1])
    names = [_bare(flat, part) for part in parts]
    if _is_firm(names, between, known) or not _is_list(names, known):
        return [(start, end)]
    return parts


def _last_of_list(flat: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The last part of a list with commas: "Oracle en SAP" are two, "Jones & Co" is one."""
    leading = _LEADING_AND.match(flat, span[0], span[1])
    if leading:
        return [(leading.end(), span[1])]
    return _spans(_AND, flat, *span) if not _ends_as_firm(_bare(flat, span)) else [span]


def _ends_as_firm(name: str) -> bool:
    found = _AND.split(name)
    return len(found) > 1 and (fold(found[-1]).split() or [""])[0] in words.FIRM_SUFFIXES


def _is_firm(names: list[str], between: str, known: Known) -> bool:
    """Whether it is one name with commas in it: "Smith, Jones & Co"."""
    unknown = not any(known(name) for name in names)
    return unknown and (_ends_as_firm(names[-1]) or "&" in between)


def _is_society(flat: str, start: int, end: int, known: Known) -> bool:
    """Whether it is one name that sums up what a foundation is for: "Stichting Kunst, Cultuur en Onderwijs"."""
    parts = _spans(_COMMA, flat, start, end)
    if not 1 < len(parts) <= 8 or normalise(_bare(flat, (start, parts[0][1]))).form not in _SOCIETIES:
        return False
    last = _spans(_AND, flat, *parts[-1])
    names = [_bare(flat, part) for part in (*parts[1:-1], *last)]
    return len(last) == 2 and not any(_is_somebody(name, known, bodies=False) for name in names)


def _is_list(names: list[str], known: Known) -> bool:
    if all(looks_like_name(name) or only_tails(name) or known(name) for name in names):
        return True
    return any(known(name) for name in names) and all(len(name.split()) <= 5 for name in names)


def looks_like_name(text: str) -> bool:
    """Whether a text is short enough and starts as names do."""
    found = text.split()
    return 0 < len(found) <= 6 and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())


Decide = Callable[[list[str], bool, Known], bool]


def _parted(
    flat: str, span: tuple[int, int], pattern: re.Pattern[str], decide: Decide, known: Known, atomic: Known
) -> list[tuple[int, int]]:
    parts = _spans(pattern, flat, *span)
    if len(parts) == 1 or atomic(_bare(flat, span)):
        return [span]
    names = [_bare(flat, part) for part in parts]
    if len(parts) > 40 and not any(known(name) for name in names[:40]):
        return [span]
    spaced = " " in flat[parts[0][1] : parts[1][0]]
    return parts if decide(names, spaced, known) else [span]


def _parted_by_slash(names: list[str], spaced: bool, known: Known) -> bool:  # noqa: FBT001 - one of several rules of one shape
    if all(known(name) for name in names):
        return True
    if any(fold(name) in words.PLACEHOLDERS | words.IN_HOUSE for name in names) and spaced:
        return True
    if not all(looks_like_name(name) for name in names):
        return False
    common = all(fold(name) in words.COMPANY_WORDS | words.PRODUCT_WORDS | words.NOT_SUPPLIERS for name in names)
    return (spaced or all(len(name) >= 3 for name in names)) and not common


def _parted_by_and(names: list[str], spaced: bool, known: Known) -> bool:  # noqa: FBT001 - one of several rules of one shape
    if any(not name for name in names) or any((fold(n).split() or [""])[0] in words.FIRM_SUFFIXES for n in names[1:]):
        return False
    certain = [known(name) or normalise(name).form is not None or kind_of(name, known) in _SURE for name in names]
    if all(certain):
        return True
    return len(names) > 2 and spaced and sum(certain) >= 2 and all(looks_like_name(name) for name in names)


def dash(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of a dash or colon that parts a name from what belongs to it."""
    match = _DASH.search(flat, start, end)
    return match.span() if match else None
