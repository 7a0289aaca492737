"""What routes are given: a session that is committed before the answer leaves, its connection, the clock, the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import psycopg
from fastapi import Depends, Request
from sqlalchemy.orm import Session


def get_session(request: Request) -> Iterator[Session]:
    """One session and one transaction a request; what raises is rolled back."""
    with Session(request.app.state.engine) as session, session.begin():
        yield session


# With the default scope the answer would leave before the commit, and could promise what then fails.
SessionOfRequest: TypeAlias = Annotated[Session, Depends(get_session, scope="function")]


def get_db(session: SessionOfRequest) -> psycopg.Connection[Any]:
    """The psycopg connection of the session, in its transaction."""
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("PostgreSQL through psycopg only")
    return driver


Db: TypeAlias = Annotated[psycopg.Connection[Any], Depends(get_db, scope="function")]


def get_now() -> datetime:
    """The moment of the request; tests put their own in its place."""
    return datetime.now(UTC)


Now: TypeAlias = Annotated[datetime, Depends(get_now)]


def get_files(request: Request) -> Path:
    """The folder in which received files are kept."""
    folder: Path = request.app.state.files
    return folder


Files: TypeAlias = Annotated[Path, Depends(get_files)]
