"""A steward extends the catalogue of suppliers, by hand and by import."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.dependencies import get_session
from tests.api.conftest import ACTING_AS

Json = dict[str, Any]


@pytest.fixture
def steward(app: FastAPI, furnished_session: Session) -> TestClient:
    """A client on a register with the reference data that is shipped."""

    def the_session() -> Iterator[Session]:
        with furnished_session.begin_nested():
            yield furnished_session

    app.state.api.dependency_overrides[get_session] = the_session
    return TestClient(app, raise_server_exceptions=False)


def meant(client: TestClient, *cells: str) -> list[tuple[str, str | None]]:
    answer = client.post("/v1/suppliers/_resolve", json={"cells": cells}).json()
    found = [item["mentions"][0] for item in answer["items"]]
    return [(one["outcome"], one["supplier"] and one["supplier"]["name"]) for one in found]


def test_names_by_hand_are_known_at_once(steward: TestClient) -> None:
    new: Json = {
        "name": "Kwantelaar Software B.V.", "aliases": ["Kwantel"], "formerNames": ["Oude Kwast Automatisering"],
        "productNames": ["KwantelSuite"], "confidence": 0.9, "evidence": "KvK-uittreksel van 1 november 2026",
    }  # fmt: skip
    made = steward.post("/v1/suppliers", json=new, headers=ACTING_AS)
    assert made.status_code == 201, made.text
    assert {key: made.json()[key] for key in new} == new | {"confidence": made.json()["confidence"]}
    known = ("sure", "Kwantelaar Software B.V.")
    assert meant(steward, "Kwantel", "Oude Kwast Automatisering", "KwantelSuite", "Kwantelaar Software") == [known] * 4
    patch = ACTING_AS | {"Content-Type": "application/merge-patch+json", "If-Match": made.headers["etag"]}
    changed = steward.patch(made.headers["location"], json={"aliases": ["Kwantel", "KWX Holland"]}, headers=patch)
    assert changed.status_code == 200, changed.text
    assert meant(steward, "KWX Holland") == [known]


def test_a_name_of_another_is_not_taken(steward: TestClient) -> None:
    new: Json = {
        "name": "Kwantelaar Software B.V.",
        "aliases": ["TOPdesk", "Kwantel"],
        "productNames": ["Azure OpenAI"],
    }
    refused = steward.post("/v1/suppliers", json=new, headers=ACTING_AS)
    assert refused.status_code == 400
    assert [(error["name"], error["detail"]) for error in refused.json()["errors"]] == [
        ("/aliases", "'TOPdesk' betekent al 'TOPdesk Nederland B.V.'."),
        ("/productNames", "'Azure OpenAI' betekent al 'Microsoft Corporation'."),
    ]
    assert meant(steward, "TOPdesk", "Azure OpenAI") == [
        ("sure", "TOPdesk Nederland B.V."), ("sure", "Microsoft Corporation"),
    ]  # fmt: skip
    made = steward.post("/v1/suppliers", json={"name": "Kwantelaar Software B.V."}, headers=ACTING_AS)
    patch = ACTING_AS | {"Content-Type": "application/merge-patch+json", "If-Match": made.headers["etag"]}
    taking = steward.patch(made.headers["location"], json={"formerNames": ["TOPdesk"]}, headers=patch)
    assert (taking.status_code, taking.json()["errors"][0]["name"]) == (400, "/formerNames")


def test_a_known_supplier_keeps_its_own_names(steward: TestClient) -> None:
    (found,) = [
        one for one in steward.get("/v1/suppliers?q=TOPdesk+Nederland").json()["items"]
        if one["name"] == "TOPdesk Nederland B.V."
    ]  # fmt: skip
    address = f"/v1/suppliers/{found['id']}"
    patch = ACTING_AS | {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
    names = [*(found["aliases"] or []), "TOPdesk", "Topdesk Zuidas"]
    changed = steward.patch(address, json={"aliases": names}, headers=patch)
    assert changed.status_code == 200, changed.text
    assert meant(steward, "Topdesk Zuidas") == [("sure", "TOPdesk Nederland B.V.")]
