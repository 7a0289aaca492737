"""What a piece of work takes, several times over, and how that is written down."""

from __future__ import annotations

import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

import psutil


def timed(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternately(works: Mapping[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """Seconds of each piece of work, A B A B, so that what disturbs one disturbs the others as much."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            found[name].append(timed(work))
    return found


@dataclass(frozen=True)
class Spread:
    """The middle of several measurements, and where the middle half of them lies (all of them, where they are few)."""

    middle: float
    low: float
    high: float

    def text(self, digits: int = 2, *, times: float = 1) -> str:
        """As in a table: the middle, and the spread."""
        middle, low, high = (f"{figure * times:,.{digits}f}" for figure in (self.middle, self.low, self.high))
        return f"{middle} ({low}–{high})"


def spread(figures: Sequence[float]) -> Spread:
    """The spread of at least one figure."""
    if len(figures) < 8:
        return Spread(statistics.median(figures), min(figures), max(figures))
    low, middle, high = statistics.quantiles(figures, n=4)
    return Spread(middle, low, high)


def ratios(figures: Sequence[float], to: Sequence[float]) -> Spread:
    """Each figure as a ratio to the one that was measured beside it."""
    return spread([figure / other for figure, other in zip(figures, to, strict=True)])


class Peak:
    """The largest resident memory (MB, without shared pages) of this process and of any process of the database."""

    def __init__(self, postmaster: psutil.Process) -> None:
        self.postmaster, self.ours, self.theirs = postmaster, 0.0, 0.0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.stop.wait(0.2):
            for process in self.postmaster.children():
                with suppress(psutil.Error):
                    memory = process.memory_info()
                    self.theirs = max(self.theirs, (memory.rss - memory.shared) / 1e6)
            self.ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def say(progress: str) -> None:
    """How far it is, beside the table."""
    print(f"  {progress}", file=sys.stderr, flush=True)
