"""The versions of a record that the register has held, what changed in each, and which step caused it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.errors import NotFound
from registry.kinds import KINDS, Kind
from registry.queries.presenting import Row, camel, fetch, kind_of, present_value
from registry.resolving.matching import Db

MOST_VERSIONS = 200


@dataclass(frozen=True)
class Cause:
    """The step that made a version: apply or undo of an import, or a judgement; `by` did it."""

    step: str
    by: str
    import_id: int | None = None
    importer: str | None = None
    filename: str | None = None
    source: str | None = None
    organisation: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class FieldChange:
    """A field before and after, by JSON key; references as `{id, name}`."""

    field: str
    old: object
    new: object


@dataclass(frozen=True)
class Version:
    """A version of a record: since when and until when the register knew it, and what it changed.

    `removed` closes the list of a record that is published no more; `known_until` is None for the present version.
    """

    known_from: datetime
    known_until: datetime | None
    changes: tuple[FieldChange, ...]
    cause: Cause | None
    removed: bool = False


def list_versions(db: Db, kind: str, record: UUID) -> list[Version]:
    """The versions of a record, the newest first (the last 200). Raises `NotFound` when it never was published."""
    spec = kind_of(kind)
    rows = _versions(db, spec, record)
    if not rows:
        raise NotFound(f"{kind} {record}")
    moments = {row["known_from"] for row in rows} | {row["known_until"] for row in rows if row["known_until"]}
    causes = _causes(db, list(moments))
    names = _names(db, spec, rows)
    found, before = list[Version](), dict[str, Any]()
    for row in rows:
        changes = _changes(spec, before, row, names)
        found.append(Version(row["known_from"], row["known_until"], changes, causes.get(row["known_from"])))
        before = row
    if rows[-1]["known_until"]:
        gone = rows[-1]["known_until"]
        found.append(Version(gone, None, _changes(spec, before, {}, names), causes.get(gone), removed=True))
    return found[::-1]


def _versions(db: Db, kind: Kind, record: UUID) -> list[Row]:
    """Oldest first; versions that lived no time at all (one step published twice) are left out."""
    columns = ", ".join(["known_from", *(column.name for column in kind.columns.values())])
    rows = fetch(
        db,
        f"""
        SELECT {columns}, NULL AS known_until FROM {kind.plural} WHERE id = %s
        UNION ALL SELECT {columns}, known_until FROM {kind.plural}_history WHERE id = %s AND known_until > known_from
        ORDER BY known_from DESC LIMIT %s
        """,
        (record, record, MOST_VERSIONS),
    )
    return rows[::-1]


def _changes(kind: Kind, old: Row, new: Row, names: dict[UUID, str]) -> tuple[FieldChange, ...]:
    found = []
    for field, column in kind.columns.items():
        before, after = old.get(column.name), new.get(column.name)
        if before != after:
            shown = (_shown(kind, field, value, names) for value in (before, after))
            found.append(FieldChange(camel(column.name), *shown))
    return tuple(found)


def _shown(kind: Kind, field: str, value: object, names: dict[UUID, str]) -> object:
    if field in kind.references and isinstance(value, UUID):
        return {"id": value, "name": names.get(value)}
    return present_value(value)


def _names(db: Db, kind: Kind, rows: list[Row]) -> dict[UUID, str]:
    """Present names of all records that the versions point to; one statement per kind pointed to."""
    found: dict[UUID, str] = {}
    for target in dict.fromkeys(kind.references.values()):
        fields = [f"{field}_id" for field, to in kind.references.items() if to == target]
        ids = {row[field] for row in rows for field in fields if row[field]}
        if ids:
            named = fetch(db, f"SELECT id, name FROM {KINDS[target].plural} WHERE id = ANY(%s)", (list(ids),))
            found |= {row["id"]: row["name"] for row in named}
    return found


def _causes(db: Db, moments: list[datetime]) -> dict[datetime, Cause]:
    """What happened at each moment: steps bear the moment at which their versions are known from."""
    rows = fetch(
        db,
        """
        SELECT e.at, e.step, e.by, i.id AS import_id, i.importer, i.filename, s.name AS source, o.name AS organisation,
               i.reason
        FROM imports i
        CROSS JOIN LATERAL (VALUES (i.applied_at, 'apply', i.applied_by), (i.undone_at, 'undo', i.undone_by))
            AS e(at, step, by)
        JOIN sources s ON s.id = i.source_id
        LEFT JOIN matches m ON m.id = s.organisation_id LEFT JOIN organisations o ON o.id = m.record_id
        WHERE e.at = ANY(%(moments)s)
        UNION ALL
        SELECT DISTINCT ON (j.decided_at) j.decided_at, 'judge', j.decided_by, NULL, NULL, NULL, NULL, NULL, j.reason
        FROM judgements j WHERE j.decided_at = ANY(%(moments)s)
        """,
        {"moments": moments},
    )
    fields = ("step", "by", "import_id", "importer", "filename", "source", "organisation", "reason")
    return {row["at"]: Cause(**{name: row[name] for name in fields}) for row in rows}
