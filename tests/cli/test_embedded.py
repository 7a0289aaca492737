"""The embedded database on folders as they come."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow

from cli.database import libpq_address
from cli.embedded import embedded_database


@pytest.fixture
def home() -> Iterator[Path]:
    """A home in a path with spaces, too deep for the name of a socket."""
    top = Path(tempfile.mkdtemp(prefix="landschap test "))
    top.chmod(0o711)
    yield top / ("x" * 60) / "home"
    shutil.rmtree(top)


def ask(url: str, question: str) -> TupleRow | None:
    with psycopg.connect(libpq_address(url)) as connection:
        return connection.execute(question).fetchone()


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def test_it_is_private_and_safe(home: Path) -> None:
    with embedded_database(home) as url:
        with psycopg.connect(libpq_address(url)) as connection:
            names = ["listen_addresses", "unix_socket_permissions", "data_checksums", "fsync", "timezone", "wal_level"]
            found = {name: connection.execute(f"SHOW {name}").fetchone() for name in names}
        sockets = Path(str(conninfo_to_dict(libpq_address(url))["host"]))
        passwords = home / "postgres" / "password"
        assert {name: row[0] for name, row in found.items() if row} == {
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "data_checksums": "on",
            "fsync": "on",
            "timezone": "UTC",
            "wal_level": "minimal",
        }
        assert (stat.S_IMODE(sockets.stat().st_mode), stat.S_IMODE(passwords.stat().st_mode)) == (0o700, 0o600)


def test_rows_stay_and_the_server_goes(home: Path) -> None:
    with embedded_database(home) as url, psycopg.connect(libpq_address(url)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    with embedded_database(home) as url:
        assert ask(url, "SELECT number FROM kept") == (7,)


def test_who_leaves_last_stops_it(home: Path) -> None:
    with embedded_database(home) as first:
        with embedded_database(home) as second:
            assert first == second
        assert ask(first, "SELECT 1") == (1,)
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()


def test_after_a_kill_it_recovers(home: Path) -> None:
    with embedded_database(home) as url:
        with psycopg.connect(libpq_address(url)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        server = psutil.Process(postmaster(home))
        server.kill()
        server.wait()
    with embedded_database(home) as url:
        assert ask(url, "SELECT number FROM kept") == (7,)


def test_the_number_of_another_process_does_not_hold_it_up(home: Path) -> None:
    home = home.parent.parent / "near"  # short enough to keep its sockets
    with embedded_database(home) as url:
        sockets = Path(str(conninfo_to_dict(libpq_address(url))["host"]))
        left = [home / "postgres" / "data" / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"]
        texts = [file.read_text() for file in left]
    for file, text in zip(left, texts, strict=True):
        file.write_text(text.replace(text.split()[0], str(os.getpid()), 1))
    with embedded_database(home) as url:
        assert ask(url, "SELECT 1") == (1,)


def test_an_unfinished_cluster_is_made_again(home: Path) -> None:
    with embedded_database(home):
        pass
    data = home / "postgres" / "data"
    data.rename(data.with_name("data.unfinished"))
    with embedded_database(home) as url:
        assert ask(url, "SELECT 1") == (1,)
