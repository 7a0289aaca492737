"""What headings mean: the synonym table as data, with the register's own labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from registry.codes import load_data
from registry.kinds import KINDS
from registry.names import fold

FUZZY_CUTOFF = 90.0
_SHORTEST_FUZZY = 6
_YEAR = re.compile(r"\b(20\d\d)\b")

# Without one of these targets a row of the kind says nothing; the order decides between equals.
NEEDED: dict[str, tuple[str, ...]] = {
    "application": ("application.name",),
    "cloud_service": ("cloud_service.name",),
    "contract": ("contract.name",),
    "supplier": ("supplier.name",),
    "organisation": ("organisation.name",),
    "product": ("product.name",),
    "dependency": ("dependency.on_service", "dependency.on_service_key"),
    "cost": ("cost.amount",),
    "finding": ("finding.name", "finding.identifier"),
    "assessment": ("assessment.what",),
    "support_purchase": ("support_purchase.until",),
    "application_phase": ("application_phase.planned", "application_phase.actual"),
    "lifecycle_date": ("lifecycle_date.event",),
}
# The prefix that fields of another kind have in a row that mentions them.
_MENTIONED = {"application": {"hosting": "cloud_service", "contract": "contract", "cost": "cost"}}


class Meaning(NamedTuple):
    """A target and how sure it is (0-1), with its basis."""

    target: str
    certainty: float
    basis: str


@cache
def words(kind: str) -> dict[str, str]:
    """Target by folded heading, for rows of a kind."""
    found: dict[str, str] = {}
    for target, headings in load_data("vocabulary")["kinds"][kind].items():
        for heading in headings:
            found.setdefault(fold(str(heading)), target)
    for prefix, described in ((kind, kind), *_MENTIONED.get(kind, {}).items()):
        labels = [(name, column.info["nl"], column.info["en"]) for name, column in KINDS[described].columns.items()]
        labels += [(link.field, link.nl, link.en) for link in KINDS[described].links]
        for name, nl, en in labels:
            found.setdefault(fold(nl), f"{prefix}.{name}")
            found.setdefault(fold(en), f"{prefix}.{name}")
    return found


@cache
def general_words() -> frozenset[str]:
    """Folded headings that do not tell the kind of row."""
    return frozenset(fold(str(word)) for word in load_data("vocabulary")["general"])


@cache
def skipped_sheets() -> frozenset[str]:
    """Folded names of sheets that hold no inventory."""
    return frozenset(fold(str(word)) for word in load_data("vocabulary")["skip_sheets"])


def _spellings(heading: str, group: str) -> Iterator[tuple[str, float]]:
    """The ways to read a heading, the most exact first, with how sure each makes."""
    if group:
        yield fold(f"{group} {heading}"), 1.0
    yield fold(heading), 1.0
    yield fold(re.sub(r"\([^)]*\)|\[[^]]*\]", " ", heading)), 0.95
    yield fold(re.sub(r"[\d*:?]+\s*$", "", heading)), 0.95
    yield fold(heading.strip().split("\n")[0]), 0.9


def find_meaning(kind: str, heading: str, group: str = "", *, fuzzy: bool = True) -> Meaning | None:
    """What a heading means in rows of a kind; a heading one typing error away counts when `fuzzy`."""
    known = words(kind)
    for spelling, certainty in _spellings(heading, group):
        if spelling in known:
            general = spelling in general_words()
            return Meaning(known[spelling], certainty * (0.8 if general else 1.0), "synonym")
    without_year = fold(_YEAR.sub(" ", heading))
    if known.get(without_year) == "cost.amount":
        return Meaning("cost.amount", 0.9, "synonym")
    folded = fold(heading)
    if not fuzzy or len(folded) < _SHORTEST_FUZZY:
        return None
    nearest = process.extractOne(folded, list(known), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
    if nearest is None or len(nearest[0]) < _SHORTEST_FUZZY:
        return None
    return Meaning(known[nearest[0]], round(nearest[1] / 100 * 0.8, 2), "fuzzy")


def year_in(heading: str) -> str | None:
    """The year that a heading names ("Kosten 2026")."""
    found = _YEAR.search(heading)
    return found[1] if found else None
