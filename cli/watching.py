"""A progress bar for a long step of an import: its phase, rows, rows a second and time left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cli.opening import Opened

LOOK_SECONDS = 0.3
PHASES = {
    "read": ("Lezen", "Reading"),
    "plan": ("Plan maken", "Making the plan"),
    "done": ("Klaar", "Done"),
    "start": ("Beginnen", "Starting"),
}
_LOOK = "SELECT phase, rows_done, rows_total FROM import_progress WHERE import_id = %s"


@contextmanager
def watched(opened: Opened, import_id: int, *, quiet: bool = False) -> Iterator[None]:
    """Show on stderr how far the import is while the block runs; nothing where nobody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    done = threading.Event()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(_phase(opened, "start"), total=None, rows="")
        watcher = threading.Thread(target=_watch, args=(opened, import_id, (progress, task), done), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _watch(opened: Opened, import_id: int, bar: tuple[Progress, TaskID], done: threading.Event) -> None:
    progress, task = bar
    before = ""
    # Whoever does the work tells that the database is gone.
    with suppress(psycopg.OperationalError), psycopg.connect(opened.address, autocommit=True) as db:
        while not done.wait(LOOK_SECONDS):
            row = db.execute(_LOOK, (import_id,)).fetchone()
            if row is None:
                continue
            phase, rows, total = row
            if phase != before:
                progress.reset(task, total=total, description=_phase(opened, phase), rows="")
                before = phase
            speed = progress.tasks[0].speed
            told = f"{rows:,} " + opened.say("rijen", "rows") + (f", {speed:,.0f}/s" if speed else "") if rows else ""
            progress.update(task, completed=rows, total=max(total, rows) if total else None, rows=told)


def _phase(opened: Opened, phase: str) -> str:
    nl, en = PHASES.get(phase, (f"Toepassen: {phase}", f"Applying: {phase}"))
    return opened.say(nl, en)
