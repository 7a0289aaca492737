"""The work of `landschap gleif`: load a list of legal entities, and bring records of GLEIF in as an import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import typer

from cli.gleif import ParentsWish
from cli.importing import CHUNK
from cli.opening import Opened, actor_of
from cli.showing import show_import, wide_console
from cli.watching import watched
from importers.gleif_entities import file_of, read_entities
from importers.gleif_feed import Service, fetch_gleif
from importers.pipeline import SOURCE_TYPES, receive_upload, stage_import
from registry.actors import Deed
from registry.applying import apply_import
from registry.errors import StalePlan
from registry.identifiers import is_lei
from registry.legal_entities import SOURCE, load_entities
from registry.queries.imports import get_import
from registry.receiving import NOBODY, Delivery

GLEIF = "gleif"


def load_file(opened: Opened, file: Path, acting_as: str | None) -> None:
    """Load a list of legal entities and tell what changed; a list that is wrong is refused with the line."""
    if not file.is_file():
        opened.refuse(f"Er is geen bestand {file}.", f"There is no file {file}.")
    with opened.connect() as db:
        deed = Deed(actor_of(db, acting_as), datetime.now(UTC))
        loaded = load_entities(db, read_entities(file), file_of(file), deed)
    if loaded.repeated:
        told = "Deze lijst was al geladen; er is niets veranderd.", "This list was loaded before; nothing changed."
    else:
        counts = loaded.rows, loaded.added, loaded.changed, loaded.removed
        told = (
            "{} rechtspersonen: {} nieuw, {} gewijzigd, {} verdwenen. Het zijn kandidaten, geen leveranciers.".format(
                *counts
            ),
            "{} legal entities: {} new, {} changed, {} gone. They are candidates, not suppliers.".format(*counts),
        )
    typer.echo(opened.say(*told))


def bring_parents(opened: Opened, wish: ParentsWish) -> None:
    """Bring records in as an import of GLEIF, from a file or from the service, and apply it where wished."""
    ways = (wish.file is not None, bool(wish.lei), wish.all_suppliers)
    if sum(ways) != 1:
        opened.refuse(
            "Kies één van --file, --lei en --all-suppliers.", "Choose one of --file, --lei and --all-suppliers."
        )
    if wish.file is not None:
        if not wish.file.is_file():
            opened.refuse(f"Er is geen bestand {wish.file}.", f"There is no file {wish.file}.")
        content, name = wish.file.read_bytes(), wish.file.name
    else:
        content, name = _fetch(opened, wish), "gleif.json"
    import_id = _receive(opened, wish, content, name)
    with opened.connect() as db:
        state = get_import(db, import_id)["state"]
    if state in {"received", "reading", "previewed"}:
        with watched(opened, import_id):
            stage_import(opened.address, opened.settings.kept_files, import_id)
        with opened.connect() as db:
            state = get_import(db, import_id)["state"]
            show_import(db, opened, wide_console(), import_id)
    if wish.apply and state == "previewed":
        state = _apply(opened, wish, import_id)
    _tell(opened, import_id, state)


def _fetch(opened: Opened, wish: ParentsWish) -> bytes:
    """What the service holds of the entities asked for, before anything changes."""
    leis = [lei.strip().upper() for lei in wish.lei or _leis(opened)]
    if wrong := [lei for lei in leis if not is_lei(lei)]:
        opened.refuse(f"Dit is geen LEI: {', '.join(wrong)}.", f"Not a LEI: {', '.join(wrong)}.")
    if not leis:
        opened.refuse("Geen enkele leverancier heeft een LEI.", "No supplier has a LEI.")
    with httpx.Client() as client:
        content = fetch_gleif(Service(client, wish.url.rstrip("/")), leis)
    if content == b'{"data":[]}':
        opened.refuse("GLEIF kent geen van deze LEI's.", "GLEIF knows none of these LEIs.")
    if wish.save is not None:
        wish.save.write_bytes(content)
    return content


def _leis(opened: Opened) -> Iterator[str]:
    with opened.connect() as db:
        yield from (row[0] for row in db.execute("SELECT DISTINCT lei FROM suppliers WHERE lei IS NOT NULL ORDER BY 1"))


def _receive(opened: Opened, wish: ParentsWish, content: bytes, name: str) -> int:
    now = datetime.now(UTC)
    delivery = Delivery(NOBODY, SOURCE, SOURCE_TYPES[GLEIF], GLEIF, (wish.as_of or now).date(), filename=name)
    chunks = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    with opened.connect() as db:
        by = actor_of(db, wish.acting_as).name
        return receive_upload(db, opened.settings.kept_files, chunks, delivery, by=by, at=now).import_id


def _apply(opened: Opened, wish: ParentsWish, import_id: int) -> str:
    """Apply; where somebody changed the register since the preview, the preview is made anew and applied once more."""
    for last in (False, True):
        try:
            with watched(opened, import_id), opened.connect() as db:
                apply_import(db, import_id, by=actor_of(db, wish.acting_as).name, at=datetime.now(UTC))
                break
        except StalePlan:
            if last:
                raise
            stage_import(opened.address, opened.settings.kept_files, import_id)
    return "applied"


def _tell(opened: Opened, import_id: int, state: str) -> None:
    if state == "applied":
        typer.echo(
            opened.say(
                f"Toegepast als import {import_id}. Terugdraaien: landschap undo {import_id}",
                f"Applied as import {import_id}. To take it back: landschap undo {import_id}",
            )
        )
    elif state == "failed":
        raise typer.Exit(1)
    else:
        typer.echo(
            opened.say(
                f"Nog niets veranderd (import {import_id}). Toepassen: geef hetzelfde nog eens met --apply",
                f"Nothing changed yet (import {import_id}). To apply: give the same again with --apply",
            )
        )
