"""Labelled supplier cells: is the kind right, are the mentions right, and is the group of the supplier found?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from benchmarks.matching import Line
from benchmarks.matching.catalogue import holders, known, top_of
from benchmarks.matching.counting import rates
from benchmarks.matching.register import Meant, resolved
from registry.names import company_key, fold
from registry.supplier_cells import read_cell


@dataclass(frozen=True)
class LabelledCell:
    """A cell, what it is, whom it mentions in which role, and the groups of its suppliers; without any, none may be asserted.

    The group `unlisted` stands for a firm that a catalogue need not know: its very own name may be asserted, no other group.
    """

    text: str
    kind: str
    mentions: tuple[tuple[str, str], ...] | None  # role, name; None where they were not labelled
    groups: tuple[str, ...]
    only_first: bool = False  # the label is about the first supplier only


def parse_mentions(text: str) -> tuple[tuple[str, str], ...]:
    """The mentions of a label: `role=name`, joined by bars."""
    parts = [part.strip().partition("=") for part in text.split(" | ") if part.strip()]
    return tuple((role.strip(), name.strip()) for role, _, name in parts)


def measure_cells(name: str, cells: Sequence[LabelledCell]) -> list[Line]:
    """Reading and resolving of these cells, and a plain search beside it."""
    if not cells:
        return []
    lines = [_kinds(name, cells)]
    if any(cell.mentions is not None for cell in cells):
        lines.append(_mentions(name, cells))
    return lines + _groups(name, [cell for cell in cells if cell.kind == "suppliers"])


def _kinds(name: str, cells: Sequence[LabelledCell]) -> Line:
    found = [(cell, read_cell(cell.text).kind) for cell in cells]
    wrong = [f"{cell.text!r}: {kind}, not {cell.kind}" for cell, kind in found if kind != cell.kind]
    right = len(cells) - len(wrong)
    return Line(
        f"{name}, kind", "landschap", len(cells), right / len(cells), note="share of cells right", errors=tuple(wrong)
    )


def _mentions(name: str, cells: Sequence[LabelledCell]) -> Line:
    true = said = right = 0
    errors = []
    for cell in cells:
        labels = {(role, fold(text)) for role, text in cell.mentions or ()}
        found = {(mention.role, fold(mention.text)) for mention in read_cell(cell.text).mentions}
        true, said, right = true + len(labels), said + len(found), right + len(labels & found)
        if labels != found:
            errors.append(f"{cell.text!r}: not {sorted(labels - found)}, but {sorted(found - labels)}")
    return Line(
        f"{name}, mentions", "landschap", true, *rates(true, said, right), note="role and name", errors=tuple(errors)
    )


UNLISTED = "unlisted"


@dataclass
class Count:
    """Groups labelled, asserted surely, asserted rightly, and found rightly when a person answers the queue."""

    true: int = 0
    sure: int = 0
    right: int = 0
    queued: int = 0
    unknown: int = 0  # labelled, but not in the catalogue
    asked: int = 0  # cells with a question


def _groups(name: str, cells: Sequence[LabelledCell]) -> list[Line]:
    said = resolved([cell.text for cell in cells])
    labels = resolved(sorted({group for cell in cells for group in cell.groups if group != UNLISTED}))
    group_of = {text: found[0].group if found else None for text, found in labels.items()}
    count, errors = Count(), []
    for cell in cells:
        errors += _count(count, cell, said[cell.text], group_of)
    precision, recall, f1 = rates(count.true, count.sure, count.right)
    line = Line(
        f"{name}, group",
        "landschap",
        len(cells),
        precision,
        recall,
        f1,
        count.queued / max(1, count.true),
        count.asked / max(1, len(cells)),
        f"of {count.true} groups the catalogue does not know {count.unknown}",
        "sure: precision 0.995; queue 0.90",
        tuple(sorted(errors)),
    )
    return [line, _plain(f"{name}, group", cells)]


def _count(count: Count, cell: LabelledCell, said: tuple[Meant, ...], group_of: dict[str, str | None]) -> list[str]:
    """Count one cell; what was wrong or missed."""
    labels = {group: group_of[group] for group in cell.groups if group != UNLISTED}
    meant = said[:1] if cell.only_first else said
    asserted = {
        m.group: m
        for m in meant
        if m.outcome == "sure" and m.group and (m.group in labels.values() or (m.asserted and not _own_name(m, cell)))
    }
    offered = {group for m in meant if m.outcome == "ask" for group in (m.group, *m.alternatives) if group}
    count.true += len(labels)
    count.unknown += sum(group is None for group in labels.values())
    count.asked += any(m.outcome == "ask" for m in meant)
    count.sure += len(asserted)
    errors = [
        f"wrong  {cell.text!r}: {m.text} is {m.group_name}, not {' | '.join(cell.groups) or 'none'}"
        for group, m in asserted.items()
        if group not in labels.values()
    ]
    for label, group in labels.items():
        count.right += group in asserted
        count.queued += group is not None and (group in asserted or group in offered)
        if group not in asserted:
            state = "unknown" if group is None else "asked " if group in offered else "missed"
            errors.append(f"{state} {cell.text!r}: {label}, not {[(m.text, m.outcome, m.group_name) for m in meant]}")
    return errors


def _own_name(meant: Meant, cell: LabelledCell) -> bool:
    """A firm that no catalogue need know was known by its very own name."""
    own = {company_key(meant.group_name), company_key(meant.supplier_name)}
    return UNLISTED in cell.groups and company_key(meant.text) in own


def _plain(name: str, cells: Sequence[LabelledCell]) -> Line:
    """The best name of the catalogue for the whole cell by token_set_ratio, at the threshold with the best F1."""
    names = sorted(holders())
    scored = []
    for cell in cells:
        labels = {top for group in cell.groups for top in known(group)[1]}
        best, score, _ = process.extractOne(cell.text, names, scorer=token_set_ratio, processor=default_process)
        scored.append((float(score), not labels.isdisjoint(top_of(key) for key in holders()[best])))
    scored.sort(reverse=True)
    true = sum(group != UNLISTED for cell in cells for group in cell.groups)
    right, found = 0, (0.0, 0.0, 0.0, 0.0)
    for said, (score, correct) in enumerate(scored, 1):
        right += correct
        found = max(found, (rates(true, said, right)[2], *rates(true, said, right)[:2], score))
    return Line(name, "token_set", len(cells), found[1], found[2], found[0], note=f"best threshold {found[3]:.1f}")
