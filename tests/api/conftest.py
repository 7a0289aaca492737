"""The API on the database of the tests, with an invented landscape in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
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
from api.outside import Outside
from registry.applying import apply_import
from registry.receiving import NOBODY, Delivery, receive
from registry.staging import Batch, match_id, source_id, stage
from web.app import mount

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACTING_AS = {"X-Acting-As": "j.jansen@BZK"}
Rows = dict[str, dict[str, str | None]]


class Landscape:
    """Fills the register through the same door as any importer."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.sources: dict[str, str] = {}
        self.add("organisation", {"bzk": {"name": "Ministerie van BZK", "abbreviation": "BZK"}})

    def add(self, kind: str, rows: Rows) -> None:
        """Add records of a kind by key, once for each kind; references are given as `ref`s."""
        delivery = Delivery(NOBODY, f"test {kind}", "reference", "test", date(2026, 11, 1))
        number = receive(self.db, delivery, by="test", at=MOMENT)
        fields = tuple(next(iter(rows.values())))
        columns = [[row[field] for row in rows.values()] for field in fields]
        source = source_id(NOBODY, delivery.source_name)
        stage(self.db, number, source, [Batch(kind, fields, list(rows), range(2, len(rows) + 2), columns)])
        self.db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (MOMENT, number))
        apply_import(self.db, number, by="test", at=MOMENT)

    @staticmethod
    def ref(kind: str, key: str) -> str:
        """The match of a key of a kind."""
        return match_id(source_id(NOBODY, f"test {kind}"), kind, key)


@pytest.fixture
def db(session: Session) -> psycopg.Connection[Any]:
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


@pytest.fixture
def landscape(db: psycopg.Connection[Any]) -> Landscape:
    return Landscape(db)


@pytest.fixture(scope="session")
def made_app(engine: Engine) -> FastAPI:
    """The application of the whole run, screens included: what its routes need is made on the first request to each."""
    made = create_app(engine, files=Path("nowhere"), upload_limit=100_000)
    mount(made)
    return made


@pytest.fixture
def app(made_app: FastAPI, session: Session, tmp_path: Path) -> Iterator[FastAPI]:
    """The application with the files of the test; each request is a savepoint in its transaction, and a second later."""
    seconds = count(1)
    for part in (made_app, made_app.state.api):
        part.state.files, part.state.outside = tmp_path / "files", Outside()

    def the_session() -> Iterator[Session]:
        with session.begin_nested():
            yield session

    overrides = made_app.state.api.dependency_overrides
    overrides |= {get_session: the_session, get_now: lambda: MOMENT + timedelta(seconds=next(seconds))}
    yield made_app
    overrides.clear()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts the statements that were sent through psycopg so far."""
    sent = [0]
    real = psycopg.Cursor.execute

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        sent[0] += 1
        return real(self, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    return lambda: sent[0]
