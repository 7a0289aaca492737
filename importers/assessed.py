"""Assessments that a row about an application states in columns of their own: "DPIA datum", "Exitplan getest op"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from importers.application_parts import Rows
from importers.reader import Reader
from registry import values
from registry.codes import CODE_LISTS
from registry.staging import Batch

_ABOUT_SERVICE = frozenset({"exit_plan", "exit_plan_test", "exit_plan_review", "notification"})
_FIELDS = ("what", "application", "service", "organisation", "done_on")


def read_assessed(reader: Reader, rows: Rows, services: Mapping[int, str]) -> Iterator[Batch]:
    """An assessment for each cell that says that there is one; `services` is the one service that a row leans on, by place."""
    for what in CODE_LISTS["assessment_kind"]:
        target = f"assessed.{what}"
        if not reader.has(target):
            continue
        said = reader.read(rows.chunk, target, assessed_parser(month_first=reader.reading.month_first))
        kept = [at for at, text in enumerate(said) if text not in {None, "f"}]
        if not kept:
            continue
        position = reader.columns.by_target.get(target)
        leaning = services if what in _ABOUT_SERVICE else {}
        yield Batch(
            "assessment",
            _FIELDS,
            [f"{rows.keys[at]}|{what}" for at in kept],
            [rows.chunk.numbers[at] for at in kept],
            [
                [what] * len(kept),
                [rows.ids[at] for at in kept],
                [leaning.get(at) for at in kept],
                [rows.owners[at] for at in kept],
                [None if said[at] == "t" else said[at] for at in kept],
            ],
            rows.chunk.sheet,
            positions=[position] * len(kept),
        )


def assessed_parser(*, month_first: bool) -> values.Parser:
    """Parser of cells that hold the date of an assessment, or only whether there is one."""
    date = values.date_parser(month_first=month_first)

    def parse(text: str) -> values.Value:
        said = values.parse_boolean(text)
        return date(text) if said.code else said

    return parse
