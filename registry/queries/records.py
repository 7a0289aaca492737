"""Lists and details of published records, the same way for every kind.

A list is a page by key. Its columns are those of the published table in camelCase; what a record points to comes with
its name (`ownerId` and `owner: {id, name}`). Rows are plain dicts: no entity is made for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from registry.errors import InvalidInput, NotFound
from registry.kinds import KINDS, Kind
from registry.queries.filtering import filter_conditions, filters_of, similar_condition, word_condition
from registry.queries.keyset import Condition, Cursor, Sorting, beyond, decode, order_by, sorting_for
from registry.queries.presenting import (
    LINK_LISTS,
    MOST_ROWS,
    Row,
    fetch,
    kind_of,
    link_key,
    named,
    present_row,
    reference_joins,
)
from registry.queries.related import get_related
from registry.resolving.matching import Db

__all__ = ["Page", "Query", "etag", "filters_of", "get_record", "get_related", "list_records"]

COUNT_BOUND = 10_000
LIKENESS = 0.45
"""Part of the searched text that a name must resemble to be offered when nothing contains its words."""


@dataclass(frozen=True)
class Query:
    """What a reader asks of a list. `sort` is a key, with "-" before it downwards; `after` a cursor of a page."""

    search: str | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "name"
    after: str | None = None
    limit: int = 50
    as_known_on: datetime | None = None


@dataclass(frozen=True)
class Page:
    """One page: its rows, the cursors of its neighbours, and how many there are in all (`exact`, or an estimate)."""

    items: list[Row]
    next: str | None
    previous: str | None
    estimate: int
    exact: bool


def list_records(db: Db, kind: str, *, query: Query) -> Page:
    """A page of the records of a kind. Raises `InvalidInput` for a filter, order or cursor that does not exist.

    Search looks for the words of the text in the names; where no name has them, the page holds the names most like it.
    """
    spec, limit = kind_of(kind), max(1, min(query.limit, MOST_ROWS))
    sorting = sorting_for(spec, query.sort)
    table = _table(spec, query.as_known_on)
    conditions = filter_conditions(db, spec, query.filters)
    words = word_condition(spec, query.search) if query.search and spec.has_name else None
    found = [*conditions, words] if words else conditions
    estimate, exact = _count(db, table, found)
    if words and query.search and not estimate and not query.after:
        return _similar(db, spec, table, [*conditions, similar_condition(query.search)], limit)
    cursor = decode(query.after, query.sort) if query.after else None
    if cursor:
        found = [*found, beyond(sorting, cursor)]
    rows = _rows(db, spec, (table, found), sorting, limit + 1, backward=bool(cursor and cursor.backward))
    return _page(spec, rows, sorting, cursor, limit, (estimate, exact))


def _page(
    kind: Kind, rows: list[Row], sorting: Sorting, cursor: Cursor | None, limit: int, count: tuple[int, bool]
) -> Page:
    more, rows = len(rows) > limit, rows[:limit]
    backward = bool(cursor and cursor.backward)
    if backward:
        rows.reverse()

    def at(row: Row, *, back: bool) -> str:
        return Cursor(sorting.key, row["sort_value"], row["id"], back).encode()

    follows = more or backward
    precedes = more if backward else cursor is not None
    return Page(
        [_present(kind, row) for row in rows],
        at(rows[-1], back=False) if rows and follows else None,
        at(rows[0], back=True) if rows and precedes else None,
        *count,
    )


def _present(kind: Kind, row: Row) -> Row:
    shown = present_row(kind, row)
    if "suppliers" in row:
        shown["suppliers"] = named(row["suppliers"])
    return shown


def _columns(kind: Kind, alias: str) -> str:
    names = ["id", "known_from", *(column.name for column in kind.columns.values())]
    if kind.name == "application":
        names.append("supplier_ids")
    return ", ".join(f"{alias}.{name}" for name in names)


def _table(kind: Kind, as_known_on: datetime | None) -> Condition:
    """The published table, or the versions that the register held at a moment."""
    if as_known_on is None:
        return kind.plural, []
    if as_known_on.tzinfo is None:
        raise InvalidInput("Een tijdstip heeft een tijdzone nodig.", "A moment needs a time zone.")
    now = f"SELECT {_columns(kind, 'n')} FROM {kind.plural} n WHERE n.known_from <= %s"
    past = f"SELECT {_columns(kind, 'h')} FROM {kind.plural}_history h WHERE h.known_from <= %s AND h.known_until > %s"
    return f"({now} UNION ALL {past})", [as_known_on] * 3


def _where(conditions: Sequence[Condition]) -> Condition:
    joined = " AND ".join(f"({condition})" for condition, _ in conditions)
    return joined or "true", [value for _, values in conditions for value in values]


def _rows(
    db: Db,
    kind: Kind,
    source: tuple[Condition, Sequence[Condition]],
    sorting: Sorting,
    limit: int,
    *,
    backward: bool = False,
) -> list[Row]:
    """Rows of a page in the order of reading; names are looked up for these rows only."""
    (table, values), conditions = source
    where, parameters = _where(conditions)
    names, joins = reference_joins(kind, "p")
    return fetch(
        db,
        f"""
        SELECT p.*{names}{_supplier_names(kind)} FROM (
            SELECT {_columns(kind, "t")}, {sorting.expression} AS sorted_by, ({sorting.expression})::text AS sort_value
            FROM {table} t {sorting.join} WHERE {where}
            ORDER BY {order_by(sorting, sorting.expression, "t", backward=backward)} LIMIT %s
        ) p {joins} ORDER BY {order_by(sorting, "p.sorted_by", "p", backward=backward)}
        """,
        [*values, *parameters, limit],
    )


def _supplier_names(kind: Kind) -> str:
    """The suppliers of an application (all roles but reseller), as a list of id and name."""
    if kind.name != "application":
        return ""
    return """, (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name)
                                            ORDER BY folded(s.name), s.id), '[]')
               FROM suppliers s WHERE s.id = ANY(p.supplier_ids)) AS suppliers"""


def _count(db: Db, table: Condition, conditions: Sequence[Condition]) -> tuple[int, bool]:
    """How many rows there are: counted up to a bound, beyond it the planner's estimate."""
    where, parameters = _where(conditions)
    query = f"SELECT FROM {table[0]} t WHERE {where}"
    values = [*table[1], *parameters]
    bounded = f"SELECT count(*) AS number FROM ({query} LIMIT %s) counted"
    number = int(fetch(db, bounded, [*values, COUNT_BOUND + 1])[0]["number"])
    if number <= COUNT_BOUND:
        return number, True
    plan = fetch(db, f"EXPLAIN (FORMAT JSON) {query}", values)[0]["QUERY PLAN"]
    return max(number, int(plan[0]["Plan"]["Plan Rows"])), False


