"""Webhooks: CloudEvents in the NL GOV profile, delivered as Standard Webhooks.

The body is one structured CloudEvent, or a batch of them for a digest. The headers carry the persistent id of the delivery, the
moment of the attempt and a signature by each secret that is valid then. Trust in certificates is that of the program
(`SSL_CERT_FILE` adds an authority of one's own); nothing else of the environment plays a part.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urljoin

import h11
import httpx
import orjson
from standardwebhooks import Webhook

from notifiers.answers import Answer, Outcome, Reason, excerpt
from notifiers.failures import EMPTY, TOO_MANY_REDIRECTS, TOO_SLOW, UNSIGNED, reason_of_failure, reason_of_status
from notifiers.targets import Allowed, RefusedTarget, check_target
from notifiers.webhook_connections import Connections, Headers, Heard
from registry.delivering import Message
from registry.events import BATCH_CONTENT_TYPE, CONTENT_TYPE, Origin, cloud_event
from registry.notification_policy import POLICY, NotificationPolicy
from registry.retry_after import read_retry_after

AGENT = "Landschap"
# Those that may be followed without making the POST something else; 303 asks for a GET elsewhere.
FOLLOWED = {301, 302, 307, 308}


@dataclass(frozen=True, slots=True)
class Line:
    """An open way to the outside: connections that only go where it is allowed, and whose events these are."""

    connections: Connections
    allowed: Allowed
    origin: Origin
    policy: NotificationPolicy


@asynccontextmanager
async def open_line(
    origin: Origin, allowed: Allowed, *, trust: ssl.SSLContext | None = None, policy: NotificationPolicy = POLICY
) -> AsyncIterator[Line]:
    """A line for any number of messages at once; `trust` says which certificates are good."""
    connections = Connections(allowed, trust or _usual_trust(), policy)
    try:
        yield Line(connections, allowed, origin, policy)
    finally:
        connections.close()


@cache
def _usual_trust() -> ssl.SSLContext:
    return httpx.create_ssl_context()


async def send_webhook(message: Message, line: Line, *, at: datetime) -> Answer:
    """Send a message once, and say what came of it. Whatever the other side does, it takes no longer than the policy says."""
    secrets = valid_secrets(message.secrets, at)
    if not secrets:
        return Answer("refused", 0, reason=UNSIGNED)
    content_type, body = compose(message, line.origin)
    signed = sign(str(message.id), at, body, secrets)
    headers = [("content-type", content_type), ("user-agent", AGENT), ("accept-encoding", "identity"), *signed.items()]
    started, heard = time.monotonic(), Heard()
    try:
        async with asyncio.timeout(line.policy.total_seconds):
            reason = await _post(line, message.target, headers, body, heard)
        outcome: Outcome = "retry"
    except RefusedTarget as refused:
        outcome, reason = "refused", refused.reason
    except TimeoutError:
        outcome, reason = "retry", TOO_SLOW
    except (OSError, h11.RemoteProtocolError) as error:
        outcome, reason = "retry", reason_of_failure(error)
    milliseconds = round((time.monotonic() - started) * 1000)
    return _answer(heard, outcome, reason, milliseconds, at)


def compose(message: Message, origin: Origin) -> tuple[str, bytes]:
    """The content type and the body: one event, or a batch for a digest and wherever there are more."""
    events = [cloud_event(event, origin) for event in message.events]
    if message.what != "digest" and len(events) == 1:
        return CONTENT_TYPE, orjson.dumps(events[0])
    return BATCH_CONTENT_TYPE, orjson.dumps(events)


def sign(message_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature by each secret."""
    moment, text = at.astimezone(UTC), body.decode()
    signatures = [Webhook(secret).sign(message_id, moment, text) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def valid_secrets(secrets: Sequence[Mapping[str, Any]], at: datetime) -> list[str]:
    """Those that sign at this moment: without an end, or whose end is still to come; newest first."""
    return [
        str(one["secret"])
        for one in secrets
        if one.get("until") is None or datetime.fromisoformat(str(one["until"])) > at
    ]


async def _post(line: Line, url: str, headers: Headers, body: bytes, heard: Heard) -> Reason | None:
    """Post, and post again wherever a redirect points, each checked anew; a reason where that comes to no end."""
    for _hop in range(line.policy.max_redirects + 1):
        await line.connections.post(check_target(url, line.allowed), headers, body, heard)
        location = heard.header(b"location")
        if heard.status not in FOLLOWED or not location:
            return None
        url = _elsewhere(url, location)
    return TOO_MANY_REDIRECTS


def _elsewhere(url: str, location: str) -> str:
    """Where a redirect points; raises `RefusedTarget` where that cannot be read."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise RefusedTarget("Dit is geen geldig adres.", "This is not a valid address.") from error


def _answer(heard: Heard, outcome: Outcome, reason: Reason | None, milliseconds: int, at: datetime) -> Answer:
    """The status decides as soon as there was one, also where the body after it never came to an end."""
    status, text = heard.status, excerpt(bytes(heard.body))
    if status is not None and outcome == "retry" and status not in FOLLOWED:
        outcome = "delivered" if 200 <= status < 300 else "gone" if status == 410 else "retry"
        reason = None if outcome == "delivered" else reason_of_status(status)
    if outcome != "delivered" and reason is None:
        reason = EMPTY if status is None else reason_of_status(status)
    return Answer(outcome, milliseconds, status, text, reason, read_retry_after(heard.header(b"retry-after"), at))
