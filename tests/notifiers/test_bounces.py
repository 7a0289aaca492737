"""Reports on mail that did not arrive, as servers write them, and what only looks like one."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.bounces import read_bounce, read_leaving
from registry.bouncing import Bounce

ID = UUID("6f1d8c1e-52a1-4a43-9a51-0c5ac9f1b001")
OURS = f"bounce+{ID}@landschap.example"


def report(
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 <j.jansen@belastingdienst.example>: Recipient\n address rejected: User unknown",
    *,
    to: str = OURS,
    message_id: str = "<iets@anders.example>",
    kind: str = "message/rfc822",
) -> bytes:
    """A report in the form of RFC 3464, as Postfix writes it."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 24 Nov 2026 07:00:00 +0100 (CET)

Final-Recipient: rfc822; j.jansen@belastingdienst.example
Original-Recipient: rfc822;j.jansen@belastingdienst.example
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--grens
Content-Type: {kind}

From: register@landschap.example
To: j.jansen@belastingdienst.example
Subject: Einde contract
Message-ID: {message_id}

Tekst
--grens--
""".encode()


UNKNOWN = "550 5.1.1 <j.jansen@belastingdienst.example>: Recipient address rejected: User unknown"


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (report(), Bounce(ID, True, "5.1.1", UNKNOWN)),
        (report("Failed", "5.2.2 (mailbox full)", "smtp;552 Full"), Bounce(ID, True, "5.2.2", "552 Full")),
        (report("failed", "4.4.7", "smtp; expired"), Bounce(ID, False, "4.4.7", "expired")),
        (report("delayed", "4.4.1", "smtp; timed out"), Bounce(ID, False, "4.4.1", "timed out", given_up=False)),
        (report("failed", "", "smtp; 550 no such user"), Bounce(ID, True, "550", "550 no such user")),
        (report("failed", "", "x"), Bounce(ID, False, None, "x")),
        (report("delivered", "2.0.0", "smtp; 250 ok"), None),
        (report("relayed", "2.0.0", "smtp; 250 ok"), None),
        (report(to="postmaster@landschap.example"), None),
        (
            report(to="register@landschap.example", message_id=f"<{ID}@landschap.example>"),
            Bounce(ID, True, "5.1.1", UNKNOWN),
        ),
        (
            report(to="register@landschap.example", message_id=f"<{ID}@landschap.example>", kind="text/rfc822-headers"),
            Bounce(ID, True, "5.1.1", UNKNOWN),
        ),
    ],
)
def test_reports_in_form(mail: bytes, expected: Bounce | None) -> None:
    assert read_bounce(mail) == expected


def plain(text: str, *headers: str, to: str = OURS) -> bytes:
    return "\n".join([f"To: {to}", "Content-Type: text/plain; charset=utf-8", *headers, "", text]).encode()


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (
            plain("Hi. This is the qmail-send program.\n<j@x.example>:\nRemote host said: 550 5.1.1 No such user\n"),
            Bounce(ID, True, "5.1.1", "Remote host said: 550 5.1.1 No such user"),
        ),
        (plain("Server said: 452 try later"), Bounce(ID, False, "452", "Server said: 452 try later")),
        (plain("Uw bericht is niet aangekomen."), None),
        (plain("Ik ben er niet tot 5.1.1", "Auto-Submitted: auto-replied"), None),
        (plain("Kamer 550 is vol", "Return-Path: <j.jansen@belastingdienst.example>"), None),
        (plain("550 5.1.1", to="iemand@landschap.example"), None),
        (b"", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_reports_in_words_and_what_is_none(mail: bytes, expected: Bounce | None) -> None:
    assert read_bounce(mail) == expected


def test_the_address_may_be_told_by_the_mail_server() -> None:
    mail = plain("550 5.1.1 no", to="postmaster@landschap.example")
    assert read_bounce(mail, OURS.upper()) == Bounce(ID, True, "5.1.1", "550 5.1.1 no")


def test_who_wants_no_more() -> None:
    assert read_leaving(plain("", to=f"Landschap <unsubscribe+{ID}@landschap.example>")) == ID
    assert read_leaving(plain("", to=OURS)) is None
    assert read_bounce(plain("550 5.1.1", to=f"unsubscribe+{ID}@landschap.example")) is None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 1200), st.integers(0, 40))
def test_no_mail_breaks_the_reader(noise: bytes, at: int, gone: int) -> None:
    whole = report()
    for mail in (noise, whole[:at] + noise + whole[at + gone :]):
        found = read_bounce(mail, OURS)
        assert found is None or found.delivery_id == ID
