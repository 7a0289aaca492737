"""Blocks: hashes that two spellings of one name are likely to share, so that candidates are found by a join. Pure functions.

A block is a function of the name alone, never of the register, so another supplier changes nobody's blocks.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from registry.company_names import CompanyName, normalise

MOST_WORDS = 8


class Spelling(NamedTuple):
    """A name as it is compared: the hashes of core and form, and of the core alone."""

    id: int
    core_id: int
    core: str
    form: str | None


def hash_of(text: str) -> int:
    """The 64 bits that stand for a text in the database."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=100_000)
def spelling_of(text: str) -> Spelling:
    """A name as it is compared."""
    name = normalise(text)
    return Spelling(hash_of(f"{name.core}\n{name.form or ''}"), hash_of(name.core), name.core, name.form)


def blocks_of(name: CompanyName) -> dict[int, int]:
    """The blocks under which a known name lies, each with its weight: what two names share makes them candidates."""
    return {hash_of(block): weight for block, weight in _texts(name, near=(0,)).items()}


def probes_of(name: CompanyName) -> dict[int, int]:
    """The blocks under which a name is looked for: also the halves that it would have with one letter more or less."""
    return {hash_of(block): weight for block, weight in _texts(name, near=(-1, 0, 1)).items()}


def _texts(name: CompanyName, near: tuple[int, ...]) -> dict[str, int]:
    words = name.key.split()
    glued = "".join(words)
    found = {f"k{glued}": 8, f"k{name.core.replace(' ', '')}": 8}
    if len(words) > 1:
        found[f"s{' '.join(sorted(words))}"] = 6
    for word in sorted(set(name.core.split()), key=lambda w: (-len(w), w))[:MOST_WORDS]:
        if len(word) > 2:
            found[f"w{word}"] = 3 if word == words[0] else 2
    for length in (len(glued) + step for step in near if len(glued) > 3):
        # One slip of the pen leaves one half whole; the length says where the halves meet.
        half = length // 2
        found[f"p{length} {glued[:half]}"] = 3
        found[f"q{length} {glued[half - length :]}"] = 3
    if len(words) > 2:
        found["i" + "".join(word[0] for word in words)] = 2
    elif len(words) == 1 and 3 <= len(glued) <= 5:
        found[f"i{glued}"] = 2
    if len(bones := _bones(glued)) > 3:
        found[f"b{bones}"] = 4
    return found


def _bones(glued: str) -> str:
    """The consonants behind the first letter, each once in a row: what most slips of the pen leave alone."""
    bones = glued[:1]
    for letter in glued[1:]:
        if letter not in "aeiouyh" and letter != bones[-1]:
            bones += letter
    return bones
