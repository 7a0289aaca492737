"""From a product that was found to an answer: the release cycle, the worst case of its end of support, and why. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from registry.product_index import Catalogue
from registry.product_matching import Found, Outcome
from registry.product_names import ProductName, data
from registry.product_spans import fit_span
from registry.product_versions import Cycle, Ending, Fit, cycle_words, fit, meant_by, version_of, worst_of
from registry.values import find_unknown

Reason = tuple[str, str]
"""A sentence in Dutch and in English."""

_SENTENCES = {
    "named": ("De tekst noemt '{0}'.", "The text names '{0}'."),
    "slip": ("De tekst lijkt een verschrijving van '{0}'.", "The text looks like a slip of the pen for '{0}'."),
    "nothing": ("Niet in de catalogus.", "Not in the catalogue."),
    "other": ("'{0}' is een eigen product en staat niet in de catalogus.", "'{0}' is a product of its own, not in the catalogue."),
    "several": ("De tekst noemt meer dan één product: {0}.", "The text names more than one product: {0}."),
    "strange": ("Niet verklaard: '{0}'. Het kan een ander product zijn.", "Not explained: '{0}'. It may be another product."),
    "foreign": ("'{0}' is niet de maker van dit product.", "'{0}' is not the maker of this product."),
    "family": ("'{0}' kan elk van deze producten zijn.", "'{0}' may be any of these products."),
    "weak": ("De naam is zo algemeen dat een passende versie nodig is.", "The name is so common that a fitting version is needed."),
    "exact": ("De versie is cyclus {0}.", "The version is cycle {0}."),
    "prefix": ("De versie is fijner dan de cycli; zij hoort bij {0}.", "The version is finer than the cycles; it belongs to {0}."),
    "range": ("De tekst noemt een reeks versies: {0} cycli; de vroegste datum telt.",
              "The text names a range of versions: {0} cycles; the first date counts."),
    "listed": ("De tekst noemt meer dan één versie; de vroegste datum telt.",
               "The text names more than one version; the first date counts."),
    "parts": ("De tekst noemt {0} producten; elk heeft een eigen antwoord.",
              "The text names {0} products; each has an answer of its own."),
    "coarse": ("De versie is grover dan de cycli; er kunnen er meer zijn dan de catalogus kent.",
               "The version is coarser than the cycles; there may be more than the catalogue knows."),
    "set": ("De versie laat {0} cycli open; de vroegste datum telt.", "The version leaves {0} cycles open; the first date counts."),
    "unknown": ("De catalogus kent deze versie van het product niet.", "The catalogue does not know this version of the product."),
    "unsaid": ("De tekst noemt geen versie.", "The text names no version."),
    "placeholder": ("De tekst noemt geen product.", "The text names no product."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ref:
    """A record by id and name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another product that a text may mean, with the cycles that its version may be there."""

    product: Ref
    vendor: Ref | None
    cycles: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class ResolvedProduct:
    """What a cell means.

    `kind`: product, family (a name of several products), several (more than one product), unknown, placeholder or empty.
    `cycle` is asserted only where one is meant; `cycles` are all that may be meant, and `worst_case` is the first end of
    security support among them, with its event and cycle. Of a cell that lists products `parts` answers each of them. What
    names no product at all has no outcome.
    """

    text: str
    kind: str
    outcome: Outcome | None
    product: Ref | None = None
    vendor: Ref | None = None
    cycle: str | None = None
    cycles: tuple[str, ...] = ()
    worst_case: Ending | None = None
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    parts: tuple[ResolvedProduct, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """What is known of the products in question: names, vendors and cycles by product id, and the day that it is asked for."""

    catalogue: Catalogue
    vendors: Mapping[str, Ref]
    cycles: Mapping[str, Mapping[str, Cycle]]
    on: date

    def ref(self, product: str) -> Ref:
        """A product by id and name."""
        return Ref(UUID(product), self.catalogue.products[product].name)

    def fit(self, product: str, found: Found) -> Fit:
        """The cycles of a product that the version of a text may mean."""
        names = tuple(self.cycles.get(product, ()))
        known = self.catalogue.products[product]
        if found.span is not None:
            return fit_span(found.span, names)
        version = version_of(meant_by(known.name, found.rest), cycle_words(names))
        said = set(found.rest)
        if said & set(data()["absent"].get(known.name, ())):
            return Fit((), "unknown")
        fitting = fit(version, names, models=known.kind == "hardware")
        if said & set(data()["open"].get(known.name, ())) and fitting.cycle:
            return Fit(fitting.cycles, "coarse", left_open=True)
        return fitting

    def explains(self, product: str, strange: tuple[str, ...]) -> bool:
        """Whether all of these words are used by the names of a product's cycles."""
        return set(strange) <= cycle_words(tuple(self.cycles.get(product, ())))


