"""Digests and signs of life by the clock of the Netherlands, also where it is put forward or back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from registry.digests import make_digests, make_heartbeats, next_digest
from registry.resolving.matching import Db
from registry.routing import route
from registry.subscribing import end_subscription, pause_subscription
from tests.registry.bringing import open_register
from tests.registry.telling import NOW, chosen_for, deed, happen, messages_to, subscribe

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def scanned(db: Db, moment: datetime) -> None:
    db.execute(
        "INSERT INTO scans (on_date, started_at, ended_at, state) VALUES (%s, %s, %s, 'done')",
        (moment.date(), moment, moment),
    )


@pytest.fixture
def db(session: Session) -> Db:
    return open_register(session).db


@pytest.mark.parametrize(
    ("digest", "now", "expected"),
    [
        ("daily", "2026-11-24T05:59", "2026-11-24T06:00"),
        ("daily", "2026-11-24T06:00", "2026-11-25T06:00"),
        ("daily", "2026-03-28T12:00", "2026-03-29T05:00"),  # the clock goes forward that night
        ("daily", "2026-10-24T12:00", "2026-10-25T06:00"),  # and back
        ("weekly", "2026-11-24T09:00", "2026-11-30T06:00"),
        ("weekly", "2026-03-23T09:00", "2026-03-30T05:00"),
        ("weekly", "2026-11-29T23:30", "2026-11-30T06:00"),  # Monday already in the Netherlands
    ],
)
def test_the_next_digest_comes_at_the_same_hour_of_the_clock(digest: str, now: str, expected: str) -> None:
    assert next_digest(digest, at(now)) == at(expected)


def test_a_digest_holds_all_that_waited_and_an_empty_one_is_not_sent(db: Db) -> None:
    made = subscribe(db, digest="daily", heartbeat=False)
    morning = at("2026-11-25T06:00")
    assert make_digests(db, at=morning) == 0
    for _ in range(3):
        happen(db, "alert.contract-ends")
    route(db, at=morning)
    assert make_digests(db, at=morning + HOUR) == 0
    assert make_digests(db, at=at("2026-11-29T11:00")) == 1  # after an outage of days there is one
    assert make_digests(db, at=at("2026-11-29T11:01")) == 0
    assert messages_to(db, made.id) == [("digest", "pending")]
    held = db.execute(
        "SELECT count(DISTINCT c.delivery_id), min(d.data ->> 'events') FROM delivery_events c JOIN deliveries d"
        " ON d.id = c.delivery_id"
    ).fetchone()
    assert held == (1, "3")
    row = db.execute("SELECT next_digest_at FROM subscriptions").fetchone()
    assert row == (at("2026-11-30T06:00"),)


def test_there_is_a_sign_of_life_once_a_day_where_nothing_was_told(db: Db) -> None:
    quiet = subscribe(db)
    busy = subscribe(db, kinds=["application.*"])
    silent = subscribe(db, heartbeat=False)
    weekly = subscribe(db, digest="weekly")
    paused, ended = subscribe(db), subscribe(db)
    pause_subscription(db, paused.id, deed())
    end_subscription(db, ended.id, deed())
    happen(db, "application.changed")
    tomorrow = at("2026-11-25T06:00")
    route(db, at=tomorrow - 2 * HOUR)
    assert make_heartbeats(db, at=NOW) == 0  # made after today's hour
    assert make_heartbeats(db, at=tomorrow - HOUR) == 0
    assert make_heartbeats(db, at=tomorrow) == 1
    told: dict[str, object] = {"lastScanAt": None, "stalled": True}
    assert db.execute("SELECT data FROM deliveries WHERE what = 'heartbeat'").fetchone() == (told,)
    assert make_heartbeats(db, at=tomorrow + 9 * HOUR) == 0
    assert messages_to(db, quiet.id) == [("heartbeat", "pending")]
    assert messages_to(db, busy.id) == [("event", "pending")]
    assert [messages_to(db, one.id) for one in (silent, weekly, paused, ended)] == [[], [], [], []]
    monday = at("2026-11-30T06:00")
    make_digests(db, at=monday)
    scanned(db, monday)
    assert make_heartbeats(db, at=monday) == 3
    assert messages_to(db, weekly.id) == [("heartbeat", "pending")]
    told = {"lastScanAt": monday.isoformat(), "stalled": False}
    last = db.execute("SELECT data FROM deliveries WHERE what = 'heartbeat' ORDER BY sequence DESC LIMIT 1").fetchone()
    assert last == (told,)


def test_what_stands_open_is_told_on_request_once(db: Db) -> None:
    events = []
    for withdrawn in (None, None, NOW.date()):
        deadline = uuid4()
        db.execute(
            "INSERT INTO deadlines (id, kind, subject_kind, subject_id, due, first_seen_on, seen_on, withdrawn_on)"
            " VALUES (%s, 'contract_ends', 'contract', %s, '[2026-12-31,2027-01-01)', %s, %s, %s)",
            (deadline, uuid4(), NOW, NOW, withdrawn),
        )
        for rung in (90, 30):
            events.append(happen(db, "alert.contract-ends", rung=rung, role="system_owner"))
            db.execute(
                "INSERT INTO alerts (deadline_id, moment, target, rung, role, due_on, raised_at, state, event_position)"
                " VALUES (%s, 'end', '2026-12-31', %s, 'system_owner', %s, %s, 'raised', %s)",
                (deadline, rung, NOW, NOW, events[-1]),
            )
    told, not_told = subscribe(db, tell_open=True), subscribe(db)
    elsewhere = subscribe(db, tell_open=True, kinds=["planned_end"])
    assert route(db, at=NOW) == 0
    assert chosen_for(db, told.id) == [events[1], events[3]]
    assert messages_to(db, told.id) == [("event", "pending")] * 2
    assert (chosen_for(db, not_told.id), chosen_for(db, elsewhere.id)) == ([], [])
