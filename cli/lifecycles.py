"""The work of `landschap lifecycles`: bring the list of endoflife.date in, from a file or from the service."""

from __future__ import annotations

import httpx
import typer

from cli.bringing import Brought, bring
from cli.opening import Opened
from cli.options import LifecyclesWish
from importers.endoflife_feed import fetch_endoflife

SOURCE = "endoflife.date"
IMPORTER = "endoflife"


def bring_lifecycles(opened: Opened, wish: LifecyclesWish) -> None:
    """Bring the list in as an import; what did not change since the last time is not fetched again."""
    if wish.file is not None:
        if not wish.file.is_file():
            opened.refuse(f"Er is geen bestand {wish.file}.", f"There is no file {wish.file}.")
        brought = Brought(SOURCE, IMPORTER, wish.file.name, wish.file.read_bytes())
    else:
        with httpx.Client() as client:
            fetched = fetch_endoflife(client, _last_tag(opened), url=wish.url)
        if fetched.content is None:
            told = "De lijst is niet veranderd sinds de vorige keer.", "The list did not change since the last time."
            typer.echo(opened.say(*told))
            return
        brought = Brought(SOURCE, IMPORTER, "endoflife.json", fetched.content, remembered={"etag": fetched.etag})
    bring(opened, brought, acting_as=wish.acting_as, apply=wish.apply)


def _last_tag(opened: Opened) -> str | None:
    """The tag of the list that counts now, as the service gave it."""
    with opened.connect() as db:
        row = db.execute(
            "SELECT i.mapping ->> 'etag' FROM imports i JOIN sources s ON s.id = i.source_id"
            " WHERE s.name = %s AND i.state = 'applied' ORDER BY i.as_of DESC, i.id DESC LIMIT 1",
            (SOURCE,),
        ).fetchone()
    return row[0] if row else None
