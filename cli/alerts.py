"""The work of `landschap alerts`: scanning, showing what is due, deciding about it, and the heartbeat."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
import typer
from rich.table import Table
from rich.text import Text

from api.answering import to_json
from cli.alert_commands import ListWish, ScanWish
from cli.opening import Opened, actor_of
from cli.options import TextForm
from cli.showing import wide_console
from exporters.csv_table import csv_table
from registry.actors import Deed, find_organisation
from registry.alerting.preview import preview
from registry.alerting.rules import load_rules
from registry.alerting.scanning import Scanned, note_failure, scan
from registry.calendar_days import AMSTERDAM, today_in_nl
from registry.errors import InvalidInput, RegisterError
from registry.queries.alert_state import get_state, is_well
from registry.queries.deadlines import DeadlineQuery, list_deadlines
from registry.resolving.matching import Db
from registry.routing import route

Row = dict[str, Any]
Act = Callable[[Db, Sequence[UUID], Deed], list[int]]
STATES = {
    "open": ("open", "open"),
    "acknowledged": ("gezien", "seen"),
    "snoozed": ("wacht", "waits"),
    "unknown": ("dag onbekend", "day unknown"),
    "withdrawn": ("vervallen", "withdrawn"),
}
ROLES = {
    "system_owner": ("systeemeigenaar", "system owner"),
    "departmental_cio": ("departementale CIO", "departmental CIO"),
    "cio_rijk": ("CIO Rijk", "CIO Rijk"),
}
MOMENTS = {"end": ("einde", "end"), "decide": ("beslissen", "decide")}
TOLD = {"raised": ("vertellen", "tell"), "snoozed": ("wacht", "waits")}
CSV_COLUMNS = ("id", "kind", "subject", "component", "owner", "due", "daysLeft", "decideBy", "state", "assignee")


def scan_now(opened: Opened, wish: ScanWish) -> None:
    """Scan, and tell what came of it."""
    at = datetime.now(UTC)
    today = wish.on.date() if wish.on else today_in_nl(at)
    try:
        with opened.connect() as db:
            found = scan(db, today=today, at=at, dry_run=wish.dry_run)
    except RegisterError:
        raise
    except Exception as error:
        with opened.connect() as db:
            note_failure(db, today=today, at=at, failure=str(error))
        raise
    routed = None if wish.dry_run else _route(opened, at)
    if wish.as_json:
        _print_json(asdict(found) | {"routed": routed})
        return
    typer.echo(_summary(opened, found, dry_run=wish.dry_run))
    if today > today_in_nl(at) and not wish.dry_run:
        warning = opened.say(
            f"Let op: tot {today:%d-%m-%Y} rekent het register alsof het die dag is. Probeer een latere dag liever met --dry-run.",
            f"Mind: until {today:%d-%m-%Y} the register counts as if it were that day. Rather try a later day with --dry-run.",
        )
        typer.echo(warning, err=True)
    _show_told(opened, found)


def _route(opened: Opened, at: datetime) -> int:
    """Choose for whom it is; in transactions of its own, so that the scan does not hold up what is being delivered."""
    with opened.connect() as db:
        return route(db, at=at)


def _summary(opened: Opened, found: Scanned, *, dry_run: bool) -> str:
    if found.skipped:
        return opened.say("Er is niets nieuws sinds de vorige keer.", "Nothing is new since the last time.")
    if dry_run:
        return opened.say(
            f"Proef voor {found.on:%d-%m-%Y}: er zouden {found.raised} meldingen uitgaan. Er is niets veranderd.",
            f"Trial for {found.on:%d-%m-%Y}: {found.raised} alerts would go out. Nothing was changed.",
        )
    return opened.say(
        f"Gekeken voor {found.on:%d-%m-%Y}: {found.changed} termijnen veranderd, {found.raised} meldingen.",
        f"Scanned for {found.on:%d-%m-%Y}: {found.changed} deadlines changed, {found.raised} alerts.",
    )


def _show_told(opened: Opened, found: Scanned) -> None:
    titles = {rule.kind: rule.title for rule in load_rules().kinds.values()}
    headings = (
        ("soort", "kind"),
        ("moment", "moment"),
        ("drempel", "rung"),
        ("rol", "role"),
        ("wat", "what"),
        ("aantal", "number"),
    )
    rows = (
        (opened.say(*titles[one.kind]), opened.say(*MOMENTS[one.moment]), rung_in_words(opened, one.rung),
         opened.say(*ROLES[one.role]), opened.say(*TOLD[one.state]), str(one.number))
        for one in found.told
    )  # fmt: skip
    if found.told:
        _show(opened, headings, rows)


def rung_in_words(opened: Opened, rung: int) -> str:
    """A rung as a person says it."""
    if rung < 0:
        return opened.say(f"{-rung} mnd. over tijd", f"{-rung} mo. overdue")
    return opened.say(f"{rung} dagen", f"{rung} days") if rung else opened.say("de dag zelf", "the day itself")


def list_all(opened: Opened, wish: ListWish) -> None:
    """Print a page of deadlines; stderr tells how to get the next."""
    today = opened.today()
    with opened.connect() as db:
        query = DeadlineQuery(
            moment="decide" if wish.decide else "end",
            kinds=_kinds(wish.kind or ()),
            state=wish.state.value if wish.state else None,
            organisation=find_organisation(db, wish.organisation) if wish.organisation else None,
            text=wish.text,
            after=wish.after,
            limit=wish.limit,
        )
        page = list_deadlines(db, query, today=today)
    if wish.form is TextForm.json:
        _print_json({"items": page.items, "next": page.next})
    elif wish.form is TextForm.csv:
        sys.stdout.buffer.write(csv_table(CSV_COLUMNS, map(_flat, page.items)))
        sys.stdout.buffer.flush()
    else:
        _show_deadlines(opened, page.items)
    if page.next:
        typer.echo(opened.say(f"Verder met: --after {page.next}", f"Go on with: --after {page.next}"), err=True)


def _kinds(kinds: Sequence[str]) -> Sequence[str]:
    known = load_rules().kinds
    if wrong := [kind for kind in kinds if kind not in known]:
        options = ", ".join(known)
        raise InvalidInput(
            f"{wrong[0]!r} is er niet. Kies uit: {options}.", f"No {wrong[0]!r}. Choose from: {options}."
        )
    return kinds


def _flat(item: Row) -> Row:
    named = {name: (item[name] or {"name": None})["name"] for name in ("subject", "component", "owner")}
    return item | named | {"due": item["due"]["text"] if item["due"] else None}


def _show_deadlines(opened: Opened, items: Sequence[Row]) -> None:
    if not items:
        typer.echo(opened.say("Geen termijnen.", "No deadlines."))
        return
    titles = {rule.kind: rule.title for rule in load_rules().kinds.values()}
    headings = (("dag", "day"), ("dagen", "days"), ("beslis voor", "decide by"), ("wat", "what"), ("onderwerp", "subject"),
                ("onderdeel", "component"), ("van", "of"), ("toestand", "state"), ("wie", "who"), ("id", "id"))  # fmt: skip
    rows = (
        (item["due"] or "", str(item["daysLeft"] if item["daysLeft"] is not None else ""), _day(item["decideBy"]),
         opened.say(*titles[item["kind"]]), item["subject"] or "", item["component"] or "", item["owner"] or "",
         opened.say(*STATES[item["state"]]), item["assignee"] or "", str(item["id"]))
        for item in map(_flat, items)
    )  # fmt: skip
    _show(opened, headings, rows)


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def show_preview(opened: Opened, kind: str, organisation: str | None, *, limit: int, as_json: bool) -> None:
    """Print what a rule would have told: how many a day, and the newest."""
    _kinds([kind])
    with opened.connect() as db:
        whose = find_organisation(db, organisation) if organisation else None
        today = opened.today()
        found = preview(db, load_rules(), kind, today=today, organisation=whose, limit=limit)
    if as_json:
        _print_json(asdict(found))
        return
    since, until = _day(found.since), _day(found.until)
    typer.echo(
        opened.say(
            f"Tussen {since} en {until}: {found.total} drempels op {len(found.days)} dagen.",
            f"Between {since} and {until}: {found.total} rungs on {len(found.days)} days.",
        )
    )
    headings = (("dag", "day"), ("moment", "moment"), ("drempel", "rung"), ("onderwerp", "subject"), ("onderdeel", "component"),
                ("van", "of"))  # fmt: skip
    rows = (
        (_day(row["due_on"]), opened.say(*MOMENTS[row["moment"]]), rung_in_words(opened, row["rung"]),
         row["subject_name"] or "", row["component_name"] or "", row["owner_name"] or "")
        for row in found.items
    )  # fmt: skip
    if found.items:
        _show(opened, headings, rows)


def decide(opened: Opened, ids: Sequence[str], who: tuple[str | None, str | None], act: Act) -> None:
    """Write a decision down about deadlines; `who` is who acts, and why."""
    acting_as, reason = who
    with opened.connect() as db:
        deed = Deed(actor_of(db, acting_as), datetime.now(UTC), reason)
        made = act(db, [_id(one) for one in ids], deed)
    nl, en = ("termijn", "deadline") if len(made) == 1 else ("termijnen", "deadlines")
    typer.echo(opened.say(f"Vastgelegd bij {len(made)} {nl}.", f"Written down for {len(made)} {en}."))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(f"{text!r} is geen id van een termijn.", f"{text!r} is not the id of a deadline.") from error


def show_status(opened: Opened, *, as_json: bool) -> None:
    """Print the heartbeat; end with 1 when something is wrong."""
    now = datetime.now(UTC)
    with opened.connect() as db:
        state, health = get_state(db, now), is_well(db, now)
    if as_json:
        _print_json({"ok": health.ok, "reasons": health.reasons, **asdict(state)})
    else:
        last = state.last_scan
        when = f"{last['ended_at'].astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if last else opened.say("nog nooit", "never")
        typer.echo(
            opened.say(
                f"Laatst gekeken: {when}. Berichten: {state.pending} wachten, {state.standing_still} staan stil, "
                f"{state.failed} mislukt in een week. Abonnementen uitgezet: {state.disabled}.",
                f"Last scan: {when}. Messages: {state.pending} wait, {state.standing_still} stand still, "
                f"{state.failed} failed in a week. Subscriptions switched off: {state.disabled}.",
            )
        )
        for reason in health.reasons:
            typer.echo(opened.say(*reason), err=True)
    if not health.ok:
        raise typer.Exit(1)


def _show(opened: Opened, headings: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> None:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for nl, en in headings:
        table.add_column(opened.say(nl, en), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    wide_console().print(table)


def _print_json(content: Any) -> None:
    typer.echo(orjson.dumps(orjson.loads(to_json(content)), option=orjson.OPT_INDENT_2).decode())
