"""The API of GLEIF: records of entities by LEI, who consolidates them or why nobody does, and so on up to the top.

Everything is fetched before anything is used: an answer that cannot be right, or a service that stays away, ends it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx
import orjson

from importers.fetching import Answer, Bounds, Pace, fetch
from importers.gleif_records import LEI_RECORDS, LEVELS, NotGleif, parse_answer, parse_records, records_of
from registry.errors import RegisterError
from registry.identifiers import is_lei

URL = "https://api.gleif.org/api/v1"
MAX_PAGES = 1_000
PAGE_SIZE = 100
MOST_STEPS = 25
"""Layers of owners above an entity that are asked for."""
BOUNDS = Bounds(size=10 * 1024 * 1024, seconds=60.0)
TIMEOUT = httpx.Timeout(20.0, connect=10.0)


class GleifUnavailable(RegisterError):
    """De gegevens van GLEIF konden niet worden opgehaald, er is niets veranderd: {0}."""

    status: ClassVar[int] = 502
    english: ClassVar[str] = "The data of GLEIF could not be fetched, nothing was changed: {0}."


@dataclass(frozen=True)
class Service:
    """The service at an address, as a client asks it."""

    client: httpx.Client
    url: str = URL
    pace: Pace = field(default_factory=Pace)

    def get(self, address: str, parameters: Mapping[str, str] | None = None) -> Mapping[str, Any] | None:
        """One answer, or None where the service has nothing there. Raises `GleifUnavailable`."""
        headers = {"Accept": "application/vnd.api+json"}
        request = self.client.build_request("GET", address, params=parameters, headers=headers, timeout=TIMEOUT)
        return _taken(fetch(self.client, request, BOUNDS, pace=self.pace, unavailable=GleifUnavailable))

    def pages(self, parameters: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        """The records of a list, over all its pages."""
        for number in range(1, MAX_PAGES + 1):
            told = {**parameters, "page[number]": str(number), "page[size]": str(PAGE_SIZE)}
            answer = self.get(f"{self.url}/lei-records", told)
            if answer is None:
                return
            records = records_of(answer)
            yield from records
            if not records or not _goes_on(answer, number):
                return
        raise GleifUnavailable(f"> {MAX_PAGES} pages")


def _taken(answer: Answer) -> Mapping[str, Any] | None:
    if answer.status == httpx.codes.NOT_FOUND:
        return None
    if answer.status != httpx.codes.OK:
        raise GleifUnavailable(f"HTTP {answer.status}")
    try:
        return parse_answer(answer.content)
    except NotGleif as error:
        raise GleifUnavailable(f"geen JSON van GLEIF / no JSON of GLEIF ({error})") from error


def _goes_on(answer: Mapping[str, Any], number: int) -> bool:
    """Whether there is a page after this one: by its number where that is told, else by the link to it."""
    meta, links = answer.get("meta"), answer.get("links")
    pagination = meta.get("pagination") if isinstance(meta, dict) else None
    last = pagination.get("lastPage") if isinstance(pagination, dict) else None
    if isinstance(last, int):
        return number < last
    return isinstance(links, dict) and bool(links.get("next"))


def fetch_gleif(
    service: Service, leis: Iterable[str], *, progress: Callable[[int, int], None] = lambda _done, _known: None
) -> bytes:
    """The records of these entities and of everybody above them, as a file that the importer reads.

    The same records give the same bytes. Raises `GleifUnavailable`.
    """
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    known, waiting = set[str](), sorted(set(leis))
    for _ in range(MOST_STEPS):
        known |= set(waiting)
        above: set[str] = set()
        for entity in _entities(service, waiting):
            for record in (entity, *_level_2(service, entity)):
                found[str(record.get("type")), str(record.get("id"))] = _slim(record)
                above |= _owners(record)
            progress(sum(type_ == LEI_RECORDS for type_, _ in found), len(known))
        waiting = sorted(lei for lei in above - known if is_lei(lei))
        if not waiting:
            break
    content = orjson.dumps({"data": [found[key] for key in sorted(found)]}, option=orjson.OPT_SORT_KEYS)
    if found:
        _check(content)
    return content


_ENTITY = (
    "legalName", "otherNames", "transliteratedOtherNames", "jurisdiction", "legalAddress", "headquartersAddress",
    "category", "legalForm",
)  # fmt: skip


def _slim(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record without what the importer does not read: streets, days of renewal, and links to other answers."""
    attributes, relationships = record.get("attributes"), record.get("relationships")
    if record.get("type") != LEI_RECORDS or not isinstance(attributes, dict):
        return {key: record[key] for key in ("type", "id", "attributes") if key in record}
    entity, registration = attributes.get("entity"), attributes.get("registration")
    slim: dict[str, Any] = {"lei": attributes.get("lei")}
    if isinstance(entity, dict):
        slim["entity"] = {key: entity[key] for key in _ENTITY if key in entity}
        for address in ("legalAddress", "headquartersAddress"):
            if isinstance(entity.get(address), dict):
                slim["entity"][address] = {"country": entity[address].get("country")}
    if isinstance(registration, dict):
        slim["registration"] = {"status": registration.get("status")}
    kept = {"type": LEI_RECORDS, "id": record.get("id"), "attributes": slim}
    if isinstance(relationships, dict):
        parents = {f"{level}-parent" for level in LEVELS}
        kept["relationships"] = {key: value for key, value in relationships.items() if key in parents}
    return kept


def _check(content: bytes) -> None:
    try:
        parse_records(content)
    except NotGleif as error:
        raise GleifUnavailable(f"geen gegevens van GLEIF / no data of GLEIF ({error})") from error


def _entities(service: Service, leis: list[str]) -> Iterator[Mapping[str, Any]]:
    for start in range(0, len(leis), PAGE_SIZE):
        asked = leis[start : start + PAGE_SIZE]
        for record in service.pages({"filter[lei]": ",".join(asked)}):
            if record.get("type") != LEI_RECORDS or record.get("id") not in asked:
                raise GleifUnavailable(f"{record.get('type')} {record.get('id')}"[:100])
            yield record


def _level_2(service: Service, entity: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """For each level the relationship with a parent, or else the exception; asked for as far as the record links to it."""
    for level in LEVELS:
        for what in _published(entity, level):
            answer = service.get(f"{service.url}/lei-records/{entity['id']}/{level}-parent-{what}")
            if answer is not None:
                yield from records_of(answer)
                break


def _published(entity: Mapping[str, Any], level: str) -> tuple[str, ...]:
    both = ("relationship", "reporting-exception")
    relationships = entity.get("relationships")
    link = relationships.get(f"{level}-parent") if isinstance(relationships, dict) else None
    links = link.get("links") if isinstance(link, dict) else None
    if not isinstance(links, dict):
        return both
    return ("reporting-exception",) if "reporting-exception" in links else both


def _owners(record: Mapping[str, Any]) -> set[str]:
    """The parent that a relationship names."""
    attributes = record.get("attributes")
    relationship = attributes.get("relationship") if isinstance(attributes, dict) else None
    end = relationship.get("endNode") if isinstance(relationship, dict) else None
    return {str(end.get("id"))} if isinstance(end, dict) else set()
