"""A desk at which files are handed over, on a register of the test's own; and a limit to how long a test may take."""

import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient

from api.app import create_app
from tests.hardening.desk import Desk, open_desk
from web.app import mount

LIMIT_SECONDS = 1200  # far more than any needs, also on a busy machine


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing may hang: a test that takes too long fails where it stands."""

    def too_long(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"{request.node.name} took more than {limit} seconds")

    limit = int(getattr(request.module, "LIMIT_SECONDS", LIMIT_SECONDS))
    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(limit)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def desk(fresh_database: str, tmp_path: Path) -> Desk:
    """A register with two organisations, and an inventory of one of them applied."""
    return open_desk(fresh_database, tmp_path / "home" / "files")


@pytest.fixture
def client(desk: Desk) -> TestClient:
    """The whole application on that register, screens included."""
    application = create_app(create_engine(desk.url, poolclass=NullPool), files=desk.folder, upload_limit=2_000_000)
    mount(application)
    return TestClient(application, raise_server_exceptions=False)
