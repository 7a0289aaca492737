"""Read on while the database writes: an iterator that runs in a thread, some items ahead of who takes them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Queue
from typing import TypeVar

T = TypeVar("T")
AHEAD = 4


def read_ahead(found: Iterator[T]) -> Iterator[T]:
    """The same items; what goes wrong while reading is raised where the item is taken."""
    ready: Queue[tuple[T] | BaseException | None] = Queue(maxsize=AHEAD)
    left = threading.Event()

    def run() -> None:
        try:
            for item in found:
                ready.put((item,))
                if left.is_set():
                    return
            ready.put(None)
        except BaseException as error:  # noqa: BLE001 - it is raised again by who waits
            ready.put(error)

    reader = threading.Thread(target=run, daemon=True, name="reading")
    reader.start()
    try:
        while True:
            got = ready.get()
            if got is None:
                return
            if isinstance(got, BaseException):
                raise got
            yield got[0]
    finally:
        left.set()
        while reader.is_alive():
            _drain(ready)
            reader.join(timeout=0.05)


def _drain(ready: Queue[tuple[T] | BaseException | None]) -> None:
    """Make room, so that a reader that waits can see that nobody takes any more."""
    while not ready.empty():
        ready.get()
