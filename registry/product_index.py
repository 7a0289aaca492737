"""The names of a catalogue of products, ready to be looked up. Pure.

Names are kept glued ("sharepoint", "windowsserver"): every run of words of a text is looked up at once, whole names, aliases and
names without their maker alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from registry.product_names import data, glued, split_words, tables

_LONGEST_RUN = 9


@dataclass(frozen=True, slots=True)
class Known:
    """A product of the catalogue: its id, its names (the first is its own), its vendor, the names in its identifiers, its kind."""

    id: str
    names: tuple[str, ...]
    vendor: str | None = None
    hints: tuple[str, ...] = ()
    kind: str | None = None

    @property
    def name(self) -> str:
        """Its own name."""
        return self.names[0]


def known_product(
    id_: str, names: tuple[str, ...], vendor: str | None, kind: str | None, identifiers: Iterable[str | None]
) -> Known:
    """A product with the names that its identifiers (CPE, package URL) hint at."""
    hints = [hint for one in identifiers if one for hint in (_cpe_name(one), _purl_name(one)) if hint]
    return Known(id_, names, vendor, tuple(dict.fromkeys(hints)), kind)


def _cpe_name(cpe: str) -> str | None:
    """The product in a CPE: "cpe:2.3:a:microsoft:sql_server" names "sql server"."""
    parts = cpe.split(":")
    place = 4 if parts[:2] == ["cpe", "2.3"] else 3
    return parts[place].replace("_", " ").replace("\\", "") if parts[0] == "cpe" and len(parts) > place else None


def _purl_name(purl: str) -> str | None:
    """The name in a package URL, where it is more than a common word: "pkg:generic/node" names "node"."""
    name = purl.partition("@")[0].partition("?")[0].rpartition("/")[2]
    return name if purl.startswith("pkg:generic/") and name else None


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text that name something: from, to, which products (several: a family), and whether it is none of ours."""

    start: int
    end: int
    products: tuple[str, ...]
    family: str | None = None
    other: bool = False
    text: str = ""


class Catalogue:
    """The names of the known products, ready to be looked up."""

    def __init__(self, products: Iterable[Known]) -> None:
        self.products = {product.id: product for product in sorted(products, key=lambda p: (p.name, p.id))}
        self.by_name = {product.name: product.id for product in self.products.values()}
        self._names: dict[str, dict[str, None]] = defaultdict(dict)
        for product in self.products.values():
            for name in (*product.names, *data()["names"].get(product.name, ())):
                self._names[glued(words_of(name))][product.id] = None
        own = dict(self._names)
        for product in self.products.values():
            for words in (*_shorter(words_of(product.name)), *map(words_of, product.hints)):
                # A shortened name never takes the place of a name that something bears.
                if (key := glued(words)) not in own and not set(words) <= common_words():
                    self._names[key][product.id] = None
        self._others = {glued(words_of(name)) for name in data()["others"]} - set(own)

    @cached_property
    def families(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Names that stand for several products, glued: the name and the products of them that are known."""
        found = {}
        for name, members in data()["families"].items():
            known = tuple(self.by_name[member] for member in members if member in self.by_name)
            if known:
                found[glued(words_of(name))] = (str(name), known)
        return found

    @cached_property
    def glued_names(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of products by glued name."""
        return {name: tuple(ids) for name, ids in self._names.items() if name}

    def names_of(self, product: str) -> list[str]:
        """The glued names of a product."""
        return self._by_product.get(product, [])

    @cached_property
    def _by_product(self) -> Mapping[str, list[str]]:
        found = defaultdict(list)
        for name, ids in self.glued_names.items():
            for one in ids:
                found[one].append(name)
        return found

    def runs(self, words: Sequence[str]) -> list[Run]:
        """Every run of words that names a product, a family, or something that is none of ours."""
        found = list[Run]()
        for start in range(len(words)):
            key = ""
            for end in range(start + 1, min(start + _LONGEST_RUN, len(words)) + 1):
                key += words[end - 1]
                if key in self.families:
                    family, members = self.families[key]
                    found.append(Run(start, end, members, family=family, text=key))
                elif key in self.glued_names:
                    found.append(Run(start, end, self.glued_names[key], text=key))
                elif key in self._others:
                    found.append(Run(start, end, (), other=True, text=key))
        return found


@cache
def common_words() -> frozenset[str]:
    """Words that name nothing by themselves when something else does."""
    return tables().beside | tables().editions | tables().vendors


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, as those of any text."""
    return tuple(word for word, _ in split_words(name))


def _shorter(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name without its maker, and without a general word at its end."""
    general = {str(one) for one in data()["general"]}
    tails = sorted((tuple(str(tail).split()) for tail in data()["tails"]), key=len, reverse=True)
    bare = list(words)
    while len(bare) > 1 and bare[0] in tables().vendors:
        bare.pop(0)
    for start in dict.fromkeys((words, tuple(bare))):
        if start != words and " ".join(start) not in general:
            yield start
        for tail in tails:
            if len(start) > len(tail) and start[-len(tail) :] == tail:
                short = start[: -len(tail)]
                if " ".join(short) not in general:
                    yield short
                break
