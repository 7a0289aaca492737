"""What an importer is told and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from registry.queries.inventory import InventoryRow
from registry.queries.listed_products import Listed
from registry.staging import Batch, ProblemFound


@dataclass(frozen=True)
class Context:
    """Who sends the file and how it is to be read.

    `organisation` is the text of the match id that stands for the sender, `own_keys` the `organisation_key`s of its names.
    `mapping` is an explicit mapping (heading to target, or the content of a mapping file), `saved` what was decided before.
    `complete` says that the file lists everything; `published` tells what the register holds of the sender's applications,
    `listed` which products and release cycles this source lists now.
    """

    source: UUID
    organisation: str | None
    organisation_name: str
    as_of: date
    filename: str
    mapping: Dict[str, Any] = field(default_factory=dict)
    saved: Dict[str, str | None] = field(default_factory=dict)
    own_keys: frozenset[str] = frozenset()
    complete: bool = False
    published: Callable[[], Dict[UUID, InventoryRow]] = dict
    listed: Callable[[], Listed] = Listed


@dataclass(frozen=True)
class ColumnFound:
    """A column and what it was taken to mean; `certainty` is 0-1.

    `basis`: explicit, saved, mapping_file, synonym, fuzzy or content; or why it is not read: none, duplicate.
    """

    sheet: int
    sheet_name: str
    position: int
    heading: str
    field: str | None
    certainty: float
    basis: str
    samples: tuple[str, ...] = ()


Found: TypeAlias = Batch | ProblemFound | ColumnFound


class UnreadableFile(Exception):
    """The file cannot be read at all; `code` and `parameters` make the sentence (`registry/data/problems.yaml`)."""

    def __init__(self, code: str, **parameters: Any) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters

    @property
    def problem(self) -> ProblemFound:
        """The same as a problem of the file."""
        return ProblemFound(self.code, "error", parameters=self.parameters)
