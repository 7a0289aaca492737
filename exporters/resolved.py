"""Who and what is meant, as the API answers it and as the lines of a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from exporters.csv_table import inert
from registry.product_answers import ResolvedProduct
from registry.queries.legal_entities import EntityCandidate
from registry.queries.resolve import ResolvedCell, ResolvedMention

SUPPLIER_COLUMNS = ("cell", "kind", "mention", "role", "outcome", "supplier", "group", "group country", "score")
PRODUCT_COLUMNS = ("cell", "kind", "outcome", "product", "vendor", "cycle", "cycles", "worst case", "event", "score")

Line = tuple[str, ...]
Sentences = tuple[tuple[str, str], ...]


class _Ref(Protocol):
    """A record by id and name."""

    @property
    def id(self) -> UUID: ...

    @property
    def name(self) -> str: ...


def supplier_lines(cell: ResolvedCell) -> Iterator[Line]:
    """A line for each mention; of a cell without mentions one that says only what kind of cell it is."""
    for one in cell.mentions:
        yield (
            cell.text, cell.kind, one.text, one.role, one.outcome, _name(one.supplier), _name(one.group),
            one.group_country or "", _score(one.score),
        )  # fmt: skip
    if not cell.mentions:
        yield (cell.text, cell.kind, *[""] * 7)


_UNDATED = {"true": "ended_date_unknown", "false": "no_end_stated"}
"""What the event of a worst case says where it has no day."""


def product_lines(found: ResolvedProduct) -> Iterator[Line]:
    """One line, or one for each of the products that the cell lists."""
    for one in found.parts or (found,):
        ends = one.worst_case
        day = ends.on.isoformat() if ends and ends.on else ""
        event = (ends.event if day else _UNDATED.get(ends.stated or "", ends.event)) if ends else ""
        yield (
            found.text, one.kind, one.outcome or "", _name(one.product), _name(one.vendor), one.cycle or "",
            "; ".join(one.cycles), day, event, _score(one.score if one.outcome else None),
        )  # fmt: skip


def csv_text(lines: Iterable[Sequence[str]]) -> str:
    """Lines as csv: with commas, and with no cell that a spreadsheet would run as a formula."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([inert(cell) for cell in line] for line in lines)
    return target.getvalue()


Entities = Mapping[str, tuple[EntityCandidate, ...]]
"""Known legal entities that are no suppliers yet, by the text of a mention."""


def supplier_item(cell: ResolvedCell, *, english: bool, entities: Entities | None = None) -> dict[str, Any]:
    """A cell as JSON, with the reasons in one language."""
    notes = [{"what": n.what, "text": n.text, "start": n.start, "end": n.end} for n in cell.notes]
    mentions = [
        _mention(one, english=english)
        | {"legalEntities": _entities((entities or {}).get(one.text, ()), english=english)}
        for one in cell.mentions
    ]
    return {"text": cell.text, "kind": cell.kind, "notes": notes, "mentions": mentions}


def _entities(found: tuple[EntityCandidate, ...], *, english: bool) -> list[dict[str, Any]]:
    return [
        {"lei": one.lei, "name": one.name, "country": one.country, "reasons": _told(one.reasons, english=english)}
        for one in found
    ]


def _mention(one: ResolvedMention, *, english: bool) -> dict[str, Any]:
    return {
        "text": one.text,
        "role": one.role,
        "kind": one.kind,
        "start": one.start,
        "end": one.end,
        "outcome": one.outcome,
        "supplier": _ref(one.supplier),
        "group": _ref(one.group),
        "groupCountry": one.group_country,
        "score": _rounded(one.score),
        "reasons": _told(one.reasons, english=english),
        "alternatives": [
            {
                "supplier": _ref(other.supplier),
                "group": _ref(other.group),
                "score": _rounded(other.score),
                "reasons": _told(other.reasons, english=english),
            }
            for other in one.alternatives
        ],
    }


def product_item(found: ResolvedProduct, *, english: bool) -> dict[str, Any]:
    """What a cell means as JSON, with the reasons in one language."""
    ends = found.worst_case
    return {
        "text": found.text,
        "kind": found.kind,
        "outcome": found.outcome,
        "product": _ref(found.product),
        "vendor": _ref(found.vendor),
        "cycle": found.cycle,
        "cycles": found.cycles,
        "worstCase": {"event": ends.event, "cycle": ends.cycle, "on": ends.on, "stated": ends.stated} if ends else None,
        "score": _rounded(found.score),
        "reasons": _told(found.reasons, english=english),
        "alternatives": [
            {
                "product": _ref(other.product),
                "vendor": _ref(other.vendor),
                "cycles": other.cycles,
                "score": _rounded(other.score),
            }
            for other in found.alternatives
        ],
        "parts": [product_item(part, english=english) for part in found.parts],
    }


Item = Callable[..., dict[str, Any]]
Lines = Callable[[Any], Iterator[Line]]


def _ref(one: _Ref | None) -> dict[str, Any] | None:
    return {"id": one.id, "name": one.name} if one else None


def _name(one: _Ref | None) -> str:
    return one.name if one else ""


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.3f}"


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


def _told(sentences: Sentences, *, english: bool) -> list[str]:
    return [one[english] for one in sentences]
