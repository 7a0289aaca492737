"""What the list of endoflife.date calls otherwise than before: the same product or cycle under a new name keeps its key.

So a renamed product is the record that it was, with its history, and nothing of it seems withdrawn. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from importers.endoflife_feed import Cycle, FeedProduct
from registry.names import name_key
from registry.queries.listed_products import ListedCycle, ListedProduct

RELEASED = "general_availability"


def product_keys(products: Iterable[FeedProduct], listed: Mapping[str, ListedProduct]) -> dict[str, str]:
    """The key of each product by its slug: that under which it was known before, where it surely is the same.

    It is, when the list names an old slug as an alias, or when one product that is no longer there by its slug had this
    one as another name, or its identifier, or its very name.
    """
    products = list(products)
    slugs = {product.slug for product in products}
    gone = {key: product for key, product in listed.items() if key not in slugs}
    names = _names(gone)
    found, taken = dict[str, str](), Counter[str]()
    for product in products:
        found[product.slug] = product.slug
        if product.slug not in listed:
            known = {key for name in _signs(product) for key in names.get(name, ())}
            if len(known) == 1:
                found[product.slug] = known.pop()
                taken[found[product.slug]] += 1
    # Two that claim the same old product: it was split, and neither is it.
    return {slug: slug if taken[key] > 1 else key for slug, key in found.items()}


def _names(gone: Mapping[str, ListedProduct]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for key, product in gone.items():
        for name in (key, product.name, *product.others):
            names[_sign(name)].add(key)
    return names


def _signs(product: FeedProduct) -> set[str]:
    signs = (product.slug, product.name, *product.aliases, *product.cpes, *product.purls)
    return {_sign(sign) for sign in signs if sign}


def _sign(text: str) -> str:
    return text if text.startswith(("cpe:", "pkg:")) else name_key(text)


def cycle_keys(cycles: Iterable[Cycle], listed: Mapping[str, ListedCycle]) -> dict[str, str]:
    """The key of each cycle of a product: that of the one cycle that is gone and has its name, or its day of release."""
    cycles = list(cycles)
    present = {cycle.key for cycle in cycles}
    found = {cycle.key: cycle.key for cycle in cycles}
    gone = {key: cycle for key, cycle in listed.items() if key not in present}
    new = [cycle for cycle in cycles if cycle.key not in listed]
    for sign in (_called, _released):
        left = {cycle.key: sign(cycle) for cycle in new if found[cycle.key] == cycle.key}
        used = set(found.values())
        old = {key: sign(cycle) for key, cycle in gone.items() if key not in used}
        often, often_old = Counter(left.values()), Counter(old.values())
        by_sign = {sign: key for key, sign in old.items()}
        found |= {
            key: by_sign[sign] for key, sign in left.items() if sign and often[sign] == 1 and often_old[sign] == 1
        }
    return found


def _called(cycle: Cycle | ListedCycle) -> str | None:
    return cycle.name


def _released(cycle: Cycle | ListedCycle) -> str | None:
    return cycle.stated.get(RELEASED)
