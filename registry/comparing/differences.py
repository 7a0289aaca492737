"""Where two names differ: words in common, letters mistyped, words that only one has. Pure functions."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from registry.comparing.words import Profile


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
    if size < 4 or len(long) - size > 2 or not (a.isalpha() and b.isalpha()):
        return ""
    distance = OSA.distance(a, b, score_cutoff=2)
    if distance == 2 and size >= 8 and a[0] == b[0] and a[-1] == b[-1]:
        return "typo_two"
    if distance != 1:
        return ""
    return _slip(short, long) or _place_of_mistake(a, b, size)


def _slip(short: str, long: str) -> str:
    """Swapped neighbours, or one of a double letter missing or too many."""
    size = len(short)
    at = next((n for n in range(size) if short[n] != long[n]), size)
    if size == len(long):
        slipped = at + 1 < size and short[at] == long[at + 1]
    else:
        slipped = at > 0 and long[at] == long[at - 1]
    if not slipped:
        return ""
    return "typo_slip_long" if size >= 8 else "typo_slip"


def _place_of_mistake(a: str, b: str, size: int) -> str:
    if a[0] != b[0]:
        return "typo_first"
    if a[-1] != b[-1]:
        return "typo_last"
    if size >= 8:
        return "typo_long"
    if len(a) == len(b):
        return "typo_medium" if size >= 6 else "typo_short"
    return "typo_letter" if size >= 6 else "typo_letter_short"


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
    return Differences(tuple(shared), tuple(typos), tuple(only_a), tuple(only_b))


def is_acronym(a: Profile, b: Profile) -> int:
    """How many letters the one name has, when it is the acronym of the other; 0 when it is not."""
    short, long = (a, b) if len(a.words) < len(b.words) or len(a.glued) < len(b.glued) else (b, a)
    letters = short.glued
    if not 2 <= len(letters) <= 6 or len(long.words) < 2 or len(short.words) > 1 + letters.count("en"):
        return 0
    for words in (long.words, long.all_words, long.core_words):
        if len(words) > 1 and "".join(w[0] for w in words) == letters:
            return len(letters)
    return 0
