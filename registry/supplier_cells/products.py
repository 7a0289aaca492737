"""Supplier and product in one name: "Microsoft Office 365" is Microsoft and its Office 365."""

from __future__ import annotations

import re
from collections.abc import Callable

from registry.company_names import normalise, only_tails
from registry.names import fold
from registry.supplier_cells import words
from registry.supplier_cells.known_names import standing

_WORD = re.compile(r"\S+")
_MOST_WORDS = 10
_LONGEST_HEAD = 4

Piece = tuple[str, int, int]


def pieces(text: str, known: Callable[[str], bool]) -> list[Piece]:
    """The role, start and end of each part of a name that may hold a supplier and its product."""
    whole_known = known(text)
    if not whole_known and fold(text) in words.OPEN_PRODUCTS:
        return [("product", 0, len(text))]
    whole: list[Piece] = [("product" if whole_known and standing(text) == "product" else "supplier", 0, len(text))]
    if whole_known and whole[0][0] == "supplier":
        return whole
    spans = [match.span() for match in _WORD.finditer(text)] if len(text) <= 200 else []
    if not 2 <= len(spans) <= _MOST_WORDS or normalise(text).form is not None or "," in text:
        return whole
    heads = [count for count in range(min(_LONGEST_HEAD, len(spans) - 1), 0, -1) if known(text[: spans[count - 1][1]])]
    for count in sorted(heads, key=lambda count: standing(text[: spans[count - 1][1]]) == "product"):
        head, at = text[: spans[count - 1][1]], spans[count][0]
        if whole_known and standing(text[at:]) == "name":
            return whole  # "Azure OpenAI": a product of its own, and no OpenAI
        return _behind(head, text[at:], at, known, sure=whole_known) or whole
    return _before(text, spans, known) or whole


def _behind(head: str, rest: str, at: int, known: Callable[[str], bool], *, sure: bool) -> list[Piece] | None:
    if not (sure or _is_product(rest, known)):
        return None
    if standing(head) == "product":
        return [("product", 0, at + len(rest))]
    return [("supplier", 0, len(head)), ("product", at, at + len(rest))]


def _before(text: str, spans: list[tuple[int, int]], known: Callable[[str], bool]) -> list[Piece] | None:
    """A product that is known, with its supplier behind it: "Exchange Microsoft"."""
    for count in range(1, min(3, len(spans) - 1) + 1):
        end, at = spans[-count - 1][1], spans[-count][0]
        if standing(text[:end]) == "product" and known(text[at:]) and standing(text[at:]) == "name":
            return [("product", 0, end), ("supplier", at, len(text))]
    return None


def _is_product(rest: str, known: Callable[[str], bool]) -> bool:
    found = fold(rest).split()
    if not found or only_tails(rest) or all(word in words.COMPANY_WORDS for word in found):
        return False
    return any(word in words.PRODUCT_WORDS or any(map(str.isdigit, word)) for word in found) or known(rest)
