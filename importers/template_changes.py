"""What was changed in a round-trip workbook: cells compared by what they mean, not by how they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from importers.cells import Chunk, Reading, parser_for
from importers.columns import Columns
from importers.mentions import split_names
from importers.supplier_names import parse_supplier, read_suppliers
from registry import values
from registry.queries.inventory import ROLES, InventoryRow
from registry.staging import ProblemFound

_SUPPLIERS = frozenset(
    {*(f"application.{role}" for role in ROLES), *("contract.supplier", "assessment.supplier", "finding.supplier")}
)
_NAMES = frozenset({"application.users", "product.name"})
_REQUIRED = frozenset({"application.name", "finding.name", "application_phase.application"})
_KINDS = {"hosting": "cloud_service"}


@dataclass(frozen=True)
class Edits:
    """Rows in which the same cells were changed: their places in the chunk and the targets of those cells.

    `contract` and `hosting` tell that the one contract or service that the register knows is meant, so that its facts change.
    """

    targets: frozenset[str]
    contract: bool
    hosting: bool
    places: tuple[int, ...]


class Comparison:
    """Compares the cells of rows with what they were; cells that cannot be read count as not changed, and are told."""

    def __init__(self, columns: Columns, originals: Mapping[UUID, InventoryRow]) -> None:
        self.columns = columns
        self.originals = originals
        self._read: dict[str, Callable[[str], tuple[Any, values.Value | None]]] = {}
        self.problems: list[ProblemFound] = []

    def edits(self, chunk: Chunk, ids: Sequence[UUID | None]) -> Iterator[Edits]:
        """The rows of known applications, grouped by which of their cells were changed."""
        groups: dict[tuple[frozenset[str], bool, bool], list[int]] = defaultdict(list)
        for at, found in enumerate(ids):
            original = self.originals.get(found) if found else None
            if original is None:
                continue
            changed = frozenset(self._changed(chunk, at, original))
            if changed:
                contract = original.contract is not None and "contract.name" not in changed
                hosting = original.service is not None and "hosting.service" not in changed
                groups[changed, contract, hosting].append(at)
        for (targets, contract, hosting), places in groups.items():
            yield Edits(targets, contract, hosting, tuple(places))

    def _changed(self, chunk: Chunk, at: int, original: InventoryRow) -> Iterator[str]:
        for target, position in self.columns.by_target.items():
            before = original.texts.get(target)
            text = chunk.columns[position][at]
            if before is None or text == before:
                continue
            read = self._reader(target)
            now, wrong = read(text)
            if wrong is None and target in _REQUIRED and now is None:
                self.problems.append(ProblemFound("name_missing", "error", chunk.sheet, chunk.numbers[at], position))
            elif wrong is not None:
                parameters = {"heading": self.columns.headings.get(position, target), **wrong.parameters}
                row = chunk.numbers[at]
                self.problems.append(
                    ProblemFound(wrong.code or "", "warning", chunk.sheet, row, position, text, parameters)
                )
            elif now != read(before)[0]:
                yield target

    def _reader(self, target: str) -> Callable[[str], tuple[Any, values.Value | None]]:
        if target not in self._read:
            self._read[target] = _reader_of(target)
        return self._read[target]


def _reader_of(target: str) -> Callable[[str], tuple[Any, values.Value | None]]:
    """What a cell of a target means, and the problem where it cannot be read."""
    prefix, _, name = target.partition(".")
    known: dict[str, tuple[Any, values.Value | None]] = {}
    parse = parser_for(_KINDS.get(prefix, prefix), name, Reading())

    def read(text: str) -> tuple[Any, values.Value | None]:
        if target in _SUPPLIERS:
            value = parse_supplier(text)
            return (read_suppliers(value.text) if value.text else None), _wrong(value)
        if target in _NAMES:
            value = values.parse_text(text)
            return (frozenset(split_names(value.text)) if value.text else None), None
        if target == "contract.annual_value":
            least, most = values.parse_interval(text)
            currency = "USD" if "$" in text or "usd" in text.lower() else "EUR"
            return ((least.text, most.text, currency) if least.text or most.text else None), _wrong(least)
        value = parse(text)
        return value.text, _wrong(value)

    def cached(text: str) -> tuple[Any, values.Value | None]:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return cached


def _wrong(value: values.Value) -> values.Value | None:
    return value if value.code else None
