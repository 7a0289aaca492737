"""Settings, read from the environment here and nowhere else.

| variable         | meaning                                                              | when absent           |
|------------------|----------------------------------------------------------------------|-----------------------|
| `DATABASE_URL`   | the PostgreSQL (16 or newer) to use, `postgresql://user:…@host/name`  | embedded, in the home |
| `LANDSCHAP_HOME` | folder for the embedded database and the kept files                  | `.landschap`          |
| `PORT`           | port of the server on the loopback address                           | 8000                  |

Two registers run side by side when their `LANDSCHAP_HOME` and `PORT` differ.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DEFAULT_HOME = ".landschap"
DEFAULT_PORT = 8000
LOOPBACK = "127.0.0.1"


class SettingError(ValueError):
    """Een instelling klopt niet / a setting is not right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. `database_url` is None when the embedded database is to be used."""

    database_url: str | None
    home: Path
    port: int

    @property
    def kept_files(self) -> Path:
        """The folder in which uploaded files are kept as they came."""
        return self.home / "files"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises `SettingError` with a sentence for a person."""
    return Settings(
        database_url=_database_url(environment.get("DATABASE_URL", "")),
        home=Path(environment.get("LANDSCHAP_HOME") or DEFAULT_HOME).absolute(),
        port=_port(environment.get("PORT") or str(DEFAULT_PORT)),
    )


def require_loopback(host: str) -> str:
    """The host itself, when it is a loopback address: nobody logs in yet, so nobody else may reach the server."""
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        raise SettingError(
            f"De server luistert alleen op deze computer zelf, niet op {host} / "
            f"the server listens on this computer only, not on {host}."
        )
    return host


def _database_url(text: str) -> str | None:
    if not text:
        return None
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingError("DATABASE_URL is geen geldig adres / is not a valid address.") from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise SettingError("DATABASE_URL moet een PostgreSQL zijn / must be a PostgreSQL.")
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingError(f"PORT moet een getal van 1 tot 65535 zijn / must be 1 to 65535, not {text!r}.")
    return int(text)
