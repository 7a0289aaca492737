"""Messages are claimed once, in order and in turn, and what was answered is recorded."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cli.database import libpq_address
from registry.delivering import LEASE, Message, Room, claim, next_due, record
from registry.notification_policy import POLICY, wait_before_next
from registry.resolving.matching import Db
from tests.registry.bringing import counted, open_register
from tests.registry.sending import ROOM, attempt, queue, queued, standing, states, subscribed, taken
from tests.registry.telling import NOW, happen

SOON = timedelta(seconds=5)


@pytest.fixture
def db(session: Session) -> Db:
    return open_register(session).db


def test_a_message_holds_what_its_channel_needs(db: Db) -> None:
    subscription = subscribed(db, name="Einddata", language="en")
    delivery = queued(db, subscription)
    (message,) = taken(db)
    assert (message.id, message.subscription_id, message.what, message.attempts) == (delivery, subscription, "event", 0)
    assert (message.channel, message.target) == ("webhook", "https://haak.belastingdienst.nl/")
    assert (message.name, message.language, message.leased_until) == ("Einddata", "en", NOW + LEASE)
    assert [(event.type, event.at) for event in message.events] == [("application.changed", NOW)]


def test_a_digest_holds_many_events_a_replay_those_it_names_and_a_test_itself(db: Db) -> None:
    subscription = subscribed(db)
    positions = [happen(db, "application.changed") for _ in range(3)]
    digest = queue(db, subscription, "digest", NOW, "digest")
    for position in reversed(positions[:2]):
        db.execute("INSERT INTO delivery_events VALUES (%s, %s, %s)", (subscription, position, digest))
    queue(db, subscription, "replay", NOW, "replay", {"positions": [positions[2], positions[0]]})
    test = queue(db, subscription, "test", NOW, "test", {"note": "proef"})
    told = {message.what: message.events for message in taken(db)}
    assert [event.position for event in told["digest"]] == positions[:2]
    assert [event.position for event in told["replay"]] == [positions[0], positions[2]]
    (own,) = told["test"]
    assert (own.id, own.type, own.subject_kind, own.subject_id) == (
        test,
        "subscription.test",
        "subscription",
        subscription,
    )
    assert own.data == {"note": "proef"}


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(db: Db) -> None:
    subscription = subscribed(db)
    queued(db, subscription)
    (first,) = taken(db)
    assert taken(db, NOW + LEASE - SOON) == []
    (again,) = taken(db, NOW + LEASE)
    assert (again.id, again.attempts) == (first.id, 0)


def test_only_the_first_of_a_key_goes(db: Db) -> None:
    subscription = subscribed(db)
    one, two = queued(db, subscription, "a"), queued(db, subscription, "a")
    other = queued(db, subscription, "b")
    first = {message.id: message for message in taken(db)}
    assert set(first) == {one, other}
    record(db, [attempt(first[one], "retry", wait=60), attempt(first[other], "delivered")])
    assert taken(db, NOW + SOON) == []
    (again,) = taken(db, NOW + timedelta(seconds=60))
    assert again.id == one
    record(db, [attempt(again, "delivered", at=NOW + timedelta(seconds=60))])
    assert [message.id for message in taken(db, NOW + timedelta(seconds=61))] == [two]
    assert states(db, subscription) == [("delivered", 2), ("pending", 0), ("delivered", 1)]


def test_a_message_that_was_given_up_gives_way(db: Db) -> None:
    subscription = subscribed(db)
    queued(db, subscription, "a")
    two = queued(db, subscription, "a")
    record(db, [attempt(taken(db)[0], "retry", answer="Storing / failure")])
    assert [message.id for message in taken(db)] == [two]
    assert states(db, subscription) == [("failed", 1), ("pending", 0)]
    assert standing(db, subscription) == ("active", "Storing / failure")


def test_thousands_for_one_do_not_stand_before_the_one_of_another(db: Db) -> None:
    many, few = subscribed(db), subscribed(db)
    for _ in range(30):
        queued(db, many, at=NOW - timedelta(hours=1))
    queued(db, few)
    room = Room(8, 6, {})
    assert Counter(message.subscription_id for message in taken(db, room=room)) == {many: 6, few: 1}
    assert len(taken(db, room=Room(8, 6, {many: 0}))) == 0
    assert Counter(message.subscription_id for message in taken(db, room=Room(4, 6, {many: 20}))) == {many: 4}


def test_digests_of_thousands_do_not_all_go_at_once(db: Db) -> None:
    for _ in range(4):
        queue(db, subscribed(db), "digest", NOW, "digest", {"events": 9_000})
    assert len(taken(db)) == 3
    assert taken(db, room=ROOM._replace(events=0)) == []
    assert len(taken(db, room=ROOM._replace(events=1))) == 1


def test_subscriptions_that_are_not_active_wait(db: Db) -> None:
    subscription = subscribed(db)
    queued(db, subscription)
    for state in ("paused", "disabled", "ended"):
        db.execute("UPDATE subscriptions SET state = %s WHERE id = %s", (state, subscription))
        assert taken(db) == []
    db.execute("UPDATE subscriptions SET state = 'active' WHERE id = %s", (subscription,))
    assert len(taken(db)) == 1


def test_gone_disables_and_drops_what_was_waiting(db: Db) -> None:
    subscription, other = subscribed(db), subscribed(db)
    for _ in range(3):
        queued(db, subscription, "a")
    queued(db, other)
    messages = taken(db)
    gone = next(message for message in messages if message.subscription_id == subscription)
    record(db, [attempt(gone, "gone", status=410, answer="Weg / gone")])
    assert states(db, subscription) == [("dropped", 1), ("dropped", 0), ("dropped", 0)]
    assert standing(db, subscription) == ("disabled", "Weg / gone")
    assert (states(db, other), standing(db, other)) == ([("pending", 0)], ("active", None))
    history = db.execute(
        "SELECT action, reason, changed_by, changed_at FROM subscription_changes WHERE subscription_id = %s ORDER BY id",
        (subscription,),
    ).fetchall()
    assert history[-1] == ("disabled", "Weg / gone", "landschap", NOW)


def test_every_attempt_is_kept(db: Db) -> None:
    subscription = subscribed(db)
    delivery = queued(db, subscription)
    record(db, [attempt(taken(db)[0], "retry", wait=5, status=503, answer="Storing / failure")])
    later = NOW + SOON
    record(db, [attempt(taken(db, later)[0], "delivered", at=later, status=200, milliseconds=7)])
    rows = db.execute(
        "SELECT at, outcome, status, answer, milliseconds FROM delivery_attempts WHERE delivery_id = %s ORDER BY id",
        (delivery,),
    ).fetchall()
    assert rows == [(NOW, "retry", 503, "Storing / failure", 12), (later, "delivered", 200, None, 7)]
    row = db.execute("SELECT state, attempts, next_attempt_at, delivered_at FROM deliveries").fetchone()
    assert row == ("delivered", 2, None, later)


def test_trouble_is_told_until_something_arrives(db: Db) -> None:
    subscription = subscribed(db)
    queued(db, subscription)
    queued(db, subscription)
    first, second = taken(db)
    record(db, [attempt(first, "refused", wait=5, answer="Niet toegestaan / not allowed")])
    assert standing(db, subscription) == ("active", "Niet toegestaan / not allowed")
    record(db, [attempt(second, "delivered")])
    assert standing(db, subscription) == ("active", None)


def test_who_lost_its_lease_has_no_say_but_delivered_is_delivered(db: Db) -> None:
    subscription = subscribed(db)
    queued(db, subscription)
    (slow,) = taken(db)
    (quick,) = taken(db, NOW + LEASE)
    record(db, [attempt(slow, "retry", at=NOW + LEASE + SOON)])
    assert states(db, subscription) == [("pending", 0)]
    record(db, [attempt(slow, "delivered", at=NOW + LEASE + SOON)])
    record(db, [attempt(quick, "retry", at=NOW + LEASE + SOON)])
    assert states(db, subscription) == [("delivered", 1)]
    assert db.execute("SELECT count(*) FROM delivery_attempts").fetchone() == (3,)


def test_a_turn_takes_few_statements_however_many_messages(db: Db) -> None:
    subscription = subscribed(db)
    for _ in range(50):
        queued(db, subscription)
    with counted(db) as statements:
        messages = taken(db)
        record(db, [attempt(message, "gone") for message in messages])
    assert (len(messages), len(statements)) == (50, 7)


def test_when_the_next_is_due(db: Db) -> None:
    subscription = subscribed(db)
    assert next_due(db, now=NOW) is None
    queued(db, subscription)
    record(db, [attempt(taken(db)[0], "retry", wait=300)])
    assert next_due(db, now=NOW) == NOW + timedelta(seconds=300)


def test_two_workers_never_hold_the_same(fresh_database: str) -> None:
    address = libpq_address(fresh_database)
    with psycopg.connect(address) as db:
        for _ in range(5):
            subscription = subscribed(db)
            for number in range(60):
                queued(db, subscription, str(number % 20))
    found: list[Message] = []
    threads = [threading.Thread(target=lambda: found.extend(_work(address))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len({message.id for message in found}) == 300
    with psycopg.connect(address) as db:
        assert db.execute("SELECT count(*) FROM deliveries WHERE state <> 'delivered'").fetchone() == (0,)
        # Of one key each came after the one before it had arrived.
        assert db.execute(
            "SELECT count(*) FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id"
            " JOIN deliveries e ON e.subscription_id = d.subscription_id AND e.ordering_key = d.ordering_key"
            "   AND e.sequence < d.sequence JOIN delivery_attempts b ON b.delivery_id = e.id WHERE b.id > a.id"
        ).fetchone() == (0,)


def _work(address: str) -> Iterator[Message]:
    """Claim and record until nothing is left that waits."""
    with psycopg.connect(address) as db:
        left = True
        while left:
            messages = claim(db, Room(7, 3, {}), now=NOW)
            db.commit()
            yield from messages
            record(db, [attempt(message, "delivered") for message in messages])
            db.commit()
            row = db.execute("SELECT EXISTS (SELECT FROM deliveries WHERE state = 'pending')").fetchone()
            left = bool(row and row[0])


@pytest.mark.parametrize(
    ("attempts", "chance", "retry_after", "seconds"),
    [
        (1, 0.5, None, 5.0),
        (1, 0.0, None, 4.0),
        (1, 1.0, None, 6.0),
        (2, 0.5, None, 300.0),
        (9, 0.5, None, 86400.0),
        (10, 0.5, None, None),
        (10, 0.5, 60.0, None),
        (1, 0.5, 120.0, 120.0),
        (1, 0.5, 4000.0, 300.0),
        (2, 0.5, 60.0, 300.0),
        (9, 0.5, 1e9, 86400.0),
    ],
)
def test_the_ladder(attempts: int, chance: float, retry_after: float | None, seconds: float | None) -> None:
    assert wait_before_next(attempts, chance, retry_after=retry_after) == seconds


@given(st.integers(1, 9), st.floats(0, 1), st.none() | st.floats(0, 1e12))
def test_a_wait_is_never_much_shorter_than_the_ladder_nor_longer_than_its_next_step(
    attempts: int, chance: float, retry_after: float | None
) -> None:
    wait = wait_before_next(attempts, chance, retry_after=retry_after)
    ladder = (*POLICY.retry_ladder, POLICY.retry_ladder[-1])
    assert wait is not None
    assert ladder[attempts] * 0.8 <= wait <= max(ladder[attempts] * 1.2, ladder[attempts + 1])


def test_nobody_has_room(db: Db) -> None:
    subscription: UUID = subscribed(db)
    queued(db, subscription)
    assert claim(db, Room(0, 8, {}), now=NOW) == []
    assert len(claim(db, ROOM, now=NOW)) == 1
