from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.retry_after import LONGEST, read_retry_after

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("9" * 400, LONGEST),
        ("Tue, 24 Nov 2026 12:05:00 GMT", 300.0),
        ("Tuesday, 24-Nov-26 12:05:00 GMT", 300.0),
        ("Tue Nov 24 12:05:00 2026", 300.0),
        ("Tue, 24 Nov 2026 13:05:00 +0100", 300.0),
        ("Tue, 24 Nov 2026 11:05:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
        ("1 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Tue, 31 Feb 2027 12:05:00 GMT", None),
        ("2026-11-24T12:05:00Z", None),
        ("1.5", None),
        ("٣", None),
        ("120, 120", None),
        ("soon", None),
        ("-5", None),
        (" ", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_is_asked_to_wait(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, AT) == seconds


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2},? \d{1,2}[ -][A-Z][a-z]{2}[ -]\d{1,30} \d\d:\d\d:\d\d [-+]?\w{0,9}"))
def test_any_value_is_a_wait_or_none(value: str) -> None:
    seconds = read_retry_after(value, AT)
    assert seconds is None or 0.0 <= seconds <= LONGEST
