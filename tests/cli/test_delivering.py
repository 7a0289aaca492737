"""From the outbox to real receivers and back: what arrives, what is tried again, and what a killed worker leaves."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb
from standardwebhooks import Webhook

from cli.database import libpq_address
from cli.delivering import Delivered, deliver_due
from cli.settings import Settings, read_settings
from registry.delivering import LEASE
from registry.notification_policy import POLICY, NotificationPolicy
from tests.notifiers.mail_servers import Postbox, real_server
from tests.notifiers.messages import SECRET
from tests.notifiers.receiving import Heard, Receiver, hang, receiving, saying
from tests.registry.sending import queued, standing, states, subscribed
from tests.registry.telling import NOW

SETTINGS = read_settings({"LANDSCHAP_WEBHOOK_ALLOW": "127.0.0.1"})
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
QUICK = replace(POLICY, retry_ladder=(0.0, 0.1, 0.2), read_seconds=60.0, total_seconds=120.0)
IMPATIENT = replace(QUICK, read_seconds=3.0, total_seconds=3.0)


@pytest.fixture
def address(fresh_database: str) -> str:
    return libpq_address(fresh_database)


def real_time() -> datetime:
    return datetime.now(UTC)


def at(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: moment


def deliver(
    address: str,
    now: Callable[[], datetime] = real_time,
    *,
    settings: Settings = SETTINGS,
    linger: float = 0.0,
    policy: NotificationPolicy = QUICK,
) -> Delivered:
    return asyncio.run(deliver_due(address, settings, now=now, until_empty=True, linger=linger, policy=policy))


def fill(address: str, receiver: Receiver, messages: int, *, path: str = "/haak", keys: int = 0) -> UUID:
    """A subscription with so many messages that are due; of so many keys, or each of its own."""
    with psycopg.connect(address) as db:
        subscription = subscribed(db, receiver.url(path).replace("http:", "https:"))
        db.execute("UPDATE subscriptions SET target = %s WHERE id = %s", (receiver.url(path), subscription))
        for number in range(messages):
            queued(db, subscription, str(number % keys) if keys else None, LONG_AGO)
    return subscription


def left(address: str, subscription: UUID) -> list[tuple[str, int]]:
    with psycopg.connect(address) as db:
        return states(db, subscription)


def ids(heard: list[Heard]) -> list[str]:
    return [one.headers["webhook-id"] for one in heard]


def test_all_that_is_due_arrives_once(address: str) -> None:
    with receiving(saying(200)) as receiver:
        subscription = fill(address, receiver, 150, keys=40)
        assert deliver(address) == Delivered(delivered=150)
        assert deliver(address) == Delivered()
    assert len(set(ids(receiver.heard))) == len(receiver.heard) == 150
    for heard in receiver.heard[:10]:
        assert Webhook(SECRET).verify(heard.body, heard.headers)["source"] == SETTINGS.origin.source
    assert left(address, subscription) == [("delivered", 1)] * 150


def test_messages_about_one_thing_arrive_in_order_though_some_fail(address: str) -> None:
    seen: Counter[str] = Counter()

    async def moody(heard: Heard, writer: asyncio.StreamWriter) -> None:
        seen[heard.headers["webhook-id"]] += 1
        await saying(500 if len(seen) % 3 and seen[heard.headers["webhook-id"]] == 1 else 200)(heard, writer)

    with receiving(moody) as receiver:
        fill(address, receiver, 12, keys=2)
        done = deliver(address, linger=1.0)
    assert (done.delivered, done.retry > 3, done.failed) == (12, True, 0)
    with psycopg.connect(address) as db:
        rows = db.execute("SELECT id::text, ordering_key FROM deliveries ORDER BY sequence").fetchall()
    for key in ("0", "1"):
        mine = [one for one, of in rows if of == key]
        heard = [one for one in ids(receiver.heard) if one in mine]
        assert list(dict.fromkeys(heard)) == mine
        assert heard == sorted(heard, key=mine.index)


def test_the_ladder_is_climbed_and_then_it_is_given_up(address: str) -> None:
    with receiving(saying(503)) as receiver:
        subscription = fill(address, receiver, 1)
        # Each after the longest wait that chance gives the one before it.
        moments = [timedelta(), timedelta(seconds=7), timedelta(minutes=7), timedelta(minutes=45), timedelta(hours=4)]
        moments += [timedelta(hours=hours) for hours in (12, 24, 48, 72, 120, 240)]
        counts = [deliver(address, at(NOW + moment), policy=POLICY) for moment in moments]
    assert counts == [Delivered(retry=1)] * 9 + [Delivered(retry=1, failed=1), Delivered()]
    assert len(set(ids(receiver.heard))) == 1
    assert left(address, subscription) == [("failed", 10)]
    with psycopg.connect(address) as db:
        reason = "De ontvanger heeft een storing (503). / The receiver has a failure (503)."
        assert standing(db, subscription) == ("active", reason)


def test_a_receiver_that_asks_for_time_gets_it(address: str) -> None:
    with receiving(saying(429, b"", "retry-after: 200")) as receiver:
        fill(address, receiver, 1)
        counts = [deliver(address, at(NOW + timedelta(seconds=s)), policy=POLICY) for s in (0, 199, 200)]
    assert counts == [Delivered(retry=1), Delivered(), Delivered(retry=1)]


def test_gone(address: str) -> None:
    with receiving(saying(410)) as receiver:
        subscription = fill(address, receiver, 5, keys=1)
        assert deliver(address) == Delivered(gone=1)
    assert [state for state, _ in left(address, subscription)] == ["dropped"] * 5
    with psycopg.connect(address) as db:
        assert standing(db, subscription)[0] == "disabled"


def test_a_target_inside_the_network_is_refused_until_it_is_allowed(address: str) -> None:
    with receiving(saying(200)) as receiver:
        subscription = fill(address, receiver, 1)
        assert deliver(address, settings=read_settings({})) == Delivered(refused=1)
        assert receiver.heard == []
        with psycopg.connect(address) as db:
            state, reason = standing(db, subscription)
        assert (state, "niet toegestaan" in (reason or "")) == ("active", True)
        assert deliver(address, linger=1.0) == Delivered(delivered=1)


def test_who_hangs_does_not_hold_up_others(address: str) -> None:
    with receiving(hang) as hanging, receiving(saying(200)) as good:
        dead = [fill(address, hanging, 500) for _ in range(3)]
        alive = fill(address, good, 40)
        running = threading.Thread(target=deliver, args=(address,), kwargs={"policy": IMPATIENT})
        running.start()
        while len(good.heard) < 40 and running.is_alive():
            time.sleep(0.01)
        assert len(good.heard) == 40
        running.join()
    assert left(address, alive) == [("delivered", 1)] * 40
    tried = [sum(attempts for _, attempts in left(address, one)) for one in dead]
    assert max(tried) < 20


def test_a_message_that_cannot_be_made_does_not_stop_the_others(address: str) -> None:
    with receiving(saying(200)) as receiver:
        broken, good = fill(address, receiver, 1), fill(address, receiver, 1)
        with psycopg.connect(address) as db:
            secrets = [{"secret": "whsec_x", "until": None}]
            db.execute("UPDATE subscriptions SET secrets = %s WHERE id = %s", (Jsonb(secrets), broken))
        assert deliver(address) == Delivered(delivered=1, retry=1)
    assert (left(address, broken), left(address, good)) == ([("pending", 1)], [("delivered", 1)])


def test_two_workers_send_nothing_twice(address: str) -> None:
    with receiving(saying(200)) as receiver:
        subscriptions = [fill(address, receiver, 60, keys=10) for _ in range(3)]
        workers = [threading.Thread(target=deliver, args=(address,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        deliver(address)  # what waited behind a message that the other worker held
    assert len(set(ids(receiver.heard))) == len(receiver.heard) == 180
    assert {state for one in subscriptions for state in left(address, one)} == {("delivered", 1)}


def by_mail(address: str, box: Postbox) -> tuple[Delivered, UUID]:
    with psycopg.connect(address) as db:
        subscription = subscribed(db, "j.jansen@belastingdienst.nl", channel="mail")
        queued(db, subscription, at=LONG_AGO)

    async def run() -> Delivered:
        async with real_server(box) as port:
            sender = {"LANDSCHAP_SMTP": f"smtp://127.0.0.1:{port}", "LANDSCHAP_MAIL_FROM": "register@landschap.nl"}
            return await deliver_due(address, read_settings(sender), now=real_time, until_empty=True)

    return asyncio.run(run()), subscription


def test_mail_goes_by_its_own_channel(address: str) -> None:
    box = Postbox()
    done, subscription = by_mail(address, box)
    assert (done, left(address, subscription)) == (Delivered(delivered=1), [("delivered", 1)])
    assert [recipients for _, recipients, _ in box.mails] == [["j.jansen@belastingdienst.nl"]]


def test_mail_for_nobody_is_given_up_at_once(address: str) -> None:
    done, subscription = by_mail(address, Postbox(rcpt="550 5.1.1 no such user"))
    assert (done, left(address, subscription)) == (Delivered(bounced=1, failed=1), [("failed", 1)])


WORKER = """
import asyncio, sys
from datetime import datetime
from cli.delivering import deliver_due
from cli.settings import read_settings

