"""The words of one name, each with what it says about who is meant. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from registry.comparing.rules import CLASS_OF, LINKS, SAME_WORDS

_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_TENS = frozenset({"20", "30", "40", "50"})
_NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th|e)?")


class Profile(NamedTuple):
    """What comparing needs of a name, worked out once."""

    words: tuple[str, ...]  # of the key, in one spelling, without links
    all_words: tuple[str, ...]  # the same with links, for acronyms
    sorted_words: tuple[str, ...]
    distinctive: frozenset[str]  # words that are in no class
    glued: str
    digits: tuple[str, ...]  # every number in it, sorted
    institution: str  # "gemeente", or empty
    core_words: tuple[str, ...]
    places: frozenset[str]  # in the tails


def class_of(word: str) -> str:
    """The class of a word in one spelling: generic, business, common, institution, place, number or distinctive."""
    if word.isdigit():
        return "number"
    return CLASS_OF.get(word, "distinctive")


def _one_spelling(words: list[str]) -> list[str]:
    """Each word in one spelling; numbers written out, and Roman ones behind a name, as digits."""
    found: list[str] = []
    for at, word in enumerate(words):
        is_roman = at and _ROMAN.fullmatch(word) and (len(word) > 1 or at == len(words) - 1)
        plain = _number(word) if is_roman else SAME_WORDS.get(word, word)
        numbered = _NUMBERED.fullmatch(plain)
        plain = numbered[1] if numbered else plain
        if found and len(plain) == 1 and plain.isdigit() and found[-1] in _TENS:
            found[-1] = str(int(found[-1]) + int(plain))  # "forty four"
        else:
            found.append(plain)
    return found


def _number(roman: str) -> str:
    values = [_ROMAN_VALUES[c] for c in roman]
    return str(sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)))


@lru_cache(maxsize=200_000)
def profile(key: str, core: str, tails: tuple[str, ...]) -> Profile:
    """The profile of a name by its key, its core and its tails."""
    spelled = _one_spelling(key.split())
    words = tuple(w for w in spelled if w not in LINKS) or tuple(spelled)
    core_words = tuple(w for w in _one_spelling(core.split()) if w not in LINKS) or words
    tail_words = _one_spelling(list(tails))
    return Profile(
        words=words,
        all_words=tuple(key.split()),
        sorted_words=tuple(sorted(words)),
        distinctive=frozenset(w for w in words if class_of(w) == "distinctive"),
        glued="".join(words),
        digits=tuple(sorted(re.findall(r"\d+", " ".join(words)))),
        institution=next((w for w in words if class_of(w) == "institution"), "") if len(words) > 1 else "",
        core_words=core_words,
        places=frozenset(w for w in tail_words if class_of(w) == "place"),
    )
