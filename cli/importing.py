"""`landschap import` and `landschap undo`: receive, stage and apply in this process, with progress.

Whatever moment the command is stopped at, nothing is lost: given again, it recognises the file and goes on.
"""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg
import typer
import yaml

from cli.opening import Opened, actor_of
from cli.options import Wish
from cli.showing import STATES, describe, show_import, wide_console
from cli.watching import watched
from importers import IMPORTERS
from importers.context import UnreadableFile
from importers.mapping import read_mapping
from importers.pipeline import SOURCE_TYPES, receive_upload, stage_import
from registry.actors import find_organisation
from registry.applying import apply_import, undo_import
from registry.calendar_days import AMSTERDAM, today_in_nl
from registry.errors import StalePlan
from registry.problems import sentence
from registry.progress import Progress
from registry.queries.imports import get_import
from registry.receiving import Delivery, inventory_type
from registry.resolving.matching import Db

CHUNK = 1 << 20
UNFINISHED = ("received", "reading", "previewed")


def import_file(opened: Opened, wish: Wish) -> None:
    """Bring a file in as far as is wished, and print what came of it; exit code 1 when it could not be read or applied."""
    if not wish.file.is_file():
        opened.refuse(f"Er is geen bestand {wish.file}.", f"There is no file {wish.file}.")
    if wish.importer is not None and wish.importer not in IMPORTERS:
        known = ", ".join(sorted(IMPORTERS))
        opened.refuse(
            f"Er is geen soort bron {wish.importer!r}; wel: {known}.",
            f"There is no importer {wish.importer!r}; there are: {known}.",
        )
    mapping = _read_mapping(opened, wish.mapping)
    with opened.connect() as db:
        import_id, by, repeated = _receive(db, opened, wish, mapping)
        before = get_import(db, import_id)
    if repeated and not wish.as_json:
        _tell_repeated(opened, before)
    state = before["state"]
    if state in UNFINISHED:
        with watched(opened, import_id, quiet=wish.as_json):
            stage_import(opened.address, opened.settings.kept_files, import_id)
        state = _state(opened, import_id)
    if not wish.as_json:
        _show(opened, import_id)
    if wish.apply and state == "previewed":
        with watched(opened, import_id, quiet=wish.as_json):
            _apply(opened, import_id, by=by, end_missing=wish.end_missing)
        state = "applied"
    if wish.as_json:
        _tell_as_json(opened, import_id, repeated=repeated)
    else:
        _tell_state(opened, wish, import_id, state)
    if state == "failed":
        raise typer.Exit(1)


def _read_mapping(opened: Opened, path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        read_mapping(content if isinstance(content, dict) else {"columns": content})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        opened.refuse(f"{path} is niet te lezen: {error}", f"{path} cannot be read: {error}")
    except UnreadableFile as error:
        opened.refuse(*(sentence(error.code, error.parameters, locale) for locale in ("nl", "en")))
    return dict(content)


def _receive(db: Db, opened: Opened, wish: Wish, mapping: dict[str, Any]) -> tuple[int, str, bool]:
    """The number of the import, who brings it, and whether this very file was there before."""
    organisation = find_organisation(db, wish.organisation)
    by = actor_of(db, wish.acting_as, organisation).name
    now = opened.now()
    delivery = Delivery(
        organisation=organisation,
        source_name=wish.source,
        source_type=SOURCE_TYPES.get(wish.importer or "") or inventory_type(db, organisation),
        importer=wish.importer or "",
        as_of=wish.as_of.date() if wish.as_of else today_in_nl(now),
        completeness="complete" if wish.complete else "partial",
        filename=wish.file.name,
        mapping=mapping,
    )
    with wish.file.open("rb") as file:
        chunks = iter(lambda: file.read(CHUNK), b"")
        received = receive_upload(db, opened.settings.kept_files, chunks, delivery, by=by, at=now)
    return received.import_id, by, received.repeated


def _tell_repeated(opened: Opened, found: dict[str, Any]) -> None:
    when = found["receivedAt"].astimezone(AMSTERDAM)
    state = opened.say(*STATES[found["state"]])
    typer.echo(
        opened.say(
            f"Dit bestand kwam van deze bron al binnen als import {found['id']} op {when:%d-%m-%Y %H:%M} ({state}).",
            f"This file came from this source before as import {found['id']} on {when:%Y-%m-%d %H:%M} ({state}).",
        )
    )


def _state(opened: Opened, import_id: int) -> str:
    with opened.connect() as db:
        return str(get_import(db, import_id)["state"])


def _apply(opened: Opened, import_id: int, *, by: str, end_missing: bool) -> None:
    """Apply; where somebody changed the register since the preview, the preview is made anew and applied once more."""
    for last in (False, True):
        try:
            with psycopg.connect(opened.address, autocommit=True) as beside, opened.connect() as db:
                progress = Progress(beside, import_id)
                apply_import(db, import_id, by=by, at=datetime.now(UTC), end_missing=end_missing, progress=progress)
                return
        except StalePlan:
            if last:
                raise
            stage_import(opened.address, opened.settings.kept_files, import_id)


def _show(opened: Opened, import_id: int) -> None:
    with opened.connect() as db:
        show_import(db, opened, wide_console(), import_id)


def _tell_as_json(opened: Opened, import_id: int, *, repeated: bool) -> None:
    with opened.connect() as db:
        told = {**describe(db, opened, import_id), "repeated": repeated}
    typer.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2, default=str).decode())


def _tell_state(opened: Opened, wish: Wish, import_id: int, state: str) -> None:
    """What happened, and what to do next."""
    if state == "previewed":
        given = ["landschap", "import", str(wish.file), "--organisation", wish.organisation, "--source", wish.source]
        again = shlex.join([*given, *_also_given(wish), "--apply"])
        typer.echo(opened.say(f"Nog niets veranderd. Toepassen: {again}", f"Nothing changed yet. To apply: {again}"))
    elif state == "applied":
        typer.echo(
            opened.say(
                f"Toegepast. Terugdraaien: landschap undo {import_id}",
                f"Applied. To take it back: landschap undo {import_id}",
            )
        )


def _also_given(wish: Wish) -> list[str]:
    """The other options that matter when the command is given again."""
    with_value = {
        "--as": wish.acting_as,
        "--importer": wish.importer,
        "--mapping": wish.mapping and str(wish.mapping),
        "--as-of": wish.as_of and wish.as_of.date().isoformat(),
    }
    switches = {"--complete": wish.complete, "--end-missing": wish.end_missing}
    words = [word for option, value in with_value.items() if value for word in (option, value)]
    return words + [option for option, on in switches.items() if on]


def undo(opened: Opened, import_id: int, acting_as: str | None) -> None:
    """Undo an applied import, or say why not."""
    with opened.connect() as db:
        by = actor_of(db, acting_as).name
        get_import(db, import_id)  # or it is not there
    with watched(opened, import_id), psycopg.connect(opened.address, autocommit=True) as beside:
        with opened.connect() as db:
            undo_import(db, import_id, by=by, at=datetime.now(UTC), progress=Progress(beside, import_id))
        Progress(beside, import_id).end()
    typer.echo(
        opened.say(
            f"Import {import_id} is teruggedraaid: het register is alsof hij nooit kwam.",
            f"Import {import_id} is undone: the register is as if it had never come.",
        )
    )
