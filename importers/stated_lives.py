"""What a source states of the lives of release cycles, gathered as rows: shared by the importers of such statements.

A row states all fields, empty ones too: what a source said before of a date that it corrects does not shine through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry import values
from registry.dates import days
from registry.staging import BATCH_ROWS, Batch, ProblemFound
from registry.statements_of_life import read_statement

FIELDS = ("ended_on", "event", "happens", "identifier", "product_version", "stated")
_PROBLEMS = {"no_end_date": "no_end_stated", "zero_date": "excel_zero_date", "not_a_date": "not_a_date"}


@dataclass(frozen=True)
class Life:
    """A statement to be staged: `key` is the source's own, `version` a match id, `at` sheet and row.

    `withdrawn_on`: the day on which the source took it back.
    """

    key: str
    version: str
    event: str
    stated: str
    at: tuple[int, int]
    identifier: str | None = None
    withdrawn_on: date | None = None


class Lives:
    """All statements of a file about the lives of release cycles; of two with one key the first stays."""

    def __init__(self) -> None:
        self._found: dict[str, Life] = {}

    def add(self, life: Life) -> Iterator[ProblemFound]:
        """Take a statement; what is wrong with its date is told, and the text kept."""
        self._found.setdefault(life.key, life)
        problem = read_statement(life.stated).problem
        if problem is not None:
            value = values.clean(life.stated)
            parameters = {"heading": life.event}
            yield ProblemFound(_PROBLEMS[problem], "warning", life.at[0], life.at[1], None, value, parameters)

    def batches(self) -> Iterator[Batch]:
        """Everything taken, as batches of rows."""
        lives = list(self._found.values())
        for start in range(0, len(lives), BATCH_ROWS):
            part = lives[start : start + BATCH_ROWS]
            rows = [_row(life) for life in part]
            columns = [list(column) for column in zip(*rows, strict=True)]
            yield Batch("lifecycle_date", FIELDS, [life.key for life in part], [life.at[1] for life in part], columns)


def _row(life: Life) -> tuple[str | None, ...]:
    ended = days(life.withdrawn_on, life.withdrawn_on) if life.withdrawn_on else None
    stated = values.clean(life.stated)
    return ended, life.event, read_statement(life.stated).happens, life.identifier, life.version, stated
