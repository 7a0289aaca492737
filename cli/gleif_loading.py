"""The work of `landschap gleif`: load a list of legal entities, and bring records of GLEIF in as an import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import typer

from cli.bringing import Brought, bring
from cli.gleif import ParentsWish
from cli.opening import Opened, actor_of
from importers.gleif_entities import file_of, read_entities
from importers.gleif_feed import Service, fetch_gleif
from registry.actors import Deed
from registry.identifiers import is_lei
from registry.legal_entities import SOURCE, load_entities

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
    brought = Brought(SOURCE, GLEIF, name, content, wish.as_of.date() if wish.as_of else None)
    bring(opened, brought, acting_as=wish.acting_as, apply=wish.apply)


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