def _similar(db: Db, kind: Kind, table: Condition, conditions: Sequence[Condition], limit: int) -> Page:
    """The names most like the searched text, the best first: one page, for further ones would hold noise."""
    db.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", (str(LIKENESS),))
    text = conditions[-1][1][0]
    likeness = Sorting("name", "word_similarity(folded(%s), folded(t.name))", "real", descending=True, nullable=False)
    where, parameters = _where(conditions)
    names, joins = reference_joins(kind, "p")
    rows = fetch(
        db,
        f"""
        SELECT p.*{names}{_supplier_names(kind)} FROM (
            SELECT {_columns(kind, "t")}, {likeness.expression} AS likeness
            FROM {table[0]} t WHERE {where} ORDER BY likeness DESC, t.id LIMIT %s
        ) p {joins} ORDER BY p.likeness DESC, p.id
        """,
        [text, *table[1], *parameters, limit],
    )
    return Page([_present(kind, row) for row in rows], None, None, len(rows), exact=len(rows) < limit)


def get_record(db: Db, kind: str, record: UUID) -> Row:
    """A record with its references and links named. An id that was merged gives the record under its present id.

    Raises `NotFound`.
    """
    spec = kind_of(kind)
    names, joins = reference_joins(spec, "t")
    rows = fetch(
        db,
        f"""
        SELECT t.*{names}{_link_lists(spec)} FROM {spec.plural} t {joins}
        WHERE t.id = coalesce((SELECT m.record_id FROM matches m WHERE m.id = %s AND m.kind = %s), %s)
        """,
        (record, kind, record),
    )
    if not rows:
        raise NotFound(f"{kind} {record}")
    shown = present_row(spec, rows[0])
    for table, key in LINK_LISTS.items():
        if any(link.table == table for link in spec.links):
            shown[key] = named(rows[0][table])
    for link in spec.links:
        shown[link_key(link)] = [
            UUID(one["id"]) for one in rows[0][link.table] if not link.role or one["role"] == link.role
        ]
    return shown


def _link_lists(kind: Kind) -> str:
    """A list of {id, name, role} per link table, as columns named after the table."""
    lists = []
    for table in dict.fromkeys(link.table for link in kind.links):
        link = next(link for link in kind.links if link.table == table)
        role = ", 'role', l.role" if link.role else ""
        name = "concat_ws(' ', q.name, r.name)" if link.target == "product_version" else "r.name"
        product = "LEFT JOIN products q ON q.id = r.product_id" if link.target == "product_version" else ""
        lists.append(
            f"""(SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', {name}{role})
                 ORDER BY folded(r.name), r.id), '[]')
                 FROM {table} l JOIN {KINDS[link.target].plural} r ON r.id = l.{link.column} {product}
                 WHERE l.application_id = t.id) AS {table}"""
        )
    return "".join(f", {one}" for one in lists)


def etag(record: Mapping[str, Any]) -> str:
    """The version of a record from `get_record`, as a quoted entity tag: id, since when, and links."""
    links = {key: sorted(map(str, value)) for key, value in record.items() if key.endswith("Ids")}
    parts = [str(record["id"]), record["knownFrom"].isoformat(), links]
    digest = hashlib.blake2b(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS), digest_size=12).hexdigest()
    return f'"{digest}"'
