"""What is round every screen, and the pieces that forms share."""

from __future__ import annotations

from dataclasses import dataclass

from web.i18n import Language
from web.views.values import Text, Tone


@dataclass(frozen=True)
class Acting:
    """Who acts, and for which organisation (its key), as the cookie says."""

    name: str
    organisation: str


@dataclass(frozen=True)
class Flash:
    """What just happened, shown once at the top of the page."""

    text: Text
    tone: Tone = "good"


@dataclass(frozen=True)
class Page:
    """What the base template needs besides the view itself."""

    path: str
    language: Language
    switch_href: str
    version: str
    acting: Acting | None = None
    flashes: tuple[Flash, ...] = ()


@dataclass(frozen=True)
class Option:
    """One choice in a select."""

    value: str
    text: Text
    chosen: bool = False


@dataclass(frozen=True)
class OptionGroup:
    """Choices under one heading."""

    text: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Filter:
    """A select above a list; an empty value means no filter."""

    name: str
    label: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Neighbours:
    """Links to the pages before and after this one, by key."""

    previous: str | None = None
    next: str | None = None


ALONE = Neighbours()


@dataclass(frozen=True)
class Trouble:
    """The error page: what went wrong, and what the reader can do; `back` is the page that it happened on, if any."""

    status: int
    title: Text
    detail: Text
    advice: Text
    back: str = ""


@dataclass(frozen=True)
class ActingForm:
    """The form that says who acts, until people log in."""

    name: str
    organisations: tuple[Option, ...]
    back: str
