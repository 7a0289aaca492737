"""The whole suite on other days and beside other work: `python -m tests.conditions dates` and `... load`.

On another day the clock of every process that the tests start, the database's too, is set by libfaketime
(Debian's packages `faketime`, `gcc` and `libc6-dev`), and goes on from there. What is given after `--` goes to pytest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

CLOCKS = {
    # The last half hour of a month, in which it is the next one in the Netherlands already.
    "2027-02-28T23:30": "UTC",
    # An hour that the clocks of the Netherlands skip: half past one becomes half past three there.
    "2027-03-28T00:45": "Europe/Amsterdam",
    "2027-03-28T02:30": "UTC",
    "2028-02-29T12:00": "Europe/Amsterdam",
    "2031-01-01T00:00": "UTC",
}
"""Moments in UTC, each with the time zone that the machine is in."""
SET_CLOCK = Path(__file__).with_name("set_clock")


def on_date(moment: str, zone: str, libraries: str) -> dict[str, str]:
    """The environment in which processes believe that it is that moment in UTC now."""
    # An offset and not a moment, so that a process that is started later does not begin anew.
    offset = (datetime.fromisoformat(moment).replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    clock = {"LD_PRELOAD": libraries, "FAKETIME": f"{offset:+.0f}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    return {**os.environ, **clock, "TZ": zone, "PYTHONPATH": str(SET_CLOCK)}


@contextmanager
def clock_libraries() -> Iterator[str]:
    """What to load before the C library: `set_clock/epoll_wait.c`, made for this machine, and libfaketime."""
    found, compiler = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), shutil.which("cc")
    if not found or compiler is None:
        sys.exit("libfaketime or a C compiler is not here: apt install faketime gcc libc6-dev")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # the database is another user
        made = Path(folder) / "epoll_wait.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-o", made, SET_CLOCK / "epoll_wait.c"], check=True)
        made.chmod(0o755)
        yield f"{made}:{found[0]}"


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Other work on this machine: so many processes that do nothing but count."""
    with ExitStack() as stack:
        for _ in range(processes):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            stack.callback(process.kill)
        yield


def run(name: str, environment: Mapping[str, str], arguments: list[str]) -> bool:
    """Run the suite once; whether it passed."""
    print(f"\n=== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode == 0


def main() -> None:
    """Run the suite under each of the conditions; the exit code tells whether all passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("condition", choices=["dates", "load"])
    parser.add_argument("--runs", type=int, default=10, help="how often beside the load")
    parser.add_argument("--load", type=int, default=4, help="how many processes that only count")
    parser.add_argument("--only", help="one moment of the dates")
    words = sys.argv[1:]
    end = words.index("--") if "--" in words else len(words)
    given, arguments = parser.parse_args(words[:end]), words[end + 1 :]
    if given.condition == "dates":
        chosen = {moment: zone for moment, zone in CLOCKS.items() if given.only in {None, moment}}
        with clock_libraries() as libraries:
            passed = {
                f"{moment}Z in {zone}": run(moment, on_date(moment, zone, libraries), arguments)
                for moment, zone in chosen.items()
            }
    else:
        with load(given.load):
            passed = {f"run {n + 1}": run(f"run {n + 1}", os.environ, arguments) for n in range(given.runs)}
    print(*(f"{name}: {'passed' if good else 'FAILED'}" for name, good in passed.items()), sep="\n")
    sys.exit(not all(passed.values()))


if __name__ == "__main__":
    main()
