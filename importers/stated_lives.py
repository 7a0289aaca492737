"""What a source states of the lives of release cycles, gathered as rows: shared by the importers of such statements.

A row states all fields, empty ones too: what a source said before of a date that it corrects does not shine through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from importers.mentions import Mentions
from registry import values
from registry.dates import days
from registry.names import name_key
from registry.package_urls import GENERIC, product_cpe, product_purl
from registry.staging import BATCH_ROWS, Batch, ProblemFound, array_text
from registry.statements_of_life import read_statement
from registry.values import MAX_NAME

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


@dataclass(frozen=True)
class Named:
    """A release cycle as a file names it; `version` may be missing, then it is only about the product."""

    product: str
    version: str | None
    vendor: str | None = None
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    purl: str | None = None
    cpe: str | None = None


def mention_cycle(mentions: Mentions, named: Named, at: tuple[int, int]) -> tuple[str, str | None]:
    """Mention a product and its release cycle; the cycle's own key and match, or that of the product and None."""
    purl = product_purl(named.purl or "")
    if purl and purl.startswith(GENERIC):
        purl = None
    vendor = name_key(named.vendor) if named.vendor else ""
    key = purl or f"{vendor}|{name_key(named.product)}"
    fields = {
        "name": named.product[:MAX_NAME],
        "vendor": mentions.name("supplier", named.vendor[:MAX_NAME], at) if named.vendor else None,
        "kind": named.kind,
        "aliases": array_text(named.aliases) if named.aliases else None,
        "purl": purl,
        "cpe": product_cpe(named.cpe or ""),
    }
    product = mentions.add("product", key, fields, at)
    if not named.version:
        return key, None
    own = {"purl": named.purl if purl and named.purl != purl else None, "cpe": named.cpe}
    version_key = f"{key}@{named.version}"
    stated = {"product": product, "name": named.version[:MAX_NAME], **own}
    return version_key, mentions.add("product_version", version_key, stated, at)


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
