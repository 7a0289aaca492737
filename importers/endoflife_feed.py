"""The list of endoflife.date as plain values: parsed from either shape that it is published in, and fetched when asked.

Both shapes say the same: the compact list dates an event by a date or a boolean in one field, version 1 of the API by two
fields (`isEol`, `eolFrom`). A boolean says that an event has come or has not, never when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import httpx
import orjson

from importers.fetching import Bounds, Pace, fetch
from importers.json_files import list_of, text_of
from registry.codes import load_data
from registry.errors import RegisterError

URL = "https://endoflife.date/api/v1/products/full"
MAX_BYTES = 50 * 1024 * 1024
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
BOUNDS = Bounds(MAX_BYTES, seconds=300.0, redirects=True)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CODENAME = re.compile(r"\s*['‘][^'’]*['’]|\{%.*?%\}")


@dataclass(frozen=True)
class Cycle:
    """A release cycle: its name in the list, the name that people know it by, and what is stated of it, by event."""

    key: str
    name: str
    stated: Mapping[str, str]


@dataclass(frozen=True)
class FeedProduct:
    """A product of the list; `number` counts from 1. `untracked` are events that the list says it does not keep of it."""

    number: int
    slug: str
    name: str
    aliases: tuple[str, ...]
    category: str
    cpes: tuple[str, ...]
    purls: tuple[str, ...]
    cycles: tuple[Cycle, ...]
    untracked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Feed:
    """The list as it came; `whole`: it is the whole list, not a few products asked for one by one."""

    products: tuple[FeedProduct, ...]
    whole: bool


class NotAFeed(ValueError):
    """The content is not the list; the argument says what is missing."""


class FeedUnavailable(RegisterError):
    """De lijst van endoflife.date kon niet worden opgehaald: {0}."""

    status: ClassVar[int] = 502
    english: ClassVar[str] = "The list of endoflife.date could not be fetched: {0}."


@dataclass(frozen=True)
class Fetched:
    """What the service answered: the bytes of the list, or None when nothing changed since `etag`."""

    content: bytes | None
    etag: str | None


def parse_feed(content: bytes) -> Feed:
    """The products of the list in either shape, or of one product or several as the API answers them. Raises `NotAFeed`."""
    try:
        found = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise NotAFeed(str(error)[:200]) from error
    listed = (found.get("result") or found.get("products")) if isinstance(found, dict) else found
    whole = isinstance(found, dict) and isinstance(listed, list)
    if isinstance(found, dict) and isinstance(listed, dict):
        listed = [found]
    if not isinstance(listed, list) or not listed:
        raise NotAFeed("products: []")
    if not whole:  # answers about one product each, as the API gives them
        listed = [one.get("result", one) if isinstance(one, dict) else one for one in listed]
    return Feed(tuple(_read_products(listed)), whole)


def _read_products(listed: list[Any]) -> Iterator[FeedProduct]:
    for number, product in enumerate(listed, 1):
        releases = product.get("releases") if isinstance(product, dict) else None
        slug = text_of(product.get("name")) if isinstance(product, dict) else None
        if not isinstance(releases, list) or slug is None:
            raise NotAFeed(f"products[{number}].releases")
        yield _read_product(number, slug, product)


def _read_product(number: int, slug: str, product: Mapping[str, Any]) -> FeedProduct:
    identifiers = [one for one in list_of(product, "identifiers") if isinstance(one, dict)]
    releases = [one for one in list_of(product, "releases") if isinstance(one, dict)]
    return FeedProduct(
        number=number,
        slug=slug,
        name=text_of(product.get("label")) or slug,
        aliases=_texts(list_of(product, "aliases")),
        category=text_of(product.get("category")) or "",
        cpes=_texts(one.get("id") for one in identifiers if one.get("type") == "cpe"),
        purls=_texts(one.get("id") for one in identifiers if one.get("type") == "purl"),
        cycles=tuple(
            Cycle(key, cycle_name(key, text_of(one.get("label")) or ""), dict(_stated(one)))
            for one in releases
            if (key := text_of(one.get("name")))
        ),
        untracked=frozenset(_untracked(product.get("labels"))),
    )


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(text for one in values if (text := text_of(one)))


def _untracked(labels: object) -> Iterator[str]:
    """Events of which the list shows no column for a product: that they are not stated says nothing."""
    if isinstance(labels, dict):
        for field, names in _events().items():
            if field in labels and labels[field] is None:
                yield names["event"]


def cycle_name(key: str, label: str) -> str:
    """The list's own name of a cycle; with the year that people know it by where that is another: "2016 SP3 (13.0-sp3)"."""
    label = " ".join(_CODENAME.sub("", label).split())
    years = set(_YEAR.findall(label)) - set(re.findall(r"\d+", key))
    if not years:
        return key
    return label if key in label else f"{label} ({key})"


@cache
def _events() -> dict[str, dict[str, str]]:
    return dict(load_data("endoflife")["events"])


def _stated(release: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a release states, by event: a date, or "true" and "false" as they stand there."""
    for field, names in _events().items():
        value = release.get(field)
        if value is None and "since" in names:
            value = release.get(names["since"])
            value = release.get(names["flag"]) if value is None else value
        if (stated := text_of(value)) is not None:
            yield names["event"], stated


def fetch_endoflife(
    client: httpx.Client, etag: str | None = None, *, url: str = URL, pace: Pace | None = None
) -> Fetched:
    """The list as the service gives it now, or nothing when it did not change since `etag`. Raises `FeedUnavailable`."""
    headers = {"If-None-Match": etag} if etag else {}
    request = client.build_request("GET", url, headers=headers, timeout=TIMEOUT)
    answer = fetch(client, request, BOUNDS, pace=pace or Pace(), unavailable=FeedUnavailable)
    if answer.status == httpx.codes.NOT_MODIFIED:
        return Fetched(None, etag)
    if answer.status != httpx.codes.OK:
        raise FeedUnavailable(f"HTTP {answer.status}")
    try:
        parse_feed(answer.content)
    except NotAFeed as error:
        raise FeedUnavailable(str(error)) from error
    return Fetched(answer.content, answer.headers.get("ETag"))
