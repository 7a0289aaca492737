"""Filters and search words of a list as conditions of SQL, derived from what the kind's columns are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.types import Boolean, Integer, Numeric, TypeEngine

from registry.dates import NoEnd, NotADate, ZeroDate, parse_date
from registry.errors import InvalidInput
from registry.kinds import Kind
from registry.models.base import ARRAY, DATERANGE
from registry.names import fold
from registry.queries.keyset import Condition
from registry.queries.presenting import camel, link_key
from registry.resolving.matching import Db

UNKNOWN = "unknown"
_ENDED = {"false": "t.ended_on IS NULL", "true": "t.ended_on IS NOT NULL", "any": "true"}
_TRUTH = {"true": True, "false": False}
PHASES = ("past", "current", "future", "unknown")


@cache
def filters_of(kind: Kind) -> tuple[str, ...]:
    """The names of all filters of a kind."""
    found = {camel(column.name) for column in kind.columns.values()} | {_link_filter(kind, i) for i in range(_n(kind))}
    if kind.name == "application":
        found |= {"supplierId", "organisationId", "phase"}
    return (*sorted(found), "ended")


def _n(kind: Kind) -> int:
    return len(kind.links)


def _link_filter(kind: Kind, place: int) -> str:
    return link_key(kind.links[place]).removesuffix("s")


def filter_conditions(db: Db, kind: Kind, filters: Mapping[str, Sequence[str]]) -> list[Condition]:
    """A condition per filter; raises `InvalidInput` for a filter or value that does not exist.

    Values of one filter are alternatives. Ended records are left out unless `ended` says otherwise.
    """
    allowed = filters_of(kind)
    if wrong := [name for name in filters if name not in allowed]:
        raise InvalidInput(
            f"Filter {', '.join(wrong)} bestaat niet. Mogelijk zijn: {', '.join(allowed)}.",
            f"There is no filter {', '.join(wrong)}. Possible are: {', '.join(allowed)}.",
        )
    present = _present_ids(db, kind, filters)
    given = {"ended": ["false"]} | {name: list(values) for name, values in filters.items() if values}
    return [_condition(kind, name, values, present) for name, values in given.items()]


def _present_ids(db: Db, kind: Kind, filters: Mapping[str, Sequence[str]]) -> dict[UUID, UUID]:
    """The present ids of the records that the filters name: one that was merged goes by the id of the whole."""
    texts = [v for name, values in filters.items() if _is_reference(kind, name) for v in values if v != UNKNOWN]
    if not texts:
        return {}
    ids = [_uuid(text) for text in texts]
    found = db.execute("SELECT id, record_id FROM matches WHERE id = ANY(%s) AND record_id IS NOT NULL", (ids,))
    return {i: i for i in ids} | dict(found.fetchall())


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(f"{text!r} is geen id.", f"{text!r} is not an id.") from error


def _is_reference(kind: Kind, name: str) -> bool:
    references = {camel(f"{field}_id") for field in kind.references}
    links = {_link_filter(kind, i) for i in range(_n(kind))}
    extra = {"supplierId", "organisationId"} if kind.name == "application" else set()
    return name in references | links | extra


def _condition(kind: Kind, name: str, values: list[str], present: Mapping[UUID, UUID]) -> Condition:
    if name == "ended":
        return _one_of(name, values, _ENDED), []
    known = [value for value in values if value != UNKNOWN]
    if kind.name == "application" and name == "phase":
        _one_of(name, values, dict.fromkeys(PHASES, ""))
        return "application_phase(t.lifecycle_state, t.ended_on) = ANY(%s)", [values]
    if _is_reference(kind, name):
        ids = [present[UUID(value)] for value in known]
        return _reference_condition(kind, name, ids, unknown=UNKNOWN in values)
    column = next(c for c in kind.columns.values() if camel(c.name) == name)
    parts: list[Condition] = [(f"t.{column.name} IS NULL", [])] if UNKNOWN in values else []
    if known:
        parts.append(_value_condition(name, column.name, column.type, known))
    return _any_of(parts)


def _one_of(name: str, values: Iterable[str], allowed: Mapping[str, str]) -> str:
    for value in values:
        if value not in allowed:
            options = ", ".join(allowed)
            raise InvalidInput(
                f"{name} kan niet {value!r} zijn; wel: {options}.", f"{name} cannot be {value!r}; possible: {options}."
            )
    return " OR ".join(f"({allowed[value]})" for value in values)


def _any_of(parts: Sequence[Condition]) -> Condition:
    return " OR ".join(part for part, _ in parts), [value for _, values in parts for value in values]


def _reference_condition(kind: Kind, name: str, ids: list[UUID], *, unknown: bool) -> Condition:
    column = name.removesuffix("Id")
    links = [kind.links[i] for i in range(_n(kind)) if _link_filter(kind, i) == name]
    if kind.name == "application" and name == "supplierId":
        links = [next(link for link in kind.links if link.role)]
        role = ""
    else:
        role = f" AND l.role = '{links[0].role}'" if links and links[0].role else ""
    if links:
        rows = f"SELECT FROM {links[0].table} l WHERE l.application_id = t.id{role}"
        inside = f"SELECT l.application_id FROM {links[0].table} l WHERE l.{links[0].column} = ANY(%s){role}"
        parts: list[Condition] = [(f"t.id IN ({inside})", [ids])] if ids else []
        return _any_of([*parts, (f"NOT EXISTS ({rows})", [])] if unknown else parts)
    if kind.name == "application" and name == "organisationId":
        column = "owner"
    stored = next(c.name for f, c in kind.columns.items() if f in kind.references and camel(f) == column)
    parts = [(f"t.{stored} = ANY(%s)", [ids])] if ids else []
    return _any_of([*parts, (f"t.{stored} IS NULL", [])] if unknown else parts)


def _value_condition(name: str, column: str, type_: TypeEngine[Any], values: list[str]) -> Condition:
    """A condition on known values, after the type of the column."""
    try:
        if isinstance(type_, Boolean):
            return f"t.{column} = ANY(%s)", [[_TRUTH[value] for value in values]]
        if isinstance(type_, Integer):
            return f"t.{column} = ANY(%s)", [[int(value) for value in values]]
        if isinstance(type_, Numeric):
            return f"t.{column} = ANY(%s::numeric[])", [[f"{float(value):f}" for value in values]]
        if isinstance(type_, DATERANGE):
            return f"t.{column} && ANY(%s::daterange[])", [[parse_date(value) for value in values]]
    except (KeyError, ValueError, NotADate, NoEnd, ZeroDate) as error:
        raise InvalidInput(
            f"Filter {name} begrijpt {', '.join(values)!r} niet.", f"Filter {name} does not understand {values!r}."
        ) from error
    if isinstance(type_, ARRAY):
        return f"t.{column} && %s::text[]", [values]
    return f"t.{column} = ANY(%s)", [values]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def word_condition(kind: Kind, search: str) -> Condition | None:
    """Every word occurs in the name: anywhere for three letters and more, at the start of a word for fewer.

    The trigram index answers this. None when there is no word to look for.
    """
    parts: list[Condition] = []
    for word in map(_escaped, search.split()):
        folded = "folded(t.name) LIKE folded(%s)"
        if len(word) >= 3:
            parts.append((folded, [f"%{word}%"]))
        else:
            parts.append((f"({folded} OR {folded})", [f"{word}%", f"% {word}%"]))
    if not parts:
        return None
    condition, values = " AND ".join(part for part, _ in parts), [v for _, part in parts for v in part]
    others = _other_names(kind, search)
    if others is None:
        return condition, values
    return f"({condition} OR t.id IN ({others[0]}))", [*values, *others[1]]


def _other_names(kind: Kind, search: str) -> Condition | None:
    """Records of a kind with few rows that bear the searched text as abbreviation or as one of their other names."""
    if kind.identifiers is None:
        return None
    tests = ["o.aliases IS NOT NULL AND folded(array_to_string(o.aliases, ' | ')) LIKE folded(%s)"]
    values = [f"%{_escaped(search.strip())}%"]
    if "abbreviation" in kind.columns:
        tests.append("folded(o.abbreviation) = folded(%s)")
        values.append(search.strip())
    return f"SELECT o.id FROM {kind.plural} o WHERE {' OR '.join(f'({test})' for test in tests)}", values


def similar_condition(search: str) -> Condition:
    """The name is much like the searched text: for typing errors, once no name contains its words."""
    return "folded(%s) <%% folded(t.name)", [fold(search) or search]
