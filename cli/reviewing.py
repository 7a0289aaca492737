"""`landschap review`: what a person has to decide on who is meant, deciding it, and taking a decision back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import chain

import orjson
import typer
from rich.table import Table
from rich.text import Text

from api.answering import to_json
from cli.opening import Opened, actor_of
from cli.options import DecideWish, ReviewWish, TextForm
from cli.showing import wide_console
from exporters.queue import QUESTION_COLUMNS, question_lines, shown_question
from exporters.resolved import csv_text
from registry.actors import Deed
from registry.judging import judge_many, undo_judgements
from registry.queries.judgements import is_disputed
from registry.queries.queue_of_questions import Answered, Asked, find_pairs, find_record, list_asked
from registry.resolving.matching import Db

SHOWN_LEFT_OUT = 10


def list_queue(opened: Opened, wish: ReviewWish) -> None:
    """Print a page of the queue; stderr tells how to get the next."""
    with opened.connect() as db:
        page = list_asked(db, wish.kind, pattern=wish.pattern, after=wish.after, limit=wish.limit)
    english = opened.locale == "en"
    if wish.form is TextForm.json:
        items = [shown_question(one, english=english) for one in page.items]
        content = orjson.loads(to_json({"items": items, "next": page.next}))
        typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
    elif wish.form is TextForm.csv:
        text = csv_text(chain([QUESTION_COLUMNS], question_lines(page.items, english=english)))
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    else:
        _show(opened, page.items)
    if page.next:
        typer.echo(opened.say(f"Verder met: --after {page.next}", f"Go on with: --after {page.next}"), err=True)


def _show(opened: Opened, questions: list[Asked]) -> None:
    if not questions:
        typer.echo(opened.say("Er is niets te beslissen.", "There is nothing to decide."))
        return
    table = Table(show_edge=False, pad_edge=False, header_style="bold", show_lines=True)
    for nl, en in (("bekend", "known"), ("hetzelfde?", "the same?"), ("score", "score"), ("applicaties", "applications"),
                   ("waarde", "value"), ("voor", "for"), ("tegen", "against")):  # fmt: skip
        table.add_column(opened.say(nl, en), overflow="fold")
    for left, right, *cells, left_id, right_id in question_lines(questions, english=opened.locale == "en"):
        table.add_row(*map(Text, (f"{left}\n{left_id}", f"{right}\n{right_id}", *cells)))
    wide_console().print(table)


def decide(opened: Opened, wish: DecideWish) -> None:
    """Write a decision down on two records, or on all questions that a pattern means."""
    if not wish.reason.strip():
        opened.refuse("Zeg met --reason waarom.", "Say why with --reason.")
    with opened.connect() as db:
        found, verdict = _meant(db, opened, wish)
        deed = Deed(actor_of(db, wish.acting_as), datetime.now(UTC), wish.reason.strip())
        _tell_left_out(opened, found.left_out)
        decision = judge_many(db, wish.kind, found.pairs, verdict, deed)
        disputed = is_disputed(db, decision)
    count, who = len(found.pairs), wish.acting_as or deed.actor.name
    typer.echo(
        opened.say(
            f"Beslissing {decision} van {who}: {count} beantwoord met {verdict}. Terugnemen: landschap review undo {decision}",
            f"Decision {decision} of {who}: {count} answered with {verdict}. To take it back: landschap review undo {decision}",
        )
    )
    if disputed:
        typer.echo(
            opened.say(
                "Een ander oordeelde anders: het blijft een vraag.", "Somebody judged otherwise: it stays a question."
            ),
            err=True,
        )


def _meant(db: Db, opened: Opened, wish: DecideWish) -> tuple[Answered, str]:
    """The pairs, and the verdict on them: given as third word, or with --verdict."""
    verdict = wish.verdict or wish.verdict_option
    if verdict is None:
        opened.refuse("Zeg same of different.", "Say same or different.")
    if wish.pattern and not wish.right:
        into = find_record(db, wish.kind, wish.left) if wish.left else None
        return find_pairs(db, wish.kind, wish.pattern, verdict.value, into), verdict.value
    if wish.pattern or not wish.left or not wish.right:
        opened.refuse("Noem twee gegevens, of een --pattern.", "Name two records, or a --pattern.")
    left, right = (find_record(db, wish.kind, side) for side in (wish.left, wish.right))
    return Answered([(left, right)], []), verdict.value


def _tell_left_out(opened: Opened, left_out: list[Asked]) -> None:
    for one in left_out[:SHOWN_LEFT_OUT]:
        names = f"{one.left.name} - {one.right.name}"
        typer.echo(opened.say(f"Blijft een vraag: {names}", f"Stays a question: {names}"), err=True)
    if (more := len(left_out) - SHOWN_LEFT_OUT) > 0:
        typer.echo(opened.say(f"En nog {more}.", f"And {more} more."), err=True)


def undo(opened: Opened, decision: int, reason: str | None, acting_as: str | None) -> None:
    """Take a decision back, with all that was decided in the same step."""
    with opened.connect() as db:
        deed = Deed(actor_of(db, acting_as), datetime.now(UTC), reason)
        withdrawal = undo_judgements(db, decision, deed)
    who = acting_as or deed.actor.name
    typer.echo(
        opened.say(
            f"Beslissing {decision} is teruggenomen door {who} (als {withdrawal}).",
            f"Decision {decision} was taken back by {who} (as {withdrawal}).",
        )
    )
