"""Register van Overheidsorganisaties: the XML export, of any version of its namespace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from importers.context import Context, Found, UnreadableFile
from importers.mentions import Mentions
from registry import values
from registry.dates import bounds, following_day
from registry.staging import ProblemFound

MAX_DEPTH = 40
_kind = values.code_parser("organisation_kind")
_date = values.date_parser(month_first=False)


@dataclass(frozen=True)
class _Place:
    """Where an organisation stands in the file: its number, and the key and end of the one above it."""

    number: int
    parent: str | None
    parent_valid: str | None


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the name of its root."""
    del path
    if b"overheidsorganisaties" in head[:3000] and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return 0.95
    return 0.4 if filename.lower().endswith(".xml") else 0.0


def read_roo(path: Path, context: Context) -> Iterator[Found]:
    """The organisations, their names, identifiers and periods, and what each is part of; rows count them from 1."""
    mentions = Mentions(context.source)
    number = 0
    for organisation in _top_level(path):
        waiting: list[tuple[Element, str | None, str | None, int]] = [(organisation, None, None, 0)]
        while waiting:
            element, parent, valid, depth = waiting.pop()
            number += 1
            key, own_valid, problems = _read(mentions, element, _Place(number, parent, valid))
            yield from problems
            if depth < MAX_DEPTH:
                inside = reversed(_organisations_in(element))
                waiting += [(child, key or parent, own_valid, depth + 1) for child in inside]
    if not number:
        raise UnreadableFile("not_an_organisation_register", detail="organisaties")
    yield from mentions.batches()


def _top_level(path: Path) -> Iterator[Element]:
    """Each organisation that stands directly under the root's list, with everything inside it; forgotten when read."""
    depth = 0
    try:
        for event, element in iterparse(str(path), events=("start", "end")):
            if _local(element.tag) != "organisatie":
                continue
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                yield element
                element.clear()
    except (ParseError, DefusedXmlException, OSError, ValueError, LookupError) as error:
        raise UnreadableFile("not_an_organisation_register", detail=str(error)[:200]) from error


def _local(name: object) -> str:
    """A name without its namespace, which changes with every version."""
    return str(name).rpartition("}")[2]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child.tag) == name]


def _organisations_in(element: Element) -> list[Element]:
    return [child for listed in _children(element, "organisaties") for child in _children(listed, "organisatie")]


def _attribute(element: Element, name: str) -> str | None:
    found = next((value for key, value in element.attrib.items() if _local(key) == name), None)
    return values.parse_name(found).text if found else None


def _text(element: Element, name: str) -> str | None:
    for child in _children(element, name):
        if text := values.parse_name(child.text or "").text:
            return text
    return None


def _read(mentions: Mentions, element: Element, place: _Place) -> tuple[str | None, str | None, list[ProblemFound]]:
    """Mention one organisation; its key, its period, and what was wrong with it."""
    name, tooi, roo = (
        _text(element, "naam"),
        _attribute(element, "resourceIdentifierTOOI"),
        _attribute(element, "systeemId"),
    )
    if name is None:
        return None, place.parent_valid, [ProblemFound("name_missing", "error", 0, place.number)]
    problems: list[ProblemFound] = []
    key = roo or tooi or f"{place.parent or ''}/{name}"
    at = (0, place.number)
    valid = _valid(element, place, problems)
    kind = next((found for one in _types(element) if (found := _kind(one).text)), None)
    abbreviations = [
        found for child in _children(element, "afkorting") if (found := values.parse_name(child.text or "").text)
    ]
    stated = {
        "name": name,
        "abbreviation": abbreviations[0] if abbreviations else None,
        "aliases": values.parse_list(";".join(abbreviations[1:])).text,
        "kind": kind or "unit",
        "tooi": tooi,
        "roo": roo,
        "kvk": _checked(element, "kvkNummer", place, problems),
        "oin": _identifier(element, "OIN"),
        "website": _website(element),
        "founded": _date(_text(element, "startDatum") or "").text,
        "ended_on": _date(_text(element, "eindDatum") or "").text,
    }
    scope = place.parent if kind in {None, "unit"} else None
    own = mentions.add("organisation", key, stated, at, scope)
    named = {"organisation": own, "name": name, "abbreviation": stated["abbreviation"], "valid": valid}
    mentions.add("organisation_name", f"{key}@{name}", named, at)
    _relate(mentions, element, (key, own, valid), place)
    return key, valid, problems


def _types(element: Element) -> list[str]:
    return [child.text or "" for listed in _children(element, "types") for child in _children(listed, "type")]


def _valid(element: Element, place: _Place, problems: list[ProblemFound]) -> str | None:
    """The period of an organisation: from its start to its end, or to that of the one above it."""
    found = []
    for name in ("startDatum", "eindDatum"):
        value = _date(_text(element, name) or "")
        if value.code:
            problems.append(
                ProblemFound(value.code, "warning", 0, place.number, None, _text(element, name), {"heading": name})
            )
        found.append(bounds(value.text) if value.text else (None, None))
    first, last = found[0][0], found[1][1]
    if last is None and place.parent_valid:
        last = bounds(place.parent_valid)[1]
    if (first is None and last is None) or (first and last and first > last):
        return None
    until = following_day(last) if last else ""
    return f"{f'[{first}' if first else '('},{until})"


def _checked(element: Element, name: str, place: _Place, problems: list[ProblemFound]) -> str | None:
    text = _text(element, name)
    value = values.parse_kvk(text or "")
    if value.code:
        parameters = {"heading": name, **value.parameters}
        problems.append(ProblemFound(value.code, "warning", 0, place.number, None, text, parameters))
    return value.text


def _identifier(element: Element, name: str) -> str | None:
    for listed in _children(element, "identificatiecodes"):
        for one in _children(listed, "resourceIdentifier"):
            if (_attribute(one, "naam") or "").lower().endswith(name.lower()):
                return values.parse_name(one.text or "").text
    return None


def _website(element: Element) -> str | None:
    for child in element.iter():
        if _local(child.tag) == "organisatie" and child is not element:
            break
        if _local(child.tag) in {"internetadres", "internet", "url"} and (
            text := values.parse_name(child.text or "").text
        ):
            return text
    return None


def _relate(mentions: Mentions, element: Element, own: tuple[str, str, str | None], place: _Place) -> None:
    """What the organisation is part of, and which ministry answers for it."""
    key, own_id, valid = own
    at = (0, place.number)
    if place.parent:
        parent = mentions.id_of("organisation", place.parent)
        stated = {"organisation": own_id, "related": parent, "relation": "part_of", "valid": valid}
        mentions.add("organisation_relation", f"{key}<{place.parent}", stated, at)
    for child in _children(element, "relatieMetMinisterie"):
        name = values.parse_name(child.text or "").text
        tooi, roo = _attribute(child, "resourceIdentifierTOOI"), _attribute(child, "systeemId")
        ministry_key = roo or tooi or name
        if not ministry_key or not name:
            continue
        # Named here only to be found: the ministry's own entry, under another key, says who it is by its TOOI code.
        ministry = mentions.add("organisation", f"ministerie:{tooi or ministry_key}", {"name": name, "tooi": tooi}, at)
        stated = {"organisation": own_id, "related": ministry, "relation": "responsible_ministry", "valid": valid}
        mentions.add("organisation_relation", f"{key}^{tooi or ministry_key}", stated, at)
