"""Runs the migrations, one process at a time, with limits on how long they may hold up others.

`alembic` alone works on `DATABASE_URL`; `cli.database.migrate` hands over its connection.
"""

from alembic import context
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

import registry.kinds  # noqa: F401 - the tables register themselves
from cli.database import open_database
from cli.settings import SettingError, read_settings
from migrations.comparing import COMPARISON
from registry.models.base import Base

# Any number will do, as long as nobody else uses it.
MIGRATION_LOCK = 5_261_123


def run(connection: Connection) -> None:
    """Upgrade or downgrade over this connection, in one transaction."""
    context.configure(connection=connection, target_metadata=Base.metadata, **COMPARISON)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATION_LOCK})
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text("SET LOCAL statement_timeout = '15min'"))
        context.run_migrations()


def main() -> None:
    """Use the connection that was handed over, or make one from the environment."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        run(connection)
        return
    settings = read_settings()
    if settings.database_url is None:
        raise SettingError("DATABASE_URL ontbreekt / is missing.")
    with open_database(settings) as url, create_engine(url, poolclass=NullPool).begin() as own:
        run(own)


main()
