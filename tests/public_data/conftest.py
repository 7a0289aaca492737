"""The list of endoflife.date as it is published, in a register."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import psycopg
import pytest

from cli.database import libpq_address
from importers.pipeline import SOURCE_TYPES, receive_upload, stage_import
from registry.applying import apply_import
from registry.receiving import NOBODY, Delivery
from tests.conftest import TEMPLATE, make_database
from tests.public_data.beside import DATA

LIST = DATA / "lifecycle" / "endoflife-api-v1-products-full.json"
AT = datetime(2026, 8, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def list_url(server_url: str, furnished_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database with reference data and the list in it; to be copied, or only read."""
    with ExitStack() as stack:
        made = make_database(stack, server_url, f"{TEMPLATE}_list", template=f"{TEMPLATE}_furnished")
        address, kept = libpq_address(made), tmp_path_factory.mktemp("kept")
        delivery = Delivery(
            NOBODY, "endoflife.date", SOURCE_TYPES["endoflife"], "endoflife", AT.date(), filename=LIST.name
        )
        with psycopg.connect(address) as db:
            number = receive_upload(db, kept, [LIST.read_bytes()], delivery, by="test", at=AT).import_id
        stage_import(address, kept, number, at=AT)
        with psycopg.connect(address) as db:
            apply_import(db, number, by="test", at=AT)
        yield made


@pytest.fixture
def list_address(list_url: str) -> str:
    """Its address for psycopg."""
    return libpq_address(list_url)
