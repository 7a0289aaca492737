"""Where a published value came from: the claim that won, its import, sheet, row and column, and the claims that lost.

The rules are those of `registry/merging.py`, told once more in Python for one record; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from registry.errors import NotFound
from registry.kinds import KINDS, Kind
from registry.names import key_for
from registry.policy import CURATED_RANK, EMPTYING, FIELD_RANKS, SETTLING
from registry.queries.presenting import Row, fetch, keys_of, kind_of, present_value
from registry.queries.targets import targets_of
from registry.resolving.judging import IS_JOINED, joined_sql
from registry.resolving.matching import Db


@dataclass(frozen=True)
class Statement:
    """What one source states of a field, and where it says so. `row` is 1-based; `position` counts columns from 0.

    `value` is as claimed: references as `{id, name}`, links as a list of those; None where the source states it empty.
    """

    value: object
    source: str
    source_type: str
    organisation: Row | None
    import_id: int
    filename: str | None
    sha256: str | None
    sheet: int | None
    sheet_name: str | None
    row: int | None
    position: int | None
    heading: str | None
    as_of: date
    applied_at: datetime
    applied_by: str
    reason: str | None


@dataclass(frozen=True)
class Provenance:
    """A published field: the statement that won, and the others in order of precedence.

    `disputed`: another source that counts states another value, and nobody who may settle it did.
    """

    field: str
    stated: Statement
    others: tuple[Statement, ...] = ()
    disputed: bool = False


def get_provenance(db: Db, kind: str, record: UUID) -> dict[str, Provenance]:
    """The provenance of each field that a source states, by JSON key. Raises `NotFound`."""
    spec = kind_of(kind)
    rows = _stated(db, spec, record)
    if not rows:
        raise NotFound(f"{kind} {record}")
    columns = _columns(db, spec, rows)
    names = _link_names(db, spec, rows)
    found = {}
    for key, field in keys_of(spec).items():
        chosen = choose(field, rows, spec, names)
        if chosen.winner is not None:
            stated = [_statement(spec, field, row, columns, names) for row in (chosen.winner, *chosen.losers)]
            found[key] = Provenance(field, stated[0], tuple(stated[1:]), chosen.disputed)
    return found


@dataclass(frozen=True)
class Choice:
    """The row that a field is published from, the others that state it known, and whether a peer states otherwise."""

    winner: Row | None
    losers: tuple[Row, ...]
    disputed: bool


def choose(field: str, rows: list[Row], kind: Kind, names: Mapping[UUID, Row]) -> Choice:
    """Choose among rows in order of precedence, for a field that may have an order of its own."""
    counting, known = list[Row](), list[Row]()
    seen, emptied = set[UUID](), False
    for row in (row for row in rows if field in row["fields"]):
        states, empties = row[_column(kind, field)] is not None, row["source_type"] in EMPTYING
        if states:
            known.append(row)
        if not emptied and row["match_id"] not in seen and (states or empties):
            counting.append(row)
        seen.add(row["match_id"])
        emptied = emptied or empties
    ranks = FIELD_RANKS.get(kind.name, {}).get(field, {})
    for place in (counting, known):
        place.sort(key=lambda row: _precedence(field, row, ranks))
    winner = counting[0] if counting else None
    disputed = winner is not None and winner["source_type"] not in SETTLING
    meant = {_meant(kind, field, row, names) for row in counting if row[_column(kind, field)] is not None}
    return Choice(winner, tuple(row for row in known if row is not winner), disputed and len(meant) > 1)


def _precedence(field: str, row: Row, ranks: Mapping[str, int]) -> tuple[bool, int]:
    """By rank; of what persons joined, the one that stays keeps its name, unless a curated source names the other."""
    rank = ranks.get(row["source_type"], cast("int", row["rank"]))
    return field == "name" and row["joined"] and rank > CURATED_RANK, rank


def _meant(kind: Kind, field: str, row: Row, names: Mapping[UUID, Row]) -> object:
    """What a row states of a field, so that the same is equal: spellings of one name are, and mentions of one record."""
    value = row[_column(kind, field)]
    if field == "name":  # a product is spelled in many ways, and that is no dispute
        return None if kind.name in {"product", "product_version"} else key_for(kind.name, str(value))
    if isinstance(value, list):
        return frozenset(names[one]["id"] if one in names else one for one in value)
    return value


def _column(kind: Kind, field: str) -> str:
    return f"{field}_id" if field in kind.references else field


def _stated(db: Db, kind: Kind, record: UUID) -> list[Row]:
    """The claims that count for a record, in order of precedence, each with the import and row that state it."""
    values = [f"r_{f}.record_id AS {f}_id, n_{f}.name AS {f}_name" for f in kind.references]
    values += [f"c.{f}" for f in kind.fields if f not in kind.references]
    joins = [
        f"LEFT JOIN matches r_{f} ON r_{f}.id = c.{f} LEFT JOIN {KINDS[target].plural} n_{f} ON n_{f}.id = r_{f}.record_id"
        for f, target in kind.references.items()
    ]
    return fetch(
        db,
        f"""
        WITH judged_same AS MATERIALIZED ({joined_sql(kind)}), members AS MATERIALIZED (
            SELECT * FROM matches WHERE id = %(id)s AND record_id = %(id)s AND kind = %(kind)s
            UNION ALL SELECT * FROM matches WHERE record_id = %(id)s AND record_id <> id AND kind = %(kind)s
        )
        SELECT m.id AS match_id, f.fields, src.type AS source_type, src.rank, src.name AS source_name,
               {IS_JOINED.format("m", "id", "c")} AS joined,
               org.id AS stating_id, org.name AS stating_name, x.*, {", ".join(values)}
        FROM members m
        JOIN sources src ON src.id = m.source_id
        CROSS JOIN LATERAL (
            SELECT s.claim_id, s.row_number, s.sheet, s.position, i.id AS import_id, i.sha256,
                   coalesce(i.mapping -> 'files' ->> s.sheet, i.filename) AS filename, i.as_of AS import_as_of,
                   i.received_at, i.applied_at, i.applied_by, i.reason
            FROM staged_rows s JOIN imports i ON i.id = s.import_id AND i.state = 'applied'
            WHERE s.match_id = m.id AND s.kind = m.kind AND (m.layered OR s.claim_id = m.claim_id)
            ORDER BY i.as_of DESC, i.received_at DESC, i.id DESC
            LIMIT CASE WHEN m.layered THEN NULL ELSE 1 END
        ) x
        JOIN {kind.claims.name} c ON c.id = x.claim_id
        JOIN field_sets f ON f.id = c.field_set_id
        LEFT JOIN matches om ON om.id = src.organisation_id
        LEFT JOIN organisations org ON org.id = om.record_id
        {" ".join(joins)}
        ORDER BY src.rank, x.import_as_of DESC, m.source_id, m.id, x.received_at DESC, x.import_id DESC
        """,
        {"kind": kind.name, "id": record},
    )


def _columns(db: Db, kind: Kind, rows: list[Row]) -> dict[tuple[int, int | None, str], Row]:
    """The columns of the imports that may have brought a field, by import, sheet and target."""
    targets = list({target for field in kind.fields for target in targets_of(kind.name, field)})
    found = fetch(
        db,
        "SELECT import_id, sheet, sheet_name, position, heading, field FROM import_columns"
        " WHERE import_id = ANY(%s) AND field = ANY(%s) ORDER BY position DESC",
        ([row["import_id"] for row in rows], targets),
    )
    return {(column["import_id"], column["sheet"], column["field"]): column for column in found}


def _link_names(db: Db, kind: Kind, rows: list[Row]) -> dict[UUID, Row]:
    """What the match ids in links mean now: `{id, name}` by match id; one statement per kind pointed to."""
    found: dict[UUID, Row] = {}
    for target in dict.fromkeys(link.target for link in kind.links):
        ids = {one for link in kind.links if link.target == target for row in rows for one in row[link.field] or ()}
        if ids:
            query = f"SELECT m.id, r.id AS record_id, r.name FROM matches m JOIN {KINDS[target].plural} r"
            named = fetch(db, f"{query} ON r.id = m.record_id WHERE m.id = ANY(%s)", (list(ids),))
            found |= {row["id"]: {"id": row["record_id"], "name": row["name"]} for row in named}
    return found


def _statement(
    kind: Kind, field: str, row: Row, columns: dict[tuple[int, int | None, str], Row], names: dict[UUID, Row]
) -> Statement:
    column = _place(kind, field, row, columns)
    known, by_hand = row["stating_id"] is not None, row["source_type"] == "hand"
    return Statement(
        value=_value(kind, field, row, names),
        source=row["source_name"],
        source_type=row["source_type"],
        organisation={"id": row["stating_id"], "name": row["stating_name"]} if known else None,
        import_id=row["import_id"],
        filename=row["filename"],
        sha256=row["sha256"],
        sheet=None if by_hand else row["sheet"],
        sheet_name=column.get("sheet_name"),
        row=None if by_hand else row["row_number"],
        position=column.get("position"),
        heading=column.get("heading"),
        as_of=row["import_as_of"],
        applied_at=row["applied_at"],
        applied_by=row["applied_by"],
        reason=row["reason"],
    )


def _place(kind: Kind, field: str, row: Row, columns: dict[tuple[int, int | None, str], Row]) -> Row:
    """The column that brought a field: where the row mentions the thing in one cell that column, else the likeliest."""
    targets = targets_of(kind.name, field)
    found = [columns[key] for target in targets if (key := (row["import_id"], row["sheet"], target)) in columns]
    if row["position"] is not None and field in {"name", "what", "done_on"}:
        found = [one for one in found if one["position"] == row["position"]]
    return found[0] if found else {}


def _value(kind: Kind, field: str, row: Row, names: dict[UUID, Row]) -> object:
    if field in kind.references:
        known = row[f"{field}_id"] is not None
        return {"id": row[f"{field}_id"], "name": row[f"{field}_name"]} if known else None
    if field in kind.columns:
        return present_value(row[field])
    if row[field] is None:
        return None
    found: dict[Any, Row] = {names[one]["id"]: names[one] for one in row[field] if one in names}
    return sorted(found.values(), key=lambda one: (str(one["name"]), one["id"]))


Reader = Callable[[str, int, int, int], str | None]
"""Reads a cell of a kept file: SHA-256, sheet, row (1-based) and position of the column (from 0)."""


def get_source_cell(statement: Statement, read: Reader) -> str | None:
    """The text of the cell that a statement came from, by a reader of kept files; None where there is no such cell."""
    if statement.sha256 is None or statement.sheet is None or statement.row is None or statement.position is None:
        return None
    return read(statement.sha256, statement.sheet, statement.row, statement.position)
