"""Which product of a catalogue a read name means, with the reasons in words. Pure functions.

The longest run of words that names something wins; what is left over beside it must be explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from registry.product_index import Catalogue, Known, Run, common_words, words_of
from registry.product_names import ProductName, data, glued, is_version, tables
from registry.product_spans import Span

Outcome = Literal["sure", "ask", "new"]
_LONGEST_RUN = 9
_LONG_ENOUGH = 6  # letters: in a shorter word a slip makes another word


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means: product ids (several: a family or more than one product), and how sure that is.

    `rest` are the words left for the version, `span` the range that it is the end of; `reasons` are pairs of a code
    and a parameter.
    """

    outcome: Outcome
    products: tuple[str, ...]
    family: str | None
    rest: tuple[str, ...]
    score: float
    reasons: tuple[tuple[str, str], ...]
    strange: tuple[str, ...] = ()
    weak: bool = False
    span: Span | None = None


def find_product(read: ProductName, catalogue: Catalogue) -> Found:
    """What a read name means in a catalogue."""
    runs = _chosen(catalogue.runs(read.words))
    if not runs:
        return Found("new", (), None, read.words, 0.0, (("nothing", ""),))
    if len(runs) > 1:
        runs = _one_of(runs, read)
    if len(runs) > 1:
        several = tuple(dict.fromkeys(one for run in runs for one in run.products))
        if not several:
            return Found("new", (), None, (), 0.0, (("other", runs[0].text),))
        return Found("ask", several, None, (), 0.5, (("several", ", ".join(_name(catalogue, one) for one in several)),))
    run = runs[0]
    if run.other:
        return Found("new", (), None, (), 0.0, (("other", " ".join(read.words[run.start : run.end])),))
    return _judge(read, run, catalogue)


def named_runs(read: ProductName, catalogue: Catalogue) -> list[Run]:
    """The runs of words that name something by themselves: no maker and no common word, but a family of products is."""
    runs = _chosen(catalogue.runs(read.words))
    return [run for run in runs if run.family or not _is_common(read.words[run.start : run.end])]


def _name(catalogue: Catalogue, product: str) -> str:
    return catalogue.products[product].name


def _chosen(runs: list[Run]) -> list[Run]:
    """Runs that do not overlap: the longest first, then the first."""
    chosen = list[Run]()
    for run in sorted(runs, key=lambda r: (r.start - r.end, -len(r.text), r.start)):
        if all(run.end <= other.start or run.start >= other.end for other in chosen):
            chosen.append(run)
    return sorted(chosen, key=lambda r: r.start)


def _one_of(runs: list[Run], read: ProductName) -> list[Run]:
    """Of several runs those that name what is meant: not a common word beside a name, nor a family beside its member."""
    named = [run for run in runs if not _is_common(read.words[run.start : run.end])]
    kept = named or runs
    kept = [run for run in kept if run.start not in read.aside] or kept
    for run in kept:
        if run.family is None and not run.other:
            kept = [other for other in kept if not (other.family and set(run.products) <= set(other.products))]
    seen = dict[tuple[tuple[str, ...], bool], Run]()
    for run in kept:
        seen.setdefault((tuple(sorted(run.products)), run.other), run)
    return list(seen.values())


def _judge(read: ProductName, run: Run, catalogue: Catalogue) -> Found:
    """How sure one run of words is, by what stands beside it."""
    rest = _beside(read, run)
    strange, foreign = _unexplained(read, run, catalogue)
    reasons = [("named", run.text if run.family is None else run.family)]
    reasons += [("strange", " ".join(strange))] if strange else []
    reasons += [("foreign", " ".join(foreign))] if foreign else []
    covered = (run.end - run.start) / max(run.end - run.start + len(strange) + len(foreign), 1)
    sure = not strange and not foreign
    return Found(
        outcome="sure" if sure and len(run.products) == 1 else "ask",
        products=run.products,
        family=run.family or (None if len(run.products) == 1 else run.text),
        rest=rest,
        score=round(1.0 if sure else 0.9 * covered, 3),
        reasons=tuple(reasons),
        strange=(*strange, *foreign),
        weak=run.text in _weak(),
    )


def _beside(read: ProductName, run: Run) -> tuple[str, ...]:
    """The words beside a run; a number in brackets is no version when another stands outside them."""
    beside = [number for number in range(len(read.words)) if not run.start <= number < run.end]
    versioned = any(is_version(read.words[number]) for number in beside if number not in read.aside)
    return tuple(
        read.words[n] for n in beside if not (versioned and n in read.aside and read.words[n][0].isdigit())
    )  # fmt: skip


def _unexplained(read: ProductName, run: Run, catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """The words beside a run that nothing explains, and those that name another maker."""
    known = tables()
    products = [catalogue.products[one] for one in run.products]
    own = frozenset[str]().union(*(_own_words(product) for product in products))
    strange, foreign = list[str](), list[str]()
    for number, word in enumerate(read.words):
        if run.start <= number < run.end or number in read.aside or is_version(word):
            continue
        if word in own or word in known.beside or word in known.editions or _is_slip(word, own):
            continue
        (foreign if word in known.vendors else strange).append(word)
    unclaimed = len(products) == 1 and products[0].vendor is None and not _maker_in_name(products[0])
    return strange, [] if unclaimed else foreign


def _is_slip(word: str, own: frozenset[str]) -> bool:
    """Whether a word is a slip of the pen for one of a product's own."""
    return len(word) >= _LONG_ENOUGH and any(
        abs(len(one) - len(word)) < 2 and DamerauLevenshtein.distance(word, one, score_cutoff=1) <= 1 for one in own
    )


def find_slip(read: ProductName, catalogue: Catalogue, candidates: Iterable[str]) -> Found | None:
    """The one candidate of which a name differs from the text by a slip of the pen; a version must bear it out."""
    written = glued(tuple(read.core.split()))
    allowed = 2 if len(written) >= 2 * _LONG_ENOUGH else 1
    if len(written) < _LONG_ENOUGH:
        return None
    near = {
        product
        for product in candidates
        for name in catalogue.names_of(product)
        if name[0] == written[0] and DamerauLevenshtein.distance(name, written, score_cutoff=allowed) <= allowed
    }
    if len(near) != 1:
        return None
    reasons = (("slip", _name(catalogue, next(iter(near)))),)
    rest = tuple(word for word in read.words if is_version(word) or word in tables().editions)
    return Found("sure", tuple(near), None, rest, 0.9, reasons, weak=True)


def _is_common(words: Sequence[str]) -> bool:
    """Whether words name nothing when something else does: one common word, or a maker."""
    return set(words) <= tables().vendors or (len(words) == 1 and words[0] in common_words())


@cache
def _weak() -> frozenset[str]:
    return frozenset(map(str, data()["weak"]))


def _maker_in_name(product: Known) -> bool:
    return bool(set(words_of(product.name)) & tables().vendors)


def _own_words(product: Known) -> frozenset[str]:
    """Words that belong to a product: those of its names, of its makers, and those that only it has."""
    words = {word for name in product.names for word in words_of(name)}
    words |= set(words_of(product.vendor or ""))
    words |= set(map(str, data()["words"].get(product.name, ())))
    words |= {part for phrase in data()["cycles"].get(product.name, {}) for part in str(phrase).split()}
    said = f"{product.name} {product.vendor or ''}".lower()
    for maker, others in data()["also_made_by"].items():
        if str(maker).lower() in said:
            words |= set(map(str, others))
    return frozenset(words)
