"""Which known legal entities may be meant by a name that no supplier bears."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.company_names import form_countries, normalise
from registry.queries.resolve import ResolvedCell
from registry.resolving.matching import Db

MOST = 5
"""Entities that are proposed for one name."""


@dataclass(frozen=True, slots=True)
class EntityCandidate:
    """A legal entity that may be meant, and why, as sentences in Dutch and English."""

    lei: str
    name: str
    country: str | None
    category: str
    reasons: tuple[tuple[str, str], ...]


FIND = """
    WITH asked AS (
        SELECT * FROM unnest(%(numbers)s::int[], %(cores)s::text[], %(forms)s::text[], %(within)s::text[])
            AS a(number, core, form, countries)
    ), found AS (
        SELECT a.number, e.lei, e.name, e.country, e.category, e.form, a.form AS asked,
               row_number() OVER (
                   PARTITION BY a.number
                   ORDER BY coalesce(e.country = %(country)s, false) DESC, e.form IS NOT DISTINCT FROM a.form DESC, e.name, e.lei
               ) AS place
        FROM asked a JOIN legal_entities e ON e.core = a.core AND e.is_supplier_like
        WHERE a.form IS NULL OR e.form = a.form OR (
            e.form IS NULL AND (a.countries = '' OR e.country = ANY(string_to_array(a.countries, ','))))
    )
    SELECT number, lei, name, country, category, form, asked FROM found WHERE place <= %(most)s ORDER BY number, place
"""


def find_entities(db: Db, names: Sequence[str], country: str | None = None) -> list[tuple[EntityCandidate, ...]]:
    """For each name the known legal entities of exactly that name, at most five; never a fund or a pension scheme.

    Legal forms must not contradict each other: "Acme B.V." is not "Acme Inc.". Those of the country come first.
    """
    asked = [normalise(name) for name in names]
    found: list[list[EntityCandidate]] = [[] for _ in asked]
    told = {
        "numbers": list(range(len(asked))),
        "cores": [name.core for name in asked],
        "forms": [name.form for name in asked],
        "within": [",".join(sorted(form_countries(name.form))) if name.form else "" for name in asked],
        "country": country,
        "most": MOST,
    }
    for number, lei, name, of, category, form, wanted in db.execute(FIND, told).fetchall():
        reasons = _reasons(form, wanted, of if of == country else None)
        found[number].append(EntityCandidate(lei, name, of, category, reasons))
    return [tuple(candidates) for candidates in found]


def find_unknown(db: Db, cells: Iterable[ResolvedCell]) -> dict[str, tuple[EntityCandidate, ...]]:
    """By its text the known legal entities that a mention may mean where no supplier is meant for sure."""
    texts = sorted({m.text for cell in cells for m in cell.mentions if m.kind == "company" and m.supplier is None})
    found = zip(texts, find_entities(db, texts), strict=True) if texts else ()
    return {text: candidates for text, candidates in found if candidates}


def _reasons(form: str | None, asked: str | None, country: str | None) -> tuple[tuple[str, str], ...]:
    told = [("Dezelfde naam in het LEI-register.", "The same name in the LEI register.")]
    if form == asked and form:
        told.append((f"Ook de rechtsvorm is gelijk ({form}).", f"The legal form is the same too ({form})."))
    elif form != asked:
        told.append(
            (
                f"De rechtsvorm ({form or asked}) staat maar bij één van beide.",
                f"Only one of the two has a legal form ({form or asked}).",
            )
        )
    if country:
        told.append((f"Het land is gelijk ({country}).", f"The country is the same ({country})."))
    return tuple(told)
