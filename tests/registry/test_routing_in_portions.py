"""Routing goes in portions: cut off it goes on where it was, and it holds up nobody who delivers."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest

from cli.database import libpq_address
from registry.delivering import Attempt, Message, Room, claim, record
from registry.digests import make_digests
from registry.notification_policy import POLICY
from registry.routing import Portion, route, route_portion, settle
from tests.registry.telling import NOW, chosen_for, happen, messages_to, subscribe

DAY = timedelta(days=1)


@pytest.fixture
def address(fresh_database: str) -> str:
    return libpq_address(fresh_database)


def happened(address: str, number: int) -> list[int]:
    with psycopg.connect(address) as db:
        return [happen(db, "alert.contract-ends") for _ in range(number)]


def test_what_is_cut_off_between_portions_goes_on_and_a_person_gets_one_mail(address: str) -> None:
    with psycopg.connect(address) as db:
        webhook, mail = subscribe(db), subscribe(db, channel="mail", target="j.jansen@belastingdienst.example")
    events = happened(address, 7)
    with psycopg.connect(address) as db:
        assert route_portion(db, at=NOW, most=3) == Portion(6, more=True)
    with psycopg.connect(address) as db, db.transaction(force_rollback=True):
        assert route_portion(db, at=NOW, most=3) == Portion(6, more=True)
    with psycopg.connect(address) as db:
        assert (len(messages_to(db, webhook.id)), messages_to(db, mail.id)) == (3, [])
    with psycopg.connect(address) as db:
        assert route(db, at=NOW, most=3) == 8
        assert route(db, at=NOW, most=3) == 0
        assert [chosen_for(db, one.id) for one in (webhook, mail)] == [events, events]
        assert messages_to(db, webhook.id) == [("event", "pending")] * 7
        assert messages_to(db, mail.id) == [("digest", "pending")]


def test_each_portion_commits(address: str) -> None:
    with psycopg.connect(address) as db:
        made = subscribe(db)
    happened(address, 3)
    seen: list[int] = []
    with psycopg.connect(address) as db, psycopg.connect(address, autocommit=True) as other:
        for _ in range(3):
            with db.transaction():
                route_portion(db, at=NOW, most=1)
            seen.append(len(chosen_for(other, made.id)))
        happen(db, "alert.contract-ends")
        db.commit()
        route(db, at=NOW)
        assert db.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        seen.append(len(chosen_for(other, made.id)))
    assert seen == [1, 2, 3, 4]


def attempt(message: Message, outcome: str) -> Attempt:
    answer = "410 Gone" if outcome == "gone" else "204"
    return Attempt(message.id, message.subscription_id, message.leased_until, NOW, outcome, None, answer, 5, None)


def one_claimed(address: str) -> Message:
    with psycopg.connect(address) as db:
        subscribe(db)
    happened(address, 1)
    with psycopg.connect(address) as db:
        route(db, at=NOW)
        (message,) = claim(db, Room(10, 10, {}), now=NOW)
    return message


def test_who_records_an_attempt_does_not_wait_for_events_to_be_chosen(address: str) -> None:
    message = one_claimed(address)
    happened(address, 2)
    with psycopg.connect(address) as stopper, psycopg.connect(address) as db, ThreadPoolExecutor(1) as beside:
        stopper.execute("LOCK TABLE delivery_events IN SHARE MODE")
        routing = beside.submit(route, db, at=NOW)
        try:
            with psycopg.connect(address, autocommit=True) as watch:
                while watch.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount == 0:
                    assert not routing.done()
                    time.sleep(0.01)
            with psycopg.connect(address) as other:
                other.execute("SET lock_timeout = '60s'")
                record(other, [attempt(message, "delivered")])
            assert not routing.done()
        finally:
            stopper.rollback()
        assert routing.result() == 2
        told = [("event", "delivered"), ("event", "pending"), ("event", "pending")]
        assert messages_to(db, message.subscription_id) == told


def test_messages_made_while_a_subscription_is_switched_off_are_dropped(address: str) -> None:
    message = one_claimed(address)
    happened(address, 2)
    with psycopg.connect(address) as router, psycopg.connect(address) as other:
        router.execute("SELECT FROM subscriptions ORDER BY id FOR KEY SHARE")
        router.execute(
            "INSERT INTO deliveries (subscription_id, what, ordering_key, created_at, state, next_attempt_at)"
            " VALUES (%s, 'event', 'a', %s, 'pending', %s)",
            (message.subscription_id, NOW, NOW),
        )
        record(other, [attempt(message, "gone")])
        other.commit()
        settle(router, [message.subscription_id])
        router.commit()
        assert messages_to(router, message.subscription_id) == [("event", "dropped")] * 2


def test_a_digest_for_a_system_goes_in_parts_and_one_for_a_person_whole(address: str) -> None:
    assert POLICY.digest_events == 500
    with psycopg.connect(address) as db:
        webhook = subscribe(db, digest="daily")
        mail = subscribe(db, digest="daily", channel="mail", target="j.jansen@belastingdienst.example")
        small = subscribe(db, digest="daily", thresholds=[90])
    events = happened(address, 1100)
    with psycopg.connect(address) as db:
        db.execute("UPDATE events SET rung = 30 WHERE position > %s", (events[499],))
        route(db, at=NOW)
        assert make_digests(db, at=NOW + DAY) == 5
        asked = (
            "SELECT (d.data ->> 'events')::int, array_agg(c.position ORDER BY c.position), d.ordering_key FROM deliveries d"
            " JOIN delivery_events c ON c.delivery_id = d.id WHERE d.subscription_id = %s GROUP BY d.id ORDER BY d.sequence"
        )
        parts = [(500, events[:500], "digest"), (500, events[500:1000], "digest"), (100, events[1000:], "digest")]
        assert db.execute(asked, (webhook.id,)).fetchall() == parts
        assert db.execute(asked, (mail.id,)).fetchall() == [(1100, events, "digest")]
        assert db.execute(asked, (small.id,)).fetchall() == parts[:1]
        now = NOW + DAY
        for part in parts:
            (message,) = (one for one in claim(db, Room(10, 10, {}), now=now) if one.subscription_id == webhook.id)
            assert [one.position for one in message.events] == part[1]
            record(db, [attempt(message, "delivered")])
