"""Who is meant by supplier cells: what each says, and per mention the supplier and its group on a date. Nothing is written.

Certain and cheap goes first: a name that the register knows is looked up; only for the others are candidates sought, by one
join for the whole batch, and compared. The work goes by batches, so that time for each cell does not grow.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from registry.queries.doubts import Doubts
from registry.queries.origin import load_origins
from registry.queries.resolve_candidates import KnownNames
from registry.queries.resolve_outcome import Alternative, Answer, Answering, Ref, Sentences
from registry.resolving.matching import Db
from registry.supplier_cells import Note, SupplierCell, read_cell

__all__ = ["Alternative", "Ref", "ResolvedCell", "ResolvedMention", "resolve_in_batches", "resolve_suppliers"]

BATCH = 20_000
NAMED = frozenset({"company", "government"})
"""Kinds of mention whose name is looked for; one that is anonymised, or a person, never."""

_NOBODY = Answer("new")


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """A mention and who is meant. `sure` with a group and no supplier: a legal entity of that group that is not known yet."""

    text: str
    role: str
    kind: str
    start: int
    end: int
    outcome: str
    supplier: Ref | None
    group: Ref | None
    group_country: str | None
    answer: Answer

    @property
    def score(self) -> float | None:
        """How sure, from 0 to 1; None where nothing is alike."""
        return self.answer.score

    @property
    def reasons(self) -> Sentences:
        """Why, in Dutch and in English."""
        return self.answer.reasons

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Who else may be meant, the likeliest first."""
        return self.answer.alternatives


@dataclass(frozen=True, slots=True)
class ResolvedCell:
    """What a cell says: its kind, whom it mentions, and what else stands in it."""

    text: str
    kind: str
    mentions: tuple[ResolvedMention, ...]
    notes: tuple[Note, ...]


def resolve_suppliers(db: Db, cells: Sequence[str], on: date) -> list[ResolvedCell]:
    """For each cell, in order, its kind and mentions; each mention with the supplier and its group on the date."""
    return [cell for batch in resolve_in_batches(db, cells, on) for cell in batch]


def resolve_in_batches(db: Db, cells: Sequence[str], on: date) -> Iterator[list[ResolvedCell]]:
    """The same in batches, for files that are larger than memory. Runs inside the caller's transaction."""
    names, answering = KnownNames(db), Answering(load_origins(db, on), Doubts(db))
    for start in range(0, len(cells), BATCH):
        part = cells[start : start + BATCH]
        with _uncollected():
            resolved = _resolve(part, names, answering)
        yield resolved


def _resolve(cells: Sequence[str], names: KnownNames, answering: Answering) -> list[ResolvedCell]:
    read = {text: read_cell(text) for text in dict.fromkeys(cells)}
    wanted = {m.text for cell in read.values() for m in cell.mentions if m.kind in NAMED}
    answers = {name: answering.answer(found) for name, found in names.find(wanted).items()}
    resolved = {text: _resolved(cell, answers) for text, cell in read.items()}
    return [resolved[text] for text in cells]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of circular garbage still: a batch makes none, and it would walk over all of it again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _resolved(cell: SupplierCell, answers: dict[str, Answer]) -> ResolvedCell:
    mentions = []
    for said in cell.mentions:
        found = answers[said.text] if said.kind in NAMED else _NOBODY
        who = (found.outcome, found.supplier, found.group, found.group_country, found)
        mentions.append(ResolvedMention(said.text, said.role, said.kind, said.start, said.end, *who))
    return ResolvedCell(cell.text, cell.kind, tuple(mentions), cell.notes)
