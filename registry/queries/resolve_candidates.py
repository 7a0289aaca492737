"""What the register knows of names: who bears exactly that spelling, and else what is like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from registry.company_names import CompanyName, normalise
from registry.resolving.blocks import spelling_of
from registry.resolving.candidates import LEAST_WEIGHT, MOST, MOST_SHARED, candidates_sql, probe
from registry.resolving.matching import Db
from registry.resolving.ruling import name_of


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
    same: tuple[Known, ...] = ()
    like: tuple[Known, ...] = ()


class KnownNames:
    """The names of the register, each read once for as long as these answers are wanted."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self._known: dict[int, Known] = {}
        self._cores: dict[int, tuple[Known, ...]] = {}

    def find(self, texts: Iterable[str]) -> dict[str, Found]:
        """For each text what is known of it; a name of which the register knows the core needs no candidates."""
        spelled = {text: spelling_of(text) for text in texts}
        self._read_cores({one.core_id for one in spelled.values()} - self._cores.keys())
        found = {one.id: Found(normalise(text), self._cores.get(one.core_id, ())) for text, one in spelled.items()}
        rest = {number: one for number, one in found.items() if not one.same}
        if rest:
            for number, like in self._like(rest).items():
                rest[number].like = like
        return {text: found[one.id] for text, one in spelled.items()}

    def _read_cores(self, cores: set[int]) -> None:
        found: dict[int, list[Known]] = defaultdict(list)
        query = "SELECT DISTINCT spelling_id FROM supplier_names WHERE core_id = ANY(%s) AND use <> 'identifier'"
        self._read({row[0] for row in self.db.execute(query, (list(cores),)).fetchall()}, found)
        self._cores.update((core, tuple(known)) for core, known in found.items())

    def _read(self, spellings: set[int], by_core: dict[int, list[Known]] | None = None) -> None:
        """Read who bears spellings, in the order of their hashes."""
        for number, core_id, core, form, records, uses, curated in self.db.execute(BEARING, (sorted(spellings),)):
            bearers = sorted(
                set(map(Bearer, records, uses, curated)), key=lambda one: (not one.curated, one.use, one.record)
            )
            self._known[number] = Known(name_of(core, form), tuple(bearers))
            if by_core is not None:
                by_core[core_id].append(self._known[number])

    def _like(self, rest: dict[int, Found]) -> dict[int, tuple[Known, ...]]:
        """The known spellings that share most blocks with each name."""
        probe(self.db, ((number, one.name) for number, one in rest.items()))
        limits = {"shared": MOST_SHARED, "most": MOST, "least": LEAST_WEIGHT}
        rows = self.db.execute(candidates_sql(ALIVE), limits).fetchall()
        self._read({spelling for _, spelling in rows} - self._known.keys())
        like: dict[int, list[Known]] = defaultdict(list)
        for number, spelling in rows:
            if spelling in self._known:
                like[number].append(self._known[spelling])
        return {number: tuple(found) for number, found in like.items()}


ALIVE = "EXISTS (SELECT FROM supplier_names a WHERE a.spelling_id = b.spelling_id)"
BEARING = """
    SELECT s.id, n.core_id, s.core, s.form, array_agg(m.record_id), array_agg(n.use), array_agg(n.curated)
    FROM unnest(%s::bigint[]) AS w(id) JOIN supplier_spellings s ON s.id = w.id
    JOIN supplier_names n ON n.spelling_id = s.id JOIN matches m ON m.id = n.match_id
    WHERE m.record_id IS NOT NULL AND n.use <> 'identifier'
    GROUP BY s.id, n.core_id, s.core, s.form ORDER BY s.id
"""
