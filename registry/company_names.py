"""Names of companies: what is name, what is legal form, what is only a country or a layer of a group. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from registry.codes import load_data

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name as written and in the shapes in which it is compared, each contained in the one before."""

    text: str
    folded: str  # Latin small letters, no accents or punctuation, abbreviations written out
    core: str  # folded, without legal forms at either end
    key: str  # core without countries, cities and layers of a group at its end
    form: str | None  # code of the legal form written
    tails: tuple[str, ...]  # the words that `core` has and `key` lacks


_DATA = load_data("legal_forms")
_FOREIGN = str.maketrans(_DATA["letters"])
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´"))
_BLANKED = {n: " " for n in range(128) if not chr(n).isalnum()}
_PLAIN = str.maketrans(_BLANKED | _APOSTROPHES | {ord("+"): "+", ord("#"): "#", ord("&"): " en "})
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+(?:[^\W\d_](?!\w)|(?<=\..\.))")
_SLASHED = re.compile(r"(?<!\w)([^\W\d_])/([^\W\d_])(?!\w)")
_SIGNS = re.compile(r"(?<!\w)#+|(?<=\w)\++(?=\w)|(?<![\w+])\++|(?<=\w)#+(?=\w)")
_NOT_WORD = re.compile(r"[^\w+#]+")
_SINGLES = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_])+(?!\S)")


