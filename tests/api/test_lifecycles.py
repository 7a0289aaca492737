"""What was stated of the lives of product versions, through HTTP."""

from typing import Any
from uuid import UUID

import psycopg
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import ACTING_AS, Landscape

SUPPORT = "end_of_security_support"


@pytest.fixture
def version(landscape: Landscape, db: psycopg.Connection[Any]) -> UUID:
    landscape.add("product", {"pg": {"name": "PostgreSQL", "purl": "pkg:github/postgres/postgres"}})
    product = landscape.ref("product", "pg")
    landscape.add("product_version", {"pg16": {"product": product, "name": "16"}})
    dated: dict[str, str | None] = {
        "product_version": landscape.ref("product_version", "pg16"), "event": SUPPORT,
        "happens": "[2028-11-09,2028-11-10)", "stated": "9 november 2028"}  # fmt: skip
    landscape.add("lifecycle_date", {"pg16#eol": dated})
    row = db.execute("SELECT id FROM product_versions").fetchone()
    assert row
    return UUID(str(row[0]))


def items(client: TestClient, version: UUID, **query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/product-versions/{version}/lifecycle-statements", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_what_was_stated_and_by_whom(client: TestClient, version: UUID) -> None:
    (one,) = items(client, version)
    shown = {name: one[name] for name in ("event", "stated", "precision", "counts", "why", "source", "row", "ended")}
    assert shown == {
        "event": SUPPORT, "stated": "9 november 2028", "precision": "day", "counts": True, "why": "only",
        "source": "test lifecycle_date", "row": 2, "ended": None}  # fmt: skip
    assert one["happens"] == {
        "earliest": "2028-11-09", "latest": "2028-11-09", "precision": "day", "text": "2028-11-09"}  # fmt: skip
    assert items(client, version, asKnownOn="2026-11-22") == []
    listed = client.get(f"/v1/product-versions/{version}/lifecycle-statements", headers={"Accept": "text/csv"})
    assert "9 november 2028" in listed.text
    assert client.get(f"/v1/product-versions/{UUID(int=7)}/lifecycle-statements").status_code == 404


def test_by_hand_stated_and_withdrawn(client: TestClient, version: UUID) -> None:
    path = f"/v1/product-versions/{version}/lifecycle-statements"
    body = {"event": SUPPORT, "when": "Q3 2027", "reason": "Brief van de maker van 1 november"}
    made = client.post(path, json=body, headers=ACTING_AS | {"Idempotency-Key": "een"})
    assert made.status_code == 201, made.text
    assert client.post(path, json=body, headers=ACTING_AS | {"Idempotency-Key": "een"}).json() == made.json()
    assert made.headers["Location"].endswith(f"/lifecycle-dates/{made.json()['id']}")
    assert (made.json()["stated"], made.json()["why"], made.json()["statedBy"]) == ("Q3 2027", "hand", "j.jansen")
    assert made.json()["organisation"]["name"] == "Ministerie van BZK"
    gone = client.post(f"{path}/{made.json()['id']}/_withdraw", json={"reason": "Vergissing"}, headers=ACTING_AS)
    assert (gone.status_code, gone.json()["ended"], gone.json()["endedReason"]) == (200, "withdrawn", "Vergissing")
    assert [(one["stated"], one["counts"]) for one in items(client, version)] == [
        ("9 november 2028", True), ("Q3 2027", False)]  # fmt: skip


def test_what_cannot_be_stated(client: TestClient, version: UUID) -> None:
    path = f"/v1/product-versions/{version}/lifecycle-statements"
    for body in ({"event": SUPPORT, "when": "binnenkort", "reason": "a"}, {"event": "einde", "when": "2027", "reason": "a"},
                 {"event": SUPPORT, "when": "2027-02-29", "reason": "a"}, {"event": SUPPORT, "when": "2027"}):  # fmt: skip
        refused = client.post(path, json=body, headers=ACTING_AS)
        assert refused.status_code == 400, body
        assert refused.headers["content-type"] == "application/problem+json"
    nothing = f"/v1/product-versions/{UUID(int=7)}/lifecycle-statements"
    body = {"event": SUPPORT, "when": "2027", "reason": "a"}
    assert client.post(nothing, json=body, headers=ACTING_AS).status_code == 404
    assert client.post(f"{path}/{UUID(int=7)}/_withdraw", json={"reason": "a"}, headers=ACTING_AS).status_code == 404


def test_in_the_formats_of_others(client: TestClient, version: UUID, db: psycopg.Connection[Any]) -> None:
    row = db.execute("SELECT id FROM products").fetchone()
    assert row
    core = client.get("/v1/lifecycles", params={"productVersionId": str(version)}).json()
    assert core["end_of_security_support"] == "2028-11-09T00:00:00Z"
    everything = client.get("/v1/lifecycles", params={"format": "openeox"}).json()
    assert [one["core"] for one in everything["statements"]] == [core]
    cle = client.get("/v1/lifecycles", params={"format": "cle", "productId": str(row[0])}).json()
    assert (cle["identifier"], cle["events"][0]["type"]) == ("pkg:github/postgres/postgres", "endOfSupport")
    bom = client.get("/v1/lifecycles", params={"format": "cyclonedx"})
    assert bom.headers["content-type"] == "application/vnd.cyclonedx+json"
    assert bom.json()["components"][0]["version"] == "16"
    before = client.get("/v1/lifecycles", params={"format": "cle", "asKnownOn": "2020-01-01"})
    assert before.json() == []
    for query, status in (({"format": "xml"}, 400), ({"productId": str(UUID(int=7))}, 404), ({"wat": "1"}, 400)):
        assert client.get("/v1/lifecycles", params=query).status_code == status


@pytest.mark.parametrize("form", ["openeox", "cle", "cyclonedx"])
def test_one_of_which_nothing_can_be_told_is_said_to_be_so(
    client: TestClient, version: UUID, landscape: Landscape, form: str
) -> None:
    """No answer without content: that is no document in any of the formats."""
    product = landscape.ref("product", "pg")
    other = client.post("/v1/products", json={"name": "MySQL"}, headers=ACTING_AS).json()["id"]
    silent = client.post("/v1/product-versions", json={"name": "8", "productId": other}, headers=ACTING_AS).json()["id"]

    def answer(language: str = "nl", **query: str) -> tuple[int, str, str]:
        asked = client.get("/v1/lifecycles", params={"format": form} | query, headers={"Accept-Language": language})
        return asked.status_code, asked.json().get("type"), asked.json().get("detail")

    mixed = {"productId": other, "productVersionId": str(version)}
    expected = (400, "urn:landschap:problem:other-product")
    assert answer(**mixed) == (*expected, "Deze versie is er een van een ander product.")
    assert answer("en", **mixed) == (*expected, "This version is one of another product.")
    nothing = (404, "urn:landschap:problem:nothing-stated")
    assert answer(productVersionId=silent)[:2] == nothing
    assert answer(productId=other)[:2] == nothing
    assert answer(productVersionId=str(version), asKnownOn="2020-01-01")[:2] == nothing
    assert answer(productId=product, productVersionId=str(version))[0] == 200
