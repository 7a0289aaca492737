"""Print what matching is worth, set by set: `python -m benchmarks.matching [--errors] [--only NAME] [--large]`."""

from __future__ import annotations

import argparse
import importlib
import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.matching import Line

SETS = ("golden_pairs", "golden_cells", "held_out", "pairs", "products", "amazon_google", "speed")


def main() -> int:
    """Measure the sets that are asked for, print a table, and the errors where they are asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching")
    parser.add_argument("--errors", action="store_true", help="print what was answered wrongly")
    parser.add_argument("--only", nargs="*", choices=SETS, default=SETS, help="only these sets")
    parser.add_argument("--large", action="store_true", help="measure 1,000,000 cells as well")
    given = parser.parse_args()
    console = Console(width=190)
    table = Table(title="Matching", caption="queue: recall when a person answers every question rightly")
    headings = ("set", "method", "size", "precision", "recall", "F1", "queue", "to person", "note", "aim")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in headings[2:8] else "left")
    lines = []
    for name in given.only:
        module = importlib.import_module(f"benchmarks.matching.{name}")
        found: list[Line] = module.measure(large=given.large) if name == "speed" else module.measure()
        lines.extend(found)
    for line in lines:
        table.add_row(*cells(line))
    console.print(table)
    for line in lines if given.errors else ():
        for error in line.errors:
            console.print(escape(f"{line.set} | {line.method} | {error}"), soft_wrap=True)
    return 0


def cells(line: Line) -> tuple[str, ...]:
    """A line as text."""
    shares = (line.precision, line.recall, line.f1, line.queue_recall, line.to_person)
    numbers = tuple("" if share is None else f"{share:.3f}" for share in shares)
    size = f"{line.size:,}" if line.size else ""
    return (escape(line.set), escape(line.method), size, *numbers, escape(line.note), escape(line.aim))


if __name__ == "__main__":
    sys.exit(main())
