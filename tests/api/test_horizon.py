import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.negotiating import PDF, XLSX
from tests.registry.bringing import open_register
from tests.registry.horizon_landscape import fill

BASE = "/v1/reports/lifecycle-horizon"


@pytest.fixture
def ids(session: Session, db: psycopg.Connection[Any]) -> dict[str, UUID]:
    return fill(open_register(session))


def test_the_horizon(client: TestClient, ids: dict[str, UUID]) -> None:
    found = client.get(BASE, params={"per": "organisation"}).json()
    assert found["on"] == "2026-11-23"
    assert [(c["bucket"], c["applications"]) for c in found["total"]["counts"]] == [
        ("overdue", 1), ("0-6", 1), ("6-12", 1), ("12-24", 1), ("24+", 1), ("unknown", 1),
    ]  # fmt: skip
    assert found["total"]["counts"][0]["share"] == {"low": pytest.approx(1 / 6), "high": pytest.approx(1 / 3)}
    assert [row["name"] for row in found["rows"]] == ["Belastingdienst", "Ministerie van BZK"]
    assert found["scannedAt"] == "2026-11-23T05:01:00Z"
    one = client.get(BASE, params={"organisationId": str(ids["BD"]), "measure": "decide", "asOn": "2026-01-01"}).json()
    assert (one["organisation"]["name"], one["total"]["applications"]) == ("Belastingdienst", 2)


def test_the_list_has_pages_and_names(client: TestClient, ids: dict[str, UUID]) -> None:
    asked = {"since": "2027-01-01", "until": "2027-12-31", "limit": "2"}
    first = client.get(f"{BASE}/items", params=asked)
    assert [item["application"]["name"] for item in first.json()["items"]] == ["Inning Centraal", "Postregistratie"]
    assert 'rel="next"' in first.headers["Link"]
    second = client.get(f"{BASE}/items", params=asked | {"after": first.json()["next"]}).json()
    assert [item["application"]["name"] for item in second["items"]] == ["Verlofregistratie"]
    assert second["next"] is None
    assert second["items"][0]["path"][-1]["name"] == "SQL Server 2017"
    unknown = client.get(f"{BASE}/items", params={"unknown": "true"}).json()
    assert [item["application"]["name"] for item in unknown["items"]] == ["Vergaderzaal"]


def test_days(client: TestClient, ids: dict[str, UUID]) -> None:
    found = client.get(f"{BASE}/days", params={"measure": "end"}).json()
    assert (found["since"], found["until"], found["step"]) == ("2026-11-23", "2028-11-23", "month")
    assert [(one["day"], one["applications"]) for one in found["items"]] == [
        ("2027-01-01", 1), ("2027-07-01", 1), ("2028-01-01", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["", "/items", "/days"])
def test_csv(client: TestClient, ids: dict[str, UUID], path: str) -> None:
    answer = client.get(BASE + path, headers={"Accept": "text/csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == {"": 6, "/items": 5, "/days": 3}[path]


@pytest.mark.parametrize(
    "path", ["lifecycle-horizon?per=product", "lifecycle-horizon/items", "technical-debt", "open-findings"]
)
def test_workbooks_and_pdfs(client: TestClient, ids: dict[str, UUID], path: str) -> None:
    workbook = client.get(f"/v1/reports/{path}", headers={"Accept": XLSX, "Accept-Language": "en"})
    assert workbook.headers["Content-Disposition"].endswith('.xlsx"')
    names = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content)).sheet_names
    assert names[0] == "Explanation"
    pdf = client.get(f"/v1/reports/{path}", headers={"Accept": f"{PDF}, */*;q=0.1"})
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == (PDF, b"%PDF-")


def test_the_list_as_a_workbook_holds_days_as_days(client: TestClient, ids: dict[str, UUID]) -> None:
    answer = client.get(f"{BASE}/items?since=2027-01-01&until=2027-12-31", headers={"Accept": XLSX})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    assert sheet[1][:6] == [
        "Inning Centraal", "Belastingdienst", "Einde beveiligingsondersteuning", "Windows Server 2016", date(2027, 1, 12),
        date(2026, 4, 12),
    ]  # fmt: skip


def test_a_file_says_what_it_is_limited_to_and_holds_all(client: TestClient, ids: dict[str, UUID]) -> None:
    asked = {"organisationId": str(ids["BD"]), "kind": "security_support_ends", "criticality": "high", "q": "in"}
    answer = client.get(f"{BASE}/items", params=asked, headers={"Accept": XLSX})
    told = [
        row[0] for row in CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    ]
    assert told[0] == "Wat eindigt of besloten moet worden"
    assert told[3:7] == [
        "organisatie: Belastingdienst", "waardoor: Einde beveiligingsondersteuning", "bedrijfskritisch: Hoog", "applicatie: in",
    ]  # fmt: skip
    one = client.get(f"{BASE}/items", params={"limit": "1"}, headers={"Accept": "text/csv"})
    assert (one.text.count("\r\n"), 'rel="next"' in one.headers["Link"]) == (2, True)


def test_what_cannot_be_asked(client: TestClient, ids: dict[str, UUID]) -> None:
    assert client.get(BASE, params={"per": "colour"}).status_code == 400
    assert client.get(BASE, params={"organisationId": str(UUID(int=1))}).status_code == 404
    assert client.get(f"{BASE}/items", params={"since": "2027-02-01", "until": "2027-01-01"}).status_code == 400
    assert client.get(f"{BASE}/items", params={"after": "x"}).status_code == 400
    assert client.get(f"{BASE}/items", params={"kind": "x"}).status_code == 400
    assert client.get(BASE, params={"asOn": "9999-12-31"}).status_code == 200
    assert client.get("/v1/reports/open-findings", params={"asOn": "0001-01-01"}).status_code == 200
