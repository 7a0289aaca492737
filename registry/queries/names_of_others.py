"""Names that a steward gives to a supplier while they mean another: told, never taken over in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from registry.errors import FieldProblem
from registry.origin import Origins
from registry.queries.origin import load_origins
from registry.queries.resolve_candidates import Found, KnownNames
from registry.resolving.matching import Db

NAME_KEYS = ("aliases", "formerNames", "productNames")


def check_names(db: Db, values: Mapping[str, Any], record: UUID | None, on: date) -> list[FieldProblem]:
    """The other names in what is stated of a supplier, by JSON key, that mean another group. `record` is None of a new one."""
    given = {key: [str(name) for name in values.get(key) or ()] for key in NAME_KEYS}
    own = {str(values["name"])} if record is None and values.get("name") else set[str]()
    if not any(given.values()):
        return []
    found = KnownNames(db).find({name for names in given.values() for name in names} | own)
    origins = load_origins(db, on)
    groups = {_group(origins, one) for name in own for one in _bearers(found[name])} | {
        record and _group(origins, record)
    }
    problems = []
    for key, names in given.items():
        for name in names:
            others = sorted(
                one for one in _bearers(found[name]) if one != record and _group(origins, one) not in groups
            )
            if others:
                whose = origins.name(_group(origins, others[0]))
                problems.append(
                    FieldProblem(key, f"{name!r} betekent al {whose!r}.", f"{name!r} means {whose!r} already.")
                )
    return problems


def _bearers(found: Found) -> set[UUID]:
    """The records to which curated sources and persons give this name."""
    return {bearer.record for known in found.same for bearer in known.bearers if bearer.curated}


def _group(origins: Origins, record: UUID) -> UUID:
    return origins.of(record).parent or record
