"""Suppliers of which a person has yet to decide whether they are another one: who bears their name may be that one too."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from registry.company_names import normalise
from registry.comparing import RULES_VERSION, compare
from registry.queries.presenting import fetch
from registry.queries.review_pairs import PAIRS
from registry.queries.review_reasons import Sentences, tell_spellings
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db, holds


class Doubt(NamedTuple):
    """The other that a supplier may be, how much the two are alike, and why (Dutch, English)."""

    record: UUID
    score: float
    reasons: Sentences


class Doubts:
    """The open questions of the register, read once and only when they are wanted."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self._disputes: bool | None = None
        self._found: dict[UUID, tuple[Doubt, ...]] | None = None

    def of(self, record: UUID, *, curated: bool) -> tuple[Doubt, ...]:
        """Who else a supplier may be. One that a curated source knows is in doubt only where persons disagree on two such."""
        if curated:
            if self._disputes is None:
                self._disputes = holds(self.db, DISPUTES)
            if not self._disputes:
                return ()
        if self._found is None:
            self._found = self._read()
        return self._found.get(record, ())

    def _read(self) -> dict[UUID, tuple[Doubt, ...]]:
        rows = fetch(self.db, OPEN, {"rules": RULES_VERSION})
        found: dict[UUID, list[Doubt]] = defaultdict(list)
        for row, (in_favour, against) in zip(rows, tell_spellings(self.db, rows), strict=True):
            score = row["score"]
            if score is None:
                score = compare(normalise(row["left_name"]), normalise(row["right_name"])).score
            both = row["one_curated"] and row["other_curated"]
            for own, other in (("left", "right"), ("right", "left")):
                if both or not row["one_curated" if own == "left" else "other_curated"]:
                    found[row[f"{own}_id"]].append(Doubt(row[f"{other}_id"], score, (*in_favour, *against)))
        return {
            record: tuple(sorted(doubts, key=lambda one: (-one.score, one.record))) for record, doubts in found.items()
        }


DISPUTES = f"SELECT EXISTS (SELECT FROM ({STANDING}) s WHERE kind = 'supplier' AND disputed)"
OPEN = f"""
    {PAIRS} SELECT k.*, k.one AS left_id, k.other AS right_id, l.name AS left_name, r.name AS right_name
    FROM kept k JOIN suppliers l ON l.id = k.one JOIN suppliers r ON r.id = k.other
"""
