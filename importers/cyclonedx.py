"""CycloneDX: the components of a bill of materials as products and versions, and the lifecycle properties among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importers.context import Context, Found, UnreadableFile
from importers.json_files import list_of, read_json, starts_as_json, text_of
from importers.mentions import Mentions
from importers.stated_lives import Life, Lives, Named, mention_cycle
from registry.staging import ProblemFound
from registry.statements_of_life import formats


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the name of the format."""
    del path, filename
    return 0.97 if starts_as_json(head) and b'"bomFormat"' in head and b"CycloneDX" in head else 0.0


def read_cyclonedx(path: Path, context: Context) -> Iterator[Found]:
    """The components, those within others too; rows count them from 1."""
    content = read_json(path, "not_cyclonedx")
    if not isinstance(content, dict) or content.get("bomFormat") != "CycloneDX":
        raise UnreadableFile("not_cyclonedx", detail="bomFormat")
    mentions, lives = Mentions(context.source), Lives()
    for row, component in enumerate(_components(content), 1):
        yield from _read(component, row, (mentions, lives))
    yield from mentions.batches()
    yield from lives.batches()


def _components(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What the bill is about, then its components and services, each followed by those within it."""
    metadata = content.get("metadata")
    main = metadata.get("component") if isinstance(metadata, dict) else None
    waiting = [main, *list_of(content, "components"), *list_of(content, "services")][::-1]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += [*list_of(one, "components"), *list_of(one, "services")][::-1]


def _read(component: Mapping[str, Any], row: int, into: tuple[Mentions, Lives]) -> Iterator[ProblemFound]:
    naming, (mentions, lives) = formats()["cyclonedx"], into
    type_ = str(component.get("type") or "")
    if type_ in naming["passed_over"]:
        return
    name = text_of(component.get("name"))
    if name is None:
        yield ProblemFound("component_without_name", "warning", 0, row)
        return
    named = Named(
        _whole_name(component, name),
        text_of(component.get("version")),
        _vendor(component),
        naming["kinds"].get(type_),
        purl=text_of(component.get("purl")),
        cpe=text_of(component.get("cpe")),
    )
    key, version = mention_cycle(mentions, named, (0, row))
    for field, stated in _milestones(component):
        event = naming["events"].get(field)
        if event is None or version is None:
            why = (
                ("zonder versie", "without a version")
                if event
                else ("dit soort wordt niet gelezen", "this type is not read")
            )
            parameters = {"heading": field, "name": named.product, "why": why[0], "why_en": why[1]}
            yield ProblemFound("life_event_unread", "warning", 0, row, None, stated, parameters)
        else:
            yield from lives.add(Life(f"{key}#{event}", version, event, stated, (0, row)))


def _whole_name(component: Mapping[str, Any], name: str) -> str:
    """The name, with its group where packages are told apart by it ("org.apache.logging.log4j/log4j-core")."""
    group = text_of(component.get("group"))
    return f"{group}/{name}" if group and component.get("purl") else name


def _vendor(component: Mapping[str, Any]) -> str | None:
    for field in ("supplier", "manufacturer", "provider"):
        entity = component.get(field)
        if isinstance(entity, dict) and (name := text_of(entity.get("name"))):
            return name
    return text_of(component.get("publisher"))


def _milestones(component: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is stated, by the name of the milestone: in words where we wrote it so ourselves, else the date."""
    found: dict[str, str] = {}
    naming = formats()["cyclonedx"]
    for prefix in (naming["prefix"], naming["stated"]):
        for one in list_of(component, "properties"):
            name = text_of(one.get("name")) if isinstance(one, dict) else None
            if name and name.startswith(prefix) and (stated := text_of(one.get("value"))):
                found[name.removeprefix(prefix)] = stated
    yield from found.items()
