"""What changed in the published register, as events of the outbox: written in the transaction that changed it.

Positions follow the order in which transactions commit, so that a reader who has seen one position misses none before it:
all writers of events hold one lock from the first they write until they commit.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from registry.kinds import Kind
from registry.resolving.matching import Db

OWNERS = {
    "application": "t.owner_id",
    "contract": "t.organisation_id",
    "cloud_service": "t.client_id",
    "organisation": "t.id",
    "organisation_name": "t.organisation_id",
    "organisation_relation": "t.organisation_id",
    "cost": "t.organisation_id",
    "budget_node": "t.organisation_id",
    "policy_goal": "t.organisation_id",
    "assessment": "t.organisation_id",
    "finding": "t.organisation_id",
    "support_purchase": "t.organisation_id",
}
"""The organisation that a change is about, by kind; the other kinds are of nobody in particular."""
_PRODUCTS = {"product": "t.id", "product_version": "t.product_id"}
_SUPPLIERS = {
    "supplier": "t.id",
    "ownership": "t.supplier_id",
    "product": "t.vendor_id",
    "cloud_service": "t.supplier_id",
}


def open_journal(db: Db) -> None:
    """Start noting, in this transaction."""
    db.execute(
        """
        CREATE TEMP TABLE IF NOT EXISTS journal (
            kind varchar(30) NOT NULL, action varchar(30) NOT NULL, id uuid NOT NULL, owner uuid, product uuid, supplier uuid
        ) ON COMMIT DROP
        """
    )


def note_changes(db: Db, kind: Kind, at: datetime) -> None:
    """Note what publishing the dirty records of a kind did: created, changed, ended, merged into another, or withdrawn."""
    owner, product, supplier = (places.get(kind.name, "NULL::uuid") for places in (OWNERS, _PRODUCTS, _SUPPLIERS))
    relinked = " OR t.id IN (SELECT id FROM relinked)" if kind.links else ""
    selected = f"t.id, {owner}, {product}, {supplier}"
    db.execute(
        f"""
        INSERT INTO journal (kind, action, id, owner, product, supplier)
        SELECT %(kind)s, CASE WHEN e.id IS NULL THEN 'created'
                              WHEN t.ended_on IS NOT NULL AND EXISTS (
                                  SELECT FROM {kind.plural}_history h
                                  WHERE h.id = t.id AND h.known_until = %(at)s AND h.ended_on IS NULL) THEN 'ended'
                              ELSE 'changed' END, {selected}
        FROM dirty d JOIN {kind.plural} t ON t.id = d.id LEFT JOIN existing e ON e.id = d.id
        WHERE e.id IS NULL OR t.known_from = %(at)s{relinked}
        UNION ALL
        SELECT %(kind)s, CASE WHEN EXISTS (SELECT FROM matches m WHERE m.id = t.id AND m.record_id <> t.id)
                              THEN 'merged' ELSE 'withdrawn' END, {selected}
        FROM existing e JOIN {kind.plural}_history t ON t.id = e.id AND t.known_until = %(at)s
        WHERE NOT EXISTS (SELECT FROM {kind.plural} p WHERE p.id = e.id)
        """,
        {"kind": kind.name, "at": at},
    )


def close_journal(db: Db, at: datetime, *, import_id: int | None = None, step: str | None = None) -> None:
    """Write what was noted as events, after the event of the import itself (`step`: apply or undo)."""
    lock_events(db)
    if import_id is not None and step is not None:
        db.execute(
            IMPORT, {"import": import_id, "at": at, "type": {"apply": "import.applied", "undo": "import.undone"}[step]}
        )
    db.execute(
        """
        INSERT INTO events (type, at, subject_kind, subject_id, organisation_id, product_id, supplier_id, import_id)
        SELECT replace(kind, '_', '-') || '.' || action, %(at)s, kind, id, owner, product, supplier, %(import)s FROM journal
        """,
        {"at": at, "import": import_id},
    )
    db.execute(TAKEOVERS, {"at": at, "import": import_id})
    db.execute("DROP TABLE journal")


def lock_events(db: Db) -> None:
    """Wait until nobody else writes events; held to the end of the transaction."""
    db.execute("SELECT pg_advisory_xact_lock(hashtext('landschap.events'))")


def write_event(
    db: Db,
    type_: str,
    at: datetime,
    *,
    subject: tuple[str, UUID | None],
    organisation: UUID | None = None,
    data: dict[str, object],
) -> int:
    """Write one event and give its position."""
    lock_events(db)
    row = db.execute(
        "INSERT INTO events (type, at, subject_kind, subject_id, organisation_id, data) VALUES (%s, %s, %s, %s, %s, %s)"
        " RETURNING position",
        (type_, at, *subject, organisation, Jsonb(data)),
    ).fetchone()
    return int(row[0]) if row else 0


IMPORT = """
    INSERT INTO events (type, at, subject_kind, subject_id, organisation_id, import_id, data)
    SELECT %(type)s, %(at)s, 'import', NULL, m.record_id, i.id,
           jsonb_build_object('import', i.id, 'source', s.name, 'filename', i.filename, 'asOf', i.as_of)
    FROM imports i JOIN sources s ON s.id = i.source_id LEFT JOIN matches m ON m.id = s.organisation_id WHERE i.id = %(import)s
"""

# A supplier gets another parent, or another share of one: told apart from the edge itself, which few will follow.
TAKEOVERS = """
    INSERT INTO events (type, at, subject_kind, subject_id, supplier_id, import_id, data)
    SELECT 'supplier.change-of-control', %(at)s, 'supplier', o.supplier_id, o.supplier_id, %(import)s,
           jsonb_build_object('parent', o.parent_id, 'basis', o.basis, 'valid', o.valid::text, 'action', j.action)
    FROM journal j JOIN ownerships o ON o.id = j.id WHERE j.kind = 'ownership' AND j.action <> 'withdrawn'
"""
