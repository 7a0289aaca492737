"""The loop that takes what is due from the outbox, lets its channel send it, and records what was answered.

Every message is sent on its own and has its own time-out. A receiver that is slow gets one at a time and one that is dead soon
none, so that others do not wait for it. When a run ends half-way, what was under way is sent again, under the same id, as
soon as its lease has ended.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import TypeAlias, TypeVar
from uuid import UUID

import psycopg
import structlog

from cli.settings import Settings
from notifiers.answers import Answer, Reason
from notifiers.mail import deliver_mail
from notifiers.webhook import Line, open_line, send_webhook
from registry.delivering import MOST_EVENTS, Attempt, Message, Room, claim, next_due, record
from registry.notification_policy import POLICY, NotificationPolicy, wait_before_next
from registry.resolving.matching import Db

Clock: TypeAlias = Callable[[], datetime]
T = TypeVar("T")

AT_ONCE = 200
FIRST, MOST = 8, 64
"""Messages under way to one subscription: at first, and at most."""
BRISK_MILLISECONDS = 2000
SILENT_SECONDS = 60.0
"""How long one that does not answer is left alone, in a run that has others to go on with."""
GATHERING_SECONDS = 0.02
"""Answers that come this soon after each other are recorded together."""
CHANCE = SystemRandom().random
LOOK_SECONDS = 1.0
"""How long what became due meanwhile waits for those that are slow."""
UNEXPECTED = Reason("Er ging bij ons iets mis met dit bericht.", "Something went wrong on our side with this message.")
log = structlog.get_logger("deliver")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of the attempts: how many of each outcome, and how many messages were given up."""

    delivered: int = 0
    retry: int = 0
    gone: int = 0
    refused: int = 0
    bounced: int = 0
    failed: int = 0

    @property
    def attempts(self) -> int:
        """All attempts that were made."""
        return self.delivered + self.retry + self.gone + self.refused + self.bounced


