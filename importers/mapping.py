"""What a mapping file says about a source: kind of row, what headings mean, and how its cells are to be read."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from importers.context import UnreadableFile
from registry.codes import parse_yaml
from registry.kinds import KINDS
from registry.names import fold


@dataclass(frozen=True)
class Split:
    """A column whose cells hold several things: a pattern with groups named after fields."""

    column: str
    pattern: re.Pattern[str]

    def targets(self, kind: str) -> list[str]:
        """The targets of its groups: "key" is that of the row's own kind, "vendor__kvk" is "vendor.kvk"."""
        return [name.replace("__", ".") if "__" in name else f"{kind}.{name}" for name in self.pattern.groupindex]


@dataclass(frozen=True)
class Mapping:
    """A mapping as written in `importers/mappings/*.yaml` or sent with a file; headings are compared folded.

    `recognise` are patterns; a file in whose header each of them matches a heading is read by this mapping.
    """

    name: str = ""
    kind: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    columns: Dict[str, str | None] = field(default_factory=dict)
    defaults: Dict[str, str] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()
    unknown: frozenset[str] = frozenset()
    month_first: bool | None = None
    recognise: tuple[re.Pattern[str], ...] = ()

    @property
    def basis(self) -> str:
        """Why its columns mean what they mean."""
        return "mapping_file" if self.recognise else "explicit"


def read_mapping(data: Dict[str, Any], name: str = "") -> Mapping:
    """A mapping from parsed YAML or JSON, or from a plain dict of heading to target; raises UnreadableFile("bad_mapping")."""
    if data and "columns" not in data and not set(data) & {"kind", "split", "defaults", "sheet", "header_row"}:
        data = {"columns": data}
    try:
        kind = data.get("kind")
        if kind is not None:
            kind = KINDS[kind].name
        splits = data.get("split", [])
        return Mapping(
            name=name,
            kind=kind,
            sheet=data.get("sheet"),
            header_row=data.get("header_row"),
            columns={fold(str(heading)): target for heading, target in data.get("columns", {}).items()},
            defaults={str(target): str(value) for target, value in data.get("defaults", {}).items()},
            splits=tuple(
                Split(fold(one["column"]), re.compile(one["pattern"], re.DOTALL))
                for one in ([splits] if isinstance(splits, dict) else splits)
            ),
            unknown=frozenset(str(word).lower() for word in data.get("unknown", ())),
            month_first=data.get("month_first"),
            recognise=tuple(re.compile(pattern) for pattern in data.get("recognise", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise UnreadableFile("bad_mapping", detail=str(error)[:200]) from error


@cache
def mapping_files() -> tuple[Mapping, ...]:
    """The mappings of known sources, `importers/mappings/*.yaml`."""
    folder = files("importers") / "mappings"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name)
    return tuple(
        read_mapping(parse_yaml(entry.read_text(encoding="utf-8")), entry.name.removesuffix(".yaml")) for entry in found
    )


def recognise(headings: list[str]) -> Mapping | None:
    """The mapping of the known source whose headings these are."""
    folded = {fold(heading) for heading in headings if heading}
    for mapping in mapping_files():
        if mapping.recognise and all(any(p.fullmatch(text) for text in folded) for p in mapping.recognise):
            return mapping
    return None
