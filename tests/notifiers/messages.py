"""A message as the outbox hands it to a channel."""

import asyncio
import base64
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from notifiers.answers import Answer
from notifiers.targets import Allowed, read_allowed
from notifiers.webhook import open_line, send_webhook
from registry.delivering import Message
from registry.events import Event, Origin
from registry.notification_policy import POLICY, NotificationPolicy

ORIGIN = Origin("urn:nld:oin:00000001003214345000:systeem:landschap", "https://landschap.voorbeeld.nl")
SECRET = "whsec_" + base64.b64encode(b"een geheim van ten minste 24 tekens").decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"het vorige geheim, ook lang genoeg").decode()
LOOPBACK = read_allowed("127.0.0.1")
# What a receiver that answers gets, also on a machine that is busy.
PATIENT = replace(POLICY, connect_seconds=60.0, read_seconds=60.0, total_seconds=120.0, max_answer_bytes=4096)
# What one that does not answer gets: time to begin, and then the test has to wait for it.
IMPATIENT = replace(PATIENT, read_seconds=4.0, total_seconds=5.0)


def event(number: int = 1) -> Event:
    application = UUID(int=number)
    data = {
        "alert": {"kind": "security_support_ends", "moment": "end", "rung": 90, "role": "system_owner"},
        "daysLeft": 49,
    }
    at = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    return Event(
        number, UUID(int=1000 + number), "alert.security-support-ends", at, "application", application, None, data
    )


def message(target: str, *events: Event, what: str = "event") -> Message:
    at = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    return Message(
        id=UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        subscription_id=UUID(int=7),
        what=what,
        attempts=0,
        leased_until=at + timedelta(minutes=5),
        created_at=at,
        data={},
        channel="webhook",
        target=target,
        name="Einddata Belastingdienst",
        subscriber="j.jansen",
        organisation_id=UUID(int=8),
        language="nl",
        digest="at_once",
        secrets=({"secret": SECRET, "until": None},),
        events=events or (event(),),
    )


def send(
    told: Message,
    *,
    allowed: Allowed = LOOPBACK,
    trust: ssl.SSLContext | None = None,
    policy: NotificationPolicy = PATIENT,
    at: datetime | None = None,
) -> Answer:
    """Send one message over a line of its own."""

    async def once() -> Answer:
        async with open_line(ORIGIN, allowed, trust=trust, policy=policy) as line:
            return await send_webhook(told, line, at=at or datetime.now(UTC))

    return asyncio.run(once())
