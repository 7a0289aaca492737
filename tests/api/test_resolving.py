"""Asking who or what is meant."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.dependencies import get_session
from registry.comparing import RULES_VERSION
from registry.fingerprint import fingerprint

HEADER = ["cell", "kind", "mention", "role", "outcome", "supplier", "group", "group country", "score"]


@pytest.fixture
def asked(app: FastAPI, furnished_session: Session) -> TestClient:
    """A client on a register with the reference data that is shipped."""

    def the_session() -> Iterator[Session]:
        with furnished_session.begin_nested():
            yield furnished_session

    app.state.api.dependency_overrides[get_session] = the_session
    return TestClient(app, raise_server_exceptions=False)


def mentions(client: TestClient, cell: str, **more: Any) -> list[dict[str, Any]]:
    answer = client.post("/v1/suppliers/_resolve", json={"cells": [cell], **more})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"][0]["mentions"]
    return found


def test_each_cell_says_whom_it_means(asked: TestClient) -> None:
    cells = ["Microsoft Ireland Operations Ltd", "MS BV", "Azure OpenAI", "n.v.t.", "", "<script>alert(1)</script>"]
    answer = asked.post("/v1/suppliers/_resolve", json={"cells": cells, "on": "2026-11-01"}).json()
    assert (answer["on"], answer["rulesVersion"]) == ("2026-11-01", RULES_VERSION)
    assert [item["text"] for item in answer["items"]] == cells
    assert [item["kind"] for item in answer["items"]][3:5] == ["placeholder", "empty"]
    for item in answer["items"][:3]:
        (one,) = item["mentions"]
        assert (one["outcome"], one["group"]["name"], one["groupCountry"]) == ("sure", "Microsoft Corporation", "US")
        assert one["reasons"]
        assert item["text"][one["start"] : one["end"]] == one["text"]


def test_roles_and_the_group_as_on_a_date(asked: TestClient) -> None:
    found = mentions(asked, "Nuance (owned by Microsoft)", on="2026-01-01")
    assert [(one["text"], one["role"]) for one in found] == [("Nuance", "supplier"), ("Microsoft", "owner")]
    assert found[0]["group"]["name"] == "Microsoft Corporation"
    before = mentions(asked, "Nuance", on="2020-01-01")
    assert before[0]["group"]["name"] != "Microsoft Corporation"
    assert [one["role"] for one in mentions(asked, "Oracle via SoftwareONE")] == ["supplier", "reseller"]


def test_reasons_come_in_the_language_that_is_asked(asked: TestClient) -> None:
    told = [
        asked.post("/v1/suppliers/_resolve", json={"cells": ["TOPdesk"]}, headers={"Accept-Language": one}).json()
        for one in ("nl", "en")
    ]
    dutch, english = (one["items"][0]["mentions"][0]["reasons"][0] for one in told)
    assert "bekend" in dutch
    assert "known" in english


def test_it_comes_as_csv(asked: TestClient) -> None:
    answer = asked.post(
        "/v1/suppliers/_resolve", json={"cells": ["TOPdesk", "=1+1", ""]}, headers={"Accept": "text/csv"}
    )
    assert answer.headers["content-type"].startswith("text/csv")
    header, *lines = csv.reader(io.StringIO(answer.text))
    assert header == HEADER
    assert lines[0][:6] == ["TOPdesk", "suppliers", "TOPdesk", "supplier", "sure", "TOPdesk Nederland B.V."]
    assert lines[1][0] == "'=1+1"
    assert lines[-1] == ["", "empty", *[""] * 7]


def test_products(asked: TestClient) -> None:
    answer = asked.post("/v1/products/_resolve", json={"cells": ["SAP ECC 6.0", "Frobnicator 9000", ""]}).json()
    known, strange, empty = answer["items"]
    assert (known["outcome"], known["cycle"], known["cycles"]) == ("sure", "6.0", ["6.0"])
    assert (known["vendor"]["name"], known["worstCase"]["on"]) == ("SAP SE", "2027-12-31")
    assert (strange["outcome"], strange["product"], empty["kind"]) == ("new", None, "empty")
    assert (empty["outcome"], empty["parts"]) == (None, [])
    text = asked.post("/v1/products/_resolve", json={"cells": ["SAP ECC 6.0"]}, headers={"Accept": "text/csv"}).text
    assert text.splitlines()[0] == "cell,kind,outcome,product,vendor,cycle,cycles,worst case,event,score"


def test_a_cell_that_lists_products_has_an_answer_for_each(asked: TestClient) -> None:
    asked_for = {"cells": ["SAP ECC 6.0 / BizTalk 2016", "n.v.t."]}
    several, nothing = asked.post("/v1/products/_resolve", json=asked_for).json()["items"]
    assert (several["kind"], several["outcome"], several["product"]) == ("several", "sure", None)
    assert [(part["text"], part["cycle"]) for part in several["parts"]] == [
        ("SAP ECC 6.0", "6.0"),
        ("BizTalk 2016", "2016"),
    ]
    assert (nothing["kind"], nothing["outcome"]) == ("placeholder", None)
    text = asked.post("/v1/products/_resolve", json=asked_for, headers={"Accept": "text/csv"}).text
    assert [line.split(",")[:4] for line in text.splitlines()[1:]] == [
        ["SAP ECC 6.0 / BizTalk 2016", "product", "sure", "SAP ERP Central Component"],
        ["SAP ECC 6.0 / BizTalk 2016", "product", "sure", "Microsoft BizTalk Server"],
        ["n.v.t.", "placeholder", "", ""],
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Access 2010", ("sure", "Microsoft Office Access", "2010")),
        ("MS Word 2016", ("sure", "Microsoft Office Word", "2016")),
        ("Word 2016", ("sure", "Microsoft Office Word", "2016")),
        ("PowerPoint 2010", ("sure", "Microsoft Office PowerPoint", "2010")),
        ("Project Server 2016", ("sure", "Microsoft Office Project Server", "2016")),
        ("MS Project 2016", ("sure", "Microsoft Project Professional", "2016")),
        ("Project 2016", ("ask", None, None)),
        ("WebSphere", ("ask", None, None)),
        ("Windows Mobile 6", ("new", None, None)),
        ("Tibco", ("new", None, None)),
    ],
)
def test_a_shortened_name_is_not_taken_for_one_product(
    asked: TestClient, cell: str, expected: tuple[str, str | None, str | None]
) -> None:
    (found,) = asked.post("/v1/products/_resolve", json={"cells": [cell]}).json()["items"]
    assert (found["outcome"], (found["product"] or {}).get("name"), found["cycle"]) == expected


def test_nothing_is_written(asked: TestClient, furnished_session: Session) -> None:
    db = furnished_session.connection().connection.driver_connection
    assert isinstance(db, psycopg.Connection)
    before = fingerprint(db)
    mentions(asked, "Een Volstrekt Onbekende Leverancier B.V.")
    assert fingerprint(db) == before


def test_an_address_of_a_record_is_not_in_the_way(asked: TestClient) -> None:
    for kind in ("suppliers", "products"):
        assert asked.post(f"/v1/{kind}/_resolve", json={"cells": []}).json()["items"] == []
        assert asked.get(f"/v1/{kind}/_resolve").status_code in {400, 404, 405}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"cells": ["x"] * 10_001}, 400, "too_long"),
        ({"cells": ["x" * 100_001]}, 400, "string_too_long"),
        ({"cells": "Microsoft"}, 400, "list_type"),
        ({"cells": [1]}, 400, "string_type"),
        ({}, 400, "missing"),
        ({"cells": ["x"], "on": "gisteren"}, 400, "date_from_datetime_parsing"),
    ],
)
def test_what_is_wrong_is_told(asked: TestClient, body: object, status: int, code: str) -> None:
    answer = asked.post("/v1/suppliers/_resolve", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)
    assert "niet geldig" not in answer.json()["errors"][0]["detail"]


def test_a_body_that_is_too_large(asked: TestClient) -> None:
    answer = asked.post("/v1/suppliers/_resolve", json={"cells": ["x" * 90_000] * 200})
    assert (answer.status_code, "bytes" in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize(
    "cell", ["x" * 100_000, "مايكروسوفت", ";;;///", "🦄🦄", "'; DROP TABLE suppliers; --", "a\nb\tc"]
)
def test_odd_cells_are_answered(asked: TestClient, cell: str) -> None:
    answer = asked.post("/v1/suppliers/_resolve", json={"cells": [cell]})
    assert answer.status_code == 200
    assert answer.json()["items"][0]["text"] == cell
