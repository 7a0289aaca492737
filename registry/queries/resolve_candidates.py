"""What the register knows of names: who bears exactly that spelling, and else what is like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from registry.company_names import CompanyName, normalise
from registry.resolving.blocks import spelling_of
from registry.resolving.candidates import LEAST_WEIGHT, MOST, MOST_SHARED, candidates_sql, probe
from registry.resolving.matching import Db


class Bearer(NamedTuple):
    """A record that bears a name: how it does, and whether a curated source or a person says so."""

    record: UUID
    use: str
    curated: bool


class Known(NamedTuple):
    """A known spelling and who bears it."""

    name: CompanyName
    bearers: tuple[Bearer, ...]


@dataclass(slots=True)
class Found:
    """A name, the known spellings with the same core, and those that are like it."""

    name: CompanyName
    same: list[Known] = field(default_factory=list)
    like: list[Known] = field(default_factory=list)


def find_names(db: Db, texts: Iterable[str]) -> dict[str, Found]:
    """For each text what is known of it. `wanted`: the spellings; a spelling that the register knows needs no candidates."""
    found: dict[str, Found] = {}
    by_core: dict[int, list[Found]] = defaultdict(list)
    by_spelling: dict[int, Found] = {}
    for text in sorted(texts):
        spelling = spelling_of(text)
        if spelling.id not in by_spelling:
            by_spelling[spelling.id] = Found(normalise(text))
            by_core[spelling.core_id].append(by_spelling[spelling.id])
        found[text] = by_spelling[spelling.id]
    for core, known in _bearing(db, by_core):
        for one in by_core[core]:
            one.same.append(known)
    rest = {number: one for number, one in by_spelling.items() if not one.same}
    if rest:
        probe(db, ((number, one.name) for number, one in rest.items()))
        for number, known in _like(db):
            rest[number].like.append(known)
    return found


@lru_cache(maxsize=50_000)
def _name(core: str, form: str | None) -> CompanyName:
    return normalise(f"{core} {form.replace('_', ' ')}" if form else core)


BEARING = """
    SELECT {key}, s.core, s.form, array_agg(m.record_id), array_agg(n.use), array_agg(n.curated)
    FROM ({wanted}) w
    JOIN supplier_names n ON {on}
    JOIN supplier_spellings s ON s.id = n.spelling_id
    JOIN matches m ON m.id = n.match_id
    WHERE m.record_id IS NOT NULL AND n.use <> 'identifier'
    GROUP BY {key}, s.id, s.core, s.form ORDER BY {key}, s.id
"""


def _bearing(db: Db, cores: Iterable[int]) -> list[tuple[int, Known]]:
    """The known spellings with one of these cores."""
    query = BEARING.format(key="w.core_id", wanted="SELECT unnest(%s::bigint[]) AS core_id", on="n.core_id = w.core_id")
    return [(row[0], _known(row)) for row in db.execute(query, (list(cores),)).fetchall()]


def _like(db: Db) -> list[tuple[int, Known]]:
    """The known spellings that share most blocks with each probe."""
    alive = "EXISTS (SELECT FROM supplier_names a WHERE a.spelling_id = b.spelling_id)"
    query = BEARING.format(key="w.probe", wanted=candidates_sql(alive), on="n.spelling_id = w.spelling_id")
    limits = {"shared": MOST_SHARED, "most": MOST, "least": LEAST_WEIGHT}
    return [(row[0], _known(row)) for row in db.execute(query, limits).fetchall()]


def _known(row: tuple[int, str, str | None, list[UUID], list[str], list[bool]]) -> Known:
    _, core, form, records, uses, curated = row
    bearers = sorted(set(map(Bearer, records, uses, curated)), key=lambda one: (not one.curated, one.use, one.record))
    return Known(_name(core, form), tuple(bearers))
