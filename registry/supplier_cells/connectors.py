"""Words that say how the names around them hang together: "owned by", "formerly", "via"."""

from __future__ import annotations

import re
from typing import NamedTuple

from registry.supplier_cells.splitting import HIDDEN
from registry.supplier_cells.words import DATA, alternatives

_LISTS: dict[str, list[str]] = DATA["connectors"]


def _key(text: str) -> str:
    return " ".join(text.lower().replace(".", "").replace(":", " ").split())


_KINDS = {_key(word): kind for kind, words in _LISTS.items() for word in words}
_PATTERN = re.compile(
    rf"(?<![\w&-])(?:(?:is|was|wordt|are|now)\s+)?({alternatives(word for words in _LISTS.values() for word in words)})"
    r"(?![\w&])(\s{0,3}:)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
FIRST_WORDS = frozenset(_WORD.findall(word.lower().replace(".", ""))[0] for words in _LISTS.values() for word in words)
_ONLY_BEHIND_A_NAME = frozenset({"now", "on_behalf_of"})


class Chunk(NamedTuple):
    """A stretch of text and the connector before it; `sticky` when that was a label with a colon, for a whole list."""

    kind: str | None
    start: int
    end: int
    sticky: bool


def chunks(flat: str, start: int, end: int) -> list[Chunk]:
    """The stretches between the connectors."""
    if FIRST_WORDS.isdisjoint(_WORD.findall(flat[start:end].lower().replace(".", ""))):
        return [Chunk(None, start, end, sticky=False)]
    found: list[Chunk] = []
    kind: str | None = None
    sticky = False
    at = start
    for match in _PATTERN.finditer(flat, start, end):
        this = _KINDS[_key(match[1])]
        before = flat[at : match.start()]
        if (
            this in _ONLY_BEHIND_A_NAME
            and not any(map(str.isalnum, before))
            and kind is None
            and not _in_bracket(flat, start)
        ):
            continue  # "Nu Skin"
        found.append(Chunk(kind, at, match.start(), sticky))
        kind, at, sticky = this, match.end(), match.group().endswith(":")
    found.append(Chunk(kind, at, end, sticky))
    return found


def _in_bracket(flat: str, start: int) -> bool:
    return start > 0 and flat[start - 1] in "([" + HIDDEN
