"""The whole register on this machine: database, worker and server, started together and stopped together."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import typer

from cli.database import migrate, open_database
from cli.embedded import EmbeddedDatabaseError, revive
from cli.loading import load_reference, load_samples
from cli.server import listen, make_application, serve
from cli.settings import Settings

WORKER_STOP_SECONDS = 10
WORKER_PAUSE_SECONDS = 1
LOOK_SECONDS = 0.5


def bring_up(settings: Settings, *, host: str, samples: bool) -> None:
    """Run everything until Ctrl-C or SIGTERM; raises `OSError` or `SettingError` when it cannot listen there."""
    with listen(host, settings.port) as listener, _stopped_by_signals():
        settings = settings.on_port(listener.getsockname()[1])
        typer.echo(f"Database starten / starting the database ({settings.home})")
        with open_database(settings) as url:
            _fill(url, settings, samples=samples)
            with _running_worker(url, settings):
                typer.echo(f"\n  Open http://{host}:{settings.port}/   (Ctrl-C stopt alles / stops everything)\n")
                serve(make_application(url, settings), listener)


def _fill(url: str, settings: Settings, *, samples: bool) -> None:
    migrate(url)
    load_reference(url)
    if samples:
        typer.echo("Voorbeelden laden / loading the sample inventories")
        load_samples(url, settings)


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """A signal ends what runs here as an exception, so that all is closed in order; a second one changes nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    with suppress(KeyboardInterrupt):
        yield
    typer.echo("Gestopt / stopped.")


@contextmanager
def _running_worker(url: str, settings: Settings) -> Iterator[None]:
    """A worker in a process of its own; one that dies is followed by another."""
    stopping = threading.Event()
    watcher = threading.Thread(target=_keep_worker, args=(url, settings, stopping), name="worker")
    watcher.start()
    try:
        yield
    finally:
        stopping.set()
        watcher.join()


def _keep_worker(url: str, settings: Settings, stopping: threading.Event) -> None:
    while not stopping.is_set():
        worker = _start_worker(url, settings)
        while worker.poll() is None and not stopping.wait(LOOK_SECONDS):
            if settings.database_url is None and _revived(settings):
                worker.kill()
        if stopping.is_set():
            _stop_worker(worker)
        else:
            typer.echo(f"Worker weg ({worker.wait()}), opnieuw gestart / worker gone, started again", err=True)
            stopping.wait(WORKER_PAUSE_SECONDS)


def _revived(settings: Settings) -> bool:
    try:
        revived = revive(settings.home)
    except EmbeddedDatabaseError as error:
        # A full disk, say: tried again until somebody makes room or stops us.
        typer.echo(str(error), err=True)
        return False
    if revived:
        typer.echo("Database weg, opnieuw gestart / database gone, started again", err=True)
    return revived


def _start_worker(url: str, settings: Settings) -> subprocess.Popen[bytes]:
    """A session of its own keeps Ctrl-C away from it; the pipe tells it when we are gone, however that came."""
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "worker", "--until-closed"],
        stdin=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": url, "LANDSCHAP_HOME": str(settings.home), "PORT": str(settings.port)},
        start_new_session=True,
    )


def _stop_worker(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(WORKER_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # What it was doing is rolled back, and done by the next worker.
        worker.kill()
        worker.wait()
    if worker.stdin:
        worker.stdin.close()