def say(code: str, *values: object) -> Reason:
    """A reason in both languages."""
    nl, en = _SENTENCES[code]
    return nl.format(*values), en.format(*values)


def tell(found: Found) -> tuple[Reason, ...]:
    """What speaks for and against what was found, in words."""
    return tuple(say(code, value) for code, value in found.reasons)


def answer(read: ProductName, found: Found, shelf: Shelf) -> ResolvedProduct:
    """The answer to one text, from the products that it may name."""
    text = read.text
    if not text.strip():
        return ResolvedProduct(text, "empty", None, reasons=(say("placeholder"),))
    if find_unknown(text.strip()) or not read.words:
        return ResolvedProduct(text, "placeholder", None, reasons=(say("placeholder"),))
    reasons = tell(found)
    if not found.products:
        return ResolvedProduct(text, "unknown", "new", reasons=reasons)
    if len(found.products) == 1:
        return _one(read, found, shelf, reasons)
    return _many(read, found, shelf, reasons)


def _one(read: ProductName, found: Found, shelf: Shelf, reasons: tuple[Reason, ...]) -> ResolvedProduct:
    (product,) = found.products
    fitting = shelf.fit(product, found)
    outcome = found.outcome
    if outcome == "ask" and found.strange and shelf.explains(product, found.strange) and fitting.cycles:
        outcome, reasons = "sure", reasons[:1]
    if outcome == "sure" and found.weak and not fitting.cycles:
        outcome, reasons = "ask", (*reasons, say("weak"))
    alternative = Alternative(shelf.ref(product), shelf.vendors.get(product), fitting.cycles, found.score)
    if outcome == "ask":
        return ResolvedProduct(
            read.text, "product", "ask", score=found.score, reasons=reasons, alternatives=(alternative,)
        )
    return ResolvedProduct(
        text=read.text,
        kind="product",
        outcome="sure",
        product=alternative.product,
        vendor=alternative.vendor,
        cycle=fitting.cycle,
        cycles=fitting.cycles,
        worst_case=_worst_case(shelf.cycles.get(product, {}), fitting),
        score=found.score,
        reasons=(*reasons, say(fitting.why, fitting.cycle or len(fitting.cycles))),
    )


def _worst_case(cycles: Mapping[str, Cycle], fitting: Fit) -> Ending | None:
    """The worst end among the cycles that fit; that none has an end is not known where others may be meant as well."""
    worst = worst_of(cycles[name] for name in fitting.cycles)
    endless = worst is not None and worst.on is None and worst.stated == "false"
    return None if endless and fitting.left_open else worst


def _many(read: ProductName, found: Found, shelf: Shelf, reasons: tuple[Reason, ...]) -> ResolvedProduct:
    """A family or several products: the one that alone knows the version, else all that do, as a question."""
    fits = {product: shelf.fit(product, found) for product in found.products}
    said = any(one.why != "unsaid" for one in fits.values())
    knowing = [product for product, one in fits.items() if one.cycles] if said else list(fits)
    if found.family and len(knowing) == 1 and not found.strange:
        return _one(read, replace(found, products=(knowing[0],), outcome="sure"), shelf, reasons)
    if found.family:
        reasons = (*reasons, say("family", found.family))
    else:
        knowing = list(found.products)
    listed = [
        Alternative(shelf.ref(one), shelf.vendors.get(one), fits[one].cycles, found.score)
        for one in knowing or found.products
    ]
    endings = [shelf.cycles[one][name] for one in knowing for name in fits[one].cycles] if found.family else []
    return ResolvedProduct(
        text=read.text,
        kind="family" if found.family else "several",
        outcome="ask",
        cycles=tuple(dict.fromkeys(name for one in knowing for name in fits[one].cycles)) if found.family else (),
        worst_case=worst_of(endings),
        score=found.score,
        reasons=reasons,
        alternatives=tuple(sorted(listed, key=lambda one: (one.product.name, one.product.id))),
    )
