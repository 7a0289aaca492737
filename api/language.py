"""Dutch, or English for who asks for it."""

from __future__ import annotations

from starlette.requests import Request


def prefers_english(request: Request) -> bool:
    """Whether `Accept-Language` wants English rather than Dutch; without the header it is Dutch."""
    weights = {"nl": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameters))
    return weights["en"] > weights["nl"]


def locale_of(request: Request) -> str:
    """`nl` or `en`."""
    return "en" if prefers_english(request) else "nl"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    return float(value) if value.strip().replace(".", "", 1).isdecimal() else 0.0
