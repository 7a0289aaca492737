"""What the worker does beside the queue, over and over: deliver the messages that are due."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeAlias

import psycopg
import structlog

from cli.delivering import deliver_due
from cli.settings import read_settings

Round: TypeAlias = Callable[[str], None]

PAUSE_SECONDS = 2.0
LONGEST_PAUSE = 60.0
STOP_SECONDS = 5.0
log = structlog.get_logger("worker")


def deliver_round(address: str) -> None:
    """Deliver until nothing is due any more."""
    asyncio.run(deliver_due(address, read_settings(), now=lambda: datetime.now(UTC), until_empty=True))


@contextmanager
def going_round(address: str, work: Round, *, pause: float = PAUSE_SECONDS) -> Iterator[None]:
    """Do the work every few seconds in a thread of its own, as long as this lasts; after an error ever less often."""
    stopping = threading.Event()
    thread = threading.Thread(target=_go_round, args=(address, work, pause, stopping), name="deliver", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        # What it was sending is sent again, under the same id, when its lease ends.
        thread.join(STOP_SECONDS)


def _go_round(address: str, work: Round, pause: float, stopping: threading.Event) -> None:
    wait = pause
    try:
        while not stopping.wait(wait):
            try:
                work(address)
                wait = pause
            except (psycopg.Error, OSError) as error:
                wait = min(wait * 2, LONGEST_PAUSE)
                log.warning("delivering failed", error=str(error), again_in=wait)
    finally:
        if not stopping.is_set():
            # Something is wrong that waiting does not mend: the worker ends, and whoever runs it starts another.
            os.kill(os.getpid(), signal.SIGTERM)
