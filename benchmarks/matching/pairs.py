"""Pairs of company names that others labelled, from the data beside the project."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from benchmarks.matching import DATA, Line, skipped
from benchmarks.matching.catalogue import facts_of
from benchmarks.matching.counting import best_threshold, line_of_scores, rates
from benchmarks.matching.register import facts_of_register, resolved
from registry.company_names import normalise
from registry.comparing import Comparison, Facts, compare
from registry.comparing.rules import ASK

ORGANISATIONS = frozenset({"Company", "Organization", "LegalEntity", "PublicBody"})
NAMES, CATALOGUE, REGISTER = METHODS = ("landschap, names", "landschap, catalogue", "landschap, register")
"""By the names alone; with what the catalogue says of these very names; with what a register says that holds the catalogue."""


@dataclass(frozen=True)
class Pair:
    """Two names, and whether they mean the same."""

    a: str
    b: str
    same: bool


def compared(pairs: Sequence[Pair], knowledge: str) -> list[Comparison]:
    """Each pair compared, with what is known of both names besides: one of `METHODS`."""
    if knowledge == REGISTER:
        said = resolved(sorted({text for pair in pairs for text in (pair.a, pair.b)}))
        facts = [facts_of_register(pair.a, pair.b, said) for pair in pairs]
    else:
        facts = [facts_of(pair.a, pair.b) if knowledge == CATALOGUE else Facts() for pair in pairs]
    return [compare(normalise(p.a), normalise(p.b), known) for p, known in zip(pairs, facts, strict=True)]


def plain(name: str, pairs: Sequence[Pair]) -> Line:
    """rapidfuzz token_set_ratio at its best threshold."""
    scores = [float(token_set_ratio(p.a, p.b, processor=default_process)) for p in pairs]
    return line_of_scores(name, "token_set", [p.same for p in pairs], scores)


def errors_of(pairs: Sequence[Pair], said: Sequence[bool], found: Sequence[Comparison]) -> tuple[str, ...]:
    """The pairs that were answered wrongly, with the features that led there."""
    return tuple(
        f"{'missed' if p.same else 'wrong '} {c.score:.3f} {c.outcome:4} {p.a} | {p.b}  [{' '.join(c.codes)}]"
        for p, yes, c in zip(pairs, said, found, strict=True)
        if yes != p.same
    )


def line_of_others(name: str, pairs: Sequence[Pair], method: str, aim: str) -> Line:
    """Their labels say "alike enough to look at, and not another legal entity": so sure and ask both count as yes."""
    found = compared(pairs, method)
    said = [c.score >= ASK and not c.same_group for c in found]
    labels = [p.same for p in pairs]
    right = sum(y and s for y, s in zip(labels, said, strict=True))
    precision, recall, f1 = rates(sum(labels), sum(said), right)
    best = best_threshold(labels, [0.0 if c.same_group else c.score for c in found])
    sure = [c.outcome == "sure" and not c.same_group for c in found]
    of_sure = rates(sum(labels), sum(sure), sum(y and s for y, s in zip(labels, sure, strict=True)))
    note = f"sure alone: {of_sure[0]:.3f} / {of_sure[1]:.3f}; F1 at its own best threshold {best[3]:.3f}"
    asked = sum(c.outcome == "ask" for c in found) / len(found)
    line = Line(name, method, len(pairs), precision, recall, f1, None, asked, note, aim)
    return replace(line, errors=errors_of(pairs, said, found))


def nomenklatura() -> list[Pair]:
    """The organisations of nomenklatura's name bench."""
    with (DATA / "matching/name-pairs-nomenklatura.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["schema"] in ORGANISATIONS]
    return [Pair(row["name1"], row["name2"], row["is_match"] == "true") for row in rows]


def company_names() -> list[Pair]:
    """Pairs of company names of the world."""
    with (DATA / "matching/company-name-pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        return [Pair(row["Name_x"], row["Name_y"], row["Targets"] == "1") for row in csv.DictReader(file)]


def measure() -> list[Line]:
    """Both sets, by each method."""
    lines = []
    for name, read in (("nomenklatura, organisations", nomenklatura), ("company name pairs", company_names)):
        try:
            pairs = read()
        except FileNotFoundError as absent:
            lines.append(skipped(name, f"not there: {absent.filename}"))
            continue
        lines += [line_of_others(name, pairs, method, "F1 0.93") for method in METHODS]
        lines.append(plain(name, pairs))
    return lines
