"""How fast messages go out: ten thousand webhooks to a receiver on this computer that fails now and then.

`python -m benchmarks.deliveries` (DELIVERIES=10000, FAILING=0.05, SUBSCRIPTIONS=20). The receiver is a process of its own, shares
the processors with the sender and the database, and answers with one of them at a time.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import ClassVar

import psycopg
from rich.console import Console
from rich.table import Table
from standardwebhooks import Webhook

from benchmarks.database import Server, opened
from benchmarks.measuring import Peak
from cli.database import libpq_address
from cli.delivering import Delivered, deliver_due
from cli.settings import read_settings

AIM_SECONDS = 60
LINGER_SECONDS = 10.0
SECRET = "whsec_ZWVuIGdlaGVpbSB2YW4gdGVuIG1pbnN0ZSAyNCB0ZWtlbnM="
EVERY_CHECKED = 50
FILL = """
    WITH known AS (
        INSERT INTO subscriptions (id, name, subscriber, organisation_id, role, channel, target, digest, language, state,
                                   secrets, cursor, created_at)
        SELECT gen_random_uuid(), 'Meting ' || n, 'meting', gen_random_uuid(), 'system_owner', 'webhook', %(target)s, 'at_once',
               'nl', 'active', jsonb_build_array(jsonb_build_object('secret', %(secret)s::text, 'until', NULL)), 0, %(at)s
        FROM generate_series(1, %(subscriptions)s) n RETURNING id),
    numbered AS (SELECT id, row_number() OVER () - 1 AS n FROM known),
    happened AS (
        INSERT INTO events (type, at, subject_kind, subject_id, data)
        SELECT 'application.changed', %(at)s, 'application', gen_random_uuid(),
               jsonb_build_object('changed', jsonb_build_array('name', 'criticality'), 'name', 'Toeslagen Portaal ' || n)
        FROM generate_series(1, %(count)s) n RETURNING position, subject_id),
    queued AS (
        INSERT INTO deliveries (id, subscription_id, what, ordering_key, created_at, state, next_attempt_at)
        SELECT md5(h.position::text)::uuid, s.id, 'event', h.subject_id, %(at)s, 'pending', %(at)s
        FROM happened h JOIN numbered s ON s.n = h.position %% %(subscriptions)s RETURNING id, subscription_id)
    INSERT INTO delivery_events (subscription_id, position, delivery_id)
    SELECT q.subscription_id, h.position, q.id FROM happened h JOIN queued q ON q.id = md5(h.position::text)::uuid
"""


class Receiving(asyncio.Protocol):
    """Just enough of a server: every answer is 204, or 500 for a share of the first attempts."""

    tries: ClassVar[Counter[str]] = Counter()
    failing = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, rest = self.buffer.partition(b"\r\n\r\n")
            headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
            length = int(headers[b"content-length"])
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            self.transport.write(self.answer(head, rest[:length], headers[b"webhook-id"].decode()))

    def answer(self, head: bytes, body: bytes, id_: str) -> bytes:
        self.tries[id_] += 1
        if len(self.tries) % EVERY_CHECKED == 0:
            lines = (line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
            Webhook(SECRET).verify(body, dict(lines))
        share = int.from_bytes(hashlib.sha256(f"{id_} {self.tries[id_]}".encode()).digest()[:4]) / 2**32
        if share < self.failing:
            return b"HTTP/1.1 500 Oops\r\ncontent-length: 4\r\n\r\noops"
        return b"HTTP/1.1 204 No Content\r\n\r\n"


async def receive(failing: float) -> None:
    """Listen until standard input ends; then say how many messages came, and how many requests."""
    Receiving.failing = failing
    server = await asyncio.get_running_loop().create_server(Receiving, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(len(Receiving.tries), Receiving.tries.total(), flush=True)


def measure(server: Server, port: int, count: int, subscriptions: int) -> tuple[float, Delivered, Peak]:
    address = libpq_address(server.url)
    with psycopg.connect(address) as db:
        asked = {"target": f"http://127.0.0.1:{port}/haak", "secret": SECRET, "at": datetime.now(UTC)}
        db.execute(FILL, asked | {"count": count, "subscriptions": subscriptions})
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("ANALYZE")
    settings = read_settings({"LANDSCHAP_WEBHOOK_ALLOW": "127.0.0.1"})
    started = time.perf_counter()
    with Peak(server.postmaster) as peak:
        done = asyncio.run(
            deliver_due(address, settings, now=lambda: datetime.now(UTC), until_empty=True, linger=LINGER_SECONDS)
        )
    return time.perf_counter() - started, done, peak


def main() -> None:
    count, subscriptions = int(os.environ.get("DELIVERIES", "10000")), int(os.environ.get("SUBSCRIPTIONS", "20"))
    failing = float(os.environ.get("FAILING", "0.05"))
    receiver = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.deliveries", "receive", str(failing)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert receiver.stdout is not None
    port = int(receiver.stdout.readline())
    with opened() as server:
        seconds, done, peak = measure(server, port, count, subscriptions)
        with psycopg.connect(libpq_address(server.url)) as db:
            waiting = db.execute("SELECT count(*) FROM deliveries WHERE state <> 'delivered'").fetchone()
    heard, _ = receiver.communicate()
    messages, requests = map(int, heard.split())
    table = Table(title=f"{count:,} webhooks, {subscriptions} subscriptions, {failing:.0%} of answers failing")
    for heading in (
        "s",
        "aim s",
        "delivered/s",
        "attempts",
        "tried again",
        "not delivered",
        "heard more than needed",
        "MB",
    ):
        table.add_column(heading, justify="right")
    left = waiting[0] if waiting else 0
    figures = (seconds, AIM_SECONDS, done.delivered / seconds, done.attempts, done.retry, left)
    table.add_row(*(f"{figure:,.0f}" for figure in figures), f"{requests - done.attempts}", f"{peak.ours:.0f}")
    Console(width=120).print(table, f"{messages:,} different messages were heard")


if __name__ == "__main__":
    if sys.argv[1:2] == ["receive"]:
        asyncio.run(receive(float(sys.argv[2])))
    else:
        main()
