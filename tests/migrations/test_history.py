"""The migrations make what the models say, and can be taken back."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from cli.database import alembic_config, migrate
from migrations.comparing import COMPARISON
from registry.models.base import Base


def test_the_migrations_make_what_the_models_say(template_url: str) -> None:
    with create_engine(template_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts=dict(COMPARISON))
        assert compare_metadata(context, Base.metadata) == []


def test_all_of_history_can_be_taken_back_and_done_again(empty_database: str) -> None:
    migrate(empty_database)
    tables = names(empty_database)
    engine = create_engine(empty_database, poolclass=NullPool)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert names(empty_database) == {"alembic_version"}
    migrate(empty_database)
    assert names(empty_database) == tables


def test_migrating_again_does_nothing(fresh_database: str) -> None:
    before = names(fresh_database)
    migrate(fresh_database)
    assert names(fresh_database) == before


def names(url: str) -> set[str]:
    return set(inspect(create_engine(url, poolclass=NullPool)).get_table_names())
