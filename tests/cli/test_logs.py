"""What a log keeps of something that went wrong."""

from collections.abc import Iterator

import pytest
import structlog

from cli.logs import log_no_values
from tests.notifiers.messages import SECRET, message


@pytest.fixture(autouse=True)
def logging() -> Iterator[None]:
    """The settings of a process of its own, and afterwards those of the tests again."""
    log_no_values()
    yield
    structlog.reset_defaults()


def _fail(secret: str) -> None:
    raise ValueError("Invalid address" if secret else "")


def test_a_traceback_names_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        _fail(SECRET)
    except ValueError as error:
        structlog.get_logger("deliver").error("message not made", exc_info=error)
    told = capsys.readouterr().out
    assert "message not made" in told
    assert "ValueError: Invalid address" in told
    assert "_fail" in told
    assert SECRET not in told


def test_a_message_shows_no_secrets() -> None:
    assert SECRET not in repr(message("https://voorbeeld.nl/haak"))
