"""Mail handed to real servers on the loopback address: with TLS and a login, and to servers that behave badly."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from notifiers.answers import Answer
from notifiers.mail import compose, deliver_mail
from notifiers.mail_settings import MailSettings, SmtpServer, read_mail_settings
from registry.delivering import Message
from tests.notifiers.letters import DELIVERY, alert, message, settings
from tests.notifiers.mail_servers import HOST, Behaviour, Postbox, make_certificate, odd_server, only, real_server


def to(port: int, scheme: str = "smtp", login: str = "", asked: str = "") -> MailSettings:
    address = f"{scheme}://{login}{HOST}:{port}{asked}"
    return read_mail_settings(address, "register@landschap.example", "https://landschap.example")


def delivered(box: Postbox, found: Message | None = None) -> Answer:
    async def send() -> Answer:
        async with real_server(box) as port:
            return await deliver_mail(found or message(alert()), to(port))

    return asyncio.run(send())


def test_a_server_takes_the_mail_as_it_was_written() -> None:
    box = Postbox()
    answer = delivered(box)
    ((sender, recipients, content),) = box.mails
    assert (answer.outcome, answer.status, answer.text) == ("delivered", 250, "OK queued")
    assert sender == f"bounce+{DELIVERY}@landschap.example"
    assert recipients == ["j.jansen@belastingdienst.example"]
    ours, theirs = compose(message(alert()), to(1))[0], message_from_bytes(content, policy=policy.default)
    assert theirs["Message-ID"] == f"<{DELIVERY}@landschap.example>"
    for kind in ("plain", "html"):
        one, other = (mail.get_body((kind,)) for mail in (ours, theirs))
        assert one
        assert other
        assert one.get_content().split() == other.get_content().split()


def test_an_international_address_arrives_where_the_server_knows_it() -> None:
    box = Postbox()
    assert delivered(box, message(alert(), target="jörg@café.example")).outcome == "delivered"
    assert box.mails[0][1] == ["jörg@xn--caf-dma.example"]


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_tls_with_a_login_and_an_authority_of_ones_own(tmp_path: Path, scheme: str) -> None:
    box, (context, authority) = Postbox(), make_certificate(tmp_path)
    starttls = {"tls_context": context, "require_starttls": True} if scheme == "smtp+starttls" else {}

    async def send() -> list[Answer]:
        login = {"authenticator": only("register", "s3cr:t@"), "auth_require_tls": scheme != "smtps"}
        async with real_server(box, context if scheme == "smtps" else None, **starttls, **login) as port:
            trusted = f"?ca={authority}"
            return [
                await deliver_mail(message(alert()), to(port, scheme, "register:s3cr%3At%40@", trusted)),
                await deliver_mail(message(alert()), to(port, scheme, "register:anders@", trusted)),
                await deliver_mail(message(alert()), to(port, scheme, "register:s3cr%3At%40@")),
            ]

    first, wrong, untrusted = asyncio.run(send())
    assert first.outcome == "delivered"
    assert (wrong.outcome, wrong.status, wrong.reason and wrong.reason.en) == (
        "retry", 535, "The mail server does not accept the login.",
    )  # fmt: skip
    assert (untrusted.outcome, untrusted.reason and untrusted.reason.en) == (
        "retry", "The mail server's certificate is not right.",
    )  # fmt: skip
    assert len(box.mails) == 1


def test_a_certificate_of_another_or_that_has_expired_is_not_trusted(tmp_path: Path) -> None:
    async def send(name: str, valid_days: int) -> Answer:
        context, authority = make_certificate(tmp_path, name, valid_days=valid_days)
        async with real_server(Postbox(), context) as port:
            return await deliver_mail(message(alert()), to(port, "smtps", asked=f"?ca={authority}"))

    answers = [asyncio.run(send("mx.example", 30)), asyncio.run(send(HOST, -1))]
    assert [(one.outcome, one.reason and one.reason.nl) for one in answers] == [
        ("retry", "Het certificaat van de mailserver klopt niet.")
    ] * 2
    assert "not valid for '127.0.0.1'" in answers[0].text
    assert "expired" in answers[1].text


def test_nothing_goes_without_tls_where_tls_is_asked() -> None:
    box = Postbox()

    async def send() -> Answer:
        async with real_server(box) as port:
            return await deliver_mail(message(alert()), to(port, "smtp+starttls"))

    answer = asyncio.run(send())
    assert (answer.outcome, answer.reason and answer.reason.en) == ("retry", "The mail server offers no TLS.")
    assert box.mails == []


@pytest.mark.parametrize(
    ("box", "outcome", "status", "text"),
    [
        (Postbox(rcpt="550 5.1.1 User unknown"), "bounced", 550, "5.1.1 User unknown"),
        (Postbox(rcpt="452 4.2.2 Mailbox full"), "retry", 452, "4.2.2 Mailbox full"),
        (Postbox(rcpt="550 5.7.1 Relaying denied"), "retry", 550, "5.7.1 Relaying denied"),
        (Postbox(data="554 5.6.0 Not like this"), "bounced", 554, "5.6.0 Not like this"),
        (Postbox(data="451 4.3.0 Later"), "retry", 451, "4.3.0 Later"),
    ],
)
def test_what_a_server_says_of_a_recipient_or_a_mail(box: Postbox, outcome: str, status: int, text: str) -> None:
    answer = delivered(box)
    assert (answer.outcome, answer.status, answer.text) == (outcome, status, text)


def says(*lines: str) -> Behaviour:
    """Says these lines, one to each line that it hears, and closes."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for line in lines:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()
            await reader.readline()

    return behave


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"220-x\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("behave", "status", "reason"),
    [
        (says("554 No service here"), 554, "The mail server takes nothing from us."),
        (says("421 Too busy"), 421, "The mail server asks to try again later."),
        (says("220 mx", "250 mx", "550 5.1.8 Sender refused"), 550, "The mail server takes nothing from us."),
        (
            says("220 mx", "250 mx", "250 ok", "250 ok", "354 go"),
            None,
            "The mail server cannot be reached or broke off.",
        ),
        (says("220 mx", "250 mx"), None, "The mail server cannot be reached or broke off."),
        (says("geen mailserver"), None, "The mail server cannot be reached or broke off."),
        (says("220 " + "x" * 100_000), 500, "The mail server takes nothing from us."),
        (hangs, None, "The mail server answered too slowly."),
        (drips, None, "The mail server answered too slowly."),
    ],
)
def test_servers_that_behave_badly_are_tried_again(behave: Behaviour, status: int | None, reason: str) -> None:
    async def send() -> Answer:
        async with odd_server(behave) as port:
            server = SmtpServer(HOST, port, "smtp")
            # Who answers gets time to, also on a machine that is busy; who does not costs the test a second.
            total = 1.0 if behave in {hangs, drips} else 120.0
            return await deliver_mail(
                message(alert()), settings(server=server, connect_seconds=total, total_seconds=total)
            )

    answer = asyncio.run(send())
    assert (answer.outcome, answer.status, answer.reason and answer.reason.en) == ("retry", status, reason)


def test_without_a_server_an_address_or_a_listener_nothing_is_sent() -> None:
    nobody = asyncio.run(deliver_mail(message(alert()), to(1)))
    unset = asyncio.run(deliver_mail(message(alert()), None))
    nowhere = asyncio.run(deliver_mail(message(alert(), target="geen adres"), to(1)))
    assert [(one.outcome, one.reason and one.reason.en) for one in (nobody, unset, nowhere)] == [
        ("retry", "The mail server cannot be reached or broke off."),
        ("refused", "No mail server is set (LANDSCHAP_SMTP)."),
        ("refused", "This is no mail address."),
    ]
