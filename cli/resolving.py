"""`landschap resolve`: who or what is meant by a column of a file, row by row. Nothing is written down.

Rows go through in batches and are printed as they come, so that a file of a million rows takes no more memory than a small one.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.answering import to_json
from cli.opening import Opened
from cli.options import ResolveWish, TextForm
from cli.showing import wide_console
from exporters.resolved import (
    PRODUCT_COLUMNS,
    SUPPLIER_COLUMNS,
    Item,
    Lines,
    csv_text,
    product_item,
    product_lines,
    supplier_item,
    supplier_lines,
)
from importers.context import UnreadableFile
from importers.one_column import Column, open_column
from registry.comparing import RULES_VERSION
from registry.problems import sentence
from registry.product_names import data as product_rules
from registry.queries.resolve import resolve_suppliers
from registry.queries.resolve_products import resolve_products
from registry.resolving.matching import Db

BATCH = 20_000
TABLE_BATCH = 1_000
"""Cells in a table on a terminal; the next ones come in the next table."""

TOLD_EVERY = 5
"""Batches between two lines of progress where stderr is a file."""


@dataclass(frozen=True)
class _Kind:
    """How one kind of cell is resolved and shown."""

    resolve: Callable[[Db, Sequence[str], date], Sequence[Any]]
    columns: tuple[str, ...]
    item: Item
    lines: Lines
    rules: Callable[[], str]


SUPPLIERS = _Kind(resolve_suppliers, SUPPLIER_COLUMNS, supplier_item, supplier_lines, lambda: RULES_VERSION)
PRODUCTS = _Kind(
    resolve_products, PRODUCT_COLUMNS, product_item, product_lines, lambda: str(product_rules()["version"])
)


def resolve_file(opened: Opened, wish: ResolveWish, kind: _Kind) -> None:
    """Print what each cell of the column means, on stdout; how far it is, and the sum of it, on stderr."""
    if not wish.file.is_file():
        opened.refuse(f"Er is geen bestand {wish.file}.", f"There is no file {wish.file}.")
    on = wish.on.date() if wish.on else opened.today()
    try:
        column = open_column(wish.file, wish.column, wish.sheet)
        with opened.connect() as db:
            _write(opened, wish, kind, _found(db, opened, column, (kind, on, wish.form)), on)
    except UnreadableFile as error:
        opened.refuse(*(sentence(error.code, error.parameters, locale) for locale in ("nl", "en")))
    except BrokenPipeError:
        # Whoever reads has enough; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _found(db: Db, opened: Opened, column: Column, asked: tuple[_Kind, date, TextForm]) -> Iterator[Sequence[Any]]:
    """The answers by batch, while stderr tells how far it is."""
    kind, on, form = asked
    console = Console(stderr=True)
    outcomes, done = Counter[str](), 0
    status = console.status("") if console.is_terminal else nullcontext()
    with status as spinner:
        for number, cells in enumerate(_batched(column.cells, TABLE_BATCH if form is TextForm.table else BATCH), 1):
            answers = kind.resolve(db, cells, on)
            yield answers
            done += len(cells)
            outcomes.update(one.outcome for answer in answers for one in getattr(answer, "mentions", (answer,)))
            if spinner is not None:
                spinner.update(_told(opened, done))
            elif number % TOLD_EVERY == 0:
                typer.echo(_told(opened, done), err=True)
    parts = ", ".join(f"{name} {outcomes[name]:,}" for name in ("sure", "ask", "new"))
    typer.echo(f"{column.sheet}, {column.heading}: {_told(opened, done)}; {parts}", err=True)


def _told(opened: Opened, done: int) -> str:
    return f"{done:,} " + opened.say("cellen", "cells")


def _batched(cells: Iterable[str], size: int) -> Iterator[list[str]]:
    left = iter(cells)
    while batch := list(islice(left, size)):
        yield batch


def _write(opened: Opened, wish: ResolveWish, kind: _Kind, batches: Iterator[Sequence[Any]], on: date) -> None:
    if wish.form is TextForm.table:
        for batch in batches:
            _show(kind, batch)
        return
    if wish.form is TextForm.csv:
        parts = (csv_text(chain.from_iterable(map(kind.lines, batch))) for batch in batches)
        content: Iterable[str] = chain([csv_text([kind.columns])], parts)
    else:
        content = _as_json(kind, batches, on, english=opened.locale == "en")
    for part in content:
        sys.stdout.buffer.write(part.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _as_json(kind: _Kind, batches: Iterator[Sequence[Any]], on: date, *, english: bool) -> Iterator[str]:
    """One object, an item on each line."""
    opening = to_json({"on": on, "rulesVersion": kind.rules(), "items": []}).decode()
    yield opening.removesuffix("]}")
    between = "\n"
    for batch in batches:
        items = [to_json(kind.item(one, english=english)).decode() for one in batch]
        yield between + ",\n".join(items)
        between = ",\n"
    yield "\n]}\n"


def _show(kind: _Kind, batch: Sequence[Any]) -> None:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in kind.columns:
        table.add_column(name)
    for line in chain.from_iterable(map(kind.lines, batch)):
        table.add_row(*(Text(" ".join(cell.split())) for cell in line))
    wide_console().print(table)
