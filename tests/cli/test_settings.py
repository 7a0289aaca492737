from pathlib import Path

import pytest

from cli.settings import SettingError, Settings, read_settings, require_loopback


def test_without_anything_set() -> None:
    assert read_settings({}) == Settings(database_url=None, home=Path.cwd() / ".landschap", port=8000)


def test_everything_set() -> None:
    settings = read_settings({"DATABASE_URL": "postgres://u:p@db/x", "LANDSCHAP_HOME": "/srv/a b", "PORT": "8001"})
    assert settings == Settings(database_url="postgresql+psycopg://u:p@db/x", home=Path("/srv/a b"), port=8001)


@pytest.mark.parametrize(
    "environment",
    [{"PORT": "http"}, {"PORT": "0"}, {"PORT": "65536"}, {"DATABASE_URL": "mysql://x"}, {"DATABASE_URL": "x"}],
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
