"""Where organisations belong as on a date: what they were called, and under which ministry they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from registry.queries.knowing import known_sql
from registry.resolving.matching import Db

UPWARD = ("succeeded_by", "part_of", "responsible_ministry")
"""The relations that are followed upward, the one that goes first in front."""


class Body(NamedTuple):
    """An organisation under the name it bore on the date asked for."""

    id: UUID
    name: str
    abbreviation: str | None
    kind: str | None


@dataclass(frozen=True)
class Belonging:
    """The organisations as on one date and what each belongs to."""

    on: date
    bodies: dict[UUID, Body]
    above: dict[UUID, UUID]

    def top(self, organisation: UUID) -> UUID:
        """The ministry that an organisation comes under, or the highest body known; itself where relations run in a circle."""
        seen, here = {organisation}, organisation
        while here in self.above:
            here = self.above[here]
            if here in seen:
                return organisation
            seen.add(here)
        return here

    def under(self, organisation: UUID) -> frozenset[UUID]:
        """The organisation and all that belong to it, directly or through others."""
        below: dict[UUID, list[UUID]] = defaultdict(list)
        for child, parent in self.above.items():
            below[parent].append(child)
        found, waiting = {organisation}, [organisation]
        while waiting:
            new = [child for child in below[waiting.pop()] if child not in found]
            found.update(new)
            waiting += new
        return frozenset(found)

    def name(self, organisation: UUID | None) -> str | None:
        """What an organisation was called on the date; None where it is not in the register."""
        body = self.bodies.get(organisation) if organisation else None
        return body.name if body else None


def load_belonging(db: Db, on: date, *, known_on: datetime | None = None) -> Belonging:
    """Organisations, their names and their relations as on a date, in three statements."""
    asked = {"on": on, "known_on": known_on, "upward": list(UPWARD)}
    bodies = {
        row[0]: Body._make(row)
        for row in db.execute(known_sql("organisations", "id, name, abbreviation, kind", known_on), asked)
    }
    names = known_sql("organisation_names", "organisation_id, name, abbreviation, valid, id", known_on)
    named = f"SELECT organisation_id, name, abbreviation FROM ({names}) n WHERE valid @> %(on)s::date ORDER BY id"
    for organisation, name, abbreviation in db.execute(named, asked):
        if body := bodies.get(organisation):
            bodies[organisation] = body._replace(name=name, abbreviation=abbreviation or body.abbreviation)
    columns = "organisation_id, related_id, relation, valid, id"
    relations = known_sql("organisation_relations", columns, known_on)
    related = f"""
        SELECT organisation_id, related_id, relation FROM ({relations}) r
        WHERE relation = ANY(%(upward)s) AND (valid IS NULL OR valid @> %(on)s::date)
        ORDER BY array_position(%(upward)s, relation), id
    """
    return Belonging(on, bodies, _upward(bodies, db.execute(related, asked).fetchall()))


def _upward(bodies: dict[UUID, Body], relations: Iterable[tuple[UUID, UUID, str]]) -> dict[UUID, UUID]:
    """The one body that each comes under: its successor first; a ministry comes under nobody but its successor."""
    above: dict[UUID, UUID] = {}
    for organisation, related, relation in relations:
        body = bodies.get(organisation)
        if relation == "succeeded_by" or body is None or body.kind != "ministry":
            above.setdefault(organisation, related)
    return above
