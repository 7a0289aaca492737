"""The long steps of an import that the worker does, by the name under which they are queued.

A step gets the address of the database, the number of the import and what `registry.queue.enqueue` was given with it.
It may be killed at any moment and is then done again from its start; its work is one transaction, its progress another.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TypeAlias

import psycopg

from cli.lifecycles import refresh_lifecycles
from cli.settings import read_settings
from importers.endoflife_feed import FeedUnavailable
from importers.pipeline import stage_import
from registry.alerting.scanning import day_to_scan, note_failure, scan
from registry.applying import apply_import, undo_import
from registry.asking import will_pass
from registry.calendar_days import today_in_nl
from registry.digests import make_digests, make_heartbeats
from registry.errors import ImportStateError, RegisterError, StalePlan
from registry.progress import Progress
from registry.queue import APPLY, FETCH, SCAN, STAGE, UNDO
from registry.routing import route

Step: TypeAlias = Callable[..., None]

UNEXPECTED = (
    "Er ging iets onverwachts mis; er is niets veranderd. De fout staat in het logboek van de worker. / "
    "Something unexpected went wrong; nothing was changed. The error is in the log of the worker."
)
REFUSED = "UPDATE imports SET state = %s, failure = %s WHERE id = %s AND state = %s"


def stage_step(address: str, import_id: int) -> None:
    """Read a received file and make its preview."""
    try:
        stage_import(address, read_settings().kept_files, import_id)
    except ImportStateError:
        return  # it was cancelled or applied meanwhile


def apply_step(address: str, import_id: int, *, by: str, end_missing: bool = False) -> None:
    """Apply a previewed import; when that is refused it is a preview again, with the reason."""
    with _work(address, import_id, doing="applying", before="previewed") as (db, progress):
        apply_import(db, import_id, by=by, at=datetime.now(UTC), end_missing=end_missing, progress=progress)


def undo_step(address: str, import_id: int, *, by: str) -> None:
    """Undo an applied import; when that is refused it stays applied, with the reason."""
    with _work(address, import_id, doing="undoing", before="applied") as (db, progress):
        undo_import(db, import_id, by=by, at=datetime.now(UTC), progress=progress)


def scan_step(address: str, timestamp: int | None = None) -> None:
    """Look at what is due and choose for whom; `timestamp` is there when the clock asked for it."""
    del timestamp
    at = datetime.now(UTC)
    try:
        with psycopg.connect(address) as db:
            scan(db, today=day_to_scan(db, today_in_nl(at)), at=at)
    except Exception as error:
        if not will_pass(error):
            with psycopg.connect(address) as db:
                note_failure(db, today=today_in_nl(at), at=at, failure=str(error).partition("\n")[0])
        raise
    finally:
        # Also when the scan failed: what happened is told, and the sign of life says since when nobody looked.
        with psycopg.connect(address) as db:
            route(db, at=at)
            with db.transaction():
                make_digests(db, at=at)
            with db.transaction():
                make_heartbeats(db, at=at)


def fetch_step(address: str, timestamp: int | None = None) -> None:
    """Fetch the list of endoflife.date, where the settings want that; away for a night is no harm."""
    del timestamp
    settings = read_settings()
    if settings.fetch:
        with suppress(FeedUnavailable):
            refresh_lifecycles(address, settings)


STEPS: Mapping[str, Step] = {STAGE: stage_step, APPLY: apply_step, UNDO: undo_step, SCAN: scan_step, FETCH: fetch_step}


@contextmanager
def _work(
    address: str, import_id: int, *, doing: str, before: str
) -> Iterator[tuple[psycopg.Connection[tuple[Any, ...]], Callable[[str], None]]]:
    """A transaction for the work and a way to tell how far it is; a refusal is noted with the import."""
    with psycopg.connect(address, autocommit=True) as beside:
        progress = Progress(beside, import_id)
        try:
            with psycopg.connect(address) as db:
                yield db, progress
            progress.end()
        except StalePlan as stale:
            beside.execute(REFUSED, (before, str(stale), import_id, doing))
            stage_import(address, read_settings().kept_files, import_id)
            beside.execute(REFUSED, (before, str(stale), import_id, before))
        except RegisterError as error:
            beside.execute(REFUSED, (before, str(error), import_id, doing))
        except Exception as error:
            if not will_pass(error):
                beside.execute(REFUSED, (before, UNEXPECTED, import_id, doing))
            raise
