"""Invented records of GLEIF in the shape of its API, and a service that answers with them."""

from typing import Any

import httpx
import orjson

API = "https://api.gleif.org/api/v1"


def lei_of(stem: str) -> str:
    """An LEI of an invented entity: the stem, filled up, with check digits that fit."""
    text = stem.upper().ljust(18, "0")[:18]
    number = int("".join(str(int(sign, 36)) for sign in f"{text}00"))
    return f"{text}{98 - number % 97:02d}"


def entity(stem: str, name: str, country: str = "NL", **more: Any) -> dict[str, Any]:
    """A record of level 1. `links` says per level what is published: relationship or exception."""
    lei = lei_of(stem)
    links = {
        f"{level}-parent": {
            "links": {"reporting-exception": f"{API}/lei-records/{lei}/{level}-parent-reporting-exception"}
            if what == "exception"
            else {
                "relationship-record": f"{API}/lei-records/{lei}/{level}-parent-relationship",
                "lei-record": f"{API}/lei-records/{lei}/{level}-parent",
            }
        }
        for level, what in more.get("links", {}).items()
    }
    record = {
        "type": "lei-records",
        "id": lei,
        "attributes": {
            "lei": lei,
            "entity": {
                "legalName": {"name": name, "language": "nl"},
                "otherNames": [{"name": other, "type": type_} for other, type_ in more.get("other_names", ())],
                "transliteratedOtherNames": [],
                "legalAddress": {"addressLines": ["Straat 1"], "city": "Stad", "country": country},
                "headquartersAddress": {
                    "addressLines": ["Straat 1"],
                    "city": "Stad",
                    "country": more.get("hq", country),
                },
                "jurisdiction": more.get("jurisdiction", country),
                "category": more.get("category", "GENERAL"),
                "legalForm": {"id": more.get("form", "8888"), "other": None},
                "status": "ACTIVE",
            },
            "registration": {"status": more.get("status", "ISSUED"), "lastUpdateDate": "2026-01-01T00:00:00Z"},
        },
    }
    return record | ({"relationships": links} if links else {})


def parent(
    child: str, owner: str, level: str = "direct", since: str | None = "2020-01-01", **more: Any
) -> dict[str, Any]:
    """A relationship of level 2."""
    type_ = "IS_DIRECTLY_CONSOLIDATED_BY" if level == "direct" else "IS_ULTIMATELY_CONSOLIDATED_BY"
    periods: list[dict[str, Any]] = [
        {"type": "ACCOUNTING_PERIOD", "startDate": "2025-01-01T00:00:00Z", "endDate": None}
    ]
    if since or more.get("until"):
        start = since and f"{since}T00:00:00Z"
        periods.append({"type": "RELATIONSHIP_PERIOD", "startDate": start, "endDate": more.get("until")})
    relationship = {
        "startNode": {"id": lei_of(child), "type": "LEI"},
        "endNode": {"id": lei_of(owner), "type": "LEI"},
        "type": more.get("type", type_),
        "status": more.get("status", "ACTIVE"),
        "periods": periods,
    }
    attributes = {
        "validFrom": None,
        "validTo": None,
        "relationship": relationship,
        "registration": {"status": "PUBLISHED"},
    }
    return {
        "type": "relationship-records",
        "id": f"{lei_of(child)}|{level}|{lei_of(owner)}|{since}",
        "attributes": attributes,
    }


def exception(child: str, reason: str, level: str = "direct") -> dict[str, Any]:
    """A reporting exception of level 2."""
    category = f"{level.upper()}_ACCOUNTING_CONSOLIDATION_PARENT"
    attributes = {"lei": lei_of(child), "category": category, "reason": reason, "validFrom": None, "reference": None}
    return {"type": "reporting-exceptions", "id": f"{lei_of(child)}|{category}", "attributes": attributes}


def group() -> list[dict[str, Any]]:
    """A daughter, its mother and an American grandmother of which nobody has control."""
    return [
        entity("DOCHTER", "Voorbeeld Dochter B.V.", form="54M6", links={"direct": "relationship", "ultimate": "relationship"}),
        entity("MOEDER", "Example Holding Limited", "IE", links={"direct": "relationship", "ultimate": "relationship"}),
        entity(
            "TOP", "Example Corporation", "US", jurisdiction="US-DE", form="XTIQ",
            links={"direct": "exception", "ultimate": "exception"},
            other_names=[("Sample Corporation", "PREVIOUS_LEGAL_NAME"), ("Example", "TRADING_OR_OPERATING_NAME")],
        ),
        parent("DOCHTER", "MOEDER"),
        parent("DOCHTER", "TOP", "ultimate", "2021-01-01"),
        parent("MOEDER", "TOP", since="2018-05-01"),
        parent("MOEDER", "TOP", "ultimate", "2018-05-01"),
        exception("TOP", "NO_KNOWN_PERSON"),
        exception("TOP", "NO_KNOWN_PERSON", "ultimate"),
    ]  # fmt: skip


class Answers:
    """A service that knows some records; `requests` are the paths and parameters that it was asked for."""

    def __init__(self, records: list[dict[str, Any]], page: int = 100) -> None:
        self.records = {record["id"]: record for record in records}
        self.page = page
        self.requests: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(str(request.url))
        place = request.url.path.removeprefix("/api/v1/lei-records").strip("/")
        if not place:
            return self._list(request)
        lei, _, what = place.partition("/")
        level, _, kind = what.partition("-parent-")
        for record in self.records.values():
            if kind == "relationship" and record["type"] == "relationship-records":
                stated = record["attributes"]["relationship"]
                wanted = "IS_DIRECTLY" if level == "direct" else "IS_ULTIMATELY"
                if stated["startNode"]["id"] == lei and stated["type"].startswith(wanted):
                    return answered(record)
            if kind == "reporting-exception" and record["type"] == "reporting-exceptions":
                stated = record["attributes"]
                if stated["lei"] == lei and stated["category"].startswith(level.upper()):
                    return answered(record)
        return httpx.Response(404, json={"errors": [{"status": "404", "title": "Not found"}]})

    def _list(self, request: httpx.Request) -> httpx.Response:
        wanted = request.url.params["filter[lei]"].split(",")
        number = int(request.url.params["page[number]"])
        found = [self.records[lei] for lei in wanted if lei in self.records]
        start = (number - 1) * self.page
        pagination = {"currentPage": number, "lastPage": max(1, -(-len(found) // self.page)), "total": len(found)}
        return answered(found[start : start + self.page], pagination=pagination)


def answered(data: Any, **meta: Any) -> httpx.Response:
    """An answer of the service."""
    meta = {"goldenCopy": {"publishDate": "2026-11-23T00:00:00Z"}, **meta}
    content = orjson.dumps({"meta": meta, "links": {}, "data": data})
    return httpx.Response(200, content=content, headers={"Content-Type": "application/vnd.api+json"})
