"""Mail: a message as an e-mail in Dutch or English, and the way in which a server takes it.

The same message is the same mail at every attempt, with the same Message-ID. What comes back goes to an address with the id of
the message in it, so that it is known what did not arrive (`bounces`).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlsplit

from notifiers.answers import Answer, Reason
from notifiers.mail_html import write_html
from notifiers.mail_letter import Letter, write_letter
from notifiers.mail_page import write_text
from notifiers.mail_places import unsubscribe_place
from notifiers.mail_server import hand_over, out_of_time
from notifiers.mail_settings import MailSettings, NotAnAddress, read_address
from notifiers.telling_words import one_line, telling_words
from registry.delivering import Message
from registry.unsubscribing import unsubscribe_token

BOUNCE, LEAVE = "bounce", "unsubscribe"
"""What stands before the id in the addresses for what comes back, and for who wants no more."""
_GRACE_SECONDS = 5.0
# Threads of their own: a mail server that hangs keeps nothing waiting but mail.
_LINES = ThreadPoolExecutor(max_workers=8, thread_name_prefix="mail")
_NO_SERVER = Reason("Er is geen mailserver ingesteld (LANDSCHAP_SMTP).", "No mail server is set (LANDSCHAP_SMTP).")
_NO_ADDRESS = Reason("Dit is geen mailadres.", "This is no mail address.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a mail really goes, and where it comes back to."""

    sender: str
    recipient: str


async def deliver_mail(message: Message, settings: MailSettings | None) -> Answer:
    """Write the mail of a message and send it once; what came of it."""
    if settings is None:
        return Answer("refused", 0, reason=_NO_SERVER)
    try:
        # A digest of thousands takes a second to write; webhooks need not wait for that.
        mail, envelope = await asyncio.get_running_loop().run_in_executor(_LINES, compose, message, settings)
    except NotAnAddress:
        return Answer("refused", 0, reason=_NO_ADDRESS)
    return await send_mail(mail, envelope, settings)


async def send_mail(mail: EmailMessage, envelope: Envelope, settings: MailSettings) -> Answer:
    """Hand a mail to the server once; never raises for what a server does."""
    step = partial(hand_over, mail.as_bytes(), envelope.sender, envelope.recipient, settings)
    handed = asyncio.get_running_loop().run_in_executor(_LINES, step)
    try:
        return await asyncio.wait_for(handed, settings.connect_seconds + settings.total_seconds + _GRACE_SECONDS)
    except TimeoutError:
        return out_of_time(settings)


def compose(message: Message, settings: MailSettings) -> tuple[EmailMessage, Envelope]:
    """The mail of a message and its envelope; raises `NotAnAddress` where its target is none."""
    recipient = read_address(message.target)
    letter = write_letter(message, settings.base_url)
    mail = EmailMessage(policy=(SMTP if recipient.username.isascii() else SMTPUTF8).clone(max_line_length=200))
    _add_headers(mail, message, letter, settings)
    mail["To"] = recipient
    mail.set_content(write_text(letter.page), cte="quoted-printable")
    mail.add_alternative(write_html(letter.page), subtype="html", cte="quoted-printable")
    if letter.file:
        name, content = letter.file
        mail.add_attachment(content, maintype="text", subtype="csv", filename=name, params={"charset": "utf-8"})
    mail["Content-Language"] = letter.page.language
    return mail, Envelope(returning(message, settings, BOUNCE), recipient.addr_spec)


def returning(message: Message, settings: MailSettings, what: str) -> str:
    """The address of ours that tells which message something is about."""
    return f"{what}+{message.id}@{settings.domain}"


def _add_headers(mail: EmailMessage, message: Message, letter: Letter, settings: MailSettings) -> None:
    sender = settings.sender
    name = sender.display_name or str(telling_words()["mail"]["sender"][letter.page.language])
    mail["From"] = Address(one_line(name), sender.username, sender.domain)
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = format_datetime(message.created_at.astimezone(UTC))
    mail["Message-ID"] = f"<{message.id}@{settings.domain}>"
    mail["List-Id"] = f"<{message.subscription_id}.{settings.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    place = unsubscribe_place(unsubscribe_token(message.subscription_id, message.secrets), settings.base_url)
    leave = f"<mailto:{returning(message, settings, LEAVE)}?subject=unsubscribe>"
    # One click counts over https only (RFC 8058).
    one_click = urlsplit(place).scheme == "https"
    mail["List-Unsubscribe"] = f"<{place}>, {leave}" if one_click else leave
    if one_click:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
