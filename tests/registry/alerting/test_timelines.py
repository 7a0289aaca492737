"""Every due alert exactly once, over random timelines: a clock that moves, outages, restarts, two workers, late and moved dates.

`LAWS_EXAMPLES` asks for more timelines than the suite looks at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.database import libpq_address
from tests.registry.alerting.oracle import Due
from tests.registry.alerting.world import START, World, deadline_id

NAMES = ("zaaksysteem", "loket", "archief")
KINDS = {"zaaksysteem": "security_support_ends", "loket": "contract_ends", "archief": "change_of_control"}

days = st.one_of(
    st.integers(-70, 130), st.sampled_from([-400, -31, -30, -1, 0, 1, 7, 30, 90, 180, 365, 730, 1095, 3000])
)
dates = st.one_of(
    days.map(lambda n: START + timedelta(days=n)),
    st.sampled_from([date(2027, 1, 31), date(2026, 12, 31), date(2028, 2, 29), date(9999, 12, 31), date(1899, 12, 30)]),
)
names = st.sampled_from(NAMES)
steps = st.one_of(
    st.tuples(st.just("scan"), st.sampled_from([0, 1, 1, 1, 2, 7, 14, 40, 100])),
    st.tuples(st.just("two"), st.sampled_from([0, 1, 8])),
    st.tuples(st.just("die"), st.integers(0, 3)),
    st.tuples(
        st.just("state"), names, st.none() | dates, st.none() | dates, st.sampled_from([None, "low", "critical"])
    ),
    st.tuples(st.just("withdraw"), names),
    st.tuples(st.sampled_from(["acknowledge", "reopen"]), names),
    st.tuples(st.just("snooze"), names, st.sampled_from([1, 5, 30, 60])),
)


@pytest.fixture(scope="module")
def address(server_url: str, template_url: str) -> Iterator[str]:
    """A database that lives as long as these tests: what is committed is cleared for each timeline."""
    from contextlib import ExitStack

    from tests.conftest import TEMPLATE, make_database

    with ExitStack() as stack:
        yield libpq_address(make_database(stack, server_url, f"{TEMPLATE}_timelines", template=TEMPLATE))


def walk(world: World, step: tuple[object, ...]) -> None:
    match step:
        case ("scan", int(later)):
            world.day += timedelta(days=later)
            world.scan()
        case ("two", int(later)):
            world.day += timedelta(days=later)
            world.scan_twice_at_once()
        case ("die", int(later)):
            world.day += timedelta(days=later)
            world.scan_and_die()
        case ("state", str(name), due, decide_by, criticality):
            world.state(Due(deadline_id(name), KINDS[name], due, decide_by, criticality))  # type: ignore[arg-type]
        case ("withdraw", str(name)) if one := world.register.get(deadline_id(name)):
            world.state(replace(one, withdrawn=True))
        case (str(action), str(name), *days_on):
            known = world.oracle.known.get(deadline_id(name))
            if known and not known[0].withdrawn:
                world.decide(known[0].id, action, *days_on)  # type: ignore[arg-type]


@settings(
    max_examples=int(os.environ.get("LAWS_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(timeline=st.lists(steps, min_size=4, max_size=16))
def test_each_due_alert_exactly_once(address: str, timeline: list[tuple[object, ...]]) -> None:
    world = World(address)
    for step in timeline:
        walk(world, step)
        if step[0] in {"scan", "two", "die"}:
            world.check()
    world.day += timedelta(days=1)
    world.scan()
    world.check()
    assert world.scan().skipped
    world.check()
