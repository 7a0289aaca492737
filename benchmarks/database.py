"""An embedded database for a benchmark: migrated, copied for each run, and what its processes cost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from sqlalchemy import make_url

from cli.database import libpq_address, migrate
from cli.embedded import embedded_database

COUNTING = ("shared_preload_libraries = 'pg_stat_statements'", "autovacuum = off")


@dataclass(frozen=True)
class Server:
    """A running server: the URL of its migrated database, a folder for files, and its first process."""

    url: str
    folder: Path
    postmaster: psutil.Process

    def url_of(self, name: str) -> str:
        """The URL of another database of this server."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def copied(self, name: str) -> str:
        """The URL of a new database with what is in the migrated one; nobody may be connected to either."""
        with psycopg.connect(libpq_address(self.url_of("postgres")), autocommit=True) as db:
            db.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            db.execute(f"CREATE DATABASE {name} TEMPLATE {make_url(self.url).database} STRATEGY file_copy")
        return self.url_of(name)

    def processor_seconds(self) -> float:
        """What all its processes worked so far, those that ended as well (those to a hundredth of a second)."""
        ended = self.postmaster.cpu_times()
        seconds = ended.user + ended.system + ended.children_user + ended.children_system
        for process in self.postmaster.children():
            with suppress(FileNotFoundError, ProcessLookupError):
                seconds += int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]) / 1e9
        return float(seconds)


@contextmanager
def opened(*, durable: bool = True, counting: bool = False) -> Iterator[Server]:
    """A server with a migrated database, gone afterwards; one that counts what statements cost does nothing unbidden."""
    with tempfile.TemporaryDirectory(prefix="landschap-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root, the owner of the database has to come through
        if counting:
            with (
                embedded_database(folder, durable=durable) as url,
                psycopg.connect(libpq_address(url), autocommit=True) as db,
            ):
                for setting in COUNTING:
                    db.execute(f"ALTER SYSTEM SET {setting}")
        with embedded_database(folder, durable=durable) as url:
            migrate(url)
            with psycopg.connect(libpq_address(url)) as db:
                postmaster = psutil.Process(db.info.backend_pid).parent()
            assert postmaster is not None
            yield Server(url, folder, postmaster)
