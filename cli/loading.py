"""What a new register starts with: reference data, and on request the sample inventories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import typer
import yaml
from rich.console import Console

from cli.database import libpq_address
from cli.settings import Settings
from importers.pipeline import receive_upload, stage_import
from registry import reference
from registry.actors import find_organisation
from registry.applying import apply_import
from registry.errors import InvalidInput
from registry.planning import row_kind
from registry.receiving import Delivery, inventory_type
from registry.resolving.matching import Db

SAMPLES = Path(__file__).parent.parent / "samples"
LOADED_BY = "samples"


@dataclass(frozen=True)
class Sample:
    """One line of `samples/manifest.yaml`. `mapping` is the parsed mapping file."""

    path: Path
    organisation: dict[str, str]
    source: str
    as_of: date
    complete: bool
    mapping: dict[str, Any]


def load_reference(url: str, *, quiet: bool = False) -> None:
    """Bring in the organisations, suppliers and budget chapters of this version; again changes nothing."""
    with psycopg.connect(libpq_address(url)) as db:
        for name in reference.load_reference(db, datetime.now(UTC)):
            if not quiet:
                typer.echo(f"  referentiegegevens / reference data: {name}")


def load_samples(url: str, settings: Settings) -> None:
    """Import the sample inventories; the same files again change nothing."""
    if not (SAMPLES / "manifest.yaml").is_file():
        typer.echo("  Er zijn hier geen voorbeelden / there are no samples here.", err=True)
        return
    address, console = libpq_address(url), Console()
    for sample in read_manifest(SAMPLES):
        with console.status(f"  {sample.path.name}"):
            line = _load(address, settings.kept_files, sample)
        console.print(f"  {sample.path.name}: {line}", highlight=False, markup=False, soft_wrap=True)


def read_manifest(folder: Path) -> Iterator[Sample]:
    """The samples in the order in which they are to be loaded."""
    for entry in yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))["files"]:
        mapping = entry["mapping"]
        yield Sample(
            path=folder / entry["file"],
            organisation=entry["organisation"],
            source=entry["source"],
            as_of=date.fromisoformat(entry["as_of"]),
            complete=entry["complete"],
            mapping=yaml.safe_load((folder / mapping).read_text(encoding="utf-8")) if mapping else {},
        )


def _load(address: str, kept: Path, sample: Sample) -> str:
    """Receive, stage and apply one file as far as that was not done before; what came of it, in a few words."""
    with psycopg.connect(address) as db:
        organisation = _organisation(db, sample.organisation)
        delivery = Delivery(
            organisation=organisation,
            source_name=sample.source,
            source_type=inventory_type(db, organisation),
            importer="",
            as_of=sample.as_of,
            completeness="complete" if sample.complete else "partial",
            filename=sample.path.name,
            mapping=sample.mapping,
        )
        import_id = _receive(db, kept, sample, delivery)
        state = _state(db, import_id)
    if state in {"received", "reading", "previewed"}:
        stage_import(address, kept, import_id)
        with psycopg.connect(address) as db:
            state = _state(db, import_id)
            if state == "previewed":
                apply_import(db, import_id, by=LOADED_BY, at=datetime.now(UTC))
                return f"import {import_id}, {_count(db, import_id)} rijen / rows"
    if state == "applied":
        return f"was er al als import {import_id} / was there as import {import_id}"
    return f"import {import_id}: {state}"


def _receive(db: Db, kept: Path, sample: Sample, delivery: Delivery) -> int:
    """The import of this sample. One that a person undid or laid aside is left as that person left it."""
    with sample.path.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        received = receive_upload(db, kept, chunks, delivery, by=LOADED_BY, at=datetime.now(UTC))
    if received.repeated:
        return received.import_id
    earlier = db.execute(
        "SELECT min(o.id) FROM imports i JOIN imports o ON o.source_id = i.source_id AND o.sha256 = i.sha256"
        " AND o.id <> i.id AND o.state IN ('undone', 'cancelled') WHERE i.id = %s",
        (received.import_id,),
    ).fetchone()
    if earlier is None or earlier[0] is None:
        return received.import_id
    db.rollback()
    return int(earlier[0])


def _organisation(db: Db, known: dict[str, str]) -> UUID:
    """The organisation of a sample, by the surest of what is known of it."""
    for name in ("tooi", "name"):
        if name in known:
            try:
                return find_organisation(db, known[name])
            except InvalidInput:
                continue
    return find_organisation(db, known["abbreviation"])


def _state(db: Db, import_id: int) -> str:
    row = db.execute("SELECT state FROM imports WHERE id = %s", (import_id,)).fetchone()
    return str(row[0]) if row else ""


def _count(db: Db, import_id: int) -> int:
    row = db.execute(
        "SELECT count(*) FROM staged_rows WHERE import_id = %s AND kind = %s AND row_number IS NOT NULL",
        (import_id, row_kind(db, import_id)),
    ).fetchone()
    return int(row[0]) if row else 0
