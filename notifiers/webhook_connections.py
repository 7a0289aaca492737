"""Connections of webhooks: a name is looked up once, every address that it has is checked, and a checked one is used.

So a name cannot mean something else a moment later. Nothing goes through a proxy.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import httpcore

from notifiers.targets import Address, Allowed, check_address, literal_address

LOOKUPS = 32


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connections to checked addresses only; certificates and the Host header still go by the name."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._plain = httpcore.AnyIOBackend()
        # Of our own: a name server that hangs keeps a thread, and must not keep those of the whole program.
        self._lookups = ThreadPoolExecutor(LOOKUPS, "lookup")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first of the host's addresses that answers; none is tried unless all of them are allowed."""
        async with asyncio.timeout(timeout):
            addresses = await self._resolve(host, port)
        if host not in self._allowed.hosts:
            for address in addresses:
                check_address(address, self._allowed)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                return await self._plain.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"no address for {host}")

    def close(self) -> None:
        """Let go of lookups; one that hangs ends by itself."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def _resolve(self, host: str, port: int) -> list[Address]:
        literal = literal_address(host)
        if literal is not None:
            return [literal]
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._lookups, _look_up, host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} is not known") from error
        return list(dict.fromkeys(found))


def _look_up(host: str, port: int) -> list[Address]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(answer[4][0]).split("%", 1)[0]) for answer in answers]
