"""The API on the database of the tests, with an invented landscape in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.app import create_app
from api.dependencies import get_now, get_session
from registry.applying import apply_import
from registry.receiving import NOBODY, Delivery, receive
from registry.staging import Batch, match_id, source_id, stage

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACTING_AS = {"X-Acting-As": "Jan Jansen"}
SOURCE = source_id(NOBODY, "test")


class Landscape:
    """Fills the register through the same door as any importer."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.imports = 0

    def add(self, kind: str, rows: dict[str, dict[str, str | None]], *, at: datetime = MOMENT) -> None:
        """Add records by key; references are given as `match_id`s."""
        self.imports += 1
        delivery = Delivery(NOBODY, f"test {self.imports}", "inventory", "test", date(2026, 11, 1))
        number = receive(self.db, delivery, by="test", at=at)
        fields = tuple(next(iter(rows.values())))
        columns = [[row[field] for row in rows.values()] for field in fields]
        source = source_id(NOBODY, delivery.source_name)
        stage(self.db, number, source, [Batch(kind, fields, list(rows), range(2, len(rows) + 2), columns)])
        self.db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (at, number))
        apply_import(self.db, number, by="test", at=at)
        self.last = source

    def ref(self, kind: str, key: str) -> str:
        """The match of a key of the import that was added last."""
        return match_id(self.last, kind, key)


@pytest.fixture
def db(session: Session) -> psycopg.Connection[Any]:
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


@pytest.fixture
def landscape(db: psycopg.Connection[Any]) -> Landscape:
    return Landscape(db)


@pytest.fixture
def app(engine: Engine, session: Session, tmp_path: Path) -> FastAPI:
    made = create_app(engine, files=tmp_path / "files")
    overrides = made.state.api.dependency_overrides

    def the_session() -> Iterator[Session]:
        with session.begin_nested():
            yield session

    overrides[get_session] = the_session
    overrides[get_now] = lambda: MOMENT
    return made


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def statements(db: psycopg.Connection[Any]) -> Iterator[Callable[[], int]]:
    """Counts the statements that the connection of the tests has sent so far."""
    sent = 0
    real = psycopg.Cursor.execute

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal sent
        sent += 1
        return real(self, *args, **kwargs)

    psycopg.Cursor.execute = counted  # type: ignore[method-assign]
    yield lambda: sent
    psycopg.Cursor.execute = real  # type: ignore[method-assign]
