"""endoflife.date: products, their release cycles, and what is stated of the lives of those.

A date is kept as a day and as it was written. "false" (no end is known) and "true" (it has ended, nobody says when) are
kept as written, without a day: neither is a date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from importers.context import Context, Found, UnreadableFile
from importers.endoflife_feed import MAX_BYTES, FeedProduct, NotAFeed, parse_feed, read_day
from importers.mentions import Mentions
from registry import values
from registry.codes import load_data
from registry.dates import days
from registry.staging import ProblemFound, array_text


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the first words of either shape."""
    del path, filename
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{") or b'"releases"' not in start:
        return 0.0
    return 0.98 if b'"eolFrom"' in start or b'"eol"' in start else 0.0


def read_endoflife(path: Path, context: Context) -> Iterator[Found]:
    """The list; rows count its products from 1."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("zip_bomb", unpacked=path.stat().st_size // 1_000_000, limit=MAX_BYTES // 1_000_000)
    try:
        products = list(parse_feed(path.read_bytes()))
    except NotAFeed as error:
        raise UnreadableFile("not_a_lifecycle_list", detail=str(error)) from error
    mentions = Mentions(context.source)
    own = _own_identifiers(products)
    for product in products:
        yield from _mention(mentions, product, own)
    yield from mentions.batches()


def _own_identifiers(products: list[FeedProduct]) -> frozenset[str]:
    """Identifiers of one product alone: one that two share would make them the same."""
    counted = Counter(one for product in products for one in {*product.cpes, *product.purls})
    return frozenset(one for one, number in counted.items() if number == 1)


def _mention(mentions: Mentions, product: FeedProduct, own: frozenset[str]) -> Iterator[ProblemFound]:
    at = (0, product.number)
    vendor = vendor_of(product.slug, product.name)
    aliases = [one for one in dict.fromkeys((product.slug, *product.aliases)) if one != product.name]
    cpes = [one for one in product.cpes if one in own]
    known = mentions.add(
        "product",
        product.slug,
        {
            "name": product.name,
            "aliases": array_text(aliases) if aliases else None,
            "vendor": mentions.name("supplier", vendor, at) if vendor else None,
            "kind": _data()["kinds"].get(product.category),
            # Version 2.3 of CPE is the one that vulnerability lists use today.
            "cpe": next((one for one in sorted(cpes) if one.startswith("cpe:2.3:")), next(iter(sorted(cpes)), None)),
            "purl": next((one for one in product.purls if one in own), None),
        },
        at,
    )
    for cycle in product.cycles:
        key = f"{product.slug}@{cycle.key}"
        version = mentions.add("product_version", key, {"product": known, "name": cycle.name}, at)
        for event, stated in cycle.stated.items():
            day = read_day(stated)
            if day is None and stated not in {"true", "false"}:
                value = values.clean(stated)
                yield ProblemFound("not_a_date", "warning", 0, product.number, None, value, {"heading": event})
            dated = {"happens": days(day, day) if day else None, "stated": stated}
            mentions.add("lifecycle_date", f"{key}#{event}", {"product_version": version, "event": event, **dated}, at)


@cache
def _data() -> dict[str, Any]:
    return dict(load_data("endoflife"))


def vendor_of(slug: str, name: str) -> str | None:
    """The supplier of a product as the catalogue of suppliers names it, where that is sure."""
    for supplier, slugs in _data()["products"].items():
        if slug in slugs:
            return str(supplier)
    return next((str(to) for first, to in _data()["vendors"].items() if name.startswith(f"{first} ")), None)
