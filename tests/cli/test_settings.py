from ipaddress import ip_network
from pathlib import Path

import pytest

from cli.settings import SettingError, Settings, read_settings, require_loopback
from notifiers.targets import Allowed
from registry.events import Origin


def test_without_anything_set() -> None:
    assert read_settings({}) == Settings(database_url=None, home=Path.cwd() / ".landschap", port=8000)


def test_everything_set() -> None:
    settings = read_settings(
        {
            "DATABASE_URL": "postgres://u:p@db/x",
            "LANDSCHAP_HOME": "/srv/a b",
            "PORT": "8001",
            "LANDSCHAP_URL": "https://landschap.voorbeeld.nl/",
            "LANDSCHAP_OIN": "00000001003214345000",
            "LANDSCHAP_WEBHOOK_ALLOW": "10.4.0.0/16, Haak.Intern.nl",
        }
    )
    assert settings == Settings(
        database_url="postgresql+psycopg://u:p@db/x",
        home=Path("/srv/a b"),
        port=8001,
        webhook_allow=Allowed((ip_network("10.4.0.0/16"),), frozenset({"haak.intern.nl"})),
        url="https://landschap.voorbeeld.nl",
        oin="00000001003214345000",
    )
    assert settings.origin == Origin(
        "urn:nld:oin:00000001003214345000:systeem:landschap", "https://landschap.voorbeeld.nl"
    )


def test_links_go_to_the_port_of_this_computer_when_no_address_is_set() -> None:
    assert read_settings({"PORT": "8001"}).url == "http://127.0.0.1:8001"


def test_links_go_to_the_port_that_the_system_chose() -> None:
    mail = {"LANDSCHAP_SMTP": "smtps://mx.example", "LANDSCHAP_MAIL_FROM": "register@example.nl"}
    settings = read_settings({"PORT": "0", **mail}).on_port(40001)
    assert (settings.port, settings.url) == (40001, "http://127.0.0.1:40001")
    assert settings.mail is not None
    assert settings.mail.base_url == settings.url
    assert read_settings({"PORT": "0", "LANDSCHAP_URL": "https://l.nl"}).on_port(40001).url == "https://l.nl"


@pytest.mark.parametrize(
    "environment",
    [{"PORT": "http"}, {"PORT": "-1"}, {"PORT": "65536"}, {"DATABASE_URL": "mysql://x"}, {"DATABASE_URL": "x"}]
    + [{"LANDSCHAP_URL": "landschap.nl"}, {"LANDSCHAP_OIN": "123"}]
    + [
        {"LANDSCHAP_WEBHOOK_ALLOW": text}
        for text in ("10.0.0.0/99", "127.1", "een naam", "https://haak.nl", "10.4.0.1/16")
    ],
)
def test_what_is_not_right_is_said(environment: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=next(iter(environment))):
        read_settings(environment)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback(host: str) -> None:
    assert require_loopback(host) == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_beyond_loopback(host: str) -> None:
    with pytest.raises(SettingError):
        require_loopback(host)
