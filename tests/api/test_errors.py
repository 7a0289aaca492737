import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.headers import SAFETY
from registry.errors import StalePlan


def brief(answer: object) -> tuple[object, ...]:
    assert hasattr(answer, "json")
    content = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    assert content["status"] == answer.status_code  # type: ignore[attr-defined]
    return content["status"], content["title"], content["instance"]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/nothing", (404, "Niet gevonden", "/v1/nothing")),
        ("GET", "/v1/suppliers/", (404, "Niet gevonden", "/v1/suppliers/")),
        ("GET", "/v1/imports/999999", (404, "Niet gevonden", "/v1/imports/999999")),
        ("GET", "/v1/imports/x", (400, "Ongeldige invoer", "/v1/imports/x")),
        ("DELETE", "/v1/suppliers", (405, "Methode niet toegestaan", "/v1/suppliers")),
        ("GET", "/v1/suppliers?limit=0", (400, "Ongeldige invoer", "/v1/suppliers")),
    ],
)
def test_errors_are_problem_details(client: TestClient, method: str, path: str, expected: tuple[object, ...]) -> None:
    answer = client.request(method, path)
    assert brief(answer) == expected
    assert {name: answer.headers[name] for name in SAFETY} == SAFETY


def test_an_unsupported_method_says_what_is_supported(client: TestClient) -> None:
    assert client.delete("/v1/health").headers["allow"] == "GET, HEAD"
    assert client.put("/v1/suppliers").headers["allow"] == "GET, HEAD, POST"


def test_what_can_be_got_can_be_asked_for_without_its_body(client: TestClient) -> None:
    whole, bare = client.get("/v1/health"), client.head("/v1/health")
    assert (bare.status_code, bare.content) == (200, b"")
    assert bare.headers["content-length"] == whole.headers["content-length"]


def test_all_that_is_wrong_comes_in_one_answer_and_in_the_language_of_the_caller(client: TestClient) -> None:
    path = "/v1/applications?limit=many&kind=boat&colour=red&q=a&q=b"
    assert client.get(path).json()["errors"] == [
        {"in": "query", "name": "q", "code": "repeated", "detail": "Dit mag maar een keer voorkomen."}
    ]
    path = path.removesuffix("&q=b")
    found = {error["name"]: error["detail"] for error in client.get(path).json()["errors"]}
    assert found["limit"] == "Dit is geen geheel getal."
    assert found["colour"] == "Dit veld is hier niet bekend."
    assert found["kind.0"].startswith("Kies een van: 'package'")
    english = client.get(path, headers={"Accept-Language": "nl;q=0.5, en"})
    assert english.headers["content-language"] == "en"
    assert {error["name"]: error["detail"] for error in english.json()["errors"]}[
        "limit"
    ] == "This is not a whole number."


def test_what_nobody_expected_tells_nothing_of_the_inside() -> None:
    app = create_app("postgresql+psycopg://", files=Path("none"))

    def fails(error: Exception) -> Callable[[], None]:
        def fail() -> None:
            raise error

        return fail

    for path, error in {
        "/broken": ZeroDivisionError("secret"),
        "/full": OSError(errno.ENOSPC, "no space"),
        "/stale": StalePlan(),
    }.items():
        app.state.api.add_api_route(path, fails(error))
    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get("/v1/broken")
    assert brief(answer) == (500, "Er ging iets mis", "/v1/broken")
    assert "secret" not in answer.text
    assert answer.headers["api-version"] == SAFETY["API-Version"]
    assert brief(client.get("/v1/full"))[:2] == (507, "Geen ruimte")
    assert client.get("/v1/stale").json()["type"] == "urn:landschap:problem:stale-plan"


def test_a_database_that_is_gone_is_said_to_be_gone() -> None:
    app = create_app("postgresql+psycopg://nobody@127.0.0.1:1/none", files=Path("none"))
    answer = TestClient(app, raise_server_exceptions=False).get("/v1/health")
    assert brief(answer)[:2] == (503, "Tijdelijk niet beschikbaar")


def test_who_acts_must_be_said(client: TestClient) -> None:
    answer = client.post("/v1/suppliers", json={"name": "Alfa"})
    assert brief(answer)[0] == 400
    assert answer.json()["errors"] == [
        {"in": "header", "name": "X-Acting-As", "code": "missing", "detail": "Dit is verplicht."}
    ]
    unknown = client.post("/v1/suppliers", json={"name": "Alfa"}, headers={"X-Acting-As": "jan@Nergens"})
    assert (unknown.status_code, unknown.json()["detail"]) == (400, "Organisatie 'Nergens' is niet bekend.")
