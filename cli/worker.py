"""The worker: does what was queued, and does again what a worker that died had begun.

There is one worker to a register. It holds a lock in the database for as long as it lives, so whatever is still marked
as being done when it starts was left behind.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial

import procrastinate
import psycopg

from cli.database import libpq_address
from cli.rounds import Round, going_round
from cli.steps import Step
from registry.asking import heal
from registry.queue import FETCH, SCAN, ask_scan

WORKER_LOCK = 5_261_124
CONCURRENCY = 2
# Hourly, so that an outage is caught up with soon; a scan of a day that was scanned already ends at once.
PERIODIC = {SCAN: ("7 * * * *", "alerts"), FETCH: ("23 4 * * *", "register")}
# A step cannot be stopped half-way but by ending the process; it is then done again.
GRACE_SECONDS = 5
AGAIN = procrastinate.RetryStrategy(max_attempts=6, exponential_wait=2, retry_exceptions={psycopg.OperationalError})


def run_worker(url: str, steps: Mapping[str, Step], *, wait: bool = True, beside: Round | None = None) -> None:
    """Do queued steps until a signal says stop, or until none is left when not waiting for more.

    `beside` is done over and over meanwhile; once, at the end, when not waiting.
    """
    address = libpq_address(url)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [WORKER_LOCK])
        with connection.transaction():
            heal(connection)
            if wait and SCAN in steps:
                ask_scan(connection)  # what came due while no worker ran is told at once
        with going_round(address, beside) if beside and wait else nullcontext():
            asyncio.run(_work(make_queue(address, steps, periodic=wait), wait=wait))
        if beside and not wait:
            beside(address)


def make_queue(address: str, steps: Mapping[str, Step], *, periodic: bool = False) -> procrastinate.App:
    """The queue in this database, knowing these steps; with `periodic` also asking for those that have their time."""
    queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=4))
    for name, step in steps.items():
        task = queue.task(name=name, retry=AGAIN)(partial(step, address))
        if periodic and name in PERIODIC:
            cron, lock = PERIODIC[name]
            queue.periodic(cron=cron, lock=lock)(task)
    return queue


def stop_when_parent_is_gone() -> None:
    """Stop this process when whoever started it closes its end of our standard input, or is killed."""

    def wait_for_the_end() -> None:
        # Not through sys.stdin: its lock would be held when Python ends.
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, daemon=True).start()


async def _work(queue: procrastinate.App, *, wait: bool) -> None:
    async with queue.open_async():
        await _put_back(queue)
        more = True
        while more:
            await queue.run_worker_async(wait=wait, concurrency=CONCURRENCY, shutdown_graceful_timeout=GRACE_SECONDS)
            more = not wait and await _is_asked_more(queue)


async def _is_asked_more(queue: procrastinate.App) -> bool:
    """Whether the last steps asked for others, when the worker had stopped looking; what is tried again later does not count."""
    asked = await queue.job_manager.list_jobs_async(status="todo")
    return any(job.scheduled_at is None for job in asked)


async def _put_back(queue: procrastinate.App) -> None:
    """Queue again what dead workers were doing."""
    await queue.job_manager.prune_stalled_workers(seconds_since_heartbeat=0)
    for job in await queue.job_manager.get_stalled_jobs():
        await queue.job_manager.retry_job(job)
