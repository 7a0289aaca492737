"""Where two names differ: words in common, letters mistyped, words that only one has. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from registry.comparing.rules import SOUNDS
from registry.comparing.words import Profile

_DIGITS = re.compile(r"\d+")


class Differences(NamedTuple):
    """The words of two names set against each other."""

    shared: tuple[str, ...]
    typos: tuple[tuple[str, str, str], ...]  # word of one, word of the other, kind of mistake
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


@lru_cache(maxsize=100_000)
def mistyped(a: str, b: str) -> str:
    """What kind of writing mistake lies between two words that differ; empty where it is more than a mistake."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    size = len(short)
    if size < 2 or len(long) - size > 3:
        return ""
    if not (a.isalpha() and b.isalpha()):
        only_digits = not a.isdigit() and _DIGITS.sub("", a) == _DIGITS.sub("", b)
        return "number" if only_digits else ""
    distance = OSA.distance(a, b, score_cutoff=2)
    if distance > 1:
        return _two_letters(a, b, distance)
    if size < 4:
        return "typo_tiny" if size == len(long) == 3 else ""
    return _slip(short, long) or ("sounds" if sound(a) == sound(b) else _place_of_mistake(a, b, size))


def _two_letters(a: str, b: str, distance: int) -> str:
    """More than one letter: pronounced the same, or two letters inside a long word."""
    size = min(len(a), len(b))
    if size >= 5 and sound(a) == sound(b):
        return "sounds"
    return "typo_two" if distance == 2 and size >= 8 and a[0] == b[0] and a[-1] == b[-1] else ""


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """A word as it is said, roughly, in Dutch and English alike."""
    for written, said in SOUNDS:
        word = word.replace(written, said)
    return word


def _slip(short: str, long: str) -> str:
    """Swapped neighbours, or one of a double letter missing or too many."""
    at = next((n for n in range(len(short)) if short[n] != long[n]), len(short))
    doubled = len(short) < len(long) and at > 0 and long[at] == long[at - 1]
    swapped = (
        len(short) == len(long) and at + 1 < len(short) and short[at] == long[at + 1] and short[at + 1] == long[at]
    )
    if not (doubled or swapped):
        return ""
    return "typo_slip_long" if len(short) >= 8 else "typo_slip"


def _place_of_mistake(a: str, b: str, size: int) -> str:
    if a[0] != b[0]:
        return "typo_first_long" if size >= 8 else "typo_first"
    if a + "s" == b or b + "s" == a:
        return "typo_plural"
    if a[-1] != b[-1]:
        return "typo_last_long" if size >= 8 else "typo_last"
    replaced, missing = _BY_SIZE[min(size, 8)]
    return replaced if len(a) == len(b) else missing


# What one letter replaced, and one letter missing, is called in words of that size.
_BY_SIZE = {
    4: ("typo_short", "typo_letter_short"),
    5: ("typo_short", "typo_letter_short"),
    6: ("typo_medium", "typo_letter"),
    7: ("typo_medium", "typo_letter"),
    8: ("typo_long", "typo_letter_long"),
}


def differences(a: Profile, b: Profile) -> Differences:
    """Equal words paired first, then mistyped ones, then what is left glued together."""
    only_a, only_b = list(a.words), list(b.words)
    shared = []
    for word in a.words:
        if word in only_b:
            only_b.remove(word)
            only_a.remove(word)
            shared.append(word)
    typos = []
    if only_a and only_b:
        for word in tuple(only_a):
            for other in only_b:
                if kind := mistyped(word, other):
                    typos.append((word, other, kind))
                    only_a.remove(word)
                    only_b.remove(other)
                    break
    if only_a and only_b and len(only_a) != len(only_b):
        one, other = "".join(only_a), "".join(only_b)
        kind = "glued" if one == other else mistyped(one, other)
        if kind:
            typos.append((" ".join(only_a), " ".join(only_b), kind))
            only_a, only_b = [], []
    if initials := _initials(only_a, only_b) or _initials(only_b, only_a):
        typos.append((*initials, "initials"))
        only_a, only_b = [], []
    return Differences(tuple(shared), tuple(typos), tuple(only_a), tuple(only_b))


def _initials(short: list[str], long: list[str]) -> tuple[str, str] | None:
    """What is left of both names, where the one is made of the first letters of the other."""
    if len(short) == 1 and len(long) >= 2 and short[0] == "".join(word[0] for word in long):
        return short[0], " ".join(long)
    return None


def is_acronym(a: Profile, b: Profile) -> int:
    """How many letters the one name has, when it is the acronym of the other; 0 when it is not."""
    short, long = (a, b) if len(a.words) < len(b.words) or len(a.glued) < len(b.glued) else (b, a)
    letters = short.glued
    if not 2 <= len(letters) <= 6 or len(long.words) < 2 or max(map(len, short.words)) < len(letters) > 3:
        return 0
    bare = letters if len(short.all_words) == 1 else "".join(w for w in short.all_words if w != "en")
    for words in (long.words, long.all_words, long.core_words):
        if len(words) > 1 and "".join(w[0] for w in words) in {letters, bare}:
            return len(letters)
    return 0
