"""What a text that names a product says: its words, its versions, its edition, and what says nothing. Pure functions.

The tables stand in `registry/data/product_names.yaml`. "Win Srv 2016 Std" and "windows-server 2016 standard" read the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from registry.codes import load_data

LONGEST = 300
"""In characters: what stands behind that in a cell is no name."""

RULES_VERSION = str(load_data("product_names")["version"])

_CHUNK = re.compile(r"[\[({]|[\])}]|[^\W_](?:[^\W_]|[.+#](?=[^\W_+#])|[+#])*")
_PIECE = re.compile(
    r"\d\dh[12](?!\w)"  # 22h2
    r"|(?:sp|cu|ur|su|tl|fp|rc|r|u)\d+(?!\d*\.)(?![a-z]{2})"  # sp3, r2, u7
    r"|\d+(?:\.\d+)*(?:\.x)?"
    r"|[^\W\d]+[+#]*|[+#]+"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_MARK = re.compile(r"\d\dh[12]|(?:sp|cu|ur|su|tl|fp|rc|r|u)\d+")
_KEPT = re.compile(
    r"(?:[efap]|g)\d|x64|x86|amd64|arm64|\d+ai|[a-z]\d[a-z]+"
    r"|k8s|log4j|s4hana|m365|o365|db2|h2|r3|se2|apache2|as400|os400"
)
_SUFFIX = re.compile(r"(\d)(?:c|g|i|ai|x|[a-z])(?=\Z|r\d|sp\d|u\d)")


@dataclass(frozen=True, slots=True)
class ProductName:
    """A text about a product, read.

    `words` are all its parts in order, abbreviations written out; `aside` numbers those that stood in brackets. `numbers`
    and `marks` are what may be a version ("12.3"; "sp3", "r2", "22h2"), `editions`, `noise` and `vendors` what they say.
    """

    text: str
    words: tuple[str, ...]
    aside: frozenset[int]
    numbers: tuple[str, ...]
    marks: tuple[str, ...]
    editions: tuple[str, ...]
    vendors: tuple[str, ...]

    @property
    def core(self) -> str:
        """The words that may name the product, without versions, editions and noise."""
        said = tables().beside | tables().editions
        return " ".join(word for word in self.words if not is_version(word) and word not in said)


@dataclass(frozen=True)
class Tables:
    """The tables of the file, made ready."""

    spelling: tuple[tuple[re.Pattern[str], str], ...]
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int
    beside: frozenset[str]
    editions: frozenset[str]
    vendors: frozenset[str]


@cache
def data() -> Mapping[str, Any]:
    """The content of the file."""
    found: Mapping[str, Any] = load_data("product_names")
    return found


@cache
def tables() -> Tables:
    """The tables that reading needs."""
    phrases = dict(_phrases(data()["phrases"]))
    return Tables(
        spelling=tuple((re.compile(pattern), to) for pattern, to in data()["spelling"]),
        phrases=phrases,
        longest=max(map(len, phrases)),
        beside=frozenset(map(str, data()["noise"])),
        editions=frozenset(map(str, data()["editions"])),
        vendors=frozenset(map(str, data()["vendors"])),
    )


def _phrases(listed: Mapping[str, list[Any]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Phrases as words, and the words that they stand for."""
    for to, phrases in listed.items():
        for phrase in phrases:
            for written, meant in phrase.items() if isinstance(phrase, dict) else ((phrase, to),):
                yield tuple(str(written).split()), tuple(str(meant).split())


def is_version(word: str) -> bool:
    """Whether a word is a number or a mark of a version."""
    return bool(_NUMBER.fullmatch(word) or _MARK.fullmatch(word))


def is_number(word: str) -> bool:
    """Whether a word is a number, with or without dots."""
    return bool(_NUMBER.fullmatch(word))


def fold_product(text: str) -> str:
    """The text in small letters without accents, rewritten by the spelling rules."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("_", " _").replace(" _", "_")
    for pattern, to in tables().spelling:
        plain = pattern.sub(to, plain)
    return plain


def _pieces(chunk: str) -> Iterator[str]:
    """A run of letters and digits, cut where one becomes the other: "esxi6.7" is two words, "22h2" is one."""
    if _KEPT.fullmatch(chunk) or _MARK.fullmatch(chunk):
        yield chunk
        return
    whole = re.sub(r"^v(?=\d)", "", chunk)
    for piece in _PIECE.findall(_SUFFIX.sub(r"\1 ", whole)):
        yield piece.removesuffix(".x")


@lru_cache(maxsize=100_000)
def split_words(text: str) -> tuple[tuple[str, bool], ...]:
    """The words of a text, abbreviations written out, each with whether it stood in brackets."""
    depth, found = 0, list[tuple[str, bool]]()
    for chunk in _CHUNK.findall(fold_product(text)):
        if chunk in "[({":
            depth += 1
        elif chunk in "])}":
            depth = max(depth - 1, 0)
        else:
            found += [(piece, depth > 0) for part in _parts(chunk) for piece in _pieces(part)]
    return tuple(_written_out(found))


def _parts(chunk: str) -> list[str]:
    """Dots part words, but not numbers."""
    return re.split(r"(?<!\d)\.|\.(?!\d)", chunk) if "." in chunk and not chunk.endswith(".x") else [chunk]


def _written_out(words: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Abbreviations and other names replaced, the longest phrase first; a "#" takes the version that stands there."""
    known, at = tables(), 0
    while at < len(words):
        for length in range(min(known.longest, len(words) - at), 0, -1):
            here = [word for word, _ in words[at : at + length]]
            meant = known.phrases.get(tuple(here))
            if meant is None and is_number(here[-1]):
                meant = known.phrases.get((*here[:-1], "#"))
            if meant is not None and meant != tuple(here):
                yield from ((here[-1] if word == "#" else word, words[at][1]) for word in meant)
                at += length
                break
        else:
            yield words[at]
            at += 1


@lru_cache(maxsize=100_000)
def read_product(text: str) -> ProductName:
    """Read a text about a product; the same text always reads the same."""
    split = split_words(text)
    words = tuple(word for word, _ in split)
    known = tables()
    return ProductName(
        text=text,
        words=words,
        aside=frozenset(number for number, (_, aside) in enumerate(split) if aside),
        numbers=tuple(word for word in words if is_number(word)),
        marks=tuple(word for word in words if _MARK.fullmatch(word)),
        editions=tuple(word for word in words if word in known.editions),
        vendors=tuple(word for word in words if word in known.vendors),
    )


def glued(words: tuple[str, ...]) -> str:
    """Words as one: "share point" and "SharePoint" are the same then."""
    return "".join(words)