@dataclass(slots=True)
class Pace:
    """How many messages may be under way to each subscription: more while it answers, fewer while it is slow.

    One that does not answer at all gets one now and then as long as there are others: a long run leaves nobody waiting who
    came back, and a run ends, however much waits for who is dead.
    """

    most: dict[UUID, int] = field(default_factory=dict)
    silent: dict[UUID, float] = field(default_factory=dict)
    under_way: Counter[UUID] = field(default_factory=Counter)

    def start(self, subscription: UUID) -> None:
        """A message goes out."""
        self.under_way[subscription] += 1
        self.most.setdefault(subscription, FIRST)

    def end(self, subscription: UUID, answer: Answer) -> None:
        """An answer came, or none did."""
        self.under_way[subscription] -= 1
        most = self.most[subscription]
        if answer.status is None:
            self.most[subscription] = most // 2
            if most < 2:
                self.silent[subscription] = time.monotonic() + SILENT_SECONDS
            return
        if self.silent.pop(subscription, None):
            self.most[subscription] = most = max(1, most)
        if answer.milliseconds > BRISK_MILLISECONDS:
            self.most[subscription] = max(1, most // 2)
        elif answer.outcome == "delivered":
            self.most[subscription] = min(MOST, most + 1)

    def room(self, events: int) -> Room:
        """What may be claimed now, beside messages that hold so many events."""
        if any(number for one, number in self.under_way.items() if one not in self.silent):
            now = time.monotonic()
            self.most |= {one: 1 for one, until in self.silent.items() if until <= now}
        free = {one: max(0, most - self.under_way[one]) for one, most in self.most.items()}
        return Room(max(0, AT_ONCE - self.under_way.total()), FIRST, free, MOST_EVENTS - events)


@dataclass(slots=True)
class _Work:
    """One run of the loop: its connection, and the messages that are under way."""

    db: Db
    thread: ThreadPoolExecutor
    line: Line
    settings: Settings
    now: Clock
    pace: Pace = field(default_factory=Pace)
    sending: dict[asyncio.Task[Answer], tuple[Message, datetime]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


async def deliver_due(
    address: str,
    settings: Settings,
    *,
    now: Clock,
    until_empty: bool,
    linger: float = 0.0,
    policy: NotificationPolicy = POLICY,
) -> Delivered:
    """Deliver what is due, once round or until nothing is due any more; any number of workers may do so at once.

    `now` is the clock. With `linger`, wait so many seconds for messages that are to be tried again soon.
    """
    # The thread is of its own, for mail waits in those of the loop; it ends before the connection is let go.
    with psycopg.connect(address) as db, ThreadPoolExecutor(1, "outbox") as thread:
        origin, allowed = settings.origin, settings.webhook_allow
        async with open_line(origin, allowed, policy=policy) as line:
            work = _Work(db, thread, line, settings, now)
            try:
                await _run(work, until_empty=until_empty, linger=linger)
            finally:
                for task in work.sending:
                    task.cancel()
                await asyncio.gather(*work.sending, return_exceptions=True)
    return Delivered(**work.counts)


async def _run(work: _Work, *, until_empty: bool, linger: float) -> None:
    claiming = True
    while True:
        attempts = _collect(work)
        events = sum(len(message.events) for message, _at in work.sending.values())
        room, now = work.pace.room(events) if claiming else None, work.now()
        claimed = await _beside(work, partial(_turn, work.db, attempts, room, now))
        _start(work, claimed)
        claiming = until_empty
        if work.sending:
            await asyncio.wait(work.sending, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(GATHERING_SECONDS)
        elif not (until_empty and await _wait_for_more(work, now, linger)):
            return


def _turn(db: Db, attempts: list[Attempt], room: Room | None, now: datetime) -> list[Message]:
    """Record what was answered and take what may go now, in a transaction each: what was answered stays known."""
    if attempts:
        with db.transaction():
            record(db, attempts)
    if room is None or not room.total:
        return []
    with db.transaction():
        return claim(db, room, now=now)


def _start(work: _Work, messages: Iterable[Message]) -> None:
    for message in messages:
        at = work.now()
        work.pace.start(message.subscription_id)
        work.sending[asyncio.create_task(_send(work, message, at))] = (message, at)


async def _send(work: _Work, message: Message, at: datetime) -> Answer:
    if message.channel == "mail":
        return await deliver_mail(message, work.settings.mail)
    return await send_webhook(message, work.line, at=at)


def _collect(work: _Work) -> list[Attempt]:
    """The attempts that have ended."""
    attempts = []
    for task in [task for task in work.sending if task.done()]:
        message, at = work.sending.pop(task)
        answer = _answer_of(task, message)
        work.pace.end(message.subscription_id, answer)
        again = again_at(message, answer, work.now(), policy=work.line.policy)
        attempt = Attempt(
            delivery_id=message.id,
            subscription_id=message.subscription_id,
            leased_until=message.leased_until,
            at=at,
            outcome=answer.outcome,
            status=answer.status,
            answer=answer.told or None,
            milliseconds=answer.milliseconds,
            next_attempt_at=again,
        )
        work.counts[attempt.outcome] += 1
        work.counts["failed"] += attempt.state == "failed"
        attempts.append(attempt)
    return attempts


def _answer_of(task: asyncio.Task[Answer], message: Message) -> Answer:
    """The answer; one message that cannot be made must not keep all others from going."""
    error = task.exception()
    if error is None:
        return task.result()
    log.error("message not made", delivery=str(message.id), exc_info=error)
    return Answer("retry", 0, reason=UNEXPECTED)


def again_at(message: Message, answer: Answer, ended: datetime, *, policy: NotificationPolicy) -> datetime | None:
    """When a message whose attempt ended like this is tried again, or None when it is not."""
    if answer.outcome not in {"retry", "refused"}:
        return None
    wait = wait_before_next(message.attempts + 1, CHANCE(), retry_after=answer.retry_after, policy=policy)
    return None if wait is None else ended + timedelta(seconds=wait)


async def _wait_for_more(work: _Work, looked_at: datetime, linger: float) -> bool:
    """Wait for what was not due yet when we looked, if it soon will be; whether that moment has come."""
    if not linger:
        return False
    due = await _beside(work, partial(_next_due, work.db, looked_at))
    if due is None or (due - looked_at).total_seconds() > linger:
        return False
    await asyncio.sleep(max(0.0, (due - work.now()).total_seconds()) + GATHERING_SECONDS)
    return work.now() >= due


def _next_due(db: Db, now: datetime) -> datetime | None:
    with db.transaction():
        return next_due(db, now=now)


async def _beside(work: _Work, step: Callable[[], T]) -> T:
    """Do a step on the database, while messages go on."""
    return await asyncio.get_running_loop().run_in_executor(work.thread, step)
