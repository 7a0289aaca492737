"""What `landschap subscriptions` and `landschap events` show."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import typer
from rich.table import Table
from rich.text import Text

from api.answering import to_json
from cli.opening import Opened
from cli.options import TextForm
from cli.showing import wide_console
from cli.subscription_commands import EventsWish
from exporters.csv_table import csv_table, plain
from registry.actors import find_organisation
from registry.calendar_days import AMSTERDAM, from_dutch_clock
from registry.events import cloud_event
from registry.held_subscriptions import STATES
from registry.queries import subscriptions as queries
from registry.queries.events import EventQuery, list_events

Row = Mapping[str, Any]
FOLLOW_SECONDS = 2.0
COLUMNS = {
    "id": ("id", "id"), "name": ("naam", "name"), "subscriber": ("van", "of"), "channel": ("kanaal", "channel"),
    "digest": ("verzameld", "digest"), "state": ("toestand", "state"), "lastDeliveredAt": ("laatst", "last"),
    "waitingMessages": ("wacht", "waiting"), "waitingEvents": ("verzamelt", "gathering"),
    "failedMessages": ("mislukt", "failed"), "nextDigestAt": ("volgende", "next"),
}  # fmt: skip
MESSAGES = {
    "id": ("id", "id"), "what": ("wat", "what"), "state": ("toestand", "state"), "createdAt": ("gemaakt", "made"),
    "at": ("poging", "attempt"), "outcome": ("uitkomst", "outcome"), "status": ("status", "status"),
    "answer": ("antwoord", "answer"), "nextAttemptAt": ("volgende", "next"),
}  # fmt: skip


def list_all(opened: Opened, state: str | None, form: TextForm, limit: int) -> None:
    """Print the subscriptions, the newest first."""
    if state is not None and state not in STATES:
        opened.refuse(f"Kies een van: {', '.join(STATES)}.", f"Choose one of: {', '.join(STATES)}.")
    with opened.connect() as db:
        found = queries.list_subscriptions(db, queries.SubscriptionQuery([state] if state else None, limit=limit)).items
    _show(opened, found, COLUMNS, form)


def show_one(opened: Opened, one: str, *, as_json: bool) -> None:
    """Print a subscription and its history."""
    with opened.connect() as db:
        subscription = queries.find_subscription(db, one)
        found = queries.get_subscription(db, subscription)
        changes = queries.list_changes(db, subscription).items
    if as_json:
        _print_json(found | {"changes": changes})
        return
    console = wide_console()
    for key, value in found.items():
        if value is not None:
            console.print(Text(f"{key}: {_cell(value)}"))
    for change in reversed(changes):
        reason = f" ({change['reason']})" if change["reason"] else ""
        console.print(Text(f"{_cell(change['changedAt'])} {change['changedBy']}: {change['action']}{reason}"))


def show_deliveries(opened: Opened, one: str, state: str | None, form: TextForm, limit: int) -> None:
    """Print the messages of a subscription, a line for each attempt."""
    with opened.connect() as db:
        found = queries.list_deliveries(db, queries.find_subscription(db, one), state=state, limit=limit).items
    if form is TextForm.json:
        _print_json(found)
        return
    _show(opened, [message | attempt for message in found for attempt in message["attempts"] or [{}]], MESSAGES, form)


def print_events(opened: Opened, wish: EventsWish) -> None:
    """Print events as CloudEvents, one a line; with `follow` also those that come."""
    after = wish.after
    while True:
        with opened.connect() as db:
            query = EventQuery(
                after=after,
                since=from_dutch_clock(wish.since) if wish.since else None,
                types=wish.types or (),
                organisation=find_organisation(db, wish.organisation) if wish.organisation else None,
                subscription=queries.find_subscription(db, wish.subscription) if wish.subscription else None,
                limit=wish.limit,
            )
            page = list_events(db, query, at=datetime.now(UTC))
        for event in page.items:
            typer.echo(orjson.dumps(cloud_event(event, opened.settings.origin)).decode())
        after = page.position
        if not wish.follow:
            if page.more:
                typer.echo(opened.say(f"Verder met: --after {after}", f"Go on with: --after {after}"), err=True)
            return
        sys.stdout.flush()
        if not page.more:
            time.sleep(FOLLOW_SECONDS)


def _show(opened: Opened, rows: Sequence[Row], columns: Mapping[str, tuple[str, str]], form: TextForm) -> None:
    if form is TextForm.json:
        _print_json(rows)
        return
    shown = [{name: _cell(row.get(name)) for name in columns} for row in rows]
    if form is TextForm.csv:
        sys.stdout.buffer.write(csv_table(list(columns), shown))
        sys.stdout.buffer.flush()
        return
    if not shown:
        typer.echo(opened.say("Er is niets.", "There is nothing."))
        return
    _print_table([opened.say(*heading) for heading in columns.values()], shown)


def _print_table(headings: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row.values()))
    wide_console().print(table)


def _print_json(content: Any) -> None:
    typer.echo(orjson.dumps(orjson.loads(to_json(content)), option=orjson.OPT_INDENT_2).decode())


def _cell(value: object) -> str:
    return f"{value.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if isinstance(value, datetime) else plain(value)
