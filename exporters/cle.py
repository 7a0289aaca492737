"""The lives of release cycles as Common Lifecycle Enumeration (CLE, ECMA-428): a document for each product.

A log of events, the newest first. What was corrected is withdrawn by a later event, and both stay. Of several sources the
one that counts is told, with all that it stated. Statements without a day ("tba", true, false) have no place in it; of a
month, quarter or year the first day is given, with what was stated in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson

from exporters.moments import moment_of_day, moment_text
from registry.package_urls import GENERIC, product_purl
from registry.queries.lifecycle_statements import Life
from registry.statements_of_life import EVENTS, Stated, formats
from registry.version_ranges import range_of

_AT_ONCE, _END, _STATED = range(3)


class _Entry(NamedTuple):
    """Something to tell: that a statement was made, or its end; sorted as it happened.

    At one moment ends go before what replaces them, but what ended as soon as it was known is told first.
    """

    at: datetime
    turn: int
    place: int
    version: str
    order: str
    life: Life
    stated: Stated


def cle_document(lives: Iterable[Life], at: datetime) -> dict[str, Any]:
    """The document of one product, from its release cycles; `at` is when nothing of it changed."""
    lives = list(lives)
    entries = sorted((entry for life in lives for entry in _entries(life)), key=lambda entry: entry[:5])
    numbers: dict[tuple[str, Stated], int] = {}
    events: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, 1):
        if entry.turn != _END:
            numbers[entry.order, entry.stated] = number
            events.append({"id": number} | _event(entry.life, entry.stated))
        else:
            events.append(_withdrawal(number, numbers[entry.order, entry.stated], entry.stated))
    support = dict.fromkeys(event["supportId"] for event in events if "supportId" in event)
    known = formats()["cle"]["definitions"]
    definitions = [{"id": name, "description": known[name]} for name in support]
    return {
        "$schema": formats()["cle"]["schema"],
        "identifier": _identifier(lives[0]),
        "updatedAt": moment_text(max((entry.at for entry in entries), default=at)),
        **({"definitions": {"support": definitions}} if definitions else {}),
        "events": events[::-1],
    }


def _entries(life: Life) -> Iterator[_Entry]:
    for stated in life.statements:
        choice = life.counting.get(stated.event)
        if moment_of_day(stated) is None or (choice is not None and _source(choice.statement) != _source(stated)):
            continue
        order = f"{life.version_id}{stated.id}{stated.known_from.isoformat()}"
        told = (EVENTS.index(stated.event), life.version, order, life, stated)
        at_once = stated.known_until == stated.known_from
        yield _Entry(stated.known_from, _AT_ONCE if at_once else _STATED, *told)
        if stated.known_until is not None:
            yield _Entry(stated.known_until, _END, *told)


def _source(stated: Stated) -> tuple[str | None, object]:
    return stated.source, (stated.organisation or {}).get("id")


def _event(life: Life, stated: Stated) -> dict[str, Any]:
    written = formats()["cle"]["written"][stated.event]
    event = {
        "type": written["type"],
        "effective": moment_of_day(stated),
        "published": moment_text(stated.known_from),
    }
    if written["type"] == "released":
        event["version"] = life.version
    else:
        found = range_of(life.version, life.product_purl)
        event["versions"] = [{"range": found} if found else {"version": life.version}]
    if "support" in written:
        event["supportId"] = written["support"]
    if stated.precision != "day":
        event["description"] = f"As stated: {stated.stated}"
    return event


def _withdrawal(number: int, of: int, stated: Stated) -> dict[str, Any]:
    at = moment_text(stated.known_until or stated.known_from)
    reason = ": ".join(text for text in (stated.ended, stated.ended_reason) if text)
    return {"id": number, "type": "withdrawn", "effective": at, "published": at, "eventId": of, "reason": reason}


def _identifier(life: Life) -> str:
    """The package URL of the product without its version; one made of its names where it has none."""
    purl = product_purl(life.product_purl or "")
    if purl:
        return purl
    parts = [part for part in (life.vendor, life.product) if part]
    return GENERIC + "/".join(quote(part.lower(), safe="") for part in parts)


def write_cle(lives: Iterable[Life], at: datetime) -> Iterator[bytes]:
    """A list of documents, one for each product."""
    yield b"["
    comma = b"\n"
    for _, of_product in groupby(lives, key=lambda life: life.product_id):
        yield comma + orjson.dumps(cle_document(of_product, at))
        comma = b",\n"
    yield b"\n]\n"


def write_document(lives: Iterable[Life], at: datetime) -> Iterator[bytes]:
    """The document of one product, or of one release cycle."""
    for _, of_product in groupby(lives, key=lambda life: life.product_id):
        yield orjson.dumps(cle_document(of_product, at), option=orjson.OPT_INDENT_2) + b"\n"
