"""Common Lifecycle Enumeration (CLE, ECMA-428): the log of events of a component, by its maker. A document, or a list of them.

An event that a later one withdraws stays, as withdrawn. An event about several versions is a statement about each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from importers.context import Context, Found, UnreadableFile
from importers.json_files import list_of, read_json, starts_as_json, text_of
from importers.mentions import Mentions
from importers.stated_lives import Life, Lives, Named, mention_cycle
from registry.dates import bounds
from registry.package_urls import name_in_purl, product_purl
from registry.staging import ProblemFound
from registry.statements_of_life import formats, read_statement
from registry.version_ranges import cycles_of

_META = frozenset({"withdrawn", "componentRenamed"})


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the fields that every event has."""
    del path, filename
    marks = (b'"events"', b'"effective"', b'"published"', b'"identifier"')
    return 0.96 if starts_as_json(head) and all(mark in head for mark in marks) else 0.0


def read_cle(path: Path, context: Context) -> Iterator[Found]:
    """The events; rows count them over all documents, from 1."""
    content = read_json(path, "not_cle")
    mentions, lives, row = Mentions(context.source), Lives(), 0
    for document in content if isinstance(content, list) else [content]:
        events = document.get("events") if isinstance(document, dict) else None
        if not isinstance(events, list):
            raise UnreadableFile("not_cle", detail="events: []")
        yield from _Document(document, context, (mentions, lives)).read(events, row)
        row += len(events)
    yield from mentions.batches()
    yield from lives.batches()


class _Document:
    """One component with its events."""

    def __init__(self, document: Mapping[str, Any], context: Context, into: tuple[Mentions, Lives]) -> None:
        identifiers = document.get("identifier")
        listed = [
            text for one in (identifiers if isinstance(identifiers, list) else [identifiers]) if (text := text_of(one))
        ]
        given = text_of(context.mapping.get("product"))
        if not listed and not given:
            raise UnreadableFile("not_cle", detail="identifier")
        self.purl = next((one for one in listed if product_purl(one)), None)
        self.product = given or name_in_purl(self.purl or listed[0])
        self.supports = len(list_of(document.get("definitions"), "support"))
        self.mentions, self.lives = into
        self.as_of = context.as_of

    def read(self, events: list[Any], before: int) -> Iterator[ProblemFound]:
        """State the events; `before` rows came before these."""
        rows = [(before + at, event) for at, event in enumerate(events, 1) if isinstance(event, dict)]
        withdrawn = {
            text_of(event.get("eventId")): _day(event) or self.as_of
            for _, event in rows
            if event.get("type") == "withdrawn"
        }
        aliases = tuple(dict.fromkeys(name for _, event in rows for name in _new_names(event) if name != self.product))
        mention_cycle(self.mentions, Named(self.product, None, aliases=aliases, purl=self.purl), (0, before + 1))
        for row, event in rows:
            if text_of(event.get("type")) not in _META:
                yield from self._state(event, row, withdrawn)

    def _state(
        self, event: Mapping[str, Any], row: int, withdrawn: Mapping[str | None, date]
    ) -> Iterator[ProblemFound]:
        kind, why = self._event(event)
        stated, versions = text_of(event.get("effective")), list(_versions(event))
        if kind is None or not stated or not versions:
            why = why or (("effective ontbreekt", "effective is missing") if not stated else _NO_VERSIONS)
            parameters = {
                "heading": text_of(event.get("type")) or "?",
                "name": self.product,
                "why": why[0],
                "why_en": why[1],
            }
            yield ProblemFound("life_event_unread", "warning", 0, row, None, text_of(event.get("id")), parameters)
            return
        number = text_of(event.get("id"))
        for version in versions:
            key, match = mention_cycle(self.mentions, Named(self.product, version, purl=self.purl), (0, row))
            taken_back = withdrawn.get(number) if number else None
            if match is not None:
                life = Life(f"{key}#{kind}:{number}", match, kind, stated, (0, row), number, taken_back)
                yield from self.lives.add(life)

    def _event(self, event: Mapping[str, Any]) -> tuple[str | None, tuple[str, str] | None]:
        """Our event, or None and why it is not read."""
        naming, type_ = formats()["cle"], text_of(event.get("type"))
        if type_ in naming["events"]:
            return naming["events"][type_], None
        if type_ != "endOfSupport":
            return None, ("dit soort wordt niet gelezen", "this type is not read")
        support = str(event.get("supportId") or "standard").lower()
        if support in naming["support"]:
            return naming["support"][support], None
        if self.supports <= 1:
            return naming["support"]["standard"], None
        return None, (f"onbekend soort ondersteuning {support}", f"unknown support {support}")


_NO_VERSIONS = ("de versies zijn niet te herkennen", "the versions cannot be told")


def _day(event: Mapping[str, Any]) -> date | None:
    """The day on which an event takes effect."""
    happens = read_statement(text_of(event.get("effective")) or text_of(event.get("published")) or "").happens
    return bounds(happens)[0] if happens else None


def _versions(event: Mapping[str, Any]) -> Iterator[str]:
    if version := text_of(event.get("version")):
        yield version
    for one in list_of(event, "versions"):
        if isinstance(one, dict):
            name = text_of(one.get("version"))
            yield from ((name,) if name else cycles_of(text_of(one.get("range")) or ""))
        elif name := text_of(one):
            yield from (cycles_of(name) if name.startswith("vers:") else (name,))


def _new_names(event: Mapping[str, Any]) -> Iterator[str]:
    """The names that a component got."""
    if event.get("type") == "componentRenamed":
        for one in list_of(event, "identifiers"):
            if isinstance(one, dict) and (value := text_of(one.get("value"))):
                yield name_in_purl(value)
