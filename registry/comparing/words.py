"""The words of one name, each with what it says about who is meant. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from registry.comparing.rules import CLASS_OF, LINKS, LONG_FORM_WORDS, SAME_PHRASES, SAME_WORDS, TRANSLATED

_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_PHRASE = re.compile("|".join(re.escape(phrase.strip()) for phrase, _ in SAME_PHRASES))
_DIGITS = re.compile(r"\d+")
PLACES = frozenset({"place", "city"})
_TENS = frozenset({"20", "30", "40", "50"})
_NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th|e)?")


class Profile(NamedTuple):
    """What comparing needs of a name, worked out once."""

    words: tuple[str, ...]  # of the key, in one spelling, without links
    all_words: tuple[str, ...]  # of the key, as they stand
    sorted_words: tuple[str, ...]
    distinctive: frozenset[str]  # words that are in no class
    glued: str
    digits: tuple[str, ...]  # every number in it, sorted
    translated: frozenset[str]  # general words, as they stand
    institution: str  # "gemeente", or empty
    core_words: tuple[str, ...]
    places: frozenset[str]  # countries and cities in the tails
    layers: frozenset[str]  # "holding", "operations" and the like in the tails


def class_of(word: str) -> str:
    """The class of a word in one spelling: generic, business, common, institution, place, number or distinctive."""
    if word.isdigit():
        return "number"
    return CLASS_OF.get(word, "distinctive")


def _one_spelling(text: str) -> list[str]:
    """Each word in one spelling; numbers written out, and Roman ones behind a name, as digits."""
    words = _phrased(text).split()
    found: list[str] = []
    for at, word in enumerate(words):
        is_roman = at and _ROMAN.fullmatch(word) and (len(word) > 1 or at == len(words) - 1)
        plain = _number(word) if is_roman else SAME_WORDS.get(word, word)
        if plain[0].isdigit() and (numbered := _NUMBERED.fullmatch(plain)):
            plain = numbered[1]
        elif at and len(plain) >= 6 and plain not in CLASS_OF:
            plain = _form_word(plain)
        if found and len(plain) == 1 and plain.isdigit() and found[-1] in _TENS:
            found[-1] = str(int(found[-1]) + int(plain))  # "forty four"
        else:
            found.append(plain)
    return found


def _without_links(words: list[str]) -> tuple[str, ...]:
    """The words without articles and the like; what stands last belongs to the name ("Ping An")."""
    return tuple(word for at, word in enumerate(words, 1) if word not in LINKS or 1 < at == len(words))


def _without_form(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a legal form that is written out in three words or more ("limited liability company")."""
    start = 0
    for at in range(len(words) + 1):
        if at == len(words) or class_of(words[at]) != "form":
            if at - start >= 3:
                return words[:start] + words[at:]
            start = at + 1
    return words


def _phrased(text: str) -> str:
    if _PHRASE.search(text) is None:
        return text
    padded = f" {text} "
    for phrase, word in SAME_PHRASES:
        padded = padded.replace(phrase, word)
    return padded


def _form_word(word: str) -> str:
    """The word of a legal form of which this is a mistyped spelling; else the word itself."""
    found = process.extractOne(word, LONG_FORM_WORDS, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else word


def _number(roman: str) -> str:
    values = [_ROMAN_VALUES[c] for c in roman]
    return str(sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)))


@lru_cache(maxsize=50_000)
def profile(key: str, core: str, tails: tuple[str, ...]) -> Profile:
    """The profile of a name by its key, its core and its tails."""
    spelled = _one_spelling(key)
    words = _without_form(_without_links(spelled)) or tuple(spelled)
    core_words = _without_links(spelled if core == key else _one_spelling(core)) or words
    glued = "".join(words)
    tail_words = _one_spelling(" ".join(tails)) if tails else []
    return Profile(
        words=words,
        all_words=tuple(key.split()),
        sorted_words=tuple(sorted(words)),
        distinctive=frozenset(w for w in words if class_of(w) == "distinctive"),
        glued=glued,
        digits=() if glued.isalpha() else tuple(sorted(_DIGITS.findall(" ".join(words)))),
        translated=TRANSLATED.intersection(key.split()),
        institution=next((w for w in words if class_of(w) == "institution"), ""),
        core_words=core_words,
        places=frozenset(w for w in tail_words if class_of(w) in PLACES),
        layers=frozenset(w for w in tail_words if class_of(w) not in PLACES and w not in LINKS),
    )
