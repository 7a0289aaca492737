"""How long the other side asks to wait: the header `Retry-After` of HTTP (RFC 9110, 10.2.3). Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 366 * 86_400.0
"""Seconds: what asks for more asks for this, so that a moment can be reckoned from it."""


def read_retry_after(value: str | None, at: datetime) -> float | None:
    """Seconds to wait from `at`: a whole number, or until a date (0 once past); None where the value is neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:  # the form of asctime names no zone: it is always UTC
        until = until.replace(tzinfo=UTC)
    return min(max((until - at).total_seconds(), 0.0), LONGEST)
