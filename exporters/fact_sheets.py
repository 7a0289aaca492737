"""The sheets of the workbook with assessments, findings, bought support and phases, and what they held when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from exporters.template_columns import TemplateColumn, fact_columns
from registry.queries.inventory import InventoryRow
from registry.template import FACT_SHEETS

IDS = ("kind", "register_id")


def sheets_of_facts() -> dict[str, tuple[TemplateColumn, ...]]:
    """The columns of each sheet, by kind."""
    return {kind: fact_columns(kind) for kind in FACT_SHEETS}


def original_rows(facts: Mapping[str, Mapping[UUID, InventoryRow]], longest: int) -> list[list[str]]:
    """The hidden sheet: a row of headings, then the kind, register id and texts of each fact."""
    columns = [column.target for kind in FACT_SHEETS for column in fact_columns(kind)]
    targets = [target for target in columns if not target.endswith(".register_id")]
    rows = [[*IDS, *targets]]
    for kind, found in facts.items():
        rows += [
            [kind, str(row.id), *(row.texts.get(target, "")[:longest] for target in targets)] for row in found.values()
        ]
    return rows
