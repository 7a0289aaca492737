"""Reads the parts of a cell: stretches between connectors, names in lists, what stands between brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from registry.company_names import normalise, only_forms, only_tails
from registry.names import fold
from registry.supplier_cells import brackets, connectors, products, splitting, words
from registry.supplier_cells.cell import NATURAL_PERSON, CellMention, MentionKind, Note, Role
from registry.supplier_cells.kinds import kind_of
from registry.supplier_cells.known_names import sells_for_others, standing
from registry.supplier_cells.marks import GONE, host_name
from registry.supplier_cells.splitting import HIDDEN

_TRIMMED = " \t\r\n,;:*-–—•·\"“”„'’`´<>=_~#|/\\!?&+" + GONE + HIDDEN
_KINDS: dict[str, MentionKind] = {
    "government": "government",
    "anonymised": "anonymised",
    "natural_person": "natural_person",
}
_RELABELLED = {"reseller_of": "reseller", "on_behalf_of": "reseller", "now": "previous_name"}
_ROLES: dict[str, Role] = {
    "owner": "owner",
    "previous_name": "previous_name",
    "reseller": "reseller",
    "product": "product",
}
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){2,5}[a-z]{2,24}(?:/\S*)?")
_OUTCOMES = frozenset({"placeholder", "in_house", "redacted", "not_a_supplier"})
_NOBODY = frozenset({"placeholder", "in_house", "redacted"})
_HIDDEN_RUN = re.compile(f"{HIDDEN}+")


class Reader:
    """Reads one cell; keeps what it finds."""

    def __init__(self, text: str, known: Callable[[str], bool]) -> None:
        self.text = text
        self.known = known
        self.mentions: list[CellMention] = []
        self.notes: list[Note] = []
        self.outcomes: set[str] = set()
        self.masked = text
        self.flat = text

    def read(self, masked: str) -> None:
        """Read the whole text, of which `masked` shows what is left to read."""
        self.masked = masked
        self.flat = splitting.flatten(masked)
        for start, end in self._joined(splitting.segments(self.flat, 0, len(masked))):
            self.segment(start, end)

    def _joined(self, segments: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A line with only a legal form belongs to the line before."""
        joined: list[tuple[int, int]] = []
        for start, end in segments:
            between = self.masked[joined[-1][1] : start] if joined else GONE
            if not between.strip() and only_forms(self.flat[start:end]):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def segment(self, start: int, end: int) -> None:
        """A stretch in which names hang together by connectors."""
        whole = self.flat[start:end].strip()
        if self._atomic(whole) and kind_of(whole, self.known) != "government":
            self._item(start, end, "supplier")
            return
        before = len(self.mentions)
        for chunk in connectors.chunks(self.flat, start, end):
            first = len(self.mentions)
            role = self.role(chunk.kind, before)
            for item in splitting.items(self.flat, chunk.start, chunk.end, self.known, self._atomic):
                if item.anew and not chunk.sticky:
                    role = "supplier"
                self._item(item.start, item.end, role)
            if len(self.mentions) == first and chunk.kind in {"reseller", "reseller_of"}:
                self.relabel(before, "reseller")  # "Protinus (reseller)"
            self.note_trade_names(chunk.kind, first)
            if chunk.kind == "on_behalf_of" and any(sells_for_others(m.text) for m in self.mentions[first:]):
                self.relabel(before, "supplier", "reseller", first)
                self.relabel(first, "reseller")
            before = first if len(self.mentions) > first else before

    def role(self, kind: str | None, before: int) -> Role:
        """The role of the names behind a connector; some change the role of the names before it."""
        if kind in _RELABELLED:
            self.relabel(before, "previous_name" if kind == "now" else "reseller")
            return "supplier"
        if kind == "trade_name":
            found = self.mentions[before:]
            return "previous_name" if any(mention.kind != "natural_person" for mention in found) else "supplier"
        return _ROLES.get(kind or "", "supplier")

    def relabel(self, first: int, role: Role, only: Role = "supplier", until: int | None = None) -> None:
        """Give the mentions from one on another role."""
        for at in range(first, len(self.mentions) if until is None else until):
            if self.mentions[at].role == only:
                self.mentions[at] = replace(self.mentions[at], role=role)

    def note_trade_names(self, kind: str | None, first: int) -> None:
        """A trade name is the same supplier by another name, so it is told as a name beside it; a note says which."""
        if kind == "trade_name":
            for mention in self.mentions[first:]:
                self.note(mention.start, mention.end, "trade_name")

    def _atomic(self, text: str) -> bool:
        """Whether a text is surely one thing, whatever signs it holds."""
        if not text or len(text) > 200:
            return False
        text = text.replace(HIDDEN, "").strip()
        return (self.known(text) and not splitting.has_slash(text)) or kind_of(text, self.known) is not None

    def _item(self, start: int, end: int, role: Role) -> None:
        """A name, perhaps with something between brackets or behind a dash."""
        hidden = [match.span() for match in _HIDDEN_RUN.finditer(self.flat, start, end)]
        whole = self.masked[start:end].strip()
        owner = brackets.company_of(whole, 0) if whole[:2].lower() in {"a ", "an"} else None
        if owner and self.known(whole[owner[0] : owner[1]]):
            at = self.masked.index(whole, start)
            self.leaf(at + owner[0], at + owner[1], "owner")
        elif not hidden:
            self._dashed(start, end, role)
        elif self._is_whole(whole, hidden, start, end):
            self.leaf(start, end, role)
        else:
            before = len(self.mentions)
            self.leaf(start, hidden[0][0], role)
            for one, other in hidden:
                brackets.read(self, before, one + 1, other - 1)

    def _is_whole(self, whole: str, hidden: list[tuple[int, int]], start: int, end: int) -> bool:
        """Whether what stands between brackets is part of the name: "Microsoft (Nederland) B.V."."""
        inner = [self.masked[one + 1 : other - 1] for one, other in hidden]
        if not any(map(str.isalnum, "".join(inner))):
            return False
        kind = kind_of(whole, self.known)
        if kind == "government":
            return not any(brackets.says_a_role(text) or splitting.names_company(text, self.known) for text in inner)
        if kind in {"anonymised", "natural_person", "in_house"}:
            return True
        if any(fold(text) in words.BRACKET_NOTES for text in inner):
            return False
        if self.known(whole) and standing(whole) != "product":
            return True
        base = self.masked[start : hidden[0][0]]
        behind = self.masked[hidden[-1][1] : end]
        said = any(map(str.isalnum, behind)) and not any(brackets.says_a_role(text) for text in inner)
        return any(map(str.isalnum, base)) and (
            said or all(only_tails(text) or len(text.strip()) == 1 for text in inner)
        )

    def _dashed(self, start: int, end: int, role: Role) -> None:
        """Read "Microsoft - Azure" and "Key2Betalen: Centric" as a supplier and a product, where one of them is known."""
        place = splitting.dash(self.flat, start, end)
        if place is None or self.known(self.flat[start:end].strip()):
            self.leaf(start, end, role)
            return
        left, right = self.flat[start : place[0]].strip(), self.flat[place[1] : end].strip()
        kinds = {kind_of(left, self.known), kind_of(right, self.known)}
        beside_body = kind_of(left, self.known) == "government" and splitting.names_company(right, self.known)
        if kinds & _NOBODY or beside_body:
            self.leaf(start, place[0], role)
            self.leaf(place[1], end, role)
            return
        joined_by_word = self.flat[place[0] : place[1]].strip().isalpha()
        if not self.known(right) and (joined_by_word or not self.known(left)):
            self.leaf(start, end, role)
            return
        before = len(self.mentions)
        self.leaf(start, place[0], role)
        if self.known(left) and not self.known(right) and not only_tails(right):
            self._dashed(place[1], end, "product") if kind_of(right, self.known) is None else self.note(
                place[1], end, "remark"
            )
        else:
            brackets.read(self, before, place[1], end)

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """The place without signs at its ends; a dot stays behind an abbreviation."""
        masked = self.masked
        while start < end and (masked[start] in _TRIMMED or masked[start] in ".)]}" or masked[start].isspace()):
            start += 1
        while end > start and _ends_in_sign(masked[max(start, end - 300) : end]):
            end -= 1
        return start, end

    def leaf(self, start: int, end: int, role: Role) -> None:
        """A stretch that names one thing: a mention, or a note of what it is instead."""
        start, end = self.trim(start, end)
        start, end = self.without_list_words(start, end)
        text = self.masked[start:end]
        if not any(map(str.isalnum, text)):
            if not any(map(str.isalnum, self.text)):
                self.outcomes.add("placeholder" if self.text.isascii() else "not_a_supplier")
            return
        kind = kind_of(text, self.known)
        if kind is None and not self.known(text):
            kind = self._kind_of_stranger(text)
        if kind is None:
            self._company(text, start, role)
        elif kind in _KINDS:
            self._mention(start, end, role, _KINDS[kind])
        elif kind == "host" and (place := host_name(text, start)):
            self.note(start, end, "url")
            self._mention(*place, role, "company")
        elif kind in _OUTCOMES:
            self.outcomes.add(kind)
            self.note(start, end, kind if kind != "not_a_supplier" else "remark")
        else:
            self.note(start, end, "address" if kind == "address" else "remark")

    def _kind_of_stranger(self, text: str) -> str | None:
        """What a text that the catalogue does not know may be besides a name."""
        if text.isascii() and sum(map(str.isalnum, text)) < 2:
            return "not_a_supplier"
        if _HOST.fullmatch(text):
            return "host"
        return "address" if only_tails(text) and normalise(text).form is None else None

    def _company(self, text: str, start: int, role: Role) -> None:
        found = products.pieces(text, self.known) if role in {"supplier", "product"} else [(role, 0, len(text))]
        for piece, one, other in found:
            own = role if len(found) == 1 and (role != "supplier" or piece == "supplier") else piece
            self._mention(start + one, start + other, _ROLES.get(own, "supplier"), "company")

    def without_list_words(self, start: int, end: int) -> tuple[int, int]:
        """The place without "among others" before or behind it."""
        more = words.AND_MORE.search(self.masked, start, end)
        if more and more.end() == end:
            start, end = self.trim(start, more.start())
        leading = words.AMONG_OTHERS.match(self.masked, start, end)
        return self.trim(leading.end(), end) if leading and leading.end() < end else (start, end)

    def _mention(self, start: int, end: int, role: Role, kind: MentionKind) -> None:
        text = NATURAL_PERSON if kind == "natural_person" else self.text[start:end]
        self.mentions.append(CellMention(text, role, kind, start, end))

    def note(self, start: int, end: int, what: str) -> None:
        """Note what a stretch says."""
        start, end = self.trim(start, end)
        if start < end:
            self.notes.append(Note(what, self.text[start:end], start, end))


def _ends_in_sign(part: str) -> bool:
    last = part[-1]
    if last in ")]}":
        return not any(bracket in part for bracket in "([{")
    if last == ".":
        return part[-3:-2] not in {".", " "} and not only_forms(part[part.rfind(" ") + 1 :])
    return last in _TRIMMED or last in "([{" or last.isspace()
