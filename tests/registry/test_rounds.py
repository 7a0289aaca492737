"""Weeks of a moving clock, with outages, cut-off work and two workers: nothing is told twice, nothing is lost, no day is silent."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.database import libpq_address
from registry.calendar_days import AMSTERDAM, moment_in_nl, today_in_nl
from registry.digests import make_digests, make_heartbeats
from registry.notification_policy import POLICY
from registry.resolving.matching import Db
from registry.routing import route
from tests.registry.telling import happen, subscribe

# The clock goes back in the night of 25 October.
BEGIN = datetime(2026, 10, 20, 4, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 2), st.sampled_from(("round", "two", "cut", "outage"))), max_size=30
)


def go_round(db: Db, at: datetime) -> None:
    route(db, at=at)
    make_digests(db, at=at)
    make_heartbeats(db, at=at)


def test_weeks_of_rounds(fresh_database: str) -> None:
    address = libpq_address(fresh_database)

    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def check(steps: list[tuple[int, int, str]]) -> None:
        with psycopg.connect(address) as db:
            db.execute("TRUNCATE events, subscriptions CASCADE")
            ids = {digest: subscribe(db, BEGIN, digest=digest).id for digest in ("at_once", "daily", "weekly")}
        at, rounds = BEGIN, list[datetime]()
        for hours, events, how in [*steps, (24 * 7, 1, "round"), (24, 0, "round")]:
            at += timedelta(hours=hours, minutes=17)
            with psycopg.connect(address) as db:
                for _ in range(events):
                    happen(db, "alert.contract-ends", at=at)
            if how == "outage":
                continue
            if how == "cut":
                with psycopg.connect(address) as db:
                    go_round(db, at)
                    db.rollback()
                continue
            at_once(address, at, 2 if how == "two" else 1)
            rounds.append(at)
        with psycopg.connect(address) as db:
            every_event_is_in_one_message(db, ids)
            no_day_is_silent(db, ids["at_once"], rounds, {0, 1, 2, 3, 4, 5, 6})
            no_day_is_silent(db, ids["daily"], rounds, {0, 1, 2, 3, 4, 5, 6})
            no_day_is_silent(db, ids["weekly"], rounds, {POLICY.digest_weekday})

    check()


def at_once(address: str, at: datetime, workers: int) -> None:
    """So many workers go round at the same moment."""

    def work() -> None:
        with psycopg.connect(address) as db:
            go_round(db, at)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def every_event_is_in_one_message(db: Db, ids: dict[str, UUID]) -> None:
    happened = [row[0] for row in db.execute("SELECT position FROM events ORDER BY position")]
    for digest, subscription in ids.items():
        held = db.execute(
            "SELECT c.position, d.what FROM delivery_events c JOIN deliveries d ON d.id = c.delivery_id"
            " WHERE c.subscription_id = %s ORDER BY c.position",
            (subscription,),
        ).fetchall()
        assert [position for position, _ in held] == happened
        assert {what for _, what in held} <= {"event" if digest == "at_once" else "digest"}


def no_day_is_silent(db: Db, subscription: UUID, rounds: list[datetime], weekdays: set[int]) -> None:
    """On each day on which somebody went round after the hour there is a message, and at most one sign of life."""
    rows = db.execute("SELECT what, created_at FROM deliveries WHERE subscription_id = %s", (subscription,)).fetchall()
    days = {today_in_nl(created) for _, created in rows}
    alive = Counter(today_in_nl(created) for what, created in rows if what == "heartbeat")
    assert max(alive.values(), default=0) <= 1
    for at in rounds:
        day: date = at.astimezone(AMSTERDAM).date()
        if at >= moment_in_nl(day, POLICY.digest_hour) and day.weekday() in weekdays:
            assert day in days, (subscription, at)
