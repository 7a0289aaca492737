"""The words of `registry/data/supplier_cells.yaml`, ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from registry.codes import load_data
from registry.names import fold

DATA: Any = load_data("supplier_cells")


def folded(words: Iterable[object]) -> frozenset[str]:
    """A list of the file as a set of folded texts."""
    return frozenset(fold(str(word)) for word in words)


def alternatives(words: Iterable[object]) -> str:
    """A list of the file as a pattern: longest first, blanks of any length, dots that may be missing."""
    patterns = {
        re.escape(str(word)).replace(r"\ ", r"\s+").replace(r"\.", r"\.?").replace(":", r"\s{0,3}:") for word in words
    }
    return "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))


class Starts:
    """Phrases that a text may start with, found by their first word."""

    def __init__(self, phrases: Iterable[object]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for phrase in folded(phrases):
            self._by_first.setdefault(phrase.split()[0], []).append(phrase)

    def begin(self, text: str) -> bool:
        """Whether a folded text starts with one of the phrases."""
        first = text.partition(" ")[0]
        return any(text == phrase or text.startswith(phrase + " ") for phrase in self._by_first.get(first, ()))


PLACEHOLDERS = folded(DATA["placeholder"])
IN_HOUSE = folded(DATA["in_house"])
IN_HOUSE_STARTS = Starts(DATA["in_house_starts"])
PLACEHOLDER_STARTS = Starts(DATA["placeholder_starts"])
REDACTED_WORDS = folded(DATA["redacted_words"])
NOT_SUPPLIERS = folded(DATA["not_a_supplier"])
COMMON_NOUNS = folded(DATA["common_nouns"])
COMMON_WORDS = COMMON_NOUNS | folded(DATA["common_adjectives"])
MADE_WITH = Starts(DATA["made_with"])
NEGATIONS = folded(DATA["negations"])
NEGATIONS_OF_KNOWN = folded(DATA["negations_of_known"])
OPEN_PRODUCTS = folded(DATA["open_products"])
REDACTED = folded(DATA["redacted"])
GOVERNMENT_NAMES = folded(DATA["government"]["names"])
GOVERNMENT_STARTS = Starts(DATA["government"]["starts"])
GOVERNMENT_UNITS = folded(DATA["government"]["units"])
SENTENCE_WORDS = frozenset(DATA["sentence_words"])
RESELLERS = folded(DATA["resellers"])
PRODUCT_WORDS = folded(DATA["product_words"])
COMPANY_WORDS = folded(DATA["company_words"])
FIRM_SUFFIXES = folded(DATA["firm_suffixes"])
BRACKET_NOTES = folded(DATA["bracket_note"])
BRACKET_RESELLERS = folded(DATA["bracket_reseller"])
BRACKET_PREVIOUS = folded(DATA["bracket_previous"])
PUBLIC_HOSTS = frozenset(DATA["public_hosts"])
SECOND_LEVEL = frozenset(DATA["second_level"])
AND_MORE = re.compile(rf"[\s,]{{1,9}}(?:{alternatives(DATA['and_more'])})\.?", re.IGNORECASE)
AMONG_OTHERS = re.compile(
    rf"(?:(?-i:en|and|und|&|\+)\s{{1,9}})?(?:{alternatives(DATA['among_others'])})(?!\w)[\s:]{{0,5}}|(?-i:en|and|und)\s{{1,9}}",
    re.IGNORECASE,
)
FIRST_OF_LISTS = frozenset(
    str(phrase).replace(".", "").replace(",", " ").split()[0]
    for name in ("among_others", "and_more")
    for phrase in DATA[name]
)
