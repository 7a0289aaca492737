"""endoflife.date: products, their release cycles, and what is stated of the lives of those.

A date is kept as a day and as it was written. "false" (no end is known) and "true" (it has ended, nobody says when) are
kept as written, without a day: neither is a date. What the list stated of a cycle and states no longer is withdrawn; a
product or cycle that it lists no longer keeps what was stated of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from importers.context import Context, Found, UnreadableFile
from importers.endoflife_feed import MAX_BYTES, Cycle, Feed, FeedProduct, NotAFeed, parse_feed
from importers.endoflife_renames import cycle_keys, product_keys
from importers.mentions import Mentions
from importers.stated_lives import Life, Lives
from registry.codes import load_data
from registry.queries.listed_products import Listed, ListedCycle
from registry.shrinking import SHRANK
from registry.staging import ProblemFound, array_text


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the first words of either shape."""
    del path, filename
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")) or b'"releases"' not in start:
        return 0.0
    return 0.98 if b'"eolFrom"' in start or b'"eol"' in start else 0.0


def read_endoflife(path: Path, context: Context) -> Iterator[Found]:
    """The list; rows count its products from 1."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("zip_bomb", unpacked=path.stat().st_size // 1_000_000, limit=MAX_BYTES // 1_000_000)
    try:
        feed = parse_feed(path.read_bytes())
    except NotAFeed as error:
        raise UnreadableFile("not_a_lifecycle_list", detail=str(error)) from error
    listed = context.listed()
    if feed.whole and not context.mapping.get("although_shorter"):
        _check_length(feed, listed)
    reading = _Reading(context, Mentions(context.source), Lives(), listed, _own_identifiers(feed.products))
    keys = product_keys(feed.products, listed.products)
    for product in feed.products:
        yield from _mention(reading, product, keys[product.slug])
    yield from reading.mentions.batches()
    yield from reading.lives.batches()


@dataclass(frozen=True)
class _Reading:
    """What one list is read with: what was found so far, what was listed before, and identifiers of one product alone."""

    context: Context
    mentions: Mentions
    lives: Lives
    listed: Listed
    own: frozenset[str]


def _check_length(feed: Feed, listed: Listed) -> None:
    """Refuse a list that shrank much since the one that counts: it is more likely broken than true."""
    policy = _data()["shrinks"]
    now = {"products": len(feed.products), "cycles": sum(len(product.cycles) for product in feed.products)}
    told = (("products", "producten", listed.product_count), ("cycles", "versies", listed.cycle_count))
    for of, of_nl, before in told:
        if before >= policy["from"] and now[of] <= before * policy["share"]:
            raise UnreadableFile(SHRANK, of=of, of_nl=of_nl, before=before, after=now[of])


def _own_identifiers(products: tuple[FeedProduct, ...]) -> frozenset[str]:
    """Identifiers of one product alone: one that two share would make them the same."""
    counted = Counter(one for product in products for one in {*product.cpes, *product.purls})
    return frozenset(one for one, number in counted.items() if number == 1)


def _mention(reading: _Reading, product: FeedProduct, key: str) -> Iterator[ProblemFound]:
    at = (0, product.number)
    vendor = vendor_of(product.slug, product.name)
    aliases = [one for one in dict.fromkeys((product.slug, key, *product.aliases)) if one != product.name]
    cpes = sorted(one for one in product.cpes if one in reading.own)
    known = reading.mentions.add(
        "product",
        key,
        {
            "name": product.name,
            "aliases": array_text(aliases) if aliases else None,
            "vendor": reading.mentions.name("supplier", vendor, at) if vendor else None,
            "kind": _data()["kinds"].get(product.category),
            # Version 2.3 of CPE is the one that vulnerability lists use today.
            "cpe": next((one for one in cpes if one.startswith("cpe:2.3:")), next(iter(cpes), None)),
            "purl": next((one for one in product.purls if one in reading.own), None),
        },
        at,
    )
    before = reading.listed.products.get(key)
    cycles: Mapping[str, ListedCycle] = before.cycles if before else {}
    keys = cycle_keys(product.cycles, cycles)
    for cycle in product.cycles:
        version_key = f"{key}@{keys[cycle.key]}"
        version = reading.mentions.add("product_version", version_key, {"product": known, "name": cycle.name}, at)
        yield from _state(reading, cycle, (version_key, version), at)
        gone = (cycles[keys[cycle.key]].stated if keys[cycle.key] in cycles else {}).items()
        for event, stated in gone:
            if event not in cycle.stated and event not in product.untracked:
                withdrawn = reading.context.as_of
                life = Life(f"{version_key}#{event}", version, event, stated, at, withdrawn_on=withdrawn)
                yield from reading.lives.add(life)


def _state(reading: _Reading, cycle: Cycle, version: tuple[str, str], at: tuple[int, int]) -> Iterator[ProblemFound]:
    key, match = version
    for event, stated in cycle.stated.items():
        yield from reading.lives.add(Life(f"{key}#{event}", match, event, stated, at))


@cache
def _data() -> dict[str, Any]:
    return dict(load_data("endoflife"))


def vendor_of(slug: str, name: str) -> str | None:
    """The supplier of a product as the catalogue of suppliers names it, where that is sure."""
    for supplier, slugs in _data()["products"].items():
        if slug in slugs:
            return str(supplier)
    return next((str(to) for first, to in _data()["vendors"].items() if name.startswith(f"{first} ")), None)
