"""A legal entity that exists and is no supplier yet: proposed where nobody else is meant, and adopted."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.dependencies import get_session
from registry.actors import Actor, Deed
from registry.legal_entities import EntityFile, EntityRow, load_entities
from registry.receiving import NOBODY
from tests.importers.gleif_answers import lei_of

ACTING = {"X-Acting-As": "s.steward@BZK"}
LEI, FUND = lei_of("WATERKANT"), lei_of("FONDS")


@pytest.fixture
def client(app: FastAPI, furnished_session: Session) -> TestClient:
    def the_session() -> Iterator[Session]:
        with furnished_session.begin_nested():
            yield furnished_session

    app.state.api.dependency_overrides[get_session] = the_session
    db = furnished_session.connection().connection.driver_connection
    assert isinstance(db, psycopg.Connection)
    rows = [
        EntityRow(2, LEI, "Waterkant Systemen B.V.", "NL", "GENERAL"),
        EntityRow(3, FUND, "Waterkant Fund", "NL", "FUND"),
    ]
    load_entities(db, iter(rows), EntityFile("lijst.csv", "0" * 64), Deed(Actor("test", NOBODY), datetime.now(UTC)))
    return TestClient(app)


def test_it_is_proposed_adopted_and_then_meant(client: TestClient) -> None:
    asked = {"cells": ["Waterkant Systemen", "Waterkant Fund"]}
    systems, fund = (one["mentions"][0] for one in client.post("/v1/suppliers/_resolve", json=asked).json()["items"])
    assert [(one["lei"], one["country"]) for one in systems["legalEntities"]] == [(LEI, "NL")]
    assert (systems["outcome"], fund["legalEntities"]) == ("new", [])
    adopted = client.post(f"/v1/legal-entities/{LEI}/_adopt", headers=ACTING)
    assert (adopted.status_code, adopted.json()["name"]) == (201, "Waterkant Systemen B.V.")
    assert client.get(adopted.headers["Location"]).json()["lei"] == LEI
    again = client.post(f"/v1/legal-entities/{LEI}/_adopt", headers=ACTING)
    assert again.json() == adopted.json()
    (meant,) = client.post("/v1/suppliers/_resolve", json={"cells": ["Waterkant Systemen BV"]}).json()["items"][0][
        "mentions"
    ]
    assert (meant["outcome"], meant["supplier"]["id"], meant["legalEntities"]) == ("sure", adopted.json()["id"], [])


@pytest.mark.parametrize(("lei", "status"), [(FUND, 400), (lei_of("WEG"), 404), ("x", 404)])
def test_what_cannot_be_adopted(client: TestClient, lei: str, status: int) -> None:
    assert client.post(f"/v1/legal-entities/{lei}/_adopt", headers=ACTING).status_code == status
