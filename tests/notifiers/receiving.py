"""A real server on the loopback address that answers as badly as it is told to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Heard:
    """One request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answering = Callable[[Heard, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Receiver:
    """Where it listens, and what it heard."""

    port: int = 0
    scheme: str = "http"
    heard: list[Heard] = field(default_factory=list)

    def url(self, path: str = "/haak", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


def saying(status: int, body: bytes = b"", *headers: str) -> Answering:
    """The same short answer to everything."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Answer", f"content-length: {len(body)}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()

    return answer


async def hang(_heard: Heard, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


def dripping(status: int) -> Answering:
    """A byte every now and then, for ever."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status} Answer\r\ncontent-length: 1000000\r\n\r\n".encode())
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.05)

    return answer


@contextmanager
def receiving(answer: Answering, *, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A server with a thread of its own, for as long as this is open."""
    receiver, ready = Receiver(scheme="https" if tls else "http"), threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        tasks: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(_converse(receiver, answer, reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
        receiver.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # What was accepted last is made, begun and closed in a few turns of the loop.
        for _ in range(20):
            await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert ready.wait(10)
        yield receiver
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _converse(
    receiver: Receiver, answer: Answering, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while heard := await _hear(reader):
            receiver.heard.append(heard)
            await answer(heard, writer)
    except (OSError, asyncio.IncompleteReadError):
        pass  # the other side has heard enough
    finally:
        writer.transport.abort()


async def _hear(reader: asyncio.StreamReader) -> Heard | None:
    first = (await reader.readline()).decode()
    if not first:
        return None
    method, path, _version = first.split()
    headers = {}
    while line := (await reader.readline()).decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Heard(method, path, headers, body)


def certified(folder: Path, *, days: int, host: str = "127.0.0.1") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """How a server with a certificate until so many days from now proves itself, and how a client that trusts it checks."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Belastingdienst")])
    until = datetime.now(UTC) + timedelta(days=days)
    alternative: x509.GeneralName = x509.DNSName(host)
    if host[0].isdigit():
        alternative = x509.IPAddress(ip_address(host))
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(until - timedelta(days=90))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())
