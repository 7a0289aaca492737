"""The list of endoflife.date as it is published, with an application on each cycle: who is told, and who is not."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import orjson
import psycopg
import pytest
from sqlalchemy import make_url

from cli.database import libpq_address
from registry.alerting.rules import load_rules
from registry.alerting.rungs import most_urgent, reached
from registry.alerting.scanning import scan
from tests.conftest import TEMPLATE, make_database
from tests.public_data.conftest import LIST

SCAN = date(2026, 11, 23)
LATER = date(2027, 1, 15)
LADDER = load_rules().kinds["security_support_ends"].ladder
SOON = 420
"""Cycles that end within 365 days of the scan."""


class Cycle(NamedTuple):
    product: str
    name: str


Rungs = dict[Cycle, list[int]]


@pytest.fixture
def address(server_url: str, list_url: str) -> Iterator[str]:
    """A register with the list and an application on each cycle of it."""
    with ExitStack() as stack:
        template = str(make_url(list_url).database)
        made = libpq_address(make_database(stack, server_url, f"{TEMPLATE}_alerts", template=template))
        with psycopg.connect(made) as db:
            db.execute(APPLICATIONS)
        yield made


def listed() -> dict[Cycle, date]:
    """The day on which each cycle ends, where the list gives one."""
    products = orjson.loads(LIST.read_bytes())["result"]
    releases = ((product, release) for product in products for release in product["releases"])
    return {
        Cycle(product["name"], release["name"]): date.fromisoformat(release["eolFrom"])
        for product, release in releases
        if release.get("eolFrom")
    }


def look(address: str, on: date) -> Rungs:
    """Scan on a day; the rungs on the end that the owners of the systems were told of since."""
    at = datetime.combine(on, time(5), UTC)
    with psycopg.connect(address) as db:
        scan(db, today=on, at=at)
        rows = db.execute(TOLD, (at,)).fetchall()
    found: Rungs = {}
    for key, rung in rows:
        product, _, name = key.partition("@")
        found.setdefault(Cycle(product, name), []).append(rung)
    return found


def test_every_cycle_that_ends_is_told_and_no_other(address: str) -> None:
    ends = listed()
    soon = {cycle: end for cycle, end in ends.items() if SCAN <= end <= SCAN + timedelta(days=365)}
    assert len(soon) == SOON
    told = look(address, SCAN)
    expected = {cycle: [rung] for cycle, end in ends.items() if (rung := most_urgent(end, LADDER, SCAN)) is not None}
    assert {cycle: told.get(cycle) for cycle in soon} == {cycle: expected[cycle] for cycle in soon}
    assert {cycle: rungs for cycle, rungs in told.items() if cycle in ends} == expected
    assert look(address, SCAN) == told
    # Weeks in which nobody looked: every rung of it, each once.
    after = look(address, LATER)
    missed = {
        cycle: [one.rung for one in reached(end, LADDER, seen=SCAN, today=LATER) if one.due_on > SCAN]
        for cycle, end in ends.items()
    }
    assert {cycle: rungs for cycle, rungs in after.items() if cycle in ends} == {
        cycle: rungs for cycle, rungs in missed.items() if rungs
    }


APPLICATIONS = """
    WITH made AS (
        INSERT INTO applications (id, name, known_from)
        SELECT gen_random_uuid(), v.id::text, now() FROM product_versions v
        WHERE EXISTS (SELECT FROM lifecycle_dates l WHERE l.product_version_id = v.id)
        RETURNING id, name
    )
    INSERT INTO application_product_versions (application_id, product_version_id) SELECT id, name::uuid FROM made
"""
# A match of the source is a cycle, by the key that the source has for it.
TOLD = """
    SELECT m.source_key, a.rung FROM alerts a JOIN deadlines d ON d.id = a.deadline_id
    JOIN matches m ON m.record_id = d.component_id AND m.kind = 'product_version'
    JOIN sources s ON s.id = m.source_id AND s.name = 'endoflife.date'
    WHERE a.moment = 'end' AND a.role = 'system_owner' AND a.state = 'raised' AND a.raised_at >= %s
    ORDER BY a.deadline_id, a.rung DESC
"""
