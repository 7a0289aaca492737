"""Which database is used, and how it gets its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

import migrations
from cli.embedded import embedded_database
from cli.settings import SettingError, Settings

OLDEST_POSTGRESQL = 16


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The SQLAlchemy URL of the database that the settings mean; the embedded one runs as long as this is open.

    Raises `SettingError` where theirs is too old.
    """
    if settings.database_url:
        with psycopg.connect(libpq_address(settings.database_url)) as db:
            require_version(db.info.server_version)
        yield settings.database_url
    else:
        with embedded_database(settings.home) as url:
            yield url


def require_version(number: int) -> None:
    """Raises `SettingError` for the `server_version_num` of a PostgreSQL that is too old."""
    major = number // 10_000
    if major < OLDEST_POSTGRESQL:
        raise SettingError(
            f"DATABASE_URL wijst naar PostgreSQL {major}; het register heeft {OLDEST_POSTGRESQL} of nieuwer nodig. "
            "Er is niets veranderd. / "
            f"DATABASE_URL points to PostgreSQL {major}; the register needs {OLDEST_POSTGRESQL} or newer. "
            "Nothing was changed."
        )


def migrate(url: str, *, revision: str = "heads") -> None:
    """Bring the tables to a revision; nothing happens when they are there already."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def alembic_config() -> Config:
    """The settings of Alembic, also where the register is installed without its pyproject.toml."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return config


def libpq_address(url: str) -> str:
    """The same address in the form that psycopg itself reads."""
    parsed = make_url(url)
    parts = parsed.translate_connect_args(username="user", database="dbname")
    # A parameter that is given more than once is a list of hosts.
    query = {name: value if isinstance(value, str) else ",".join(value) for name, value in parsed.query.items()}
    return make_conninfo("", **parts, **query)
