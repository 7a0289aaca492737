"""The worker on a database of its own."""

import subprocess
import sys

import psycopg
import pytest

from cli.database import libpq_address
from cli.steps import Step
from cli.worker import run_worker
from registry.queue import APPLY, STAGE, enqueue

# Takes a job and is killed while doing it.
VICTIM = """
import sys, time
from cli.worker import run_worker

def stage(address, import_id):
    print("begun", flush=True)
    time.sleep(60)

run_worker(sys.argv[1], {"stage_import": stage})
"""


def ask(url: str, step: str, import_id: int, **arguments: str) -> None:
    with psycopg.connect(libpq_address(url)) as db:
        enqueue(db, step, import_id, **arguments)


def jobs(url: str) -> list[tuple[str, str, int]]:
    with psycopg.connect(libpq_address(url)) as connection:
        rows = connection.execute(
            "SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id"
        ).fetchall()
    return [(row[0], row[1], row[2]) for row in rows]


def test_it_does_what_was_asked(fresh_database: str) -> None:
    done: list[tuple[str, int]] = []
    steps: dict[str, Step] = {
        STAGE: lambda _, import_id: done.append(("stage", import_id)),
        APPLY: lambda _, import_id, by: done.append((by, import_id)),
    }
    ask(fresh_database, STAGE, 3)
    ask(fresh_database, APPLY, 2, by="ann")
    run_worker(fresh_database, steps, wait=False)
    assert sorted(done) == [("ann", 2), ("stage", 3)]
    assert jobs(fresh_database) == [("stage_import", "succeeded", 1), ("apply_import", "succeeded", 1)]


def test_what_was_not_committed_was_not_asked(fresh_database: str) -> None:
    with psycopg.connect(libpq_address(fresh_database)) as db:
        enqueue(db, STAGE, 1)
        db.rollback()
    assert jobs(fresh_database) == []


def test_what_a_killed_worker_was_doing_is_done_again_at_once(fresh_database: str) -> None:
    ask(fresh_database, STAGE, 5)
    with subprocess.Popen([sys.executable, "-c", VICTIM, fresh_database], stdout=subprocess.PIPE) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == b"begun\n"
        victim.kill()
    done: list[int] = []
    run_worker(fresh_database, {STAGE: lambda _, import_id: done.append(import_id)}, wait=False)
    assert done == [5]
    assert jobs(fresh_database) == [("stage_import", "succeeded", 2)]


@pytest.mark.parametrize(("error", "status"), [(ValueError("bug"), "failed"), (psycopg.OperationalError(), "todo")])
def test_only_a_lost_database_is_tried_again(fresh_database: str, error: Exception, status: str) -> None:
    def stage(_address: str, import_id: int) -> None:
        raise error

    ask(fresh_database, STAGE, 1)
    run_worker(fresh_database, {STAGE: stage}, wait=False)
    assert [job[1] for job in jobs(fresh_database)] == [status]
