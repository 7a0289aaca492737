"""What arrives: sources, kept files, and the imports that they bring."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from registry.policy import PROVIDER_KINDS, RANKS
from registry.resolving.matching import Db
from registry.staging import source_id

NOBODY = UUID(int=0)
"""Stands for the register itself as the organisation behind reference data."""


@dataclass(frozen=True)
class KeptFile:
    """A file kept under its SHA-256."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True)
class Delivery:
    """What is known about an import when it arrives. `organisation` is a match id; `as_of` the date it speaks for."""

    organisation: UUID
    source_name: str
    source_type: str
    importer: str
    as_of: date
    completeness: str = "partial"
    filename: str | None = None
    mapping: dict[str, Any] = field(default_factory=dict)


def kept_path(folder: Path, sha256: str) -> Path:
    """Where the file with this hash lies."""
    return folder / sha256[:2] / sha256


def keep_file(folder: Path, chunks: Iterable[bytes]) -> KeptFile:
    """Keep the bytes under their hash; a file that is there already is not written twice. Raises `OSError` (disk full)."""
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        path = kept_path(folder, digest.hexdigest())
        path.parent.mkdir(exist_ok=True)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return KeptFile(digest.hexdigest(), size, path)


def ensure_source(db: Db, organisation: UUID, name: str, source_type: str) -> UUID:
    """The source of that name of an organisation, made when it is new."""
    found = source_id(organisation, name)
    db.execute(
        "INSERT INTO sources (id, organisation_id, name, type, rank) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (id) DO NOTHING",
        (found, organisation, name, source_type, RANKS[source_type]),
    )
    return found


def inventory_type(db: Db, organisation: UUID) -> str:
    """The type of source of an inventory: that of the owner of its systems, or of a provider that runs them for others."""
    kinds = db.execute(
        "SELECT o.kind FROM matches m JOIN organisations o ON o.id = m.record_id WHERE m.id = %s", (organisation,)
    )
    return "provider" if any(kind in PROVIDER_KINDS for (kind,) in kinds) else "inventory"


def receive(db: Db, delivery: Delivery, *, by: str, at: datetime, kept: KeptFile | None = None) -> int:
    """Note an import in state received, and return its number."""
    source = ensure_source(db, delivery.organisation, delivery.source_name, delivery.source_type)
    if kept:
        db.execute(
            "INSERT INTO stored_files (sha256, size, received_at) VALUES (%s, %s, %s) ON CONFLICT (sha256) DO NOTHING",
            (kept.sha256, kept.size, at),
        )
    row = db.execute(
        "INSERT INTO imports (source_id, sha256, filename, importer, completeness, as_of, state, received_at, received_by,"
        " mapping) VALUES (%s, %s, %s, %s, %s, %s, 'received', %s, %s, %s) RETURNING id",
        (
            source,
            kept.sha256 if kept else None,
            delivery.filename,
            delivery.importer,
            delivery.completeness,
            delivery.as_of,
            at,
            by,
            Jsonb(delivery.mapping),
        ),
    ).fetchone()
    return int(row[0]) if row else 0


def find_repeat(db: Db, delivery: Delivery, sha256: str) -> int | None:
    """The import that already brought this very file from this source, unless it was undone, cancelled or failed."""
    source = source_id(delivery.organisation, delivery.source_name)
    row = db.execute(
        "SELECT id FROM imports WHERE source_id = %s AND sha256 = %s AND state NOT IN ('undone', 'cancelled', 'failed')"
        " ORDER BY id LIMIT 1",
        (source, sha256),
    ).fetchone()
    return int(row[0]) if row else None


def is_superseded(db: Db, import_id: int) -> bool:
    """Whether its source brought something else since: a feed that goes back to what it was before says so anew."""
    row = db.execute(
        "SELECT EXISTS (SELECT FROM imports e JOIN imports o USING (source_id)"
        " WHERE e.id = %s AND e.state = 'applied' AND o.state = 'applied' AND o.applied_at > e.applied_at)",
        (import_id,),
    ).fetchone()
    return bool(row and row[0])
