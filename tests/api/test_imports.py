import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import api.routes.imports
from registry.queue import STAGE
from tests.api.conftest import ACTING_AS, MOMENT, Landscape

FILE = b"Naam;Leverancier\nA;B\n"


@pytest.fixture(autouse=True)
def _somebody(landscape: Landscape) -> None:
    """The organisation that the tests act for is known."""


def upload(client: TestClient, content: bytes = FILE, headers: dict[str, str] = ACTING_AS, **form: str) -> Any:
    sent = {"organisation": "BZK", "source": "proef", **form}
    return client.post("/v1/imports", files={"file": ("lijst.csv", content)}, data=sent, headers=headers)


def previewed(client: TestClient, db: psycopg.Connection[Any]) -> str:
    """The address of an import that has been read."""
    number = upload(client).json()["id"]
    db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (MOMENT, number))
    return f"/v1/imports/{number}"


def jobs(db: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    """The jobs of imports; what changes the register queues a look at what is due as well."""
    asked = "SELECT task_name, args FROM procrastinate_jobs WHERE task_name <> 'scan_alerts' ORDER BY id"
    return db.execute(asked).fetchall()


def test_a_file_is_kept_and_read_by_the_worker(client: TestClient, db: psycopg.Connection[Any]) -> None:
    answer = upload(client, completeness="complete", asOf="2026-11-01", mapping='{"Naam": "application.name"}')
    found = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (202, f"/v1/imports/{found['id']}")
    assert {name: found[name] for name in ("filename", "size", "state", "completeness", "asOf", "receivedBy")} == {
        "filename": "lijst.csv", "size": len(FILE), "state": "received", "completeness": "complete",
        "asOf": "2026-11-01", "receivedBy": "j.jansen",
    }  # fmt: skip
    assert found["organisation"]["name"] == "Ministerie van BZK"
    assert jobs(db) == [(STAGE, {"import_id": found["id"]})]
    content = client.get(f"/v1/imports/{found['id']}/content")
    assert (content.content, content.headers["x-content-type-options"]) == (FILE, "nosniff")
    assert 'filename="lijst.csv"' in content.headers["content-disposition"]


def test_the_same_file_again_is_the_same_import(client: TestClient, db: psycopg.Connection[Any]) -> None:
    first, again = upload(client), upload(client)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert again.json()["note"].startswith("Dit bestand is van deze bron al eerder ontvangen")
    assert len(jobs(db)) == 1
    keyed = [upload(client, source="ander", headers=ACTING_AS | {"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in keyed] == [202, 202]
    other = upload(client, b"x", source="ander", headers=ACTING_AS | {"Idempotency-Key": "k"})
    assert other.status_code == 422


def test_what_is_wrong_with_the_form(client: TestClient) -> None:
    answer = client.post("/v1/imports", data={"completeness": "half"}, files={"x": b""}, headers=ACTING_AS)
    assert [error["name"] for error in answer.json()["errors"]] == ["/file", "/organisation", "/completeness", "/x"]
    assert upload(client, mapping="{").json()["errors"][0]["name"] == "/mapping"
    assert upload(client, organisation="Nergens").json()["detail"] == "Organisatie 'Nergens' is niet bekend."
    assert client.post("/v1/imports", json={}, headers=ACTING_AS).status_code == 415


def test_a_file_that_is_too_large_is_not_kept(client: TestClient, app: FastAPI) -> None:
    answer = upload(client, b"x" * 100_001)
    assert (answer.status_code, answer.json()["detail"]) == (413, "Er mogen hoogstens 100000 bytes gestuurd worden.")
    assert not app.state.files.exists()


def test_a_full_disk_loses_nothing(
    client: TestClient, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(api.routes.imports, "receive_upload", full)
    answer = upload(client)
    assert (answer.status_code, answer.headers["content-type"]) == (507, "application/problem+json")
    assert client.get("/v1/imports?organisation=BZK").json()["items"] == []
    assert jobs(db) == []


def test_apply_and_undo_are_asked_of_the_worker(client: TestClient, db: psycopg.Connection[Any]) -> None:
    address = previewed(client, db)
    stale = client.post(f"{address}/_apply", json={"previewedAt": "2020-01-01T00:00:00Z"}, headers=ACTING_AS)
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:landschap:problem:stale-plan")
    seen = {"previewedAt": MOMENT.isoformat(), "endMissing": True}
    applied = client.post(f"{address}/_apply", json=seen, headers=ACTING_AS)
    assert (applied.status_code, applied.json()["state"]) == (202, "applying")
    number = applied.json()["id"]
    assert jobs(db)[-1] == ("apply_import", {"import_id": number, "by": "j.jansen", "end_missing": True})
    assert client.post(f"{address}/_apply", json={}, headers=ACTING_AS).status_code == 409
    db.execute("UPDATE imports SET state = 'applied', applied_at = now() WHERE id = %s", (number,))
    undone = client.post(f"{address}/_undo", json={"reason": "Vergissing"}, headers=ACTING_AS)
    assert (undone.json()["state"], undone.json()["reason"]) == ("undoing", "Vergissing")
    assert jobs(db)[-1] == ("undo_import", {"import_id": number, "by": "j.jansen"})


def test_an_import_is_laid_aside(client: TestClient, db: psycopg.Connection[Any]) -> None:
    address = previewed(client, db)
    assert client.post(f"{address}/_cancel", headers=ACTING_AS).json()["state"] == "cancelled"
    assert client.post(f"{address}/_cancel", headers=ACTING_AS).status_code == 409
    assert client.post("/v1/imports/999999/_cancel", headers=ACTING_AS).status_code == 404


def test_headings_get_their_meaning(client: TestClient, db: psycopg.Connection[Any]) -> None:
    number = upload(client, mapping='{"Naam": "application.department", "Leverancier": null}').json()["id"]
    address = f"/v1/imports/{number}/mapping"
    wrong = client.put(address, json={"headings": {"Naam": "application.colour"}}, headers=ACTING_AS)
    assert wrong.json()["detail"] == "Deze velden bestaan niet: application.colour."
    answer = client.put(address, json={"headings": {"Naam": "application.name"}}, headers=ACTING_AS)
    assert (answer.status_code, answer.json()["state"]) == (202, "received")
    assert db.execute("SELECT mapping FROM imports WHERE id = %s", (number,)).fetchone() == ({"Leverancier": None},)
    assert db.execute("SELECT heading, field FROM saved_mappings").fetchall() == [("Naam", "application.name")]


def test_problems_come_with_sentences_and_as_csv(client: TestClient, db: psycopg.Connection[Any]) -> None:
    address = previewed(client, db)
    number = address.rpartition("/")[2]
    for row in range(3):
        db.execute(
            "INSERT INTO problems (import_id, severity, code, sheet, row_number, position, value)"
            " VALUES (%s, 'warning', 'not_a_number', 0, %s, 1, '=veel')",
            (number, row),
        )
    page = client.get(f"{address}/problems?limit=2", headers={"Accept-Language": "en"})
    assert (page.json()["total"], page.json()["items"][0]["row"]) == (3, 0)
    assert page.json()["items"][0]["title"] == "Not a number"
    assert [item["row"] for item in client.get(page.links["next"]["url"]).json()["items"]] == [2]
    lines = client.get(f"{address}/problems", headers={"Accept": "text/csv"}).text.splitlines()
    assert (len(lines), lines[1].endswith(";'=veel")) == (4, True)
    assert client.get(f"{address}/columns").json() == {"items": []}
    assert client.get(f"{address}/rows").json() == {"kind": None, "items": [], "next": None}
    assert client.get(f"{address}/plan").json()["rows"] == []


def test_progress_tells_how_long_it_will_take(client: TestClient, db: psycopg.Connection[Any]) -> None:
    address = previewed(client, db)
    db.execute(
        "INSERT INTO import_progress VALUES (%s, 'read', 500, 2000, now() - interval '10 s', now())",
        (address.rpartition("/")[2],),
    )
    progress = client.get(address).json()["progress"]
    assert (progress["phase"], progress["rowsPerSecond"], progress["secondsLeft"]) == ("read", 50.0, 30.0)


def test_lists_of_imports_go_by_key(
    client: TestClient, db: psycopg.Connection[Any], statements: Callable[[], int]
) -> None:
    for source in "abc":
        upload(client, source=source)
    before = statements()
    page = client.get("/v1/imports?organisation=BZK&limit=2")
    assert statements() - before <= 4
    assert [item["source"]["name"] for item in page.json()["items"]] == ["c", "b"]
    following = client.get(page.links["next"]["url"])
    assert [item["source"]["name"] for item in following.json()["items"]] == ["a"]


def test_workbooks_to_take_away(client: TestClient, tmp_path: Path) -> None:
    for address in ("/v1/imports/template", "/v1/exports/BZK"):
        answer = client.get(address)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")
        assert answer.headers["content-type"].endswith("spreadsheetml.sheet")


def test_applying_and_undoing_need_no_body(client: TestClient, db: psycopg.Connection[Any]) -> None:
    address = previewed(client, db)
    assert client.post(f"{address}/_apply", headers=ACTING_AS).status_code == 202
    db.execute("UPDATE imports SET state = 'applied'")
    assert client.post(f"{address}/_undo", headers=ACTING_AS).status_code == 202
