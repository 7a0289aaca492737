import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from api.headers import API_VERSION
from api.openapi import FILE, written

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            yield path, method, item[method]


def test_the_committed_document_is_that_of_the_api() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run: make openapi"


def test_the_document_is_open_to_every_site(client: TestClient, document: dict[str, Any]) -> None:
    answer = client.get("/v1/openapi.json", headers={"Origin": "https://elders.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json() == document


def test_the_main_rules_hold(document: dict[str, Any]) -> None:
    assert document["info"]["version"] == API_VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", API_VERSION)
    assert set(document["info"]["contact"]) == {"name", "email", "url"}
    assert [server["url"] for server in document["servers"]] == ["https://landschap.example.nl/v1"]
    bad = [path for path in document["paths"] if not re.fullmatch(r"(/([a-z0-9-]+|\{[a-zA-Z]+\}))+(/_[a-z]+)?", path)]
    assert bad == []
    keys = {p["name"] for _, _, o in operations(document) for p in o.get("parameters", []) if p.get("in") == "query"}
    assert [key for key in keys if not re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key)] == []


def test_every_answer_has_its_version_and_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, found in operation["responses"].items():
            shared = document["components"]["responses"].get(found.get("$ref", "").rpartition("/")[2])
            answer = shared or found
            if status.startswith(("2", "3")):
                assert "API-Version" in answer["headers"], (path, method, status)
            else:
                assert list(answer["content"]) == ["application/problem+json"]
        takes_input = method != "get" or operation.get("parameters")
        assert ("400" in operation["responses"]) or not takes_input, (path, method)
        assert "HTTPValidationError" not in str(operation)


def test_what_can_be_asked_conditionally_says_so(document: dict[str, Any]) -> None:
    """Everything that can be got, but the one stream."""
    reference = {"$ref": "#/components/parameters/IfNoneMatch"}
    for path, method, operation in operations(document):
        told = (
            reference in operation.get("parameters", []),
            "ETag" in operation["responses"].get("200", {}).get("headers", {}),
            "304" in operation["responses"],
        )
        expected = method == "get" and path != "/lifecycles"
        assert told[::2] == (expected, expected), (path, method)
        assert told[1] or not expected, path
    assert list(document["components"]["responses"]["NotModified"]["headers"]) == ["API-Version", "ETag"]


def test_dates_have_a_format(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for key, value in schema.get("properties", {}).items():
            if re.search(r"\w(D|_d)(ate|atum)|^(date|datum)$", key):
                assert value.get("format") == "date", (name, key)