def _latin(text: str) -> str:
    """Small Latin letters without accents, as far as the script allows."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_FOREIGN)
    small = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    return small.casefold().translate(_FOREIGN)


def _fold(text: str) -> str:
    """Words of small letters, parted by single spaces."""
    if text.isascii():
        plain = text.lower()
    else:
        plain = _latin(text)
        if not plain.isascii():
            plain = _latin(plain)
            for form in _GLUED:
                plain = plain.replace(form, f" {form} ")
    if "." in plain:
        plain = _DOTTED.sub(lambda m: m.group().replace(".", "") + " ", plain)
    if "/" in plain:
        plain = _SLASHED.sub(r"\1\2", plain)
    plain = plain.translate(_PLAIN)
    if not plain.isascii():
        plain = _NOT_WORD.sub(" ", plain)
    if "_" in plain:
        plain = plain.replace("_", " ")
    if "+" in plain or "#" in plain:
        plain = _SIGNS.sub(lambda m: " en " if "+" in m.group() else " ", plain)
    return " ".join(plain.split())


_GLUED = sorted(
    (_latin(s) for entry in _DATA["forms"].values() for s in entry["spellings"] if re.fullmatch(r"[぀-鿿가-힯]+", s)),
    key=len,
    reverse=True,
)
_AND = frozenset(_DATA["and"])
_ABBREVIATIONS: dict[str, str] = _DATA["abbreviations"]
_FIRST_WORD: dict[str, str] = _DATA["first_word"]


def _written_out(folded: str) -> list[str]:
    """The words of a folded text: initials joined, abbreviations written out, one word for "and"."""
    words = [
        _ABBREVIATIONS.get(word, word) for word in _SINGLES.sub(lambda m: m.group().replace(" ", ""), folded).split()
    ]
    for at in range(1, len(words) - 1):
        if words[at] in _AND:
            words[at] = "en"
    while len(words) > 1 and words[-1] == "en":
        words.pop()
    while len(words) > 1 and words[0] == "en":
        words.pop(0)
    if words and words[0] in _FIRST_WORD:
        words[0] = _FIRST_WORD[words[0]]
    return words


class _Endings(NamedTuple):
    """Spellings by the word that a search meets first, the longest first."""

    spellings: dict[str, list[tuple[Words, str]]]

    @classmethod
    def of(cls, found: Iterable[tuple[str, str]], at: int) -> _Endings:
        spellings: dict[str, list[tuple[Words, str]]] = {}
        for text, code in dict(found).items():
            folded = tuple(_ABBREVIATIONS.get(word, word) for word in _SINGLES.sub(_joined, _fold(text)).split())
            words = tuple("en" if word in _AND and len(folded) > 1 else word for word in folded)
            spellings.setdefault(words[at], []).append((words, code))
        for several in spellings.values():
            several.sort(key=lambda entry: -len(entry[0]))
        return cls(spellings)


def _joined(match: re.Match[str]) -> str:
    return match.group().replace(" ", "")


def _spellings(*, before: bool) -> Iterable[tuple[str, str]]:
    for code, entry in _DATA["forms"].items():
        if entry.get("before") or not before:
            yield from ((spelling, code) for spelling in (code.replace("_", " "), *entry["spellings"]))


_FORMS_BEHIND = _Endings.of(_spellings(before=False), -1)
_FORMS_BEFORE = _Endings.of(_spellings(before=True), 0)
_TAILS = _Endings.of(((tail, kind) for kind, tails in _DATA["tails"].items() for tail in tails), -1)
_ARTICLES = frozenset(_DATA["articles"])
_CONNECTORS = frozenset(_DATA["connectors"])
_GENERIC = frozenset(_DATA["generic"])
_COUNTRIES = {code: frozenset(map(str, entry["countries"])) for code, entry in _DATA["forms"].items()}


def _names_nobody(words: list[str]) -> bool:
    return not words or (len(words) == 1 and words[0] in _GENERIC) or words[-1] == "en"


def _without_forms(words: list[str], *, both: bool = True) -> tuple[list[str], str | None]:
    """The words without legal forms at either end, and the form; the one behind the name wins from the one before it."""
    behind = before = None
    while len(words) > 1:
        for spelling, code in _FORMS_BEHIND.spellings.get(words[-1], ()):
            if len(spelling) < len(words) and tuple(words[-len(spelling) :]) == spelling:
                behind = behind or code
                rest = words[: -len(spelling)]
                break
        else:
            break
        if _names_nobody(rest):
            break
        words = rest
    while both and len(words) > 1:
        words = [_FIRST_WORD.get(words[0], words[0]), *words[1:]]
        for spelling, code in _FORMS_BEFORE.spellings.get(words[0], ()):
            if len(spelling) < len(words) and tuple(words[: len(spelling)]) == spelling:
                before = before or code
                rest = words[len(spelling) :]
                break
        else:
            break
        if _names_nobody(rest):
            break
        words = [_FIRST_WORD.get(rest[0], rest[0]), *rest[1:]]
    return words, behind or before


def _without_tails(words: list[str]) -> tuple[list[str], list[str]]:
    """The words without what only says where or in which layer, and what was taken away."""
    kept = words
    taken: list[str] = []
    while len(kept) > 1:
        for spelling, _ in _TAILS.spellings.get(kept[-1], ()):
            rest = kept[: -len(spelling)]
            if tuple(kept[-len(spelling) :]) == spelling and not _names_nobody(rest) and rest[-1] not in _CONNECTORS:
                bare, _ = _without_forms(rest, both=False)  # "Acme B.V. Amsterdam"
                taken = kept[len(bare) :] + taken
                kept = bare
                break
        else:
            break
    if len(kept) > 1 and kept[0] in _ARTICLES and not _names_nobody(kept[1:]):
        return kept[1:], [kept[0], *taken]
    return kept, taken


@lru_cache(maxsize=200_000)
def normalise(text: str) -> CompanyName:
    """The name in the shapes in which it is compared. One without letters or digits keeps its own characters."""
    bare = text.strip()
    words = _written_out(_fold(bare))
    if not words:
        return CompanyName(bare, bare, bare, bare, None, ())
    core, form = _without_forms(words)
    while len(core) > 1 and "en" in {core[0], core[-1]}:  # "B.V. & Acme"
        core, again = _without_forms(_written_out(" ".join(core)))
        form = form or again
    kept, tails = _without_tails(core)
    return CompanyName(bare, " ".join(words), " ".join(core), " ".join(kept), form, tuple(tails))


def form_countries(form: str) -> frozenset[str]:
    """The countries in which a legal form exists, as ISO codes; empty for a form that is not known."""
    return _COUNTRIES.get(form, frozenset())


def only_forms(text: str) -> bool:
    """Whether a text is a legal form and nothing else ("Inc.", "B.V.")."""
    return _consumed(text, (_FORMS_BEHIND,))


def only_tails(text: str) -> bool:
    """Whether a text only says where, in which layer or in which form ("Nederland B.V.", "Group")."""
    return _consumed(text, (_FORMS_BEHIND, _TAILS))


def _consumed(text: str, endings: tuple[_Endings, ...]) -> bool:
    words = normalise(text).folded.split() if len(text) <= 100 else []
    left = tuple(words)
    while left:
        found = (s for ending in endings for s, _ in ending.spellings.get(left[-1], ()) if left[-len(s) :] == s)
        spelling = next(found, None)
        if spelling is None:
            return False
        left = left[: -len(spelling)]
    return bool(words)


_BROKEN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}"
)


def propose_repair(text: str) -> str | None:
    """The text as it was before UTF-8 was read as CP1252 ("CoÃ¶peratie"); None where nothing points to that."""
    repaired = text
    for _ in range(2):  # sometimes it happened twice
        repaired = _BROKEN.sub(_decoded, repaired)
    return repaired if repaired != text else None


def _decoded(match: re.Match[str]) -> str:
    try:
        # CP1252 leaves five bytes undefined; programs read those as Latin-1.
        raw = b"".join(c.encode("latin-1" if ord(c) < 256 else "cp1252") for c in match.group())
        return raw.decode("utf-8")
    except UnicodeError:
        return match.group()
