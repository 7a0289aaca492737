"""Which PostgreSQL is used: one that is too old is refused in a sentence, by whatever opens it, before anything is asked of it."""

import os
import re
import socketserver
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from cli.database import OLDEST_POSTGRESQL, libpq_address, open_database, require_version
from cli.settings import SettingError, Settings
from docs.generate import ROOT

ENCRYPTION = {80877103, 80877104}
"""Codes by which a client asks for TLS or GSS."""
TERMINATE = b"X"
REFUSED = (
    "DATABASE_URL wijst naar PostgreSQL 15; het register heeft 16 of nieuwer nodig. Er is niets veranderd. / "
    "DATABASE_URL points to PostgreSQL 15; the register needs 16 or newer. Nothing was changed.\n"
)


@dataclass
class Greeter:
    """A server that greets as a PostgreSQL of a version does, and the kinds of messages that it got after that."""

    url: str
    messages: list[bytes] = field(default_factory=list)


@contextmanager
def greeting(version: str) -> Iterator[Greeter]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            code = 0
            while code in {0, *ENCRYPTION}:
                length, code = struct.unpack("!II", self.rfile.read(8))
                self.rfile.read(length - 8)
                if code in ENCRYPTION:
                    self.wfile.write(b"N")
            parameters = {"server_version": version, "client_encoding": "UTF8", "standard_conforming_strings": "on"}
            self.wfile.write(message(b"R", struct.pack("!I", 0)))
            for name, value in parameters.items():
                self.wfile.write(message(b"S", f"{name}\0{value}\0".encode()))
            self.wfile.write(message(b"K", struct.pack("!II", 1, 1)) + message(b"Z", b"I"))
            while kind := self.rfile.read(1):
                greeter.messages.append(kind)
                (length,) = struct.unpack("!I", self.rfile.read(4))
                self.rfile.read(length - 4)
                if kind != TERMINATE:
                    self.wfile.write(message(b"E", b"SFATAL\0C0A000\0MNo more than a greeting\0\0"))
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        greeter = Greeter(f"postgresql://eigenaar@127.0.0.1:{server.server_address[1]}/register")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield greeter
        server.shutdown()


def message(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("!I", len(content) + 4) + content


def run(url: str, home: Path, *words: str) -> tuple[int, str]:
    """The exit code of a program of Python on this database, and what it said of what went wrong."""
    environment = os.environ | {"DATABASE_URL": url, "LANDSCHAP_HOME": str(home), "PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-m", *words], check=False, env=environment, cwd=ROOT, capture_output=True, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", [("imports",), ("worker", "--until-empty"), ("up",)], ids=" ".join)
def test_an_old_server_is_refused_before_anything_is_asked_of_it(words: tuple[str, ...], tmp_path: Path) -> None:
    with greeting("15.18 (Debian 15.18-0+deb12u1)") as old:
        ended = run(old.url, tmp_path, "cli", *words)
    assert (ended, old.messages) == ((1, REFUSED), [TERMINATE])


def test_alembic_alone_is_refused_too(tmp_path: Path) -> None:
    with greeting("15.18") as old:
        code, said = run(old.url, tmp_path, "alembic", "upgrade", "head")
    assert (code, said.endswith(REFUSED), old.messages) == (1, True, [TERMINATE])


def test_a_server_that_is_new_enough_is_opened(fresh_database: str, tmp_path: Path) -> None:
    with open_database(Settings(fresh_database, tmp_path, 8000)) as url, psycopg.connect(libpq_address(url)) as db:
        row = db.execute("SHOW server_version_num").fetchone()
    assert url == fresh_database
    assert row
    require_version(int(row[0]))


@pytest.mark.parametrize("number", [90624, 150000, 159999])
def test_too_old(number: int) -> None:
    with pytest.raises(SettingError, match=f"PostgreSQL {number // 10000};"):
        require_version(number)


@pytest.mark.parametrize("number", [160000, 160014, 180003, 200000])
def test_new_enough(number: int) -> None:
    require_version(number)


def test_the_documentation_names_the_same_version() -> None:
    named = {
        name: set(re.findall(r"PostgreSQL\b[^.\n]{0,20}?\b(\d+) or newer", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("README.md", "CHANGELOG.md", "docs/operations.md", "cli/settings.py")
    }
    assert named == {name: {str(OLDEST_POSTGRESQL)} for name in named}
