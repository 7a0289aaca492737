"""Pages by key: the place of a row in a sorted list, as an opaque cursor that works in both directions."""

from __future__ import annotations

import base64
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from registry.codes import CODE_LISTS
from registry.errors import InvalidInput
from registry.kinds import KINDS, Kind
from registry.queries.presenting import camel

Condition = tuple[str, list[Any]]


@dataclass(frozen=True)
class Sorting:
    """What a list is sorted by: an expression of SQL and its type; `join` brings in what the expression needs."""

    key: str
    expression: str
    type: str
    descending: bool = False
    nullable: bool = True
    join: str = ""


@dataclass(frozen=True)
class Cursor:
    """The row that a page starts after (or, backwards, ends before): its sort value as text, and its id."""

    sort: str
    value: str | None
    id: UUID
    backward: bool = False

    def encode(self) -> str:
        """The cursor as text for an address."""
        parts = [self.sort, self.value, str(self.id), self.backward]
        return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode(text: str, sort: str) -> Cursor:
    """The cursor that a text stands for; raises `InvalidInput` when it is none, or belongs to another order."""
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found = Cursor(str(parts[0]), parts[1] if parts[1] is None else str(parts[1]), UUID(parts[2]), bool(parts[3]))
    except (ValueError, Base64Error, TypeError, LookupError, AttributeError) as error:
        raise _bad_cursor() from error
    if found.sort != sort:
        raise _bad_cursor()
    return found


def _bad_cursor() -> InvalidInput:
    return InvalidInput(
        "Dit is geen geldige plaats in deze lijst; begin opnieuw bij de eerste pagina.",
        "This is not a valid place in this list; start again at the first page.",
    )


_TYPES = {"Text": "text", "Boolean": "boolean", "Integer": "integer", "Numeric": "numeric", "DATERANGE": "date"}


def sorting_for(kind: Kind, sort: str) -> Sorting:
    """How to sort by a key such as `name`, `-userCount` or `owner` (by its name); raises `InvalidInput`."""
    descending, key = sort.startswith("-"), sort.removeprefix("-")
    sortings = {found.key: found for found in _sortings(kind)}
    if key not in sortings:
        allowed = ", ".join(sorted(sortings))
        raise InvalidInput(
            f"Sorteren op {key!r} kan niet. Het kan op: {allowed}.", f"Cannot sort by {key!r}. Possible are: {allowed}."
        )
    found = sortings[key]
    return Sorting(sort, found.expression, found.type, descending, found.nullable, found.join)


def _sortings(kind: Kind) -> list[Sorting]:
    found = [Sorting("knownFrom", "t.known_from", "timestamptz", nullable=False)]
    if not kind.has_name:
        found.append(Sorting("name", "t.id", "uuid", nullable=False))
    for field, column in kind.columns.items():
        key, type_ = camel(field), type(column.type).__name__
        if field in kind.references:
            join = f"LEFT JOIN {KINDS[kind.references[field]].plural} sorted ON sorted.id = t.{column.name}"
            found.append(Sorting(key, "folded(sorted.name)", "text", join=join))
        elif "codes" in column.info:
            values = ", ".join(f"'{value}'" for value in CODE_LISTS[column.info["codes"]])
            found.append(Sorting(key, f"array_position(ARRAY[{values}], t.{column.name})", "integer"))
        elif type_ == "DATERANGE":
            found.append(Sorting(key, f"lower(t.{column.name})", "date"))
        elif type_ == "Text":
            found.append(Sorting(key, f"folded(t.{column.name})", "text", nullable=bool(column.nullable)))
        elif type_ in _TYPES:
            found.append(Sorting(key, f"t.{column.name}", _TYPES[type_]))
    return found


def order_by(sorting: Sorting, expression: str, alias: str, *, backward: bool) -> str:
    """The ORDER BY of a page; unknown values come last, so first when read backwards."""
    down = sorting.descending != backward
    direction = "DESC" if down else "ASC"
    nulls = (" NULLS FIRST" if backward else " NULLS LAST") if sorting.nullable else ""
    return f"{expression} {direction}{nulls}, {alias}.id {direction}"


def beyond(sorting: Sorting, cursor: Cursor) -> Condition:
    """The condition that a row lies after the cursor's place (before it, backwards)."""
    expression, sign = sorting.expression, "<" if sorting.descending != cursor.backward else ">"
    if not sorting.nullable:
        return f"({expression}, t.id) {sign} (%s::text::{sorting.type}, %s)", [cursor.value, cursor.id]
    if cursor.value is None:
        within = f"{expression} IS NULL AND t.id {sign} %s"
        return (f"({expression} IS NOT NULL OR {within})" if cursor.backward else f"({within})"), [cursor.id]
    value = f"%s::text::{sorting.type}"
    unknown = "" if cursor.backward else f" OR {expression} IS NULL"
    condition = f"({expression} {sign} {value} OR ({expression} = {value} AND t.id {sign} %s){unknown})"
    return condition, [cursor.value, cursor.value, cursor.id]
