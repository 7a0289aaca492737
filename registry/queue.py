"""Long steps are queued in the transaction that asks for them: when it fails, nothing was asked."""

from psycopg.types.json import Jsonb

from registry.resolving.matching import Db

STAGE = "stage_import"
APPLY = "apply_import"
UNDO = "undo_import"
SCAN = "scan_alerts"
FETCH = "fetch_lifecycles"

ENQUEUE = """
    SELECT procrastinate_defer_jobs_v1(
        ARRAY[ROW('default', %s, 0, %s, NULL, %s, NULL)::procrastinate_job_to_defer_v1])
"""


def enqueue(db: Db, step: str, import_id: int, **arguments: str | bool | None) -> None:
    """Ask the worker for a step of an import. Steps that change the register are done one after the other."""
    lock = f"import {import_id}" if step == STAGE else "register"
    db.execute(ENQUEUE, (step, lock, Jsonb({"import_id": import_id, **arguments})))


def ask_scan(db: Db) -> None:
    """Ask the worker to look at what is due; a scan that finds nothing new ends at once."""
    db.execute(ENQUEUE, (SCAN, "alerts", Jsonb({})))
