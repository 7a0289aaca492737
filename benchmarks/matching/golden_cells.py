"""Our own golden cells, split into tune and test."""

from __future__ import annotations

import csv
from collections import defaultdict

from benchmarks.matching import GOLDEN, Line, skipped
from benchmarks.matching.cells import LabelledCell, measure_cells, parse_mentions


def golden() -> dict[str, list[LabelledCell]]:
    """The golden cells by split."""
    found = defaultdict(list)
    with (GOLDEN / "cells.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups = (row["supplier_group"],) if row["supplier_group"] else ()
            cell = LabelledCell(row["text"], row["kind"], parse_mentions(row["mentions"]), groups, only_first=True)
            found[row["split"]].append(cell)
    return found


def measure() -> list[Line]:
    """Both splits."""
    if not (GOLDEN / "cells.csv").exists():
        return [skipped("golden cells", "not labelled yet")]
    cells = golden()
    return [line for split in ("tune", "test") for line in measure_cells(f"golden cells, {split}", cells[split])]
