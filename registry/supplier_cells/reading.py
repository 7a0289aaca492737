"""From the text of a cell to whom it mentions. Never raises, never guesses: a doubtful text stays one mention."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from registry.supplier_cells import marks, words
from registry.supplier_cells.cell import CellKind, CellMention, MentionKind, Note, Role, SupplierCell
from registry.supplier_cells.connectors import FIRST_WORDS
from registry.supplier_cells.kinds import kind_of
from registry.supplier_cells.known_names import is_known_name
from registry.supplier_cells.parts import Reader

MAX_READ = 20_000
"""Characters of a cell that are read; the rest is noted."""
MAX_MENTIONS = 200
MAX_NOTES = 500

Known = Callable[[str], bool]
_SIMPLE = re.compile(r"[^\W\d_](?:[^\W¹²³⁰⁴-⁹]|[.'’]|[ -](?=\w)){0,58}")
_LONG_NUMBER = re.compile(r"(?<![^\W_])\d{3}|\d{5}")
_NOT_SIMPLE = FIRST_WORDS | {"en", "and", "und", "et", "by", "van", "from", "te"} | words.FIRST_OF_LISTS
_OUTCOMES: tuple[CellKind, ...] = ("redacted", "in_house", "placeholder", "not_a_supplier")


def read_cell(text: str, known: Known = is_known_name) -> SupplierCell:
    """What a cell says about suppliers. `known` tells whether a name is in the shipped catalogue."""
    return _read_short(text, known) if len(text) <= 400 else _read(text, known)


@lru_cache(maxsize=50_000)
def _read_short(text: str, known: Known) -> SupplierCell:
    return _read(text, known)


def _read(text: str, known: Known) -> SupplierCell:
    bare = text.strip()
    if not bare or not bare.strip("\x00"):
        return SupplierCell(text, "empty", (), ())
    reader = Reader(text, known)
    if _is_simple(bare):
        start = text.index(bare)
        reader.leaf(start, start + len(bare), "supplier")
    else:
        _read_marked(reader, bare)
    return _answer(reader)


def _is_simple(bare: str) -> bool:
    """Whether a text is one name without anything that has to be read apart."""
    if _SIMPLE.fullmatch(bare) is None or _LONG_NUMBER.search(bare):
        return False
    return _NOT_SIMPLE.isdisjoint(bare.lower().replace("-", " ").replace(".", "").split())


def _read_marked(reader: Reader, bare: str) -> None:
    text = reader.text
    start = text.index(bare)
    kind = kind_of(bare, reader.known) if len(bare) <= 120 else None
    if kind in {"placeholder", "in_house", "redacted", "anonymised"}:
        reader.leaf(start, start + len(bare), "supplier")
        if kind == "placeholder" and any(map(str.isdigit, bare)):
            reader.notes[:] = [Note("date", bare, start, start + len(bare))]  # the zero date of a spreadsheet
        return
    if len(bare) <= 100 and not set(";|(/") & set(bare) and reader.known(bare) and kind is None:
        reader.leaf(start, start + len(bare), "supplier")
        return
    end = len(text) if len(text) <= MAX_READ else max(text.rfind(sign, 0, MAX_READ) for sign in "\n;, ")
    end = end if end > 0 else MAX_READ
    masked, notes = marks.mask(text[:end])
    reader.notes += notes
    reader.read(masked)
    if end < len(text):
        reader.notes.append(Note("cut", text[end:], end, len(text)))
    if not reader.mentions:
        _read_hosts(reader)


def _read_hosts(reader: Reader) -> None:
    """A cell with nothing but addresses of pages or mail: the hosts say who is meant."""
    if reader.outcomes - {"not_a_supplier"}:
        return
    reader.masked = reader.text
    for note in [note for note in reader.notes if note.what in {"url", "mail"}]:
        place = marks.host_name(note.text, note.start)
        if place is not None:
            reader.leaf(*place, "supplier")


def _answer(reader: Reader) -> SupplierCell:
    mentions = _without_repeats(reader.mentions)
    notes = reader.notes
    if len(mentions) > MAX_MENTIONS:
        at = mentions[MAX_MENTIONS].start
        end = mentions[-1].end
        notes.append(Note("cut", reader.text[at:end], at, end))
        mentions = mentions[:MAX_MENTIONS]
    notes.sort(key=lambda note: (note.start, note.end, note.what))
    if len(notes) > MAX_NOTES:
        at, end = notes[MAX_NOTES].start, len(reader.text)
        notes[MAX_NOTES:] = [Note("cut", reader.text[at:end], at, end)]
    return SupplierCell(reader.text, _kind(reader, mentions), tuple(mentions), tuple(notes))


def _kind(reader: Reader, mentions: list[CellMention]) -> CellKind:
    kinds: list[MentionKind] = [mention.kind for mention in mentions]
    if "company" in kinds:
        return "suppliers"
    if kinds:
        first = kinds[0]
        return "suppliers" if first == "company" else first
    found = set(reader.outcomes)
    if any(note.what == "redaction" for note in reader.notes):
        found.add("redacted")
    if any(
        note.what == "date" and note.text.startswith(("1899-12-3", "00-01-1900", "1900-01-00")) for note in reader.notes
    ):
        found.add("placeholder")
    return next((kind for kind in _OUTCOMES if kind in found), "not_a_supplier")


def _without_repeats(mentions: list[CellMention]) -> list[CellMention]:
    seen: set[tuple[str, Role, MentionKind]] = set()
    kept: list[CellMention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, mention.end)):
        same = (mention.text, mention.role, mention.kind)
        if same not in seen or mention.kind == "natural_person":
            seen.add(same)
            kept.append(mention)
    return kept
