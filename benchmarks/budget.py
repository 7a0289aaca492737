"""What importing and answering may cost: measured, held against `budget.yaml`, and told in sentences (`make budget`).

`--write` takes what was measured as the new budget; `--look STEP` shows what the counts of a step are made of. Read
docs/benchmarks.md first. The exit code is the number of figures over their budget.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.answering import PAGES
from benchmarks.figures import IMPORT_STEPS, Figures, measure

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
FILE = Path(__file__).with_name("budget.yaml")
IMPORT = {
    "lines": "lines of Python a row",
    "statements": "statements",
    "pages": "pages of the database a row",
    "wal": "bytes of WAL a row",
    "processor": "times the processor time of a bare COPY of the same rows",
}
ANSWER = {
    "lines": "lines of Python",
    "statements": "statements",
    "pages": "pages of the database",
    "wal": "bytes of WAL",
    "processor": "times the processor time of the same SQL through a bare application",
    "kept": "times as long on a connection that is kept alive as on a fresh one",
}
ADVICE = """
`make budget ARGS="--look '{step}'"` shows the functions and statements behind it; compare with the commit before.
Where the change is meant: `make budget ARGS=--write`, and commit benchmarks/budget.yaml with the reason (docs/benchmarks.md).
"""
GAIN = "`make budget ARGS=--write` holds what was gained."


@dataclass(frozen=True)
class Line:
    """A figure beside its budget."""

    step: str
    measure: str
    measured: float
    budget: float
    allowance: float

    @property
    def limit(self) -> float:
        """The most that passes."""
        return self.budget * (1 + self.allowance)

    @property
    def is_over(self) -> bool:
        """Whether it costs more than is allowed."""
        return self.measured > self.limit

    @property
    def is_under(self) -> bool:
        """Whether so much was gained that a later loss would pass unseen."""
        return self.measured < self.budget * (1 - self.allowance)

    def sentence(self) -> str:
        """What was found, for a person."""
        words = (ANSWER if self.step in PAGES else IMPORT)[self.measure]
        return f"{self.step} takes {self.measured:,g} {words}; the budget is {self.budget:,g} and {self.allowance:.0%} more"


def compare(figures: Figures, budget: dict[str, Any]) -> list[Line]:
    """Every figure beside its budget; what has none may cost nothing. Another Python runs other lines: those are left out."""
    return [
        Line(step, name, found, budget["figures"].get(step, {}).get(name, 0), budget["allowances"][name])
        for step, measures in figures.items()
        for name, found in measures.items()
        if (found or name in budget["figures"].get(step, {})) and (name != "lines" or budget["python"] == PYTHON)
    ]


def written(figures: Figures, budget: dict[str, Any]) -> str:
    """The file with these figures as its budget."""
    kept = {step: {name: found for name, found in one.items() if found} for step, one in figures.items()}
    machine = f"{platform.machine()}, {os.cpu_count()} processors"
    content = budget | {
        "measured": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": PYTHON,
        "machine": machine,
        "figures": kept,
    }
    head = "".join(f"{line}\n" for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    return head + yaml.safe_dump(content, sort_keys=False, default_flow_style=None, width=120, allow_unicode=True)


def table(lines: list[Line], since: str) -> Table:
    """All figures beside their budget."""
    found = Table(title=f"budget of {since}")
    for heading in ("step", "measure", "measured", "budget", "change", "allowed"):
        found.add_column(heading, justify="left" if heading in {"step", "measure"} else "right")
    for line in lines:
        change = f"{line.measured / line.budget - 1:+.1%}" if line.budget else "new"
        numbers = (f"{line.measured:,g}", f"{line.budget:,g}", change, f"{line.allowance:+.0%}")
        found.add_row(line.step, line.measure, *numbers, style="bold" if line.is_over else None)
    return found


def sentences(lines: list[Line]) -> Iterator[str]:
    """What is over the budget, with what to do; what is far under it."""
    over = [line for line in lines if line.is_over]
    yield from (f"Over the budget: {line.sentence()}." for line in over)
    if over:
        yield ADVICE.format(step=over[0].step)
    yield from (f"Far under the budget: {line.sentence()}. {GAIN}" for line in lines if line.is_under)


def main() -> int:
    """Measure, print, and write where that is asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.budget")
    parser.add_argument("--write", action="store_true", help="take what is measured as the new budget")
    parser.add_argument("--look", choices=[*IMPORT_STEPS, *PAGES], help="show what the counts of this step are made of")
    given = parser.parse_args()
    budget = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    def limit(step: str, name: str) -> float:
        known = budget["figures"].get(step, {}).get(name)
        return float("inf") if known is None or given.write else known * (1 + budget["allowances"][name])

    figures, counts = measure(limit)
    lines = compare(figures, budget)
    console = Console(width=120, highlight=False, markup=False)
    console.print(table(lines, budget["measured"]))
    if given.look:
        console.print("\n".join(counts[given.look].largest(20)), soft_wrap=True)
    if given.write:
        FILE.write_text(written(figures, budget), encoding="utf-8")
        return 0
    console.print("\n".join(sentences(lines)), soft_wrap=True)
    return sum(line.is_over for line in lines)


if __name__ == "__main__":
    sys.exit(main())
