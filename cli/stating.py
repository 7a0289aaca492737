"""What is stated of the lives of products, on the command line: shown, stated and withdrawn by hand, and exported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import typer
from rich.table import Table
from rich.text import Text

from api.answering import camel_keys, to_json
from cli.lifecycle_options import LivesExportWish, LivesShowWish, StateWish, WithdrawWish
from cli.opening import Opened, actor_of
from cli.options import TextForm
from cli.reporting import end_of_day
from cli.showing import wide_console
from exporters.csv_table import csv_table
from exporters.lives import FORMATS
from registry.actors import Deed
from registry.calendar_days import today_in_nl
from registry.codes import CODE_LISTS
from registry.queries.lifecycle_statements import Life, list_statements, stream_lives
from registry.queries.naming_cycles import find_product, find_version
from registry.resolving.matching import Db
from registry.statements_of_life import Stated
from registry.stating_lives import state_date, withdraw_statement

COLUMNS = ("event", "stated", "precision", "counts", "why", "source", "sourceType", "knownFrom", "knownUntil", "ended",
           "endedReason", "importId", "filename", "row", "asOf", "statedBy", "reason", "id")  # fmt: skip
ENDED = {"withdrawn": ("ingetrokken", "withdrawn"), "replaced": ("vervangen", "replaced"),
         "taken_back": ("import teruggedraaid", "import undone")}  # fmt: skip
WHY = {
    "only": ("geldt: de enige", "counts: the only one"),
    "hand": ("geldt: met de hand", "counts: by hand"),
    "dated": ("geldt: noemt een datum", "counts: names a date"),
    "rank": ("geldt: bron gaat voor", "counts: source goes first"),
    "newer": ("geldt: nieuwste bron", "counts: newest source"),
    "first": ("geldt", "counts"),
}


def show_statements(opened: Opened, wish: LivesShowWish) -> None:
    """Print all that was ever stated of a release cycle, as known on a day."""
    with opened.connect() as db:
        life = list_statements(db, _version(db, wish.product, wish.version), known_on=end_of_day(wish.as_known_on))
    rows = list(_rows(life))
    if wish.form is TextForm.json:
        typer.echo(orjson.dumps(orjson.loads(to_json({"items": rows})), option=orjson.OPT_INDENT_2).decode())
    elif wish.form is TextForm.csv:
        sys.stdout.buffer.write(csv_table(COLUMNS, rows))
        sys.stdout.buffer.flush()
    else:
        _print(opened, life, rows)


def _rows(life: Life) -> Iterator[dict[str, Any]]:
    for one in life.statements:
        choice = life.counting.get(one.event)
        counts = choice is not None and choice.statement is one
        why = choice.why if choice and counts else None
        yield camel_keys({**vars(one), "counts": counts, "why": why, "organisation": None})


def _print(opened: Opened, life: Life, rows: list[dict[str, Any]]) -> None:
    typer.echo(f"{life.product} {life.version}")
    if not rows:
        typer.echo(opened.say("Er is niets over gezegd.", "Nothing was stated of it."))
        return
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for nl, en in (("gebeurtenis", "event"), ("zoals vermeld", "as stated"), ("bron", "source"),
                   ("bekend vanaf", "known from"), ("tot", "until"), ("stand", "state")):  # fmt: skip
        table.add_column(opened.say(nl, en), overflow="fold")
    for row in rows:
        label = CODE_LISTS["lifecycle_event"][row["event"]]
        told = ENDED[row["ended"]] if row["ended"] else WHY[row["why"]] if row["counts"] else ("", "")
        days = (today_in_nl(row[name]).isoformat() if row[name] else "" for name in ("knownFrom", "knownUntil"))
        cells = (opened.say(label.nl, label.en), row["stated"] or "", row["source"] or "", *days, opened.say(*told))  # fmt: skip
        table.add_row(*map(Text, cells))
    wide_console().print(table)


def _version(db: Db, product: str, version: str) -> UUID:
    return find_version(db, find_product(db, product), version)


def state_by_hand(opened: Opened, wish: StateWish) -> None:
    """State when an event is, for the organisation that the person acts for."""
    if not wish.source_text.strip():
        opened.refuse("Zeg met --source-text waar dit staat.", "Say where this is stated with --source-text.")
    with opened.connect() as db:
        version = _version(db, wish.product, wish.version)
        deed = Deed(actor_of(db, wish.acting_as), datetime.now(UTC), wish.source_text.strip())
        state_date(db, version, wish.event.value, wish.when, deed)
        life = list_statements(db, version)
    _print(opened, life, list(_rows(life)))


def withdraw_by_hand(opened: Opened, wish: WithdrawWish) -> None:
    """Withdraw the standing statement of an event: that of the source that is named, or the one made by hand."""
    if not wish.reason.strip():
        opened.refuse("Zeg met --reason waarom.", "Say why with --reason.")
    with opened.connect() as db:
        version = _version(db, wish.product, wish.version)
        deed = Deed(actor_of(db, wish.acting_as), datetime.now(UTC), wish.reason.strip())
        standing = [one for one in list_statements(db, version).statements if _is_meant(one, wish)]
        if len(standing) != 1:
            opened.refuse(
                f"Er zijn {len(standing)} zulke uitspraken; noem met --source een bron die er een doet.",
                f"There are {len(standing)} such statements; name a source that makes one with --source.",
            )
        withdraw_statement(db, version, standing[0].id, deed)
        life = list_statements(db, version)
    _print(opened, life, list(_rows(life)))


def _is_meant(one: Stated, wish: WithdrawWish) -> bool:
    by = one.source == wish.source if wish.source else one.source_type == "hand"
    return one.stands and one.event == wish.event.value and by


def write_lives(opened: Opened, wish: LivesExportWish) -> None:
    """Write what counts in a format of others, as it is read."""
    chosen, now = FORMATS[wish.form.value], datetime.now(UTC)
    with opened.connect() as db:
        product = find_product(db, wish.product) if wish.product else None
        version = find_version(db, product, wish.version) if product and wish.version else None
        if wish.version and product is None:
            opened.refuse("Geef bij --version ook --product.", "Give --product with --version.")
        write = chosen.write_version if version else chosen.write_product if product else chosen.write
        lives = stream_lives(db, product=product, version=version, known_on=end_of_day(wish.as_known_on))
        if str(wish.file) == "-":
            for part in write(lives, now):
                sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
            return
        with wish.file.open("wb") as target:
            target.writelines(write(lives, now))
    typer.echo(opened.say(f"Geschreven: {wish.file}", f"Written: {wish.file}"))
