"""What the page of an organisation shows besides its fields: its applications and what it handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.building.imports import state_badge
from web.views.records import ListColumn, RelatedTable
from web.views.values import Both, Link


def organisation_tables(organisation: UUID, related: Mapping[str, Any], applications: int) -> tuple[RelatedTable, ...]:
    """Tables of an organisation: how many applications it has, and its imports."""
    return (_counts(organisation, applications), _imports(related["imports"]))


def _counts(organisation: UUID, applications: int) -> RelatedTable:
    where = Link(
        Both("Applicaties, met die van haar onderdelen", "Applications, with those of its parts"),
        f"/applicaties?organisatie={organisation}",
    )
    return RelatedTable(
        Both("Landschap", "Landscape"),
        (ListColumn(Both("Wat", "What")), ListColumn(Both("Aantal", "Number"), numeric=True)),
        ((where, applications),),
        "",
    )


def _imports(rows: list[Mapping[str, Any]]) -> RelatedTable:
    return RelatedTable(
        Both("Ingeleverd", "Handed over"),
        (
            ListColumn(Both("Bestand", "File")),
            ListColumn(Both("Bron", "Source")),
            ListColumn(Both("Ingeleverd", "Handed over")),
            ListColumn(Both("Stand", "State")),
        ),
        tuple(
            (
                Link(row["filename"] or f"import {row['id']}", f"/imports/{row['id']}"),
                row["source"],
                row["receivedAt"],
                state_badge(row["state"]),
            )
            for row in rows
        ),
        Both("Deze organisatie leverde nog niets in.", "This organisation has not handed over anything yet."),
    )
