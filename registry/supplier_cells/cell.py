"""What a cell that names suppliers turns out to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["supplier", "reseller", "owner", "previous_name", "product"]
MentionKind = Literal["company", "government", "anonymised", "natural_person"]
CellKind = Literal[
    "suppliers",
    "placeholder",
    "in_house",
    "government",
    "redacted",
    "anonymised",
    "natural_person",
    "empty",
    "not_a_supplier",
]
NATURAL_PERSON = "natuurlijk persoon"
"""What is published of a natural person, in place of the name."""


@dataclass(frozen=True, slots=True)
class CellMention:
    """Somebody named in a cell, and where. The text is the cell's own, except of a natural person."""

    text: str
    role: Role
    kind: MentionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """What else a cell says: a number, a date, an address, a remark."""

    what: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SupplierCell:
    """A cell, what kind of answer it is, whom it mentions and what it says besides."""

    text: str
    kind: CellKind
    mentions: tuple[CellMention, ...]
    notes: tuple[Note, ...]
