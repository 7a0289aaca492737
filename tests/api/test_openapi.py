import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.openapi.utils import get_openapi
from starlette.testclient import TestClient

from api.app import create_app
from api.document import every_schema
from api.document.sharing import share_parameters
from api.headers import API_VERSION
from api.openapi import FILE, written
from api.schemas.kinds import served_kinds
from tests.api import compare_documents

MOST_BYTES = 450_000
METHODS = {"get", "put", "post", "patch", "delete"}
ENGLISH = {
    "a",
    "an",
    "and",
    "are",
    "be",
    "by",
    "from",
    "has",
    "it",
    "may",
    "no",
    "not",
    "that",
    "the",
    "to",
    "what",
    "with",
}
VERBS = {
    "acknowledge", "adopt", "apply", "assign", "cancel", "change", "create", "end", "export", "get", "list", "pause", "preview",
    "put", "renew", "reopen", "replay", "resolve", "resume", "rotate", "snooze", "test", "undo", "withdraw",
}  # fmt: skip


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            yield path, method, item[method]


def followed(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference refers to, or the part itself."""
    _, section, name = part.get("$ref", "//").rsplit("/", 2)
    found = document["components"][section][name] if name else part
    assert isinstance(found, dict)
    return found


def parameters(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [followed(document, one) for _, _, o in operations(document) for one in o.get("parameters", [])]


def schemas(part: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in a part of the document, with its place; the names of properties are no keywords."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        below = f"{place}/{key}"
        if key in ("schemas", "properties"):
            for name, schema in value.items():
                yield f"{below}/{name}", schema
                yield from schemas(schema, f"{below}/{name}")
        else:
            if key in ("schema", "items", "additionalProperties") and isinstance(value, dict):
                yield below, value
            if key in ("anyOf", "oneOf", "allOf"):
                yield from ((f"{below}/{number}", option) for number, option in enumerate(value))
            yield from schemas(value, below)


def test_the_committed_document_is_that_of_the_api() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run: make openapi"


def test_the_document_is_open_to_every_site(client: TestClient, document: dict[str, Any]) -> None:
    answer = client.get("/v1/openapi.json", headers={"Origin": "https://elders.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json() == document


def test_the_main_rules_hold(document: dict[str, Any]) -> None:
    assert set(document["info"]["contact"]) == {"name", "email", "url"}
    assert [server["url"] for server in document["servers"]] == ["/v1"], "of whatever register gives it"
    bad = [path for path in document["paths"] if not re.fullmatch(r"(/([a-z0-9-]+|\{[a-zA-Z]+\}))+(/_[a-z]+)?", path)]
    assert bad == []
    keys = {p["name"] for p in parameters(document) if p["in"] == "query"}
    assert [key for key in keys if not re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key)] == []


def test_the_version_is_that_of_the_package(client: TestClient, document: dict[str, Any]) -> None:
    project = tomllib.loads((FILE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    answer = client.get("/v1/health")
    assert re.fullmatch(r"\d+\.\d+\.\d+", project["version"]), "semantic, as the NL API Design Rules ask"
    told = document["info"]["version"], answer.headers["api-version"], answer.json()["version"], API_VERSION
    assert set(told) == {project["version"]}
    assert create_app("postgresql+psycopg://", files=Path()).version == project["version"], "shown on the screens"


def test_operations_are_called_after_what_they_do(document: dict[str, Any]) -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations(document))
    assert [name for name, count in names.items() if count > 1] == []
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name)] == []
    assert {name.partition("_")[0] for name in names} <= VERBS


def test_the_document_is_small() -> None:
    assert FILE.stat().st_size <= MOST_BYTES


def test_nothing_is_lost_where_it_stands_once(document: dict[str, Any]) -> None:
    app = create_app("postgresql+psycopg://", files=Path()).state.api
    made = get_openapi(title=app.title, version="", routes=app.routes, separate_input_output_schemas=False)
    schemas_made = every_schema(made["components"]["schemas"]) | {"HTTPValidationError": {}}
    made["components"] = document["components"] | {"schemas": schemas_made}
    whole, shared = (
        {
            f"{name} {status}": (
                answer["content"],
                operation["body"],
                operation["parameters"].keys() - {"header if-none-match"},
            )
            for name, operation in compare_documents.operations(one).items()
            for status, answer in operation["answers"].items()
            if status < "300"
        }
        for one in (made, document)
    )
    assert list(compare_documents.differences(whole, shared)) == []


def test_each_thing_stands_in_the_document_once(document: dict[str, Any]) -> None:
    found = dict(schemas(document))
    assert [place for place, schema in found.items() if "title" in schema] == [], "made from names"
    enums = {place: schema for place, schema in found.items() if "enum" in schema}
    assert [place for place in enums if not re.fullmatch("/components/schemas/[A-Za-z]+", place)] == [], (
        "without a name"
    )
    given = [one for _, _, operation in operations(document) for one in operation.get("parameters", [])]
    for alike in (list(enums.values()), [one for one in given if "$ref" not in one]):
        counts = Counter(json.dumps(one, sort_keys=True) for one in alike)
        assert [one for one, count in counts.items() if count > 1] == []
    assert [place for place, schema in found.items() if place.startswith("/paths") and "properties" in schema] == []


def test_parts_that_differ_never_get_one_name() -> None:
    def operation(most: int) -> dict[str, Any]:
        return {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": most}}]}

    once, twice = [operation(1), operation(2)], [operation(1), operation(1)]
    assert (share_parameters(once), once) == ({}, [operation(1), operation(2)])
    assert share_parameters(twice) == {"Limit": operation(1)["parameters"][0]}
    assert twice == [{"parameters": [{"$ref": "#/components/parameters/Limit"}]}] * 2
    with pytest.raises(ValueError, match="two parameters would be called Limit"):
        share_parameters([operation(1), operation(1), operation(2), operation(2)])


def test_patterns_can_be_written_in_any_language(document: dict[str, Any]) -> None:
    patterns = {schema["pattern"] for _, schema in schemas(document) if "pattern" in schema}
    assert r"^[^\x00]*$" in patterns
    assert [pattern for pattern in patterns if not pattern.isprintable()] == []


def test_null_stands_beside_the_type(document: dict[str, Any]) -> None:
    found = [
        (place, schema["anyOf"]) for place, schema in schemas(document) if {"type": "null"} in schema.get("anyOf", [])
    ]
    assert [place for place, options in found if len(options) == 2 and "$ref" not in options[0]] == []
    assert [one["name"] for one in parameters(document) if "null" in repr(one["schema"])] == [], "left out, never null"


def test_names_do_not_clash_and_are_not_numbered(document: dict[str, Any]) -> None:
    names = [name for section in ("schemas", "parameters", "responses") for name in document["components"][section]]
    bad = [name for name in names if not re.fullmatch(r"([A-Z][a-z]+)+|Problem\d{3}", name)]
    assert bad == []
    assert "x-" not in repr(list(schemas(document)))
    every = set(re.findall(r"#/components/[\w/-]+", repr(document)))
    assert {one for one in every if not followed(document, {"$ref": one})} == set()
    unused = {f"#/components/{section}/{name}" for section, of in document["components"].items() for name in of} - every
    assert unused <= {f"#/components/responses/Problem{status}" for status in (405, 406)}


def test_what_is_read_can_be_written_back(document: dict[str, Any]) -> None:
    known = document["components"]["schemas"]
    for name in [name.removesuffix("Patch") for name in known if name.endswith("Patch")]:
        read, written = whole(known, name), whole(known, f"{name}Patch")
        assert {key for key in read if not read[key].get("readOnly")} == set(written), name
        for key in written:
            assert lists(known, read[key]) == lists(known, written[key]), (name, key)
    parts = [part.get("$ref", part.get("type")) for part in known["DateWritten"]["oneOf"]]
    assert parts == ["string", "#/components/schemas/DateRange"]


def whole(known: dict[str, Any], name: str) -> dict[str, Any]:
    """The properties of a schema, with those that it has from others."""
    parts = [known[name], *known[name].get("allOf", [])]
    inherited = [whole(known, part["$ref"].rpartition("/")[2]) for part in parts if "$ref" in part]
    own = [part.get("properties", {}) for part in parts]
    return {key: schema for properties in (*inherited, *own) for key, schema in properties.items()}


def lists(known: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The lists of words that a schema refers to."""
    names = set(re.findall(r"#/components/schemas/(\w+)", repr(schema)))
    return {name for name in names if "enum" in known[name]}


def test_texts_are_in_dutch(document: dict[str, Any]) -> None:
    texts = [document["info"]["description"], *(tag["description"] for tag in document["tags"])]
    texts += [text for _, _, o in operations(document) for text in (o["summary"], o.get("description", ""))]
    texts += [one.get("description", "") for one in parameters(document)]
    texts += [schema["description"] for _, schema in schemas(document) if "description" in schema]
    for _, _, operation in operations(document):
        texts += [followed(document, answer)["description"] for answer in operation["responses"].values()]
    assert len(texts) > 2000
    english = {text: found for text in texts if (found := ENGLISH & set(re.findall(r"\w+", text.lower())))}
    assert english == {}
    columns = [column.info for kind in served_kinds() for column in kind.columns.values()]
    labels = {f"{info['en']}." for info in columns} - {f"{info['nl']}." for info in columns}
    assert labels & set(texts) == set()


def test_every_answer_has_its_version_and_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, found in operation["responses"].items():
            shared = document["components"]["responses"].get(found.get("$ref", "").rpartition("/")[2])
            answer = shared or found
            if status.startswith(("2", "3")):
                assert "API-Version" in followed(document, answer)["headers"], (path, method, status)
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
            "ETag" in followed(document, operation["responses"].get("200", {})).get("headers", {}),
            "304" in operation["responses"],
        )
        expected = method == "get" and path != "/lifecycles"
        assert told[::2] == (expected, expected), (path, method)
        assert told[1] or not expected, path
    assert list(document["components"]["responses"]["NotModified"]["headers"]) == ["API-Version", "ETag"]


def test_dates_have_a_format(document: dict[str, Any]) -> None:
    for place, schema in schemas(document):
        above, _, name = place.rpartition("/")
        if above.endswith("/properties") and re.search(r"\w(D|_d)(ate|atum)|^(date|datum)$", name):
            assert schema.get("format") == "date", place
