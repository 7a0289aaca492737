"""Our own golden pairs, split into tune and test; by the names alone and with the catalogue of suppliers.

Two questions: one group, and one legal entity (pairs labelled `unknown` there are left out). Test is only measured.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from benchmarks.matching import GOLDEN, Line, skipped
from benchmarks.matching.counting import Answer, line_of_answers
from benchmarks.matching.pairs import METHODS, Pair, compared, errors_of, plain

NAME = "golden pairs"
AIM = "sure: precision 0.995; queue 0.90"


@dataclass(frozen=True)
class Labelled:
    """A pair with both labels; None where the entity is not settled."""

    a: str
    b: str
    same_entity: bool | None
    same_group: bool
    split: str
    note: str


@cache
def golden() -> tuple[Labelled, ...]:
    """All golden pairs."""
    with (GOLDEN / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Labelled(
                row["left"],
                row["right"],
                {"yes": True, "no": False}.get(row["same_entity"]),
                row["same_group"] == "yes",
                row["split"],
                row["note"],
            )
            for row in csv.DictReader(file)
        )


def line(name: str, pairs: Sequence[Pair], method: str, *, entity: bool) -> Line:
    """The line of one question on one split."""
    found = compared(pairs, method)
    # For the question of the entity, "another entity of the group" is an answer: no.
    answers = [
        Answer(0.0 if entity and c.same_group else c.score, "new" if entity and c.same_group else c.outcome)
        for c in found
    ]
    line = line_of_answers(name, [p.same for p in pairs], answers, AIM)
    said = [a.outcome == "sure" for a in answers]
    wrong = [e for e in errors_of(pairs, said, found) if e.startswith("wrong") or " ask " not in e[:20]]
    return replace(line, method=method, errors=tuple(wrong))


def measure() -> list[Line]:
    """Both splits, both questions."""
    if not (GOLDEN / "pairs.csv").exists():
        return [skipped(NAME, "not labelled yet")]
    lines = []
    for split in ("tune", "test"):
        rows = [row for row in golden() if row.split == split]
        for question in ("group", "entity"):
            entity = question == "entity"
            asked = [row for row in rows if not entity or row.same_entity is not None]
            pairs = [Pair(row.a, row.b, bool(row.same_entity) if entity else row.same_group) for row in asked]
            name = f"{NAME}, {question}, {split}"
            lines += [line(name, pairs, method, entity=entity) for method in METHODS]
            lines.append(plain(name, pairs))
    return lines
