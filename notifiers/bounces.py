"""Mail that comes back: reports that a message did not arrive (RFC 3462 and 3464), and who wants no more messages. Pure.

Which message it is about stands in the address of ours that it came to (`bounce+<id>@…`), or in the Message-ID of the message
that the report holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from typing import cast
from uuid import UUID

from notifiers.mail import BOUNCE, LEAVE
from notifiers.telling_words import one_line
from registry.bouncing import Bounce

_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MESSAGE_ID = re.compile(rf"<({_ID})@", re.IGNORECASE)
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)\b[ -]")
_GIVEN_UP = {"failed", "expired"}
_MOST_READ = 200_000


def read_bounce(mail: bytes, recipient: str = "") -> Bounce | None:
    """What a mail that came to us says about one of ours; None where it is no report, or about no message of ours.

    `recipient` is the address that it came to, where the mail server tells it. An answer in somebody's absence is no report.
    """
    found = _parse(mail)
    delivery = _addressed(found, recipient, BOUNCE) or _quoted(found)
    if delivery is None:
        return None
    reports = list(_reports(found))
    for report in reports:
        action = str(report.get("Action", "")).strip().lower()
        if action in _GIVEN_UP or action == "delayed":
            return _reported(delivery, report, given_up=action in _GIVEN_UP)
    return None if reports else _unstructured(delivery, found)


def read_leaving(mail: bytes, recipient: str = "") -> UUID | None:
    """The message whose receiver asks to be sent no more, or None."""
    return _addressed(_parse(mail), recipient, LEAVE)


def _parse(mail: bytes) -> EmailMessage:
    return BytesParser(policy=default).parsebytes(mail)


def _addressed(mail: EmailMessage, recipient: str, what: str) -> UUID | None:
    """The id in the address of ours that the mail came to."""
    pattern = re.compile(rf"\b{what}\+({_ID})@", re.IGNORECASE)
    places = [recipient, *(str(value) for name in _ADDRESSED for value in mail.get_all(name, []))]
    return next((UUID(match[1]) for place in places if (match := pattern.search(place))), None)


def _reports(mail: EmailMessage) -> Iterator[Message]:
    """The parts of a report on one recipient each."""
    if mail.get_content_type() != "multipart/report":
        return
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks := part.get_payload(), list):
            yield from (block for block in blocks if isinstance(block, Message) and block.get("Action"))


def _quoted(mail: EmailMessage) -> UUID | None:
    """The id of the message of ours that a report holds, whole or its headers only."""
    if mail.get_content_type() != "multipart/report":
        return None
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(inner := part.get_payload(), list) and inner:
            text = str(cast("Message", inner[0]).get("Message-ID", ""))
        elif kind == "text/rfc822-headers":
            text = _text(part)
        else:
            continue
        if match := _MESSAGE_ID.search(text):
            return UUID(match[1])
    return None


def _reported(delivery: UUID, report: Message, *, given_up: bool) -> Bounce:
    """From the fields on one recipient."""
    stated = _STATUS.search(str(report.get("Status", "")))
    said = str(report.get("Diagnostic-Code", "")).partition(";")
    words = one_line(said[2] or said[0] or report.get("Action", ""))
    status = stated[1] if stated else _status_in(words)
    return Bounce(delivery, given_up and (status or "").startswith("5"), status, words, given_up)


def _status_in(words: str) -> str | None:
    match = _STATUS.search(words) or _CODE.search(words)
    return match[1] if match else None


def _unstructured(delivery: UUID, mail: EmailMessage) -> Bounce | None:
    """From a report in words only, by the code in it. What has a real sender, or answers by itself, is no report."""
    answers = str(mail.get("Auto-Submitted", "")).lower().startswith("auto-replied")
    if answers or str(mail.get("Return-Path", "")).strip() not in {"<>", ""}:
        return None
    body = mail.get_body(("plain", "html"))
    words = _text(body) if body else ""
    status = _status_in(words)
    if status is None:
        return None
    line = next((line for line in words.splitlines() if status in line), words)
    return Bounce(delivery, status.startswith("5"), status, one_line(line))


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload[:_MOST_READ].decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
