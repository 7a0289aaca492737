"""Names never seen while tuning: cells of files beside the project, labelled before anything was measured on them."""

from __future__ import annotations

import csv

from benchmarks.matching import GOLDEN, Line, skipped
from benchmarks.matching.cells import LabelledCell, measure_cells
from benchmarks.matching.held_out_cells import READERS, label_key, read_cells


def labelled(name: str) -> list[LabelledCell]:
    """The cells of a held-out set that have a label."""
    with (GOLDEN / f"held_out_{name}.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["key"]: row for row in csv.DictReader(file)}
    found = []
    for text in read_cells(name):
        if label := labels.get(label_key(text)):
            groups = tuple(group.strip() for group in label["suppliers"].split("|") if group.strip())
            found.append(LabelledCell(text, label["kind"], None, groups))
    return found


def measure() -> list[Line]:
    """Each held-out set."""
    lines = []
    for name in READERS:
        try:
            lines += measure_cells(f"held out, {name}", labelled(name))
        except FileNotFoundError as absent:
            lines.append(skipped(f"held out, {name}", f"not there: {absent.filename}"))
    return lines
