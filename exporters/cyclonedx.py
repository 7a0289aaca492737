"""The lives of release cycles as a bill of materials of CycloneDX: each a component, its dates as lifecycle properties.

The names are those of the official taxonomy (`cdx:lifecycle:milestone`). A date is a day, month or year as ISO 8601 has
them; of a quarter the first day. What is no date, and what was written otherwise, stands in words beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from exporters.moments import moment_text
from registry.queries.lifecycle_statements import Life
from registry.statements_of_life import Stated, formats

_TYPES = {
    "operating_system": "operating-system",
    "framework": "framework",
    "hardware": "device",
    "middleware": "platform",
}
_DIGITS = {"month": 7, "year": 4}


def component(life: Life) -> dict[str, Any]:
    """The component of one release cycle."""
    found: dict[str, Any] = {
        "type": _TYPES.get(life.product_kind or "", "application"),
        "bom-ref": str(life.version_id),
        "supplier": {"name": life.vendor} if life.vendor else None,
        "name": life.product,
        "version": life.version,
        "cpe": life.cpe or life.product_cpe,
        "purl": life.purl or life.product_purl,
        "properties": list(_properties(life)),
    }
    return {name: value for name, value in found.items() if value}


def _properties(life: Life) -> Iterator[dict[str, str]]:
    naming = formats()["cyclonedx"]
    for name, event in naming["events"].items():
        if event in life.counting:
            stated = life.counting[event].statement
            day = _iso(stated)
            if day is not None:
                yield {"name": f"{naming['prefix']}{name}", "value": day}
            if stated.stated and stated.stated != day:
                yield {"name": f"{naming['stated']}{name}", "value": stated.stated}


def _iso(stated: Stated) -> str | None:
    day = (stated.happens[0] or stated.happens[1]) if stated.happens else None
    return day.isoformat()[: _DIGITS.get(stated.precision, 10)] if day else None


def write_cyclonedx(lives: Iterable[Life], at: datetime) -> Iterator[bytes]:
    """One bill of materials with all of them."""
    head = {
        "bomFormat": "CycloneDX",
        "specVersion": formats()["cyclonedx"]["version"],
        "version": 1,
        "metadata": {"timestamp": moment_text(at)},
    }
    yield orjson.dumps(head)[:-1] + b',"components":['
    comma = b"\n"
    for life in lives:
        yield comma + orjson.dumps(component(life))
        comma = b",\n"
    yield b"\n]}\n"
