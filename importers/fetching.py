"""Asking a service over HTTP: again while it is busy or away, and no more of an answer than its bounds allow."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from registry.errors import RegisterError
from registry.retry_after import read_retry_after

ATTEMPTS = 5
LONGEST_WAIT = 60.0
_BUSY = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Pace:
    """Time for a client that waits: the clocks, sleeping, and a share of chance so that clients do not come back together."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class Bounds:
    """The most that one answer may take: bytes, and seconds in all; and whether redirects to it are followed."""

    size: int
    seconds: float
    redirects: bool = False


@dataclass(frozen=True)
class Answer:
    """What a service answered, its body decoded from the encoding of the transfer."""

    status: int
    headers: httpx.Headers
    content: bytes


def fetch(
    client: httpx.Client, request: httpx.Request, bounds: Bounds, *, pace: Pace, unavailable: type[RegisterError]
) -> Answer:
    """The answer to a request; asked again, five times in all, while the service is busy, slow or away.

    Waits as long as `Retry-After` says, else between half and all of a wait that doubles; never longer than a minute. Raises
    `unavailable` with the last reason, and at once for an answer that is too large.
    """
    reason = ""
    for attempt in range(ATTEMPTS):
        wait = 2.0**attempt * (0.5 + pace.chance() / 2)
        try:
            answer = _ask(client, request, bounds, pace.clock, unavailable)
        except (httpx.TransportError, httpx.TooManyRedirects, httpx.DecodingError) as error:
            reason = f"{type(error).__name__} {error}".strip()
        else:
            if answer.status not in _BUSY:
                return answer
            reason, after = f"HTTP {answer.status}", read_retry_after(answer.headers.get("Retry-After"), pace.now())
            wait = wait if after is None else after
        if attempt < ATTEMPTS - 1:
            pace.sleep(min(wait, LONGEST_WAIT))
    raise unavailable(reason)


def _ask(
    client: httpx.Client,
    request: httpx.Request,
    bounds: Bounds,
    clock: Callable[[], float],
    unavailable: type[RegisterError],
) -> Answer:
    begun, content = clock(), bytearray()
    with closing(client.send(request, stream=True, follow_redirects=bounds.redirects)) as response:
        for block in response.iter_bytes():
            content += block
            if len(content) > bounds.size:
                raise unavailable(f"> {bounds.size // 1_000_000} MB")
            if clock() - begun > bounds.seconds:
                raise httpx.ReadTimeout(f"> {bounds.seconds:.0f} s", request=request)
        return Answer(response.status_code, response.headers, bytes(content))
