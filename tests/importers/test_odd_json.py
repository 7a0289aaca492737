"""Statements in JSON with any one value replaced by something odd: read, or refused in words, and never a traceback."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson
import pytest

from importers import IMPORTERS, UnreadableFile
from registry.kinds import KINDS
from registry.problems import sentence
from registry.staging import Batch, ProblemFound
from tests.importers.lifecycle_list import api
from tests.importers.reading import context

ODD: tuple[Any, ...] = (
    None,
    1,
    -0.5,
    True,
    "",
    "a\x00b",
    "x" * 20_000,
    [],
    [1, None],
    {},
    {"a": [1]},
    "\\N\t;'",
    10**18,
)
DAY = "2027-01-01T00:00:00Z"
SEEDS: dict[str, Any] = {
    "openeox": {
        "$schema": "https://docs.oasis-open.org/openeox/tbd/schema/shell.json",
        "statements": [{
            "product_name": "PostgreSQL", "product_version": "16", "vendor_name": "PGDG",
            "core": {"$schema": "https://docs.oasis-open.org/openeox/v1.0/schema/core.json", "end_of_life": "tba",
                     "end_of_security_support": DAY, "last_updated": DAY}}],
    },
    "cle": {
        "identifier": ["pkg:npm/kern"],
        "definitions": {"support": [{"id": "standard", "description": "Standaard"}]},
        "events": [
            {"id": 3, "type": "withdrawn", "effective": DAY, "published": DAY, "eventId": 2},
            {"id": 2, "type": "endOfSupport", "effective": DAY, "published": DAY, "supportId": "standard",
             "versions": [{"range": "vers:npm/>=1|<2"}, {"version": "3"}, "4"]},
            {"id": 1, "type": "componentRenamed", "effective": DAY, "published": DAY, "identifiers": [{"value": "pkg:npm/a"}]},
            {"id": 0, "type": "released", "effective": DAY, "published": DAY, "version": "1"},
        ],
    },
    "cyclonedx": {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"name": "Zaaksysteem", "version": "4"}},
        "components": [{
            "type": "library", "group": "org", "name": "kern", "version": "1", "purl": "pkg:maven/org/kern@1",
            "cpe": "cpe:2.3:a:b:c:1", "supplier": {"name": "Voorbeeld"}, "components": [{"name": "deel"}],
            "properties": [{"name": "cdx:lifecycle:milestone:endOfLife", "value": "2027"}]}],
    },
    "endoflife": {"result": api()["result"][:2]},
}  # fmt: skip


def places(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value."""
    yield path
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def replaced(content: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    made = deepcopy(content)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


def check(name: str, file: Path) -> None:
    try:
        found = list(IMPORTERS[name].read(file, context(filename=file.name)))
    except UnreadableFile as error:
        found = [error.problem]
    for item in found:
        if isinstance(item, Batch):
            assert set(item.fields) <= set(KINDS[item.kind].fields)
            assert {len(column) for column in item.columns} == {len(item.keys)} == {len(item.rows)}
            texts = [*item.keys, *(value for column in item.columns for value in column if value)]
            assert not any("\x00" in text for text in texts)
            assert max(map(len, item.keys), default=0) < 5_000
        elif isinstance(item, ProblemFound):
            assert sentence(item.code, item.parameters | {"value": item.value}, "en")


@pytest.mark.parametrize("name", list(SEEDS))
def test_any_value_may_be_odd(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for path in places(SEEDS[name]):
        for value in ODD:
            file.write_bytes(orjson.dumps(replaced(SEEDS[name], path, value)))
            check(name, file)
