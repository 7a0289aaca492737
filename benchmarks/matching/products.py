"""Names of software as departments write them (`golden/product_names.csv`) against the list of endoflife.date.

Product: the answer without a person is right: the labelled product, or a family of just the labelled ones, or "not in the
catalogue". Product and cycle: the cycle, or the set of cycles, is the labelled one too. A wrong cycle is one that is asserted
where the label says another, several, or none.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from rapidfuzz import fuzz, process

from benchmarks.matching import DATA, GOLDEN, Line, harmonic, skipped
from cli.database import libpq_address, migrate
from cli.embedded import embedded_database
from importers.context import Context
from importers.endoflife import read_endoflife
from importers.endoflife_feed import FeedProduct, parse_feed
from registry.applying import apply_import
from registry.batches import Batch
from registry.names import fold
from registry.queries.resolve_products import resolve_products
from registry.receiving import NOBODY, Delivery, receive
from registry.resolving.matching import Db
from registry.staging import source_id, stage

LIST = DATA / "lifecycle" / "endoflife-api-v1-products-full.json"
TODAY = date(2026, 11, 23)
AIM = {"product": "product 0.97", "cycle": "product and cycle 0.88, wrong cycle asserted 0"}


@dataclass(frozen=True)
class Labelled:
    """A text and what it means: slugs of products (none: not in the list) and keys of cycles."""

    text: str
    split: str
    products: frozenset[str]
    cycles: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What a method answers: slugs, keys of cycles, whether one cycle is asserted, and whether it goes to a person."""

    products: frozenset[str]
    cycles: frozenset[str]
    asserted: bool
    asked: bool = False
    candidates: frozenset[str] = frozenset()


def measure() -> list[Line]:
    """Our reading and plain token_set beside it, on both splits."""
    if not LIST.is_file():
        return [skipped("product names", f"{LIST.name} is not there")]
    labelled = list(_read_labels())
    feed = list(parse_feed(LIST.read_bytes()).products)
    ours = dict(zip(labelled, _ours([one.text for one in labelled], feed), strict=True))
    tuned = [one for one in labelled if one.split == "tune"]
    plain = _Plain(feed)
    best = max(range(40, 101), key=lambda least: sum(_right(one, plain.answer(one.text, least)) for one in tuned))
    beside = {one: plain.answer(one.text, best) for one in labelled}
    lines = []
    for split in ("tune", "test"):
        own = [one for one in labelled if one.split == split]
        for method, answers in (("landschap", ours), (f"token_set >= {best}", beside)):
            lines += _lines(f"product names, {split}", method, [(one, answers[one]) for one in own])
    return lines


def _read_labels() -> Iterator[Labelled]:
    with (GOLDEN / "product_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            products = frozenset() if row["product"] == "none" else frozenset(row["product"].split("|"))
            cycles = frozenset(filter(None, (row["cycle"], *row["cycles"].split("|"))))
            yield Labelled(row["text"], row["split"], products, cycles)


@contextmanager
def _register() -> Iterator[Db]:
    """A register with the list in it."""
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o711)
        with embedded_database(Path(home), durable=False) as url:
            migrate(url)
            with psycopg.connect(libpq_address(url)) as db:
                _bring(db)
                yield db


def _bring(db: Db) -> None:
    at, source = datetime(2026, 11, 23, 9, tzinfo=UTC), source_id(NOBODY, "endoflife.date")
    number = receive(db, Delivery(NOBODY, "endoflife.date", "register", "endoflife", TODAY), by="benchmark", at=at)
    context = Context(source, None, "", TODAY, LIST.name)
    stage(db, number, source, (one for one in read_endoflife(LIST, context) if isinstance(one, Batch)))
    db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (at, number))
    apply_import(db, number, by="benchmark", at=at)


def _ours(texts: Sequence[str], feed: Sequence[FeedProduct]) -> list[Answer]:
    slugs = {product.name: product.slug for product in feed}
    keys = {(product.slug, cycle.name): cycle.key for product in feed for cycle in product.cycles}
    with _register() as db:
        found = resolve_products(db, texts, TODAY)
    answers = []
    for one in found:
        named = [one.product] if one.product else [other.product for other in one.alternatives]
        known = frozenset(slugs[ref.name] for ref in named)
        cycles = frozenset(keys[slug, name] for slug in known for name in one.cycles if (slug, name) in keys)
        answered = known if one.product or one.kind == "family" else frozenset[str]()
        asked = one.outcome == "ask" and one.kind != "family"
        answers.append(Answer(answered, cycles if answered else frozenset(), one.cycle is not None, asked, known))
    return answers


class _Plain:
    """Plain string similarity: the nearest name of a product, and the cycle that stands in the text."""

    def __init__(self, feed: Sequence[FeedProduct]) -> None:
        self.slugs = {fold(name): product.slug for product in feed for name in (product.name, *product.aliases)}
        self.cycles = {product.slug: [cycle.key for cycle in product.cycles] for product in feed}

    def answer(self, text: str, least: int) -> Answer:
        """The nearest product from a score on, and the longest name of a cycle of it that the text holds."""
        found = process.extractOne(fold(text), list(self.slugs), scorer=fuzz.token_set_ratio, score_cutoff=least)
        if found is None:
            return Answer(frozenset(), frozenset(), asserted=False)
        slug = self.slugs[found[0]]
        held = max((key for key in self.cycles[slug] if key in text.lower()), key=len, default=None)
        return Answer(frozenset({slug}), frozenset({held} if held else ()), held is not None)


def _right(label: Labelled, answer: Answer) -> bool:
    """Whether the product is right, without a person."""
    if answer.asked:
        return False
    return bool(answer.products) == bool(label.products) and answer.products <= label.products


def _settled(label: Labelled, answer: Answer) -> bool:
    """Whether product and cycles are right."""
    return _right(label, answer) and answer.cycles == label.cycles


def _wrong(label: Labelled, answer: Answer) -> bool:
    """Whether a cycle is asserted that the label does not settle on."""
    return answer.asserted and not _settled(label, answer)


def _lines(name: str, method: str, answers: Sequence[tuple[Labelled, Answer]]) -> list[Line]:
    size = len(answers)
    named = [(label, answer) for label, answer in answers if answer.products]
    known = [(label, answer) for label, answer in answers if label.products]
    right = [(label, answer) for label, answer in named if _right(label, answer)]
    precision, recall = len(right) / max(len(named), 1), len(right) / max(len(known), 1)
    by_person = sum(a.asked and (bool(label.products & a.candidates) or not label.products) for label, a in answers)
    product = sum(_right(*one) for one in answers) / size
    cycle = sum(_settled(*one) for one in answers) / size
    wrong = sum(_wrong(*one) for one in answers)
    asked = sum(answer.asked for _, answer in answers) / size
    errors = tuple(_told(label, answer) for label, answer in answers if not _settled(label, answer))
    helped = product + by_person / size
    note = f"product {product:.3f} (with a person {helped:.3f}), and cycle {cycle:.3f}, wrong cycle asserted {wrong}"
    aim = "; ".join(AIM.values()) if method == "landschap" else ""
    return [
        Line(
            name,
            method,
            size,
            precision,
            recall,
            harmonic(precision, recall),
            to_person=asked,
            note=note,
            aim=aim,
            errors=errors,
        )
    ]


def _told(label: Labelled, answer: Answer) -> str:
    """A label and the answer beside it."""
    said = "asked" if answer.asked else "|".join(sorted(answer.products)) or "none"
    meant = "|".join(sorted(label.products)) or "none"
    return f"{label.text}: {meant} {sorted(label.cycles)}, answered {said} {sorted(answer.cycles)}"
