"""A command's way into the register: its database, opened and brought up to date, and refusals said in a sentence."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NoReturn
from uuid import UUID

import psycopg
import typer

from cli.database import libpq_address, migrate, open_database
from cli.loading import load_reference
from cli.settings import Settings, read_settings
from registry.actors import Actor, parse_acting_as
from registry.calendar_days import today_in_nl
from registry.errors import RegisterError
from registry.resolving.matching import Db


@dataclass(frozen=True)
class Opened:
    """The register as a command sees it. `address` is for psycopg, `locale` is nl or en, `now` the clock."""

    address: str
    settings: Settings
    locale: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def say(self, nl: str, en: str) -> str:
        """The sentence in the language of the person."""
        return en if self.locale == "en" else nl

    def today(self) -> date:
        """The day in the Netherlands."""
        return today_in_nl(self.now())

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection that commits when its block ends well."""
        return psycopg.connect(self.address)

    def refuse(self, nl: str, en: str) -> NoReturn:
        """Say why it cannot be done, and end with exit code 1."""
        typer.echo(self.say(nl, en), err=True)
        raise typer.Exit(1)


def locale_of(lang: str) -> str:
    """The locale in an option or in LANG ("en_GB.UTF-8"): English where it says so, else Dutch."""
    return "en" if lang.lower().startswith("en") else "nl"


@contextmanager
def open_register(lang: str) -> Iterator[Opened]:
    """The register of the settings, with its tables and reference data."""
    settings = read_settings()
    with open_database(settings) as url:
        migrate(url)
        opened = Opened(libpq_address(url), settings, locale_of(lang))
        try:
            with opened.connect() as db:
                fresh = db.execute("SELECT NOT EXISTS (SELECT FROM imports)").fetchone()
            if fresh and fresh[0]:
                load_reference(url, quiet=True)
            yield opened
        except RegisterError as error:
            opened.refuse(error.sentence, error.sentence_en)


def actor_of(db: Db, acting_as: str | None, organisation: UUID | None = None) -> Actor:
    """Who acts: as said with --as, else the user of this computer for the organisation at hand."""
    if acting_as is not None:
        return parse_acting_as(db, acting_as)
    return Actor(getpass.getuser(), organisation or UUID(int=0))
