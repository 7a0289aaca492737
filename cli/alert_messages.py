"""The work of `landschap alerts deliver` and `bounce`: messages that go out, and mail that comes back."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

import typer

from cli.delivering import deliver_due
from cli.logs import log_no_values
from cli.opening import Opened
from notifiers.bounces import read_bounce, read_leaving
from registry.bouncing import note_bounce, note_leaving

MOST_BYTES = 5_000_000


def deliver_now(opened: Opened, linger: float) -> None:
    """Deliver until nothing is due, and tell how that went."""
    log_no_values()
    found = asyncio.run(
        deliver_due(opened.address, opened.settings, now=lambda: datetime.now(UTC), until_empty=True, linger=linger)
    )
    again = found.retry + found.refused
    typer.echo(
        opened.say(
            f"Afgeleverd: {found.delivered}. Wordt opnieuw geprobeerd: {again}. Niet gelukt: {found.failed}.",
            f"Delivered: {found.delivered}. Will be tried again: {again}. Failed: {found.failed}.",
        )
    )


def note_mail(opened: Opened, recipient: str) -> None:
    """Note what a mail on stdin says about a message of ours."""
    mail, at = sys.stdin.buffer.read(MOST_BYTES), datetime.now(UTC)
    leaving, bounced = read_leaving(mail, recipient), read_bounce(mail, recipient)
    with opened.connect() as db:
        known = note_leaving(db, leaving, at) if leaving else bool(bounced and note_bounce(db, bounced, at))
    # A mail server takes any other exit for a failure, and would send the mail back once more.
    if known:
        typer.echo(opened.say("Genoteerd.", "Noted."))
    else:
        typer.echo(
            opened.say("Deze mail gaat niet over een bericht van ons.", "This mail is not about a message of ours."),
            err=True,
        )
