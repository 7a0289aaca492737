"""Websiteregister Rijksoverheid: a table with a mapping of its own (`mappings/websiteregister*.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from importers.context import Context, Found
from importers.tabular import read_tabular


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By its file name, or by the headings of 2016."""
    del path
    if head.lstrip(b"\xef\xbb\xbf").lower().startswith(b"domeinnaam,organisatie,organisatie-onderdeel"):
        return 0.95
    return 0.8 if filename.lower().startswith("websiteregister") else 0.0


def read_websiteregister(path: Path, context: Context) -> Iterator[Found]:
    """The websites; the headings choose the mapping of the layout, the rest is as for any table."""
    return read_tabular(path, context)
