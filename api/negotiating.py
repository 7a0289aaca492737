"""What the caller prefers: how the headers that weigh are read, and which form of an answer it gets (RFC 9110, section 12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple
from urllib.request import parse_http_list

from fastapi.routing import APIRoute
from starlette.requests import Request

from registry.errors import RegisterError

JSON, CSV = "application/json", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_VALUE = rf'(?:{_WORD}|"(?:[^"\\]|\\.)*")'
_CHOICE = re.compile(rf"({_WORD}(?:/{_WORD})?)((?:\s*;(?:\s*{_WORD}={_VALUE})?)*)\s*")
_PARAMETER = re.compile(rf";\s*({_WORD})=({_VALUE})")
_WEIGHT = re.compile(r"0?\.\d+|0(?:\.\d*)?|1(?:\.0*)?")  # Java writes .2
_RANGE = re.compile(r"\*/\*|[^*/]+/(?:\*|[^*/]+)")
_ANYTHING = "*/*"
_UTF_8 = ("charset", "utf-8")
"""A parameter that all our text has."""


class NotAcceptable(RegisterError):
    """Dit adres geeft {0}; vraag daarom met de kop Accept."""

    status: ClassVar[int] = 406
    english: ClassVar[str] = "This address gives {0}; ask for that with the header Accept."


class Choice(NamedTuple):
    """A member of a header that weighs; name and parameters in lower case, the weight from 0 to 1."""

    name: str
    parameters: frozenset[tuple[str, str]]
    weight: float


def read_choices(lines: Iterable[str]) -> Iterator[Choice]:
    """The members of all lines of an `Accept`, `Accept-Encoding` or `Accept-Language`; malformed ones are left out."""
    for member in (member for line in lines for member in parse_http_list(line)):
        if found := _CHOICE.fullmatch(member):
            pairs = _PARAMETER.findall(found[2])
            given = {name.lower(): re.sub(r'"|\\(.)', r"\1", value).lower() for name, value in pairs}
            weight = given.pop("q", "1")
            if _WEIGHT.fullmatch(weight):
                yield Choice(found[1].lower(), frozenset(given.items()), float(weight))


def read_ranges(lines: Iterable[str]) -> list[Choice]:
    """The media ranges of an `Accept`; one for everything when there is none that can be read."""
    ranges = [choice for choice in read_choices(lines) if _RANGE.fullmatch(choice.name)]
    return ranges or [Choice(_ANYTHING, frozenset(), 1.0)]


def weigh(form: str, ranges: Iterable[Choice]) -> float:
    """The weight of a media type, from the most specific of the ranges in which it lies; 0 when it lies in none."""
    (own,) = read_choices([form])
    places = (_ANYTHING, f"{own.name.partition('/')[0]}/*", own.name)
    fits = (
        (places.index(name), len(parameters), weight)
        for name, parameters, weight in ranges
        if name in places and parameters <= own.parameters | {_UTF_8}
    )
    return max(fits, default=(0, 0, 0.0))[-1]


def preferred(accept: Iterable[str], forms: Sequence[str]) -> str | None:
    """The media type that the lines of `Accept` weigh most, the first of equals; None when they want none of them."""
    ranges = read_ranges(accept)
    best = max(forms, key=lambda form: weigh(form, ranges))
    return best if weigh(best, ranges) else None


def form_of(request: Request) -> str:
    """The form that the caller prefers of those in which the route answers, JSON first. Raises `NotAcceptable`."""
    forms = _forms(request.scope["route"])
    found = preferred(request.headers.getlist("accept"), forms)
    if found is None:
        raise NotAcceptable(", ".join(forms))
    return found


async def require_acceptable(request: Request) -> None:
    """Refuse, before anything is done, who wants none of the forms. Raises `NotAcceptable`."""
    form_of(request)


def _forms(route: APIRoute) -> list[str]:
    """The forms in the documentation of the route: JSON where a good answer has a schema, and what stands beside it."""
    good = [answer for status, answer in route.responses.items() if str(status).startswith("2")]
    plain = [JSON] if not good or any("model" in answer for answer in good) else []
    return list(dict.fromkeys([*plain, *(form for answer in good for form in answer.get("content", ()))]))
