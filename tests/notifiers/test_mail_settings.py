"""Where mail goes out and from whom, as people write it in the settings."""

from __future__ import annotations

from email.headerregistry import Address
from pathlib import Path

import pytest

from cli.settings import SettingError, read_settings
from notifiers.mail_settings import NotMailSettings, SmtpServer, read_sender, read_server
from tests.notifiers.mail_servers import make_certificate


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtps://mx.example", SmtpServer("mx.example", 465, "smtps")),
        ("smtps://u%40x:p%2Fw@mx.example:4650", SmtpServer("mx.example", 4650, "smtps", "u@x", "p/w")),
        ("smtp+starttls://mx.example", SmtpServer("mx.example", 587, "smtp+starttls")),
        ("smtp://127.0.0.1", SmtpServer("127.0.0.1", 25, "smtp")),
        ("smtp://[::1]:2525", SmtpServer("::1", 2525, "smtp")),
        ("smtp://localhost", SmtpServer("localhost", 25, "smtp")),
        ("smtp://relay.intern?plain=allowed", SmtpServer("relay.intern", 25, "smtp")),
    ],
)
def test_servers(text: str, server: SmtpServer) -> None:
    assert read_server(text) == server


@pytest.mark.parametrize(
    "text",
    ["", "mx.example", "http://mx.example", "smtp://", "smtps://mx:0x", "smtps://mx:99999", "smtp://relay.intern",
     "smtp://192.0.2.1", "smtps://mx.example?ca=/bestaat/niet.pem"],
)  # fmt: skip
def test_what_is_no_server(text: str) -> None:
    with pytest.raises(NotMailSettings):
        read_server(text)


def test_an_authority_of_ones_own(tmp_path: Path) -> None:
    _, authority = make_certificate(tmp_path)
    context = read_server(f"smtps://mx.example?ca={authority}").context
    assert context
    assert context.check_hostname
    assert len(context.get_ca_certs()) == 1


def test_senders() -> None:
    assert read_sender("register@voorbeeld.example") == Address("", "register", "voorbeeld.example")
    assert read_sender("Register BZK <r@voorbeeld.example>") == Address("Register BZK", "r", "voorbeeld.example")
    for text in ("", "Register", "r@", "jörg@voorbeeld.example"):
        with pytest.raises(NotMailSettings):
            read_sender(text)


def test_both_settings_or_none() -> None:
    both = {"LANDSCHAP_SMTP": "smtps://u:geheim@mx.example", "LANDSCHAP_MAIL_FROM": "r@voorbeeld.example"}
    mail = read_settings(both | {"LANDSCHAP_URL": "https://landschap.example/"}).mail
    assert mail
    assert (mail.server.host, mail.domain, mail.base_url) == (
        "mx.example",
        "voorbeeld.example",
        "https://landschap.example",
    )
    assert "geheim" not in repr(mail)
    assert read_settings({}).mail is None
    for missing in both:
        with pytest.raises(SettingError, match=missing):
            read_settings({name: value for name, value in both.items() if name != missing})
