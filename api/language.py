"""Dutch, or English for who asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request

from api.negotiating import read_choices
from notifiers.telling_days import LANGUAGES, Language


def preferred_language(accepted: Iterable[str]) -> Language:
    """The language that the lines of `Accept-Language` weigh most, the first of equals; Dutch when they name neither."""
    best, most = LANGUAGES[0], 0.0
    for name, _, weight in read_choices(accepted):
        for language in LANGUAGES:
            if name.partition("-")[0] == language and weight > most:
                best, most = language, weight
    return best


def locale_of(request: Request) -> Language:
    """The language of the answer to a request."""
    return preferred_language(request.headers.getlist("accept-language"))


def prefers_english(request: Request) -> bool:
    """Whether the answer is in English."""
    return locale_of(request) == "en"
