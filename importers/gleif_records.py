"""Records of GLEIF in the shape of its JSON:API, as plain values: entities (level 1), parents and exceptions (level 2).

A file may be one answer of the service, an array of answers or records, or a record or answer on every line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

LEI_RECORDS, RELATIONSHIPS, EXCEPTIONS = "lei-records", "relationship-records", "reporting-exceptions"
LEVELS = ("direct", "ultimate")
_LEVEL = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "direct",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate",
    "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT": "direct",
    "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT": "ultimate",
}


class NotGleif(ValueError):
    """The content is no records of GLEIF; the argument says what is missing."""


@dataclass(frozen=True)
class Entity:
    """A legal entity; `number` counts records from 1. `reported`: the levels at which a parent or an exception is published."""

    number: int
    lei: str
    name: str
    other_names: tuple[tuple[str, str], ...]
    jurisdiction: str
    headquarters: str
    category: str
    legal_form: str
    status: str
    reported: frozenset[str]


@dataclass(frozen=True)
class Parent:
    """That an entity is consolidated by another; days are ISO texts. Not `active`: it was once."""

    number: int
    child: str
    parent: str
    level: str
    active: bool
    since: str | None
    until: str | None


@dataclass(frozen=True)
class NoParent:
    """Why an entity reports no parent at a level."""

    number: int
    lei: str
    level: str
    reason: str


@dataclass
class Records:
    """Everything in a file; what is said twice counts once, the last time."""

    entities: dict[str, Entity] = field(default_factory=dict)
    parents: dict[tuple[str, str, str, str | None], Parent] = field(default_factory=dict)
    exceptions: dict[tuple[str, str], NoParent] = field(default_factory=dict)


def parse_records(content: bytes) -> Records:
    """The records in a file. Raises `NotGleif`."""
    found = Records()
    for number, record in enumerate(_records(content), 1):
        kind = record.get("type")
        attributes = _mapping(record, "attributes", number)
        if kind == LEI_RECORDS:
            entity = _entity(number, record, attributes)
            found.entities[entity.lei] = entity
        elif kind == RELATIONSHIPS:
            if parent := _parent(number, attributes):
                found.parents[parent.child, parent.level, parent.parent, parent.since] = parent
        elif kind == EXCEPTIONS:
            if one := _exception(number, attributes):
                found.exceptions[one.lei, one.level] = one
        else:
            raise NotGleif(f"[{number}].type: {str(kind)[:60]!r}")
    if not (found.entities or found.parents or found.exceptions):
        raise NotGleif("data: []")
    return found


def parse_answer(content: bytes) -> Mapping[str, Any]:
    """One answer of the service: an object with `data`. Raises `NotGleif`."""
    answer = _json(content)
    if not isinstance(answer, dict):
        raise NotGleif("{}")
    records_of(answer)
    return answer


def records_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The records in one answer. Raises `NotGleif`."""
    data = answer.get("data")
    if not isinstance(data, list | dict):
        raise NotGleif("data")
    listed = data if isinstance(data, list) else [data]
    if not all(isinstance(one, dict) for one in listed):
        raise NotGleif("data[]")
    return listed


def _records(content: bytes) -> Iterator[Mapping[str, Any]]:
    content = content.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        top = [_json(content)]
    except NotGleif:
        lines = content.splitlines()
        if len(lines) < 2:
            raise
        top = [_json(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    for one in top:
        for answer in one if isinstance(one, list) else [one]:
            if not isinstance(answer, dict):
                raise NotGleif("{}")
            yield from records_of(answer) if "data" in answer else [answer]


def _json(content: bytes, line: int | None = None) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise NotGleif(f"{'' if line is None else f'{line}: '}{error}"[:200]) from error


def _mapping(record: Mapping[str, Any], key: str, number: int) -> Mapping[str, Any]:
    found = record.get(key)
    if not isinstance(found, dict):
        raise NotGleif(f"[{number}].{key}")
    return found


def _entity(number: int, record: Mapping[str, Any], attributes: Mapping[str, Any]) -> Entity:
    entity = _mapping(attributes, "entity", number)
    lei, name = attributes.get("lei") or record.get("id"), _part(entity, "legalName", "name")
    if not isinstance(lei, str) or not name:
        raise NotGleif(f"[{number}].attributes.entity.legalName.name")
    names = [one for key in ("otherNames", "transliteratedOtherNames") for one in _mappings(entity, key)]
    return Entity(
        number=number,
        lei=lei.strip(),
        name=name,
        other_names=tuple((str(one.get("type")), _words(one["name"])) for one in names if one.get("name")),
        jurisdiction=str(entity.get("jurisdiction") or _part(entity, "legalAddress", "country"))[:2],
        headquarters=_part(entity, "headquartersAddress", "country"),
        category=str(entity.get("category") or ""),
        legal_form=_part(entity, "legalForm", "id"),
        status=_part(attributes, "registration", "status"),
        reported=frozenset(_reported(record)),
    )


def _reported(record: Mapping[str, Any]) -> Iterator[str]:
    found = record.get("relationships")
    relationships = found if isinstance(found, dict) else {}
    for level in LEVELS:
        link = relationships.get(f"{level}-parent")
        links = link.get("links") if isinstance(link, dict) else None
        if isinstance(links, dict) and links.keys() & {"lei-record", "relationship-record", "reporting-exception"}:
            yield level


def _parent(number: int, attributes: Mapping[str, Any]) -> Parent | None:
    """A relationship of consolidation; other relationships (of funds, of branches) say nothing of control."""
    relationship = _mapping(attributes, "relationship", number)
    level = _LEVEL.get(str(relationship.get("type")))
    child, parent = _part(relationship, "startNode", "id"), _part(relationship, "endNode", "id")
    if not child or not parent:
        raise NotGleif(f"[{number}].attributes.relationship.startNode.id")
    if level is None:
        return None
    periods = _mappings(relationship, "periods")
    own = next((one for one in periods if one.get("type") == "RELATIONSHIP_PERIOD"), {})
    active = relationship.get("status") != "INACTIVE"
    since, until = _day(own.get("startDate")), _day(own.get("endDate"))
    return Parent(number, child, parent, level, active, since, until)


def _exception(number: int, attributes: Mapping[str, Any]) -> NoParent | None:
    lei = attributes.get("lei")
    category = attributes.get("category") or attributes.get("exceptionCategory")
    reason = attributes.get("reason") or attributes.get("exceptionReason")
    if not isinstance(lei, str) or not isinstance(reason, str):
        raise NotGleif(f"[{number}].attributes.reason")
    level = _LEVEL.get(str(category))
    return NoParent(number, lei, level, reason) if level else None


def _part(record: Mapping[str, Any], key: str, part: str) -> str:
    """A text one level down, or the empty text."""
    found = record.get(key)
    return _words(found.get(part)) if isinstance(found, dict) else ""


def _mappings(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = record.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _words(text: object) -> str:
    return " ".join(str(text or "").replace("\x00", "").split())


def _day(moment: object) -> str | None:
    """The day of a moment such as "2017-12-31T23:00:00Z"; None for what is none."""
    try:
        return date.fromisoformat(str(moment)[:10]).isoformat()
    except ValueError:
        return None
