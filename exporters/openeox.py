"""The lives of release cycles as OpenEoX Core 1.0: one object for one cycle, or a list of them with their products.

What is not known, or is no day, is "tba": the format asks for a date or that word. Of a month, quarter or year the first
day is given: the worst case. Extended support that is paid for has no place in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from exporters.moments import moment_of_day, moment_text
from registry.queries.lifecycle_statements import Life
from registry.statements_of_life import formats

TBA = "tba"


def openeox_core(life: Life, at: datetime) -> dict[str, Any]:
    """The statements that count for one release cycle; `at` stands for the last change where nothing is stated."""
    naming = formats()["openeox"]
    counting = {event: choice.statement for event, choice in life.counting.items()}
    updated = max((one.known_from for one in counting.values()), default=at)
    core: dict[str, Any] = {"$schema": naming["schemas"][0]}
    for field, event in naming["events"].items():
        if event in counting or field in naming["required"]:
            core[field] = moment_of_day(counting.get(event)) or TBA
    return core | {"last_updated": moment_text(updated)}


def write_core(lives: Iterable[Life], at: datetime) -> Iterator[bytes]:
    """The core of each of these, one after another: one release cycle gives one document."""
    for life in lives:
        yield orjson.dumps(openeox_core(life, at), option=orjson.OPT_INDENT_2) + b"\n"


def write_openeox(lives: Iterable[Life], at: datetime) -> Iterator[bytes]:
    """A list of statements: each a core, with the names of vendor, product and version."""
    yield b'{"$schema":' + orjson.dumps(formats()["openeox"]["shell"]) + b',"statements":['
    comma = b"\n"
    for life in lives:
        named = {"vendor_name": life.vendor or "", "product_name": life.product, "product_version": life.version}
        yield comma + orjson.dumps({"core": openeox_core(life, at), **named})
        comma = b",\n"
    yield b"\n]}\n"
