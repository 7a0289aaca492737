"""The columns of the template: their headings, explanations and examples, and what may be chosen in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from sqlalchemy.dialects.postgresql import DATERANGE
from sqlalchemy.types import Boolean

from registry.codes import CODE_LISTS, load_data
from registry.kinds import KINDS
from registry.names import fold

_DESCRIBED = {"hosting": "cloud_service", "product": "product", "contract": "contract"}


@dataclass(frozen=True)
class TemplateColumn:
    """A column: `choices` are the Dutch labels of its code list, `is_date` tells that its days are written as dates."""

    target: str
    heading: str
    explanation: str
    example: str
    choices: tuple[str, ...] = ()
    is_date: bool = False


@cache
def template_columns() -> tuple[TemplateColumn, ...]:
    """The columns in order."""
    listed = yaml.safe_load((files("exporters") / "template.yaml").read_text(encoding="utf-8"))["columns"]
    return tuple(_column(entry["target"], entry["nl"], entry["example"]) for entry in listed)


def _column(target: str, explanation: str, example: str) -> TemplateColumn:
    prefix, _, name = target.partition(".")
    column = KINDS[_DESCRIBED.get(prefix, prefix)].columns.get(name)
    choices: tuple[str, ...] = ()
    if column is not None and "codes" in column.info:
        choices = tuple(code.nl for code in CODE_LISTS[column.info["codes"]].values())
    elif column is not None and isinstance(column.type, Boolean):
        choices = ("ja", "nee")
    is_date = column is not None and isinstance(column.type, DATERANGE)
    return TemplateColumn(target, _heading(target), explanation, example, choices, is_date)


@cache
def _claimed() -> dict[str, str]:
    """Which target a heading means first, as the reader of tables decides it."""
    found: dict[str, str] = {}
    for target, headings in load_vocabulary()["kinds"]["application"].items():
        for heading in headings:
            found.setdefault(fold(str(heading)), target)
    return found


def _heading(target: str) -> str:
    """The first word for a target that means nothing else and is not too general to be sure of; else the field's label."""
    vocabulary = load_vocabulary()
    general = {fold(str(word)) for word in vocabulary["general"]}
    for heading in vocabulary["kinds"]["application"].get(target, ()):
        folded = fold(str(heading))
        if folded not in general and _claimed()[folded] == target:
            text = str(heading)
            return _CAPITALS.get(text, text[0].upper() + text[1:])
    prefix, _, name = target.partition(".")
    return str(KINDS[_DESCRIBED.get(prefix, prefix)].columns[name].info["nl"])


@cache
def load_vocabulary() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The synonym table, read once."""
    found: dict[str, dict[str, dict[str, list[str]]]] = load_data("vocabulary")
    return found


_CAPITALS = {"register-id": "Register-ID", "tbb": "TBB", "bbn": "BBN", "tbb-methode": "TBB-methode"}
