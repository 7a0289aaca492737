"""The list of endoflife.date as it is published, where it lies beside the project: the dates that a matcher is checked by."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import orjson
import psycopg
import pytest

from cli.database import libpq_address
from exporters.lives import FORMATS
from importers.pipeline import SOURCE_TYPES, receive_upload, stage_import
from registry.applying import apply_import
from registry.queries.lifecycle_statements import list_statements, stream_lives
from registry.queries.naming_cycles import find_product, find_version
from registry.receiving import NOBODY, Delivery
from registry.resolving.matching import Db
from tests.conftest import TEMPLATE, make_database

DATA = Path(os.environ.get("LANDSCHAP_DATA", Path(__file__).parents[3] / "shared" / "data"))
LIST = DATA / "lifecycle" / "endoflife-api-v1-products-full.json"
AT = datetime(2026, 8, 22, 9, tzinfo=UTC)
FACTS = {
    ("windows-server", "2016"): {
        "end_of_active_support": "2022-01-11",
        "end_of_security_support": "2027-01-12",
        "end_of_extended_support": "2030-01-12",
    },
    ("oracle-database", "19"): {"end_of_security_support": "2029-12-31", "end_of_extended_support": "2032-12-31"},
    ("rhel", "7"): {"end_of_security_support": "2024-06-30", "end_of_extended_support": "2029-05-31"},
    ("mssqlserver", "2016 SP3"): {"end_of_security_support": "2026-07-14"},
    ("office", "2021"): {"end_of_security_support": "2026-10-13"},
    ("windows", "10-22h2"): {"end_of_security_support": "2025-10-14"},
    ("php", "8.2"): {"end_of_security_support": "2026-12-31"},
}


@pytest.fixture(scope="module")
def address(server_url: str, furnished_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | None]:
    """A register with the list in it; None where the list is not there."""
    if not LIST.is_file():
        print(f"There is no {LIST.name} beside the project: nothing was looked at.")
        yield None
        return
    with ExitStack() as stack:
        made = make_database(stack, server_url, f"{TEMPLATE}_lives", template=f"{TEMPLATE}_furnished")
        bring(libpq_address(made), tmp_path_factory.mktemp("kept"))
        yield libpq_address(made)


def bring(address: str, kept: Path) -> None:
    delivery = Delivery(NOBODY, "endoflife.date", SOURCE_TYPES["endoflife"], "endoflife", AT.date(), filename=LIST.name)
    with psycopg.connect(address) as db:
        number = receive_upload(db, kept, [LIST.read_bytes()], delivery, by="test", at=AT).import_id
    stage_import(address, kept, number, at=AT)
    with psycopg.connect(address) as db:
        apply_import(db, number, by="test", at=AT)


def counting(db: Db, product: str, version: str) -> dict[str, str | None]:
    """What counts of the list for a release cycle, by event."""
    life = list_statements(db, find_version(db, find_product(db, product), version))
    return {one.event: one.stated for one in life.statements if one.source == "endoflife.date" and one.stands}


def test_the_facts_come_out_of_the_list(address: str | None) -> None:
    if address is None:
        return
    with psycopg.connect(address) as db:
        for (product, version), facts in FACTS.items():
            found = counting(db, product, version)
            assert {event: found[event] for event in facts} == facts, (product, version)


def test_the_whole_list_goes_out_in_every_format(address: str | None) -> None:
    if address is None:
        return
    listed = orjson.loads(LIST.read_bytes())["result"]
    with psycopg.connect(address) as db:
        for name, chosen in FORMATS.items():
            document = orjson.loads(b"".join(chosen.write(stream_lives(db), AT)))
            found = document if name == "cle" else document[{"openeox": "statements", "cyclonedx": "components"}[name]]
            assert len(found) >= len(listed)
