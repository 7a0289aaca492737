"""Connections of webhooks: a name is looked up once, every address that it has is checked, and a checked one is used.

So a name cannot mean something else a moment later. Nothing goes through a proxy. A connection stays open for a few seconds, for
the next message to the same place.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address

import h11

from notifiers.targets import Address, Allowed, Target, check_address, literal_address
from registry.notification_policy import NotificationPolicy

IDLE_SECONDS = 5.0
CHUNK = 65_536
MOST_HEAD = 16_384
"""Bytes of an answer before its body; what is larger is no answer."""
LOOKUPS = 32
Place = tuple[str, str, int]
Headers = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Heard:
    """What was heard of the other side before it ended, in whatever way."""

    status: int | None = None
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    def header(self, name: bytes) -> str | None:
        """The value of a header, by its name in lower case."""
        found = self.headers.get(name)
        return None if found is None else found.decode("latin-1")


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    http: h11.Connection
    idle_until: float = 0.0

    def close(self) -> None:
        self.writer.transport.abort()


class Connections:
    """All connections of one run, to checked addresses only."""

    def __init__(self, allowed: Allowed, trust: ssl.SSLContext, policy: NotificationPolicy) -> None:
        self._allowed, self._trust, self._policy = allowed, trust, policy
        self._idle: defaultdict[Place, list[_Connection]] = defaultdict(list)
        # Of our own: a name server that hangs keeps a thread, and must not keep those of the whole program.
        self._lookups = ThreadPoolExecutor(LOOKUPS, "lookup")

    async def post(self, target: Target, headers: Headers, body: bytes, heard: Heard) -> None:
        """Post once and hear the answer, up to so many bytes of it as the policy keeps.

        Raises `RefusedTarget`, TimeoutError, OSError (SSLError among them) or h11.RemoteProtocolError.
        """
        heard.status, heard.headers, heard.body = None, {}, bytearray()
        kept = self._take(target)
        if kept is not None:
            try:
                await self._talk(kept, target, headers, body, heard)
            except ConnectionError:
                if heard.status is not None:
                    raise
                # It was closed just when we began: that says nothing about the receiver.
            else:
                return
        await self._talk(await self._connect(target), target, headers, body, heard)

    def close(self) -> None:
        """Close what is idle and let go of lookups; one that hangs ends by itself."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def _take(self, target: Target) -> _Connection | None:
        """A connection to the same place that is still open."""
        idle = self._idle[target.scheme, target.host, target.port]
        while idle:
            connection = idle.pop()
            if connection.idle_until > asyncio.get_running_loop().time() and not connection.reader.at_eof():
                return connection
            connection.close()
        return None

    async def _talk(self, connection: _Connection, target: Target, headers: Headers, body: bytes, heard: Heard) -> None:
        again = False
        try:
            await self._write(connection, target, headers, body)
            again = await self._hear(connection, heard)
        finally:
            if again:
                connection.idle_until = asyncio.get_running_loop().time() + IDLE_SECONDS
                self._idle[target.scheme, target.host, target.port].append(connection)
            else:
                connection.close()

    async def _write(self, connection: _Connection, target: Target, headers: Headers, body: bytes) -> None:
        all_headers = [("host", target.host_header), *headers, ("content-length", str(len(body)))]
        request = h11.Request(method="POST", target=target.path, headers=all_headers)
        http = connection.http
        parts = [http.send(request), http.send(h11.Data(data=body)), http.send(h11.EndOfMessage())]
        connection.writer.write(b"".join(part for part in parts if part))
        async with asyncio.timeout(self._policy.read_seconds):
            await connection.writer.drain()

    async def _hear(self, connection: _Connection, heard: Heard) -> bool:
        """Hear the answer; whether the connection can be used again."""
        http, most = connection.http, self._policy.max_answer_bytes
        while len(heard.body) < most:
            event = http.next_event()
            if event is h11.NEED_DATA:
                async with asyncio.timeout(self._policy.read_seconds):
                    data = await connection.reader.read(CHUNK)
                if not data and heard.status is None:
                    raise ConnectionResetError(errno.ECONNRESET, "no answer")
                http.receive_data(data)
            elif isinstance(event, h11.Response):
                heard.status, heard.headers = event.status_code, dict(event.headers)
            elif isinstance(event, h11.Data):
                heard.body += event.data[: most - len(heard.body)]
            elif not isinstance(event, h11.InformationalResponse):
                break
        if http.our_state is not h11.DONE or http.their_state is not h11.DONE:
            return False  # the rest of a long answer is never read
        http.start_next_cycle()
        return True

    async def _connect(self, target: Target) -> _Connection:
        """A connection to the first of the host's addresses that answers; none is tried unless all of them are allowed."""
        async with asyncio.timeout(self._policy.connect_seconds):
            addresses = await self._look_up(target)
        if target.host not in self._allowed.hosts:
            for address in addresses:
                check_address(address, self._allowed)
        failure: OSError | None = None
        for address in addresses:
            try:
                return await self._open(address, target)
            except OSError as error:
                failure = error
        raise failure or socket.gaierror(socket.EAI_NONAME, target.host)

    async def _open(self, address: Address, target: Target) -> _Connection:
        secure = target.scheme == "https"
        async with asyncio.timeout(self._policy.connect_seconds):
            reader, writer = await asyncio.open_connection(
                str(address),
                target.port,
                ssl=self._trust if secure else None,
                server_hostname=target.host if secure else None,
            )
        return _Connection(reader, writer, h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEAD))

    async def _look_up(self, target: Target) -> list[Address]:
        literal = literal_address(target.host)
        if literal is not None:
            return [literal]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._lookups, _addresses_of, target.host, target.port)


def _addresses_of(host: str, port: int) -> list[Address]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(answer[4][0]).split("%", 1)[0]) for answer in answers))
