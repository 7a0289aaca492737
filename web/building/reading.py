"""Reads what an address or a form says; what makes no sense is None, for the page to say so."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.errors import NotFound


def read_date(text: str | None, otherwise: date | None) -> date | None:
    """A date as a browser sends it; `otherwise` where nothing was filled in."""
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        return None


def read_id(text: str | None) -> UUID | None:
    """The id of a record."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def read_pair(decision: str) -> tuple[str, UUID, UUID]:
    """The kind and the two records of a decision (`kind.left.right`); raises `NotFound`."""
    kind, *ids = decision.split(".")
    pair = [found for found in map(read_id, ids) if found]
    if len(ids) != 2 or len(pair) != 2:
        raise NotFound(decision)
    return kind, pair[0], pair[1]