now = datetime.fromisoformat(sys.argv[2])
settings = read_settings({"LANDSCHAP_WEBHOOK_ALLOW": "127.0.0.1"})
asyncio.run(deliver_due(sys.argv[1], settings, now=lambda: now, until_empty=True))
"""


def test_what_a_killed_worker_had_sent_is_sent_again_under_the_same_id(address: str) -> None:
    """It dies after the receiver has heard the message and before that is known here: at least once, with one id."""
    heard_it, go_on = threading.Event(), threading.Event()

    async def slow_at_first(heard: Heard, writer: asyncio.StreamWriter) -> None:
        heard_it.set()
        await asyncio.to_thread(go_on.wait)
        await saying(200)(heard, writer)

    with receiving(slow_at_first) as receiver:
        subscription = fill(address, receiver, 1)
        command = [sys.executable, "-c", WORKER, address, NOW.isoformat()]
        worker = subprocess.Popen(command, cwd=Path(__file__).parents[2])
        assert heard_it.wait(20)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        go_on.set()
        assert left(address, subscription) == [("pending", 0)]
        assert deliver(address, at(NOW + LEASE - timedelta(seconds=1))) == Delivered()
        assert deliver(address, at(NOW + LEASE)) == Delivered(delivered=1)
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert left(address, subscription) == [("delivered", 1)]
