"""Precision, recall and F1 of answers about pairs, and the best threshold of a plain method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.matching import Line, harmonic


@dataclass(frozen=True)
class Answer:
    """What was said of a pair: `score`, and whether it was sure or goes to a person."""

    score: float
    outcome: str  # sure, ask, new


def rates(true: int, said: int, right: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of `right` right answers among `said`, where `true` were true. Nothing said is never wrong."""
    precision = right / said if said else 1.0
    recall = right / true if true else 1.0
    return precision, recall, harmonic(precision, recall)


def best_threshold(labels: Sequence[bool], scores: Sequence[float]) -> tuple[float, float, float, float]:
    """Threshold, precision, recall and F1 at the best F1 on these very data: generous to the plain method."""
    best = (1.0, 1.0, 0.0, 0.0)
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    true, right = sum(labels), 0
    for said, (score, label) in enumerate(ranked, 1):
        right += label
        if said < len(ranked) and ranked[said][0] == score:
            continue
        found = rates(true, said, right)
        if found[2] > best[3]:
            best = (score, *found)
    return best


def line_of_answers(name: str, labels: Sequence[bool], answers: Sequence[Answer], aim: str = "") -> Line:
    """The line of our matcher: sure matches, and the queue."""
    sure = [a.outcome == "sure" for a in answers]
    asked = [a.outcome == "ask" for a in answers]
    right = sum(s and y for s, y in zip(sure, labels, strict=True))
    precision, recall, f1 = rates(sum(labels), sum(sure), right)
    queue = sum((s or q) and y for s, q, y in zip(sure, asked, labels, strict=True)) / max(1, sum(labels))
    best = best_threshold(labels, [a.score for a in answers])
    note = f"best F1 over thresholds {best[3]:.3f}"
    return Line(
        name, "landschap", len(labels), precision, recall, f1, queue, sum(asked) / max(1, len(labels)), note, aim
    )


def line_of_scores(name: str, method: str, labels: Sequence[bool], scores: Sequence[float]) -> Line:
    """The line of a plain method at its best threshold."""
    threshold, precision, recall, f1 = best_threshold(labels, scores)
    return Line(name, method, len(labels), precision, recall, f1, note=f"best threshold {threshold:.1f}")
