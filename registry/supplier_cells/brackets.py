"""What stands between brackets behind a name: its owner, its seller, its product, or only a remark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.company_names import normalise, only_tails
from registry.names import fold
from registry.supplier_cells import connectors, splitting, words
from registry.supplier_cells.cell import CellMention
from registry.supplier_cells.kinds import kind_of
from registry.supplier_cells.known_names import is_same, owns, sells_for_others, standing

if TYPE_CHECKING:
    from registry.supplier_cells.parts import Reader

_A_COMPANY = re.compile(
    r"\s{0,9}(?:(?:an?|the|now an?|part of the|een)\s{1,9})?(\S.{0,120}?)(?:['’]s?)?\s{1,9}"
    r"(?:company|business|brand|subsidiary|unit|division|dochter|onderdeel|group company|bedrijf|label)\s{0,9}",
    re.IGNORECASE,
)
_WAS = re.compile(r"\s*(\w{2,8}-?)[\s:-]{1,3}(?=\w)")


def says_a_role(text: str) -> bool:
    """Whether a text between brackets says how the name before it hangs together with another."""
    return (
        len(connectors.chunks(text, 0, len(text))) > 1
        or company_of(text, 0) is not None
        or fold(text) in words.BRACKET_RESELLERS
    )


def company_of(text: str, at: int) -> tuple[int, int] | None:
    """The place of the owner in "a Microsoft company"."""
    match = _A_COMPANY.fullmatch(text) if len(text) <= 200 else None
    return (at + match.start(1), at + match.end(1)) if match and match[1][:1].isupper() else None


def read(reader: Reader, base: int, start: int, end: int) -> None:
    """Read a stretch that belongs to the mentions from `base` on."""
    text = reader.masked[start:end]
    plain = fold(text)
    if plain in words.BRACKET_RESELLERS and len(reader.mentions) > base:
        reader.relabel(base, "reseller")
        reader.note(start, end, "remark")
        return
    if not plain or plain in words.BRACKET_NOTES or only_tails(text):
        reader.note(start, end, "remark")
        return
    flat = splitting.flatten(text)
    outer, reader.flat = reader.flat, reader.flat[:start] + flat + reader.flat[end:]
    for one, other in splitting.segments(reader.flat, start, end):
        _read_segment(reader, base, one, other)
    reader.flat = outer


def _read_segment(reader: Reader, base: int, start: int, end: int) -> None:
    text = reader.masked[start:end]
    company = company_of(text, 0)
    was = _WAS.match(text)
    if company:
        reader.leaf(start + company[0], start + company[1], "owner")
    elif was and fold(was[1]) in words.BRACKET_PREVIOUS:
        reader.leaf(start + was.end(), end, "previous_name")
    elif len(connectors.chunks(reader.flat, start, end)) > 1:
        _read_connected(reader, base, start, end)
    else:
        _read_names(reader, base, start, end)


def _read_connected(reader: Reader, base: int, start: int, end: int) -> None:
    """Read "formerly X" or "nu Y", said of the names before the bracket."""
    for number, chunk in enumerate(connectors.chunks(reader.flat, start, end)):
        if number == 0:
            if any(map(str.isalnum, reader.flat[chunk.start : chunk.end])):
                _read_names(reader, base, chunk.start, chunk.end)
            continue
        role = reader.role(chunk.kind, base)
        first = len(reader.mentions)
        for item in splitting.items(reader.flat, chunk.start, chunk.end, reader.known, reader.known):
            reader.leaf(item.start, item.end, role)
        reader.note_trade_names(chunk.kind, first)
        if len(reader.mentions) == first and chunk.kind in {"reseller", "reseller_of"}:
            reader.relabel(base, "reseller", until=first)


def _read_names(reader: Reader, base: int, start: int, end: int) -> None:
    for item in splitting.items(reader.flat, start, end, reader.known, reader.known):
        _read_name(reader, base, item.start, item.end)


def _read_name(reader: Reader, base: int, start: int, end: int) -> None:
    start, end = reader.without_list_words(*reader.trim(start, end))
    text = reader.masked[start:end]
    known = reader.known(text)
    first_word, _, rest = text.partition(" ")
    if not known and fold(first_word) in words.BRACKET_NOTES and reader.known(rest):
        _read_name(reader, base, end - len(rest), end)  # "licenties Microsoft"
        return
    before = reader.mentions[base:]
    certain = known or (kind_of(text, reader.known) is None and _is_certain(text, before))
    if not certain and (before or reader.outcomes):
        reader.note(start, end, "remark")
    elif not before or (before[0].kind == "government" and kind_of(text, reader.known) is None):
        reader.leaf(start, end, "supplier")
    elif before[0].kind != "company" and not (known and standing(text) == "product"):
        reader.note(start, end, "remark")
    else:
        _read_company(reader, base, start, end)


def _is_certain(text: str, before: list[CellMention]) -> bool:
    """Whether an unknown text between brackets is a name: it has a legal form, or stands behind a reseller."""
    sold = any(sells_for_others(mention.text) for mention in before)
    return normalise(text).form is not None or (sold and splitting.looks_like_name(text))


def _read_company(reader: Reader, base: int, start: int, end: int) -> None:
    """Read a name between brackets behind that of a company."""
    text = reader.masked[start:end]
    before = reader.mentions[base:]
    first = before[0]
    if first.role == "reseller":
        reader.leaf(start, end, "supplier")
    elif any(sells_for_others(mention.text) for mention in before) and not sells_for_others(text):
        reader.relabel(base, "reseller")
        reader.leaf(start, end, "supplier")
    elif standing(text) == "product":
        reader.leaf(start, end, "product")
    elif first.role == "product" or not (reader.known(first.text) or normalise(first.text).form):
        reader.relabel(base, "product")
        reader.leaf(start, end, "supplier")
    elif normalise(text).key == normalise(first.text).key or is_same(first.text, text):
        reader.note(start, end, "remark")  # the same name again, as that of the legal entity
    elif owns(first.text, text):
        reader.relabel(base, "owner")
        reader.leaf(start, end, "supplier")
    else:
        reader.leaf(start, end, "reseller" if sells_for_others(text) else "owner")
