"""The work of `landschap lifecycles`: bring in what is stated of the lives of products, from a file or from the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import typer

from cli.bringing import Brought, bring
from cli.lifecycle_options import LifecyclesWish
from cli.opening import Opened
from cli.settings import Settings
from importers import choose
from importers.endoflife_feed import URL, fetch_endoflife
from importers.pipeline import FEED, LIFECYCLES, SOURCE_TYPES, receive_upload, stage_import
from registry.applying import apply_import
from registry.calendar_days import today_in_nl
from registry.errors import StalePlan
from registry.queries.imports import get_import
from registry.receiving import NOBODY, Delivery
from registry.resolving.matching import Db

SOURCE = LIFECYCLES[FEED]
FETCHED = "endoflife.json"
MACHINE = "landschap"
"""Who brings in what nobody asked for by hand."""


@dataclass(frozen=True)
class Refreshed:
    """What fetching the list came to: the import and its state ("applied", "failed"), or None where nothing changed."""

    import_id: int | None
    state: str | None


def bring_lifecycles(opened: Opened, wish: LifecyclesWish) -> None:
    """Bring a list or statements in as an import; what did not change since the last time is not fetched again."""
    remembered = {"product": wish.product, "version": wish.version, "although_shorter": wish.although_shorter}
    given = {name: value for name, value in remembered.items() if value}
    if wish.file is not None:
        if not wish.file.is_file():
            opened.refuse(f"Er is geen bestand {wish.file}.", f"There is no file {wish.file}.")
        found = choose(wish.file, wish.file.name).name
        importer = found if found in LIFECYCLES else FEED
        source = wish.source or LIFECYCLES[importer]
        brought = Brought(source, importer, wish.file.name, wish.file.read_bytes(), remembered=given)
    else:
        with httpx.Client() as client, opened.connect() as db:
            # A list that was refused for its length is looked at again, unchanged or not.
            fetched = fetch_endoflife(client, None if wish.although_shorter else _last_tag(db), url=wish.url)
        if fetched.content is None:
            told = "De lijst is niet veranderd sinds de vorige keer.", "The list did not change since the last time."
            typer.echo(opened.say(*told))
            return
        given["etag"] = fetched.etag or ""
        brought = Brought(SOURCE, FEED, FETCHED, fetched.content, remembered=given)
    bring(opened, brought, acting_as=wish.acting_as, apply=wish.apply)


def refresh_lifecycles(address: str, settings: Settings, *, url: str = URL, at: datetime | None = None) -> Refreshed:
    """Fetch the list of endoflife.date and apply it, as the worker does; a list that did not change is left alone.

    A list that shrank too much becomes a failed import, and an alarm. Raises `FeedUnavailable`: nothing happened then.
    """
    at = at or datetime.now(UTC)
    with httpx.Client() as client, _connect(address) as db:
        tag = _last_tag(db)
        fetched = fetch_endoflife(client, tag, url=url)
    if fetched.content is None:
        return Refreshed(None, None)
    delivery = Delivery(NOBODY, SOURCE, SOURCE_TYPES[FEED], FEED, today_in_nl(at), filename=FETCHED,
                        mapping={"etag": fetched.etag})  # fmt: skip
    with _connect(address) as db:
        received = receive_upload(db, settings.kept_files, [fetched.content], delivery, by=MACHINE, at=at)
    state = _state(address, received.import_id)
    if state in {"received", "reading"}:
        stage_import(address, settings.kept_files, received.import_id)
    if _state(address, received.import_id) == "previewed":
        _apply(address, settings, received.import_id)
    return Refreshed(received.import_id, _state(address, received.import_id))


def _apply(address: str, settings: Settings, import_id: int) -> None:
    """Apply; where somebody changed the register since the preview, the preview is made anew and applied once more."""
    for last in (False, True):
        try:
            with _connect(address) as db:
                apply_import(db, import_id, by=MACHINE, at=datetime.now(UTC))
                return
        except StalePlan:
            if last:
                raise
            stage_import(address, settings.kept_files, import_id)


def _connect(address: str) -> Db:
    return Db.connect(address)


def _state(address: str, import_id: int) -> str:
    with _connect(address) as db:
        return str(get_import(db, import_id)["state"])


def _last_tag(db: Db) -> str | None:
    """The tag of the list that counts now, as the service gave it."""
    row = db.execute(
        "SELECT i.mapping ->> 'etag' FROM imports i JOIN sources s ON s.id = i.source_id"
        " WHERE s.name = %s AND i.state = 'applied' ORDER BY i.as_of DESC, i.id DESC LIMIT 1",
        (SOURCE,),
    ).fetchone()
    return (row[0] or None) if row else None
