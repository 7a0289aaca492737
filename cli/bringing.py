"""Content that a command fetched or read, brought in as an import of the register itself, previewed, and applied where wished."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import typer

from cli.importing import CHUNK
from cli.opening import Opened, actor_of
from cli.showing import show_import, wide_console
from cli.watching import watched
from importers.pipeline import SOURCE_TYPES, receive_upload, stage_import
from registry.applying import apply_import
from registry.calendar_days import today_in_nl
from registry.errors import StalePlan
from registry.queries.imports import get_import
from registry.receiving import NOBODY, Delivery


@dataclass(frozen=True)
class Brought:
    """What is brought in: its source, importer and file name, the content, and what is remembered with the import."""

    source: str
    importer: str
    name: str
    content: bytes
    as_of: date | None = None
    remembered: dict[str, Any] = field(default_factory=dict)


def bring(opened: Opened, brought: Brought, *, acting_as: str | None, apply: bool) -> None:
    """Receive, preview and show; apply where wished; tell what happened and how to go on."""
    import_id = _receive(opened, brought, acting_as)
    with opened.connect() as db:
        state = get_import(db, import_id)["state"]
    if state in {"received", "reading", "previewed"}:
        with watched(opened, import_id):
            stage_import(opened.address, opened.settings.kept_files, import_id)
        with opened.connect() as db:
            state = get_import(db, import_id)["state"]
            show_import(db, opened, wide_console(), import_id)
    if apply and state == "previewed":
        state = _apply(opened, acting_as, import_id)
    _tell(opened, import_id, state)


def _receive(opened: Opened, brought: Brought, acting_as: str | None) -> int:
    now, importer = opened.now(), brought.importer
    as_of = brought.as_of or today_in_nl(now)
    delivery = Delivery(NOBODY, brought.source, SOURCE_TYPES[importer], importer, as_of, filename=brought.name,
                        mapping=brought.remembered)  # fmt: skip
    chunks = (brought.content[start : start + CHUNK] for start in range(0, len(brought.content), CHUNK))
    with opened.connect() as db:
        by = actor_of(db, acting_as).name
        return receive_upload(db, opened.settings.kept_files, chunks, delivery, by=by, at=now).import_id


def _apply(opened: Opened, acting_as: str | None, import_id: int) -> str:
    """Apply; where somebody changed the register since the preview, the preview is made anew and applied once more."""
    for last in (False, True):
        try:
            with watched(opened, import_id), opened.connect() as db:
                apply_import(db, import_id, by=actor_of(db, acting_as).name, at=datetime.now(UTC))
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
