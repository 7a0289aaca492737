"""How well the register knows who and what is meant: `make benchmark-matching`, or `python -m benchmarks.matching`.

A set of labelled data is a module of this package with a function

    def measure() -> list[Line]

that measures our matcher on that set and, in the same run, a plain one beside it: one `Line` per split and method. Data beside
the project are found under `DATA`; where they are absent the function returns one line of `skipped(name, why)`.
The modules that are measured stand in `benchmarks.matching.__main__.SETS`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DATA = Path(os.environ.get("LANDSCHAP_DATA", Path(__file__).parent.parent.parent.parent / "shared" / "data"))
GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Line:
    """One line of the table. Shares are between 0 and 1; None where a number has no meaning for this set or method."""

    set: str  # "company pairs, own, test"
    method: str  # "landschap" or the plain method beside it
    size: int = 0
    precision: float | None = None  # of what was answered without a person
    recall: float | None = None
    f1: float | None = None
    queue_recall: float | None = None  # when a person answers every question of the queue rightly
    to_person: float | None = None  # share of all items that goes to a person
    note: str = ""  # anything else that was measured: "wrong cycle asserted 0", "24,000 cells/s"
    aim: str = ""  # in words
    errors: tuple[str, ...] = ()  # printed with --errors


def skipped(name: str, why: str) -> Line:
    """The line of a set that is not there."""
    return Line(name, "skipped", note=why)


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
