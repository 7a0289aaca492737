from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.preview import preview_app


@pytest.fixture(scope="session")
def preview() -> Iterator[TestClient]:
    """Every template, filled with invented views, behind the real headers and assets."""
    with TestClient(preview_app(), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client
