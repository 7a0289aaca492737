"""A list by which a steward extends the catalogue of suppliers: a table whose names say who is meant, for everybody.

It reads as any table of suppliers does. That it is one of a steward is said by whoever hands it over, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from importers.context import Context, Found
from importers.mapping import read_mapping
from importers.tabular import read_tabular


def recognises(_path: Path, _head: bytes, _filename: str) -> float:
    """Never by itself: the list of a department looks the same."""
    return 0.0


def read_supplier_list(path: Path, context: Context) -> Iterator[Found]:
    """The suppliers of a table, with their other names."""
    mapping = dict(context.mapping)
    if mapping and not read_mapping(mapping).kind:
        mapping = mapping if "columns" in mapping else {"columns": mapping}
    return read_tabular(path, replace(context, mapping=mapping | {"kind": "supplier"}))
