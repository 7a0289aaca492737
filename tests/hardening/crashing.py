"""Processes that are killed: a worker, a command, the database itself; and what is done after that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from registry.queue import enqueue
from tests.hardening.desk import Desk

BEGIN_SECONDS = 600


def environment(desk: Desk) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": desk.url,
        "LANDSCHAP_HOME": str(desk.folder.parent),
        "PORT": "0",
        "LANG": "nl_NL.UTF-8",
    }


def start(desk: Desk, *words: str) -> subprocess.Popen[str]:
    """A command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cli", *words],
        env=environment(desk),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ask(desk: Desk, step: str, number: int, state: str, **arguments: str | bool) -> None:
    """What a request does: the state that says so, and the job."""
    with desk.connect() as db:
        db.execute("UPDATE imports SET state = %s WHERE id = %s", (state, number))
        enqueue(db, step, number, **arguments)


def work_off(desk: Desk) -> str:
    """Let a worker do all that waits; what it said."""
    with start(desk, "worker", "--until-empty") as worker:
        said, _nothing = worker.communicate()
    assert worker.returncode == 0, said
    return said


def kill_while_working(desk: Desk, words: tuple[str, ...], number: int | None, after: float) -> bool:
    """Start a command, and kill it some seconds after it began with the import; whether it was still at it."""
    with start(desk, *words) as process:
        began = _wait_until(lambda: process.poll() is not None or _is_busy(desk, number))
        assert began
        time.sleep(after)
        busy = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    return busy


def _is_busy(desk: Desk, number: int | None) -> bool:
    """Whether a step of the import (or, without a number, of any but the first) has begun and is not done."""
    query = "SELECT count(*) FROM import_progress WHERE phase <> 'done' AND (import_id = %s OR (%s::int IS NULL AND import_id > 3))"
    return bool(desk.one(query, number, number))


def _wait_until(happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + BEGIN_SECONDS
    while time.monotonic() < until:
        try:
            if happened():
                return True
        except psycopg.OperationalError:
            pass
        time.sleep(0.01)
    return False


def forget_progress(desk: Desk) -> None:
    with desk.connect() as db:
        db.execute("UPDATE import_progress SET phase = 'done'")


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
