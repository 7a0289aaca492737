"""How fast cells are resolved against a catalogue of 20,000 names, how well, and in how much memory; plain methods beside it.

Each measurement is a process of its own, so that its peak of memory is its own: `python -m benchmarks.matching.speed CELLS`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.utils import default_process

from benchmarks.matching import Line, harmonic
from benchmarks.matching.counting import rates
from benchmarks.matching.made_up import MadeUp, catalogue, cells, reference_texts
from benchmarks.matching.register import ON, empty_register
from registry.company_names import normalise
from registry.queries.resolve import ResolvedCell, resolve_suppliers
from registry.reference import load_reference

NAMES, CELLS, LARGE, SAMPLE = 20_000, 100_000, 1_000_000, 300
SET = f"made up, against {NAMES:,} names"
AIM = "100,000 in 15 s, under 1 GiB"


def measure(*, large: bool = False) -> list[Line]:
    """100,000 cells, and when asked 1,000,000."""
    lines = []
    for size in (CELLS, LARGE) if large else (CELLS,):
        command = [sys.executable, "-m", "benchmarks.matching.speed", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        lines += [Line(**{**given, "errors": tuple(given["errors"])}) for given in json.loads(done.stdout)]
    return lines


def resolve_made_up(size: int) -> list[Line]:
    """Load the made-up catalogue, resolve made-up cells in calls of 100,000, and count."""
    names = catalogue(NAMES)
    db = empty_register()
    load_reference(db, datetime.now(UTC), texts=reference_texts(names))
    db.commit()
    tally = Tally({text: number for number, text in enumerate(names)})
    given: list[MadeUp] = []
    seconds, processor = [], []
    for call in range(-(-size // CELLS)):
        given = list(cells(names, min(size, CELLS), seed=2 + call))
        started, used = time.perf_counter(), time.process_time()
        found = resolve_suppliers(db, [cell.text for cell in given], ON)
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
        for cell, resolved in zip(given, found, strict=True):
            tally.add(cell, resolved)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note = f"{sum(seconds):.1f} s, {size / sum(seconds):,.0f} cells/s, {memory:,.0f} MiB"
    if len(seconds) > 1:
        note += f"; first 100,000 {seconds[0]:.1f} s ({processor[0]:.1f} s of processor)"
        note += f", last {seconds[-1]:.1f} s ({processor[-1]:.1f} s)"
    lines = [tally.line(size, note)]
    if size == CELLS:
        lines += [_exact(names, given), _token_sort(names, given[:SAMPLE])]
    return lines


class Tally:
    """Counts of what was said of made-up cells, in all and for each way in which they were made."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers
        self.queued = 0
        self.by_how: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, cell: MadeUp, resolved: ResolvedCell) -> None:
        """Count one cell."""
        mention = next(iter(resolved.mentions), None)
        outcome = mention.outcome if mention else "new"
        group = self.numbers.get(mention.group.name) if mention and mention.group else None
        right = cell.meant is not None and group == cell.meant
        count = self.by_how[cell.how]
        count["cells"] += 1
        if outcome == "sure":
            count["right" if right else "wrong"] += 1
        count["asked"] += outcome == "ask"
        offered = (
            {self.numbers.get(other.group.name) for other in mention.alternatives if other.group} if mention else set()
        )
        self.queued += right or (outcome == "ask" and cell.meant is not None and cell.meant in offered)

    def line(self, size: int, note: str) -> Line:
        """The line of all, with each way of making as an `error` to print."""
        total: Counter[str] = sum(self.by_how.values(), Counter())
        true = total["cells"] - self.by_how["stranger"]["cells"]
        precision, recall, f1 = rates(true, total["right"] + total["wrong"], total["right"])
        each = tuple(
            f"{how}: {c['cells']:,} cells, sure and right {c['right'] / c['cells']:.3f},"
            f" sure and wrong {c['wrong'] / c['cells']:.4f}, to a person {c['asked'] / c['cells']:.3f}"
            for how, c in sorted(self.by_how.items())
        )
        queue, share = self.queued / true, total["asked"] / size
        return Line(SET, "landschap", size, precision, recall, f1, queue, share, note, AIM, each)


def _exact(names: list[str], given: Sequence[MadeUp]) -> Line:
    """The normalised name, looked up."""
    known = {normalise(text).core: number for number, text in enumerate(names)}
    normalise.cache_clear()
    started = time.perf_counter()
    found = [known.get(normalise(cell.text).core) for cell in given]
    speed = len(given) / (time.perf_counter() - started)
    said = [(answer, cell.meant) for answer, cell in zip(found, given, strict=True) if answer is not None]
    right = sum(answer == meant for answer, meant in said)
    precision, recall, f1 = rates(sum(cell.meant is not None for cell in given), len(said), right)
    return Line(
        f"made up, against {NAMES:,} names",
        "exact key",
        len(given),
        precision,
        recall,
        f1,
        note=f"{speed:,.0f} cells/s",
    )


def _token_sort(names: list[str], given: Sequence[MadeUp]) -> Line:
    """rapidfuzz token_sort_ratio against all, at its best threshold, on a sample."""
    choices = [default_process(text) for text in names]
    started = time.perf_counter()
    found = [process.extractOne(default_process(cell.text), choices, scorer=token_sort_ratio) for cell in given]
    speed = len(given) / (time.perf_counter() - started)
    ranked = sorted(
        ((score, at == cell.meant) for (_, score, at), cell in zip(found, given, strict=True)), reverse=True
    )
    true, right, best = sum(cell.meant is not None for cell in given), 0, (0.0, 0.0, 0.0)
    for said, (_, correct) in enumerate(ranked, 1):
        right += correct
        precision, recall, f1 = rates(true, said, right)
        best = max(best, (f1, precision, recall))
    name = f"made up, against {NAMES:,} names"
    return Line(
        name,
        "token_sort",
        len(given),
        best[1],
        best[2],
        harmonic(best[1], best[2]),
        note=f"{speed:,.0f} cells/s, sample",
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps([line.__dict__ for line in resolve_made_up(int(sys.argv[1]))]))
