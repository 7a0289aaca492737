"""Normalised names: what two spellings of one name have in common. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from registry.company_names import normalise

_NOT_WORD = re.compile(r"[^\w&+#]+", re.UNICODE)
_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?")
_UNFOLDED = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "_": " "})


def fold(text: str) -> str:
    """The text in small letters, without accents, punctuation and double spaces; dots inside abbreviations vanish."""
    if text.isascii():
        plain = text.lower().replace("_", " ")
    else:
        plain = unicodedata.normalize("NFKD", text).casefold().translate(_UNFOLDED)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _DOTTED.sub(lambda m: m.group().replace(".", ""), plain)
    return _NOT_WORD.sub(" ", plain.replace("'", "").replace("’", "")).strip()


@lru_cache(maxsize=200_000)
def name_key(text: str) -> str:
    """The key under which a name is compared: folded. A name without letters or digits keeps its own characters."""
    return fold(text) or text.strip()


def company_key(text: str) -> str:
    """The key of a company's name: folded, without legal forms at either end ("KPN B.V." and "kpn" are one key)."""
    return normalise(text).core


@lru_cache(maxsize=200_000)
def organisation_key(text: str) -> str:
    """The key of a government body: folded, without "ministerie van" ("Min. van BZK" and "bzk" are one key)."""
    words = fold(text).split()
    if len(words) > 1 and words[0] in {"ministerie", "min", "departement", "mnre"}:
        words = words[1:]
        if len(words) > 1 and words[0] == "van":
            words = words[1:]
    return " ".join(words) or text.strip()


KEY_OF: dict[str, Callable[[str], str]] = {"supplier": company_key, "organisation": organisation_key}


def key_for(kind: str, text: str) -> str:
    """The comparison key of a name of the given kind of record."""
    return KEY_OF.get(kind, name_key)(text)
