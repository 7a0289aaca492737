"""The list of endoflife.date as it is published: the dates that a matcher is checked by."""

import orjson
import psycopg

from exporters.lives import FORMATS
from registry.queries.lifecycle_statements import list_statements, stream_lives
from registry.queries.naming_cycles import find_product, find_version
from registry.resolving.matching import Db
from tests.public_data.conftest import AT, LIST

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


def counting(db: Db, product: str, version: str) -> dict[str, str | None]:
    """What counts of the list for a release cycle, by event."""
    life = list_statements(db, find_version(db, find_product(db, product), version))
    return {one.event: one.stated for one in life.statements if one.source == "endoflife.date" and one.stands}


def test_the_facts_come_out_of_the_list(list_address: str) -> None:
    with psycopg.connect(list_address) as db:
        for (product, version), facts in FACTS.items():
            found = counting(db, product, version)
            assert {event: found[event] for event in facts} == facts, (product, version)


def test_the_whole_list_goes_out_in_every_format(list_address: str) -> None:
    listed = orjson.loads(LIST.read_bytes())["result"]
    with psycopg.connect(list_address) as db:
        for name, chosen in FORMATS.items():
            document = orjson.loads(b"".join(chosen.write(stream_lives(db), AT)))
            found = document if name == "cle" else document[{"openeox": "statements", "cyclonedx": "components"}[name]]
            assert len(found) >= len(listed)
