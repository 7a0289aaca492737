"""A real PostgreSQL for the tests: its tables come from the migrations, one rolled-back transaction a test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from cli import embedded
from cli.database import libpq_address, migrate
from cli.settings import read_settings
from registry.reference import load_reference

TEMPLATE = f"landschap_test_{os.getpid()}"
_numbers = count(1)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A server on which databases may be made: `TEST_DATABASE_URL`, or `DATABASE_URL`, or an embedded one."""
    environment = {"DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")}
    given = read_settings(environment).database_url
    if given:
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="landschap-test-"))
    home.chmod(0o711)  # as root, the owner of the database has to come through
    # A clock that is set for the tests (tests/conditions.py) is the database's too.
    embedded.ENVIRONMENT |= {
        name: os.environ[name] for name in os.environ if name.startswith(("FAKETIME", "LD_PRELOAD"))
    }
    try:
        with embedded.embedded_database(home, durable=False) as url:
            yield url
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def template_url(server_url: str) -> Iterator[str]:
    """A database with the tables that the migrations make, and no rows but theirs."""
    with ExitStack() as stack:
        url = make_database(stack, server_url, TEMPLATE, template="template0")
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def engine(server_url: str, template_url: str) -> Iterator[Engine]:
    """An engine on a database of the whole run; what a test writes there is rolled back (`connection`, `session`)."""
    with ExitStack() as stack:
        made = create_engine(make_database(stack, server_url, f"{TEMPLATE}_shared", template=TEMPLATE))
        stack.callback(made.dispose)
        yield made


@pytest.fixture(scope="session")
def furnished_url(server_url: str, template_url: str) -> Iterator[str]:
    """A database with the reference data that the register ships, known since the first of January; to be copied."""
    with ExitStack() as stack:
        url = make_database(stack, server_url, f"{TEMPLATE}_furnished", template=TEMPLATE)
        with psycopg.connect(libpq_address(url)) as db:
            load_reference(db, datetime(2026, 1, 1, tzinfo=UTC))
        yield url


@pytest.fixture(scope="session")
def furnished_engine(server_url: str, furnished_url: str) -> Iterator[Engine]:
    """An engine on a copy of it; what a test writes there is rolled back (`furnished_session`)."""
    with ExitStack() as stack:
        name = f"{TEMPLATE}_furnished_shared"
        made = create_engine(make_database(stack, server_url, name, template=f"{TEMPLATE}_furnished"))
        stack.callback(made.dispose)
        yield made


@pytest.fixture
def furnished_session(furnished_engine: Engine) -> Iterator[Session]:
    """A session with reference data, in a transaction that is rolled back after the test."""
    with furnished_engine.connect() as opened, opened.begin() as transaction:
        with Session(opened, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        if transaction.is_active:
            transaction.rollback()


@pytest.fixture
def furnished_database(server_url: str, furnished_url: str) -> Iterator[str]:
    """The URL of a database of the test's own with reference data in it."""
    with ExitStack() as stack:
        yield make_database(stack, server_url, f"{TEMPLATE}_{next(_numbers)}", template=f"{TEMPLATE}_furnished")


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is rolled back after the test."""
    with engine.connect() as opened, opened.begin() as transaction:
        yield opened
        if transaction.is_active:
            transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session in that transaction; its own commits and rollbacks stay inside."""
    with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def fresh_database(server_url: str, template_url: str) -> Iterator[str]:
    """The URL of a database of the test's own, for what must commit: workers, commands, two sessions at once."""
    with ExitStack() as stack:
        yield make_database(stack, server_url, f"{TEMPLATE}_{next(_numbers)}", template=TEMPLATE)


@pytest.fixture
def empty_database(server_url: str) -> Iterator[str]:
    """The URL of a database of the test's own without any table, for the migrations themselves."""
    with ExitStack() as stack:
        yield make_database(stack, server_url, f"{TEMPLATE}_{next(_numbers)}", template="template0")


def make_database(stack: ExitStack, server_url: str, name: str, *, template: str) -> str:
    """Make a database that is dropped when the stack closes; its URL."""
    # Copying the files is faster than logging every page, and nobody restores a test database from its log.
    _execute(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    stack.callback(_execute, server_url, f'DROP DATABASE "{name}" WITH (FORCE)')
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as opened:
        opened.execute(text(statement))
