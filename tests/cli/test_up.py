"""`landschap up` as a process: it starts, says so when it cannot, and leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """A home in a path with a space."""
    made = Path(tempfile.mkdtemp(prefix="landschap up "))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def start(home: Path, port: int = 0, *arguments: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "up", *arguments],
        env={**environment, "LANDSCHAP_HOME": str(home), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_until_it_answers(register: subprocess.Popen[str]) -> None:
    """Wait for the address that it says, and ask there."""
    assert register.stdout is not None
    addresses = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in register.stdout)
    found = next(filter(None, addresses))
    wait_until(lambda: answers(found[0]))


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=None).is_success
    except httpx.TransportError:
        return False


def wait_until(happened: Callable[[], bool]) -> None:
    while not happened():
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_again_goes_on(home: Path, number: signal.Signals) -> None:
    for _ in range(2):
        with start(home) as register:
            wait_until_it_answers(register)
            family = [psutil.Process(register.pid), *psutil.Process(register.pid).children(recursive=True)]
            register.send_signal(number)
            said, _nothing = register.communicate()
        assert register.returncode == 0
        assert said.endswith("Gestopt / stopped.\n")
        assert [process for process in family if process.is_running()] == []
        assert not (home / "postgres" / "data" / "postmaster.pid").exists()


def test_a_worker_or_a_database_that_dies_is_followed_by_another(home: Path) -> None:
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    with start(home) as register:
        wait_until_it_answers(register)
        database = pid_file.read_text().split()[0]
        psutil.Process(int(database)).kill()
        wait_until(lambda: pid_file.exists() and pid_file.read_text().split()[0] != database)
        wait_until(lambda: len(workers(register)) == 1)
        workers(register)[0].kill()
        wait_until(lambda: workers(register) == [])
        wait_until(lambda: len(workers(register)) == 1)
        register.terminate()
        register.communicate()
    assert not pid_file.exists()


def workers(register: subprocess.Popen[str]) -> list[psutil.Process]:
    children = psutil.Process(register.pid).children()
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE and "worker" in child.cmdline()]


def test_a_taken_port_is_said_before_anything_starts(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start(home, port) as register:
            said, _nothing = register.communicate()
    assert register.returncode == 1
    assert said.splitlines()[0].startswith(f"Poort {port} is bezet")
    assert said.splitlines()[1].startswith(f"Port {port} is taken")
    assert list(home.iterdir()) == []


def test_it_listens_to_this_computer_only(home: Path) -> None:
    with start(home, 0, "--host", "0.0.0.0") as register:
        said, _nothing = register.communicate()
    assert (register.returncode, "0.0.0.0" in said, "Traceback" in said) == (1, True, False)
