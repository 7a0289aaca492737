"""Whatever is killed at whatever moment: nothing is lost, and doing it again gives the register of an undisturbed run.

`make faults` tries many moments (the number is in FAULT_MOMENTS) on more rows (FAULT_ROWS).
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from cli.database import migrate
from cli.embedded import embedded_database, revive
from registry.queue import APPLY, STAGE, UNDO
from tests.hardening.crashing import ask, forget_progress, kill_while_working, start, work_off, write
from tests.hardening.desk import Desk, open_desk
from tests.hardening.test_at_once import inventory

MOMENTS = int(os.environ.get("FAULT_MOMENTS", "1"))
ROWS = int(os.environ.get("FAULT_ROWS", "2000"))
DATABASE_SECONDS = ROWS / 15_000  # well within an apply
WORKER = ("worker", "--until-empty")
LIMIT_SECONDS = 1200 * (1 + MOMENTS)


def moments(longest: float) -> list[float]:
    """Seconds after which to kill, spread over the step."""
    return [longest * (n + 0.5) / MOMENTS for n in range(MOMENTS)]


def seconds(desk: Desk, number: int) -> float:
    """How long the last step of an import took: from its first word to its last."""
    took = desk.one("SELECT extract(epoch FROM clock_timestamp() - received_at) FROM imports WHERE id = %s", number)
    return min(float(took), 60.0)


def test_a_worker_killed_at_any_moment(desk: Desk) -> None:
    """Staging, applying and undoing one file, each killed and done again by the next worker."""
    before = desk.fingerprint()
    number = desk.receive(inventory(ROWS)).import_id
    ask(desk, STAGE, number, "received")
    work_off(desk)
    step_seconds = seconds(desk, number) / 2
    ask(desk, APPLY, number, "applying", by="test")
    work_off(desk)
    after = desk.fingerprint()
    assert (desk.state(number), after != before) == ("applied", True)
    desk.undo(number)
    assert desk.fingerprint() == before
    killed = {"stage": 0, "apply": 0, "undo": 0}
    for at, moment in enumerate(moments(step_seconds)):
        number = desk.receive(inventory(ROWS) + b";" * (at + 1) + b"\n").import_id
        for step, name, state, done, expected in (
            (STAGE, "stage", "received", "previewed", before),
            (APPLY, "apply", "applying", "applied", after),
            (UNDO, "undo", "undoing", "undone", before),
        ):
            forget_progress(desk)
            ask(desk, step, number, state, **({} if step == STAGE else {"by": "test"}))
            killed[name] += kill_while_working(desk, WORKER, number, moment)
            work_off(desk)
            assert (desk.state(number), desk.one("SELECT failure FROM imports WHERE id = %s", number)) == (done, None)
            assert desk.fingerprint() == expected, (name, moment)
    print(f"killed while at work, of {MOMENTS} moments: {killed}")


def test_a_command_killed_at_any_moment(desk: Desk, tmp_path: Path) -> None:
    before = desk.fingerprint()
    file = write(tmp_path / "lijst.csv", inventory(ROWS))
    words = ("import", str(file), "--organisation", "BZK", "--source", "cli", "--apply")
    killed = 0
    for moment in moments(3.0):
        forget_progress(desk)
        killed += kill_while_working(desk, words, None, moment)
        with start(desk, *words) as again:
            said, _nothing = again.communicate()
        assert (again.returncode, "Traceback" in said) == (0, False), said
        number = desk.one("SELECT max(id) FROM imports")
        assert desk.state(number) == "applied", said
        assert desk.one("SELECT count(*) FROM applications") == ROWS + 2
        with start(desk, "undo", str(number)) as undoing:
            said, _nothing = undoing.communicate()
        assert undoing.returncode == 0, said
        assert desk.fingerprint() == before
    print(f"commands killed while at work: {killed} of {MOMENTS}")


@pytest.fixture
def own_server() -> Iterator[tuple[Desk, Path]]:
    """A database server that may be killed."""
    home = Path(tempfile.mkdtemp(prefix="landschap-crash-"))
    home.chmod(0o711)
    try:
        with embedded_database(home) as url:
            migrate(url)
            yield open_desk(url, home / "files"), home
    finally:
        shutil.rmtree(home)


def test_a_database_that_dies_half_way(own_server: tuple[Desk, Path]) -> None:
    desk, home = own_server
    before, half_way = desk.fingerprint(), 0
    for moment in moments(DATABASE_SECONDS):
        number = desk.bring(inventory(ROWS) + b";" * int(moment * 100) + b"\n")
        forget_progress(desk)
        ask(desk, APPLY, number, "applying", by="test")
        with start(desk, "worker", "--until-empty") as worker:
            while desk.one("SELECT phase FROM import_progress WHERE import_id = %s", number) in {"done", "plan", None}:
                assert worker.poll() is None or desk.state(number) == "applied"
                if worker.poll() is not None:
                    break
            postmaster = psutil.Process(int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0]))
            family = [postmaster, *postmaster.children(recursive=True)]
            time.sleep(moment)
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(family)
            assert revive(home)
            worker.kill()
            worker.communicate()
        half_way += desk.state(number) == "applying"
        work_off(desk)
        assert desk.state(number) == "applied"
        desk.undo(number)
        assert desk.fingerprint() == before
    print(f"databases killed half-way through apply: {half_way} of {MOMENTS}")
