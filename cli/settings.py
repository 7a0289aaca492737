"""Settings, read from the environment here and nowhere else.

| variable         | meaning                                                              | when absent           |
|------------------|----------------------------------------------------------------------|-----------------------|
| `DATABASE_URL`   | the PostgreSQL (16 or newer) to use, `postgresql://user:…@host/name`  | embedded, in the home |
| `LANDSCHAP_HOME` | folder for the embedded database and the kept files                  | `.landschap`          |
| `PORT`           | port of the server on the loopback address; 0 is any that is free    | 8000                  |
| `LANDSCHAP_URL`  | address at which people and systems reach the register, in messages  | this computer's own   |
| `LANDSCHAP_OIN`  | OIN of the organisation whose register it is, the source of events   | twenty zeros          |
| `LANDSCHAP_SMTP` | server that takes mail, `smtps://user:password@host` (`notifiers/mail_settings.py`) | no mail |
| `LANDSCHAP_MAIL_FROM` | sender of mail; what comes back goes to `bounce+…@` and `unsubscribe+…@` its domain | no mail |
| `LANDSCHAP_FETCH` | `yes`: the worker fetches the list of endoflife.date every night              | no                    |
| `LANDSCHAP_WEBHOOK_ALLOW` | networks and names of hosts that webhooks may go to though not public, by commas | none     |

Two registers run side by side when their `LANDSCHAP_HOME` and `PORT` differ.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from notifiers.mail_settings import MailSettings, NotMailSettings, read_sender, read_server
from notifiers.targets import Allowed, read_allowed
from registry.events import Origin

DEFAULT_HOME = ".landschap"
DEFAULT_PORT = 8000
LOOPBACK = "127.0.0.1"
NO_OIN = "0" * 20


class SettingError(ValueError):
    """Een instelling klopt niet / a setting is not right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. `database_url` is None when the embedded database is to be used."""

    database_url: str | None
    home: Path
    port: int
    webhook_allow: Allowed = field(default_factory=Allowed)
    url: str = f"http://{LOOPBACK}:{DEFAULT_PORT}"
    oin: str = NO_OIN
    fetch: bool = False
    mail: MailSettings | None = None

    @property
    def kept_files(self) -> Path:
        """The folder in which uploaded files are kept as they came."""
        return self.home / "files"

    def on_port(self, port: int) -> Settings:
        """The same settings where the system chose the port: links go there, unless an address was set."""
        url = f"http://{LOOPBACK}:{port}" if self.url == f"http://{LOOPBACK}:{self.port}" else self.url
        return replace(self, port=port, url=url, mail=self.mail and replace(self.mail, base_url=url))

    @property
    def origin(self) -> Origin:
        """Whose events these are, and where the register is read."""
        return Origin(f"urn:nld:oin:{self.oin}:systeem:landschap", self.url)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises `SettingError` with a sentence for a person."""
    port = _port(environment.get("PORT") or str(DEFAULT_PORT))
    url = _url(environment.get("LANDSCHAP_URL") or f"http://{LOOPBACK}:{port}")
    return Settings(
        database_url=_database_url(environment.get("DATABASE_URL", "")),
        home=Path(environment.get("LANDSCHAP_HOME") or DEFAULT_HOME).absolute(),
        port=port,
        webhook_allow=_allowed(environment.get("LANDSCHAP_WEBHOOK_ALLOW", "")),
        url=url,
        oin=_oin(environment.get("LANDSCHAP_OIN") or NO_OIN),
        fetch=_yes(environment.get("LANDSCHAP_FETCH", ""), "LANDSCHAP_FETCH"),
        mail=_mail(environment.get("LANDSCHAP_SMTP", ""), environment.get("LANDSCHAP_MAIL_FROM", ""), url),
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
    if not text.isdecimal() or int(text) > 65535:
        raise SettingError(f"PORT moet een getal van 0 tot 65535 zijn / must be 0 to 65535, not {text!r}.")
    return int(text)


def _allowed(text: str) -> Allowed:
    try:
        return read_allowed(text)
    except ValueError as error:
        raise SettingError(
            f"LANDSCHAP_WEBHOOK_ALLOW: {error} is geen netwerk en geen naam / is no network and no name."
        ) from error


def _url(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise SettingError(f"LANDSCHAP_URL moet met https beginnen / must begin with https, not {text!r}.")
    return text.rstrip("/")


def _yes(text: str, name: str) -> bool:
    if text.lower() not in {"", "yes", "no", "ja", "nee"}:
        raise SettingError(f"{name} moet yes of no zijn / must be yes or no, not {text!r}.")
    return text.lower() in {"yes", "ja"}


def _oin(text: str) -> str:
    if not (text.isdecimal() and len(text) == len(NO_OIN)):
        raise SettingError(f"LANDSCHAP_OIN moet uit 20 cijfers bestaan / must be 20 digits, not {text!r}.")
    return text


def _mail(server: str, sender: str, url: str) -> MailSettings | None:
    """How mail is sent, when both of its settings are there; one without the other is a mistake."""
    if not server and not sender:
        return None
    name = "LANDSCHAP_SMTP"
    try:
        read = read_server(server)
        name = "LANDSCHAP_MAIL_FROM"
        return MailSettings(read, read_sender(sender), url)
    except NotMailSettings as error:
        raise SettingError(f"{name} {error}.") from error
