"""The path of one inventory, from upload to preview: receive, read, stage, plan.

`receive_upload` runs in the request; `stage_import` may take long and runs in the worker or on the command line. It is
one transaction: whoever stops it half-way leaves the import as it was received, and doing it again gives the same.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from importers import IMPORTERS, choose
from importers.context import ColumnFound, Context, Found, UnreadableFile
from importers.readahead import read_ahead
from registry.asking import lock_import, will_pass
from registry.errors import ImportStateError, NotFound, RegisterError
from registry.names import key_for
from registry.planning import plan
from registry.progress import Progress
from registry.queries.inventory import list_inventory
from registry.queries.listed_products import list_products_of
from registry.receiving import Delivery, KeptFile, find_repeat, is_superseded, keep_file, kept_path, receive
from registry.resolving.matching import Db
from registry.shrinking import SHRANK, tell_shrunk
from registry.staging import Batch, ProblemFound, stage, write_problems
from registry.template import SOURCE_NAME

SOURCE_TYPES = {
    "roo": "roo",
    "websiteregister": "register",
    "algoritmeregister": "register",
    "endoflife": "register",
    "openeox": "statement",
    "cle": "statement",
    "cyclonedx": "bill",
    "gleif": "gleif",
    "supplier_list": "steward",
    "template": "template",
}
AUTOMATIC = "automatic"
TEMPLATE = "template"
FEED = "endoflife"
LIFECYCLES = {FEED: "endoflife.date", "openeox": "OpenEoX", "cle": "CLE", "cyclonedx": "CycloneDX"}
"""Importers of statements on the lives of products, with the name of the source where nobody gave one."""
UNNAMED = "inventaris"


@dataclass(frozen=True)
class Received:
    """The number of an import; `repeated` when this very file had come from this source before."""

    import_id: int
    repeated: bool


def receive_upload(
    db: Db, folder: Path, chunks: Iterable[bytes], delivery: Delivery, *, by: str, at: datetime
) -> Received:
    """Keep the bytes and note the import; the same file from the same source is recognised, also when sent twice at once."""
    kept = keep_file(folder, chunks)
    delivery = _as_recognised(kept, delivery)
    db.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"{delivery.organisation}{delivery.source_name}",))
    earlier = find_repeat(db, delivery, kept.sha256)
    if earlier is not None and not (delivery.importer == FEED and is_superseded(db, earlier)):
        return Received(earlier, repeated=True)
    return Received(receive(db, delivery, by=by, at=at, kept=kept), repeated=False)


def _as_recognised(kept: KeptFile, delivery: Delivery) -> Delivery:
    """A round-trip workbook speaks for the one source of its organisation's template edits, whatever it was said to be.

    What states the lives of products is a register or a maker's statement, and no inventory of whoever sends it.
    """
    chosen = choose(kept.path, delivery.filename or "").name
    if chosen in LIFECYCLES:
        # Beside an inventory of the same sender: a source is of one type.
        name = LIFECYCLES[chosen] if delivery.source_name == UNNAMED else delivery.source_name
        return replace(delivery, source_name=name, source_type=SOURCE_TYPES[chosen], importer=chosen)
    if chosen != TEMPLATE:
        return delivery
    return replace(delivery, source_name=SOURCE_NAME, source_type=TEMPLATE, importer=TEMPLATE)


def stage_import(address: str, folder: Path, import_id: int, *, at: datetime | None = None) -> None:
    """Read an import's kept file and make its preview. A file that cannot be read fails with the reason; nothing is lost.

    So does one on which a reader stumbles; that is raised, for whoever runs the register. Raises `OperationalError` when
    the database is gone: then nothing happened, and it can be done again.
    """
    at = at or datetime.now(UTC)
    with psycopg.connect(address, autocommit=True) as beside, _no_collection():
        progress = Progress(beside, import_id)
        try:
            with psycopg.connect(address) as db:
                _stage(db, folder, import_id, at, progress)
        except UnreadableFile as unreadable:
            _fail(beside, import_id, unreadable.problem, at)
        except RegisterError:
            raise
        except Exception as stumbled:
            if not will_pass(stumbled):
                name = type(stumbled).__name__
                _fail(beside, import_id, ProblemFound("unexpected_error", parameters={"detail": name}), at)
            raise


def _fail(db: Db, import_id: int, problem: ProblemFound, at: datetime) -> None:
    with db.transaction():
        _clear(db, import_id)
        write_problems(db, import_id, [problem])
        _set_state(db, import_id, "failed", failure=problem.code)
        if problem.code == SHRANK:
            tell_shrunk(db, import_id, problem.parameters, at)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Rows make no cycles: looking for them while reading costs a sixth of the time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def cancel_import(db: Db, import_id: int, *, by: str, at: datetime) -> None:
    """Lay an import aside that was not applied; its file and problems stay. Raises `ImportStateError` while it is read."""
    lock_import(db, import_id)
    done = db.execute(
        "UPDATE imports SET state = 'cancelled', undone_at = %s, undone_by = %s"
        " WHERE id = %s AND state IN ('received', 'previewed', 'failed') RETURNING id",
        (at, by, import_id),
    ).fetchone()
    if done is None:
        raise ImportStateError(import_id, _state(db, import_id))
    db.execute("DELETE FROM staged_rows WHERE import_id = %s", (import_id,))


def _state(db: Db, import_id: int) -> str:
    row = db.execute("SELECT state FROM imports WHERE id = %s", (import_id,)).fetchone()
    if row is None:
        raise NotFound(f"Import {import_id}")
    return str(row[0])


def _set_state(db: Db, import_id: int, state: str, *, failure: str | None = None) -> None:
    db.execute("UPDATE imports SET state = %s, failure = %s WHERE id = %s", (state, failure, import_id))


def _clear(db: Db, import_id: int) -> None:
    for table in ("staged_rows", "problems", "import_columns"):
        db.execute(f"DELETE FROM {table} WHERE import_id = %s", (import_id,))  # noqa: S608 - our own table names


def _stage(db: Db, folder: Path, import_id: int, at: datetime, progress: Progress) -> None:
    row = db.execute(
        "SELECT source_id, sha256, filename, importer, as_of, state, mapping, completeness FROM imports WHERE id = %s"
        " FOR NO KEY UPDATE",
        (import_id,),
    ).fetchone()
    if row is None or row[5] not in {"received", "reading", "previewed", "failed"}:
        raise ImportStateError(import_id, row[5] if row else None)
    source, sha256, filename, importer, as_of, _, mapping, completeness = row
    # Two files of one source state the same claims: they are read one after the other.
    db.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"landschap.source {source}",))
    _clear(db, import_id)
    context = make_context(db, source, as_of, filename or "", mapping)
    context = replace(context, complete=completeness == "complete")
    path = kept_path(folder, sha256)
    if not path.is_file():
        raise UnreadableFile("file_gone")
    chosen = IMPORTERS.get(importer) or choose(path, filename or "")
    progress.begin("read", _count_lines(path))
    columns: list[ColumnFound] = []
    staged = stage(
        db, import_id, source, _collected(read_ahead(chosen.read(path, context)), columns), progress=progress.count
    )
    # A text file has no sheet names: it is called as it came, not as it is kept.
    own = Path(filename or "").stem
    _write_columns(db, import_id, [replace(c, sheet_name=own) if c.sheet_name == sha256 else c for c in columns])
    progress.begin("plan", staged)
    plan(db, import_id, at)
    db.execute(
        "UPDATE imports SET state = 'previewed', previewed_at = %s, failure = NULL, importer = %s WHERE id = %s",
        (at, chosen.name, import_id),
    )
    progress.end()


def make_context(db: Db, source: UUID, as_of: date, filename: str, mapping: dict[str, Any]) -> Context:
    """What an importer must know about the sender of a file."""
    row = db.execute(
        "SELECT s.organisation_id, o.id, o.name FROM sources s JOIN matches m ON m.id = s.organisation_id"
        " JOIN organisations o ON o.id = m.record_id WHERE s.id = %s",
        (source,),
    ).fetchone()
    saved: dict[str, str | None] = dict(
        db.execute("SELECT heading, field FROM saved_mappings WHERE source_id = %s", (source,)).fetchall()
    )
    match, record, name = row or (None, None, "")
    return Context(
        source=source,
        organisation=str(match) if match else None,
        organisation_name=name,
        as_of=as_of,
        filename=filename,
        mapping=mapping,
        saved=saved,
        own_keys=_own_keys(db, record) if record else frozenset(),
        published=lambda: list_inventory(db, record, on=as_of) if record else {},
        listed=lambda: list_products_of(db, source),
    )


def _own_keys(db: Db, organisation: UUID) -> frozenset[str]:
    """The name keys of an organisation and of everything that ever was part of it or fell under it."""
    rows = db.execute(
        """
        WITH RECURSIVE below AS (
            SELECT %s::uuid AS id
            UNION SELECT r.organisation_id FROM organisation_relations r JOIN below b ON r.related_id = b.id
        )
        SELECT n FROM below b JOIN organisations o ON o.id = b.id,
             unnest(ARRAY[o.name, o.abbreviation] || coalesce(o.aliases, '{}')) n WHERE n IS NOT NULL
        UNION SELECT n.name FROM below b JOIN organisation_names n ON n.organisation_id = b.id
        """,
        (organisation,),
    )
    return frozenset(key_for("organisation", name) for (name,) in rows)


def _collected(found: Iterator[Found], columns: list[ColumnFound]) -> Iterator[Batch | ProblemFound]:
    """What is to be staged; columns are set aside."""
    for item in found:
        if isinstance(item, ColumnFound):
            columns.append(item)
        else:
            yield item


def _write_columns(db: Db, import_id: int, columns: list[ColumnFound]) -> None:
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO import_columns (import_id, sheet, sheet_name, position, heading, field, certainty, basis, samples)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                (
                    import_id,
                    c.sheet,
                    c.sheet_name,
                    c.position,
                    c.heading,
                    c.field,
                    c.certainty,
                    c.basis,
                    list(c.samples),
                )
                for c in columns
            ],
        )


def _count_lines(path: Path) -> int | None:
    """About how many rows a text file has; unknown for other files."""
    with path.open("rb") as file:
        head = file.read(4)
        if head[:2] in {b"PK", b"\xd0\xcf"} or head[:2] == b"\x1f\x8b":
            return None
        file.seek(0)
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
