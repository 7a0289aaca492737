from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import ACTING_AS, Landscape

PATCH = {**ACTING_AS, "Content-Type": "application/merge-patch+json"}


@pytest.fixture(autouse=True)
def _somebody(landscape: Landscape) -> None:
    """The organisation that the tests act for is known."""


def create(client: TestClient, body: object, **headers: str) -> Any:
    return client.post("/v1/suppliers", json=body, headers={**ACTING_AS, **headers})


def test_make_change_and_end(client: TestClient) -> None:
    made = create(client, {"name": "Proef BV", "founded": "2001", "countryOfHeadquarters": "NL"})
    assert made.status_code == 201
    address = made.headers["location"]
    assert address == f"/v1/suppliers/{made.json()['id']}"
    assert made.json()["founded"] == {
        "earliest": "2001-01-01", "latest": "2001-12-31", "precision": "year", "text": "2001",
    }  # fmt: skip
    tagged = PATCH | {"If-Match": made.headers["etag"]}
    changed = client.patch(address, content=b'{"website": "https://a.example", "founded": null}', headers=tagged)
    assert (changed.status_code, changed.json()["website"], changed.json()["founded"]) == (
        200,
        "https://a.example",
        None,
    )
    ending = {"on": "2026-12-31", "reason": "Opgeheven"}
    ended = client.post(f"{address}/_end", json=ending, headers=ACTING_AS)
    assert ended.json()["endedOn"]["text"] == "2026-12-31"
    cause = client.get(f"{address}/versions").json()["items"][0]["cause"]
    assert (cause["by"], cause["reason"]) == ("j.jansen", "Opgeheven")


def test_a_change_needs_the_version_it_was_made_from(client: TestClient) -> None:
    address = create(client, {"name": "Proef BV"}).headers["location"]
    asked = [
        client.patch(address, content=b"{}", headers=PATCH),
        client.patch(address, content=b"{}", headers=PATCH | {"If-Match": '"old"'}),
        client.patch(address, content=b"{}", headers=PATCH | {"If-Match": "*"}),
        client.patch(address, content=b"{}", headers=PATCH | {"Content-Type": "application/json", "If-Match": "*"}),
    ]
    assert [answer.status_code for answer in asked] == [428, 412, 200, 415]


def test_every_field_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    answer = create(client, {"kvk": "1", "countryOfHeadquarters": "XX", "colour": 1})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [error["name"] for error in answer.json()["errors"]] == ["/kvk", "/countryOfHeadquarters", "/colour"]
    assert create(client, ["x"]).json()["errors"][0]["code"] == "dict_type"
    broken = client.post("/v1/suppliers", content=b"{", headers=ACTING_AS | {"Content-Type": "application/json"})
    assert broken.json()["errors"][0]["code"] == "json_invalid"


def test_the_same_request_again_is_done_once(client: TestClient) -> None:
    first, again = (create(client, {"name": "Proef BV"}, **{"Idempotency-Key": "a"}) for _ in range(2))
    assert (again.status_code, again.json(), again.headers["location"], again.headers["etag"]) == (
        201, first.json(), first.headers["location"], first.headers["etag"],
    )  # fmt: skip
    assert client.get("/v1/suppliers").json()["estimate"] == 1
    other = create(client, {"name": "Ander BV"}, **{"Idempotency-Key": "a"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:landschap:problem:key-reused")
    assert create(client, {"name": "Ander BV"}, **{"Idempotency-Key": "b"}).status_code == 201


def test_a_key_whose_request_is_still_at_work(
    client: TestClient, db: psycopg.Connection[Any], engine: Any, landscape: Landscape
) -> None:
    organisation = db.execute("SELECT id FROM organisations").fetchone()
    assert organisation
    with engine.connect() as beside, beside.begin():
        lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        beside.exec_driver_sql(lock, (f"landschap.idempotency j.jansen@{organisation[0]} a",))
        answer = create(client, {"name": "Proef BV"}, **{"Idempotency-Key": "a"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:landschap:problem:key-in-progress")


def test_a_body_that_is_too_large_is_not_read(client: TestClient) -> None:
    answer = create(client, {"name": "x" * 1_100_000})
    assert (answer.status_code, answer.json()["detail"]) == (413, "Er mogen hoogstens 1048576 bytes gestuurd worden.")


def test_a_person_decides_that_two_are_the_same(client: TestClient) -> None:
    left, right = (create(client, {"name": name}).json()["id"] for name in ("Alfa", "Alfa Holding"))
    judging = {"kind": "supplier", "left": left, "right": right, "verdict": "same", "reason": "Een bedrijf"}
    answer = client.post("/v1/judgements", json=judging, headers=ACTING_AS)
    assert answer.status_code == 201
    assert answer.json()["decidedAt"] == "2026-11-23T12:00:03Z"
    assert client.get(f"/v1/suppliers/{right}").json()["id"] == left
    assert client.get("/v1/questions?kind=supplier").json() == {"items": [], "next": None}
    wrong = client.post("/v1/judgements", json=judging | {"verdict": "maybe", "kind": "boat"}, headers=ACTING_AS)
    assert [error["name"] for error in wrong.json()["errors"]] == ["/kind", "/verdict"]


def test_what_is_known_of_an_application_beside_itself_is_made_and_changed_too(client: TestClient) -> None:
    def made(path: str, body: dict[str, object]) -> Any:
        answer = client.post(f"/v1/{path}", json=body, headers=ACTING_AS)
        assert answer.status_code == 201, answer.json()
        return answer

    application = made("applications", {"name": "Kluis"}).json()["id"]
    product = made("products", {"name": "Windows Server"}).json()["id"]
    about = {"applicationId": application}
    answers = [
        made("assessments", {"what": "dpia", "doneOn": "2024-03-01", **about}),
        made("findings", {"name": "Geen logging", "severity": "high", **about}),
        made("support-purchases", {"productId": product, "until": "2027", **about}),
        made("application-phases", {"state": "being_phased_out", "planned": "2027-Q2", **about}),
    ]
    related = client.get(f"/v1/applications/{application}?expand=related").json()["related"]
    assert [len(related[name]) for name in ("assessments", "findings", "supportPurchases", "phases")] == [1, 1, 1, 1]
    finding = answers[1].headers["location"]
    closing = PATCH | {"If-Match": answers[1].headers["etag"]}
    closed = client.patch(finding, content=b'{"closedOn": "2026-11-20"}', headers=closing)
    assert closed.json()["closedOn"]["text"] == "2026-11-20"
    assert [one["changes"][0]["field"] for one in client.get(f"{finding}/versions").json()["items"][:1]] == ["closedOn"]
    assert client.get(f"{finding}/provenance").json()["fields"]["closedOn"]["stated"]["sourceType"] == "hand"
    listed = client.get(f"/v1/findings?applicationId={application}&severity=high").json()["items"]
    assert [one["name"] for one in listed] == ["Geen logging"]
    wrong = client.post("/v1/assessments", json={"doneOn": "2024"}, headers=ACTING_AS)
    assert [error["name"] for error in wrong.json()["errors"]] == ["/what", "/applicationId"]
