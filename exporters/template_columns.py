"""The columns of the template: their headings, explanations and examples, and what may be chosen in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

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
    return tuple(_column(**entry) for entry in _listed()["columns"])


@cache
def fact_columns(kind: str) -> tuple[TemplateColumn, ...]:
    """The columns of the sheet with facts of a kind (`FACT_SHEETS`), in order."""
    return tuple(_column(**entry) for entry in _listed()["facts"][kind])


def _listed() -> dict[str, Any]:
    return dict(yaml.safe_load((files("exporters") / "template.yaml").read_text(encoding="utf-8")))


def _column(target: str, nl: str, example: str, heading: str | None = None) -> TemplateColumn:
    prefix, _, name = target.partition(".")
    column = KINDS[_DESCRIBED.get(prefix, prefix)].columns.get(name)
    choices: tuple[str, ...] = ()
    if column is not None and "codes" in column.info:
        choices = tuple(code.nl for code in CODE_LISTS[column.info["codes"]].values())
    elif column is not None and isinstance(column.type, Boolean):
        choices = ("ja", "nee")
    is_date = column is not None and isinstance(column.type, DATERANGE)
    return TemplateColumn(target, heading or _heading(target), nl, example, choices, is_date)


@cache
def _claimed() -> dict[str, str]:
    """Which target a heading means first, as the reader of tables decides it."""
    found: dict[str, str] = {}
    for target, headings in load_vocabulary()["kinds"]["application"].items():
        for heading in headings:
            found.setdefault(fold(str(heading)), target)
    return found


def _heading(target: str) -> str:
    """The label of the field, or the first word for the target, that means it and is not too general to be sure of."""
    vocabulary = load_vocabulary()
    general = {fold(str(word)) for word in vocabulary["general"]}
    prefix, _, name = target.partition(".")
    field = KINDS[_DESCRIBED.get(prefix, prefix)].columns.get(name)
    label = [field.info["nl"]] if field is not None else []
    for heading in (*label, *vocabulary["kinds"]["application"].get(target, ())):
        folded = fold(str(heading))
        if folded not in general and _claimed().get(folded, target if heading in label else None) == target:
            return str(heading)[0].upper() + str(heading)[1:]
    raise KeyError(target)


@cache
def load_vocabulary() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The synonym table, read once."""
    found: dict[str, dict[str, dict[str, list[str]]]] = load_data("vocabulary")
    return found
