"""How a published row reads outside: camelCase keys, dates with their precision, references with a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg.types.range import Range

from registry.dates import precision_of
from registry.errors import InvalidInput
from registry.kinds import KINDS, Kind, Link
from registry.resolving.matching import Db

Row = dict[str, Any]

MOST_ROWS = 500
"""Rows of a page at most."""

LINK_LISTS = {
    "application_suppliers": "suppliers",
    "application_products": "products",
    "application_product_versions": "productVersions",
    "application_contracts": "contracts",
    "application_users": "users",
    "application_replacements": "replaces",
}
"""Key of the list that a detail shows for each link table."""

_ID_KEYS = {
    "products": "productIds",
    "runs_on": "productVersionIds",
    "contracts": "contractIds",
    "users": "userIds",
    "replaces": "replacesIds",
}


def camel(name: str) -> str:
    """A column's name as a JSON key: `owner_id` is `ownerId`."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def link_key(link: Link) -> str:
    """The key under which the ids of a link are read and written: `vendorIds`, `productIds`."""
    return _ID_KEYS.get(link.field, f"{camel(link.field)}Ids")


@cache
def keys_of(kind: Kind) -> dict[str, str]:
    """Claim field by JSON key: every key that can be read, filtered on or written."""
    found = {camel(column.name): field for field, column in kind.columns.items()}
    return found | {link_key(link): link.field for link in kind.links}


def kind_of(name: str) -> Kind:
    """The kind of that name; raises `InvalidInput`."""
    if name not in KINDS:
        raise InvalidInput(
            f"Het register kent geen soort gegevens {name!r}.", f"The register has no kind of record {name!r}."
        )
    return KINDS[name]


def present_value(value: object) -> object:
    """A value as Python's json or orjson can write it; a `Decimal` stays one: money is no float."""
    return present_days(value) if isinstance(value, Range) else value


def present_days(days: Range[Any]) -> dict[str, Any] | None:
    """A range of days: first and last day (None where open), precision and text ("Q3 2027")."""
    if days.isempty:
        return None
    precision, text = precision_of(f"[{days.lower or ''},{days.upper or ''})")
    latest = days.upper - days.upper.resolution if days.upper else None
    known = precision if precision in {"day", "month", "quarter", "year"} else "range"
    return {"earliest": days.lower, "latest": latest, "precision": known, "text": text}


def reference_joins(kind: Kind, alias: str) -> tuple[str, str]:
    """Select list with the name of each record that a row points to (`"owner.name"`), and the joins it needs."""
    names, joins = [], []
    for field, target in kind.references.items():
        names.append(f'r_{field}.name AS "{field}.name"')
        joins.append(f"LEFT JOIN {KINDS[target].plural} r_{field} ON r_{field}.id = {alias}.{field}_id")
    return "".join(f", {name}" for name in names), " ".join(joins)


def present_row(kind: Kind, row: Mapping[str, Any]) -> Row:
    """A row of a published table, with the names of what it points to (`reference_joins`)."""
    shown: Row = {"id": row["id"], "knownFrom": row["known_from"]}
    for field, column in kind.columns.items():
        value = row[column.name]
        shown[camel(column.name)] = present_value(value)
        if field in kind.references:
            shown[camel(field)] = None if value is None else {"id": value, "name": row[f"{field}.name"]}
    return shown


def named(links: list[Row]) -> list[Row]:
    """Rows of `{id, name, ...}` that PostgreSQL built as JSON, with their ids as UUIDs."""
    return [link | {"id": UUID(link["id"])} for link in links]


def fetch(db: Db, query: str, parameters: object = ()) -> list[Row]:
    """The rows of a query as dicts; planned anew each time, for the values decide the best plan."""
    with db.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, parameters, prepare=False).fetchall()  # type: ignore[call-overload,no-any-return]
