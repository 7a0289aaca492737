"""What two titles of software have in common, as numbers: words by their rarity, versions, editions, makers, prices, ranks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from sklearn.feature_extraction.text import TfidfVectorizer

from registry.product_names import read_product


class Offer(NamedTuple):
    """A title with its manufacturer and price, as a shop lists it."""

    title: str
    maker: str
    price: str


_REWRITTEN = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\( ?(?:r|tm|c) ?\)", " "),
        (r"(\w) ?'s\b", r"\1s"),
        (r"\bv(?:ersion|er)?\.? ?(?=\d)", " "),
        (r"(\d),(\d{3})\b", r"\1\2"),
        (r"\b(?:macintosh|macosx|mac os x|mac os|os x|osx)\b", "mac"),
        (r"\bwindows\b", "win"),
        (r"\bprofessional\b", "pro"),
        (r"\bstd\b", "standard"),
        (r"\b(?:upg|upgrd|update)\b", "upgrade"),
        (r"\b(?:ed|edn)\b", "edition"),
        (r"\b(?:lic|licence|licen[cs]es?|lice|licens)\b", "license"),
        (r"\b(?:student|academic|education|educational|edu|acad|ae|teacher)\b", "academic"),
        (r"\b(?:subscptn|sub)\b", "subscription"),
        (r"\bcreative suite\b", "cs"),
        (r"\bcs ?(\d)", r"cs\1"),
        (r"\b(\d+) ?(?:users?|u)\b(?: ?\( ?s ?\))?", r"\1user"),
        (r"(\d+)\.0\b", r"\1"),
    )
)
_WORD = re.compile(r"\d+(?:\.\d+)+|[a-z]+\d?(?![\w])|[a-z]+|\d+[a-z]*")


def _listed(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", words))


_SAYS_LITTLE = _listed(
    "software the a an for and of with by in to inc corp llc ltd co company complete product package pc cd dvd rom "
    "box jewel case small mini retail english eng win mac tools effects editing authoring production full version "
    "edition jc sb 95 98 me nt 2000 xp or higher mb"
)
_MAKERS = _listed("inc corp llc ltd co software the publishing media computer games interactive")
_SLOTS = sorted(
    _listed(
        "upgrade academic mac win license pro standard premium deluxe suite home server user pack subscription studio "
        "oem plus edition complete"
    )
)


def words_of(title: str) -> list[str]:
    """The words of a title, kinds and platforms written alike."""
    plain = title.lower()
    for pattern, to in _REWRITTEN:
        plain = pattern.sub(to, plain)
    return _WORD.findall(plain.replace("'", ""))


@dataclass(frozen=True)
class Read:
    """An offer, read: its words, those that say something, what our reader of product names finds in it, and its numbers."""

    offer: Offer

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(words_of(self.offer.title))

    @cached_property
    def makers(self) -> frozenset[str]:
        return frozenset(re.findall(r"[a-z0-9]+", self.offer.maker.lower())) - _MAKERS

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(word for word in self.words if re.fullmatch(r"(?:19|20)\d\d", word))

    @cached_property
    def versions(self) -> frozenset[str]:
        """Short numbers that are no years, and those in words ("cs3")."""
        short = {word for word in self.words if word[0].isdigit() and len(word) < 5 and not word.endswith("user")}
        return frozenset(short - self.years - {"95", "98", "2000"})

    @cached_property
    def price(self) -> float | None:
        digits = re.sub(r"[^\d.]", "", self.offer.price)
        return float(digits) if digits.strip(".") else None

    @cached_property
    def editions(self) -> frozenset[str]:
        return frozenset(read_product(self.offer.title).editions)

    @cached_property
    def core(self) -> str:
        return read_product(self.offer.title).core


class Features:
    """Makes the numbers of pairs; the rarity of words is that in all titles of both shops. Labels play no part."""

    def __init__(self, left: Collection[Offer], right: Collection[Offer], *, ranks: bool) -> None:
        self.left = {offer: number for number, offer in enumerate(sorted(left))}
        self.right = {offer: number for number, offer in enumerate(sorted(right))}
        self.read = {offer: Read(offer) for offer in (*self.left, *self.right)}
        titles = [self.read[offer].words for offer in (*self.left, *self.right)]
        self.counted = Counter(word for words in titles for word in set(words))
        self.size = len(titles)
        self.ranks = ranks
        makers = [*(sorted(self.read[offer].makers) for offer in self.left), *([] for _ in self.right)]
        self.near = [
            self._similar(titles, analyzer="char_wb", ngram_range=(3, 4)),
            self._similar(titles, token_pattern=r"\S+"),
            self._similar(
                [(*maker, *words) for maker, words in zip(makers, titles, strict=True)],
                token_pattern=r"\S+",
                ngram_range=(1, 2),
            ),
        ]

    def _similar(self, titles: Sequence[Sequence[str]], **how: Any) -> np.ndarray:
        found = TfidfVectorizer(sublinear_tf=True, **how).fit_transform(" ".join(words) for words in titles)
        return np.asarray((found[: len(self.left)] @ found[len(self.left) :].T).toarray(), dtype=np.float32)

    def table(self, pairs: Iterable[tuple[Offer, Offer]]) -> np.ndarray:
        """One row of numbers for each pair; NaN where a number has no meaning."""
        return np.array([self.of(*pair) for pair in pairs], dtype=np.float32)

    def of(self, left: Offer, right: Offer) -> list[float]:
        """The numbers of one pair."""
        a, b = self.read[left], self.read[right]
        own, other = self._telling(a, a.makers), self._telling(b, a.makers)
        numbers = [*_spelled(a, b, own, other), *self._shared(a.words, b.words), *self._shared(own, other)]
        numbers += [
            *self._unmatched(own, other),
            *_versions(a, b),
            *_kinds(a, b),
            *_priced(a, b),
            *_made(a, b, own, other),
        ]
        return numbers + self._around(self.left[left], self.right[right])

    def _telling(self, read: Read, makers: frozenset[str]) -> list[str]:
        return [word for word in read.words if word not in _SAYS_LITTLE and word not in makers]

    def _weight(self, word: str) -> float:
        return math.log((self.size + 1) / (self.counted[word] + 1))

    def _shared(self, left: Sequence[str], right: Sequence[str]) -> list[float]:
        a, b = set(left), set(right)
        both, first, second = (math.fsum(map(self._weight, words)) + 1e-6 for words in (a & b, a, b))
        together = max(first + second - both, 1e-6)
        return [both, both / first, both / second, both / together, len(a & b), len(a - b), len(b - a)]

    def _unmatched(self, left: Sequence[str], right: Sequence[str]) -> list[float]:
        """What of each title the other has no word for, softly."""
        numbers = list[float]()
        for words, others in ((left, right), (right, left)):
            open_ = [(1 - _nearest(word, others)) * self._weight(word) for word in words]
            letters = [cost for word, cost in zip(words, open_, strict=True) if word.isalpha()]
            total = sum(map(self._weight, words)) + 1e-6
            numbers += [sum(open_), max(open_, default=0), max(letters, default=0), sum(open_) / total]
        return numbers

    def _around(self, i: int, j: int) -> list[float]:
        """How near the titles are, and how near that is among all titles of the other shop."""
        numbers = [float(near[i, j]) for near in self.near]
        for near in self.near if self.ranks else ():
            for line, at in ((near[i], j), (near[:, j], i)):
                others = np.delete(line, at)
                numbers += [min(float((others > line[at]).sum()), 50.0), float(line[at] - others.max())]
        return numbers


def _nearest(word: str, others: Sequence[str]) -> float:
    """How near the nearest of the other words is; numbers are the same or not."""
    best = 0.0
    for other in others:
        if word == other:
            return 1.0
        if word[0].isdigit() or other[0].isdigit():
            continue
        near = JaroWinkler.similarity(word, other)
        if min(len(word), len(other)) > 2 and (word.startswith(other) or other.startswith(word)):
            near = max(near, 0.93)
        best = max(best, near)
    return best if best > 0.85 else 0.0


def _spelled(a: Read, b: Read, own: Sequence[str], other: Sequence[str]) -> list[float]:
    """The whole titles, and the words that tell, letter by letter."""
    whole, telling = (" ".join(a.words), " ".join(b.words)), (" ".join(own), " ".join(other))
    scorers = (fuzz.ratio, fuzz.partial_ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio)
    numbers = [scorer(*pair) for pair in (whole, telling) for scorer in scorers]
    glued = fuzz.partial_ratio("".join(own), "".join(other))
    return [*numbers, fuzz.WRatio(*whole), glued, fuzz.token_set_ratio(a.core, b.core), fuzz.ratio(a.core, b.core)]


def _versions(a: Read, b: Read) -> list[float]:
    """Versions, years and numbers of articles: the same, in conflict, or said by one."""
    numbers = list[float]()
    whole = [frozenset(v.split(".")[0] for v in read.versions) for read in (a, b)]
    codes = [frozenset(word for word in read.words if len(word) > 4 and re.search(r"\d", word)) for read in (a, b)]
    users = [frozenset(word for word in read.words if word.endswith("user")) for read in (a, b)]
    for first, second in ((a.versions, b.versions), (a.years, b.years), whole, codes, users):
        numbers += [len(first & second), len(first - second), len(second - first), float(first == second)]
        numbers.append(float(bool(first) and bool(second) and not first & second))
    return numbers


def _kinds(a: Read, b: Read) -> list[float]:
    """Upgrade, licence, pack, platform, edition: both, one, the other or none."""
    first, second = set(a.words), set(b.words)
    said = [(slot in first, slot in second) for slot in _SLOTS]
    numbers = [2.0 if x and y else float(x) - float(y) for x, y in said]
    editions = [len(a.editions & b.editions), len(a.editions - b.editions), len(b.editions - a.editions)]
    return [*numbers, float(sum(x != y for x, y in said)), *map(float, editions)]


def _priced(a: Read, b: Read) -> list[float]:
    if not a.price or not b.price:
        return [math.nan, math.nan, a.price or math.nan, b.price or math.nan]
    apart = math.log(b.price / a.price)
    return [apart, abs(apart), a.price, b.price]


def _made(a: Read, b: Read, own: Sequence[str], other: Sequence[str]) -> list[float]:
    """The maker of one in the title of the other, first words, and lengths."""
    left, right = a.offer, b.offer
    makers = fuzz.token_set_ratio(left.maker, right.maker) if left.maker and right.maker else math.nan
    heads = [float(bool(own) and own[0] in other), float(bool(other) and other[0] in own)]
    heads += [float(a.words[:1] == b.words[:1]), float(own[:1] == other[:1])]
    return [
        makers,
        float(bool(a.makers & set(b.words))),
        float(bool(a.makers)),
        *heads,
        *map(len, (a.words, b.words, own, other)),
    ]
