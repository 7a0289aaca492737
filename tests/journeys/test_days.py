"""Which day it is: the one in the Netherlands, on every screen, in every answer and for every command."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import psycopg
import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from api.dependencies import get_now
from cli.bringing import Brought, bring
from cli.database import libpq_address
from cli.importing import import_file
from cli.opening import Opened
from cli.options import ReportName, ReportWish, ResolveWish, TextForm, Wish
from cli.reporting import ask_concentration
from cli.resolving import SUPPLIERS, resolve_file
from cli.settings import Settings
from exporters.workbook import make_export
from registry.resolving.matching import Db
from tests.importers.lifecycle_list import compact
from tests.registry.bringing import Register
from tests.web.walking import furnished

ACTING_AS = {"X-Acting-As": "j.jansen@DX"}
MOMENTS = [
    ("2027-02-28T23:30+01:00", date(2027, 2, 28)),
    ("2027-02-28T23:30Z", date(2027, 3, 1)),
    ("2027-03-28T01:30+01:00", date(2027, 3, 28)),
    ("2027-03-28T03:30+02:00", date(2027, 3, 28)),
    ("2027-03-28T22:30Z", date(2027, 3, 29)),
    ("2028-02-28T23:30Z", date(2028, 2, 29)),
    ("2028-02-29T23:30+01:00", date(2028, 2, 29)),
    ("2031-01-01T00:30+01:00", date(2031, 1, 1)),
    ("2031-01-01T00:30Z", date(2031, 1, 1)),
]


@dataclass
class Desk:
    """A register with a clock of its own, and every way to ask it for the day."""

    db: Db
    address: str
    client: TestClient
    organisation: UUID
    supplier: UUID
    folder: Path
    capture: pytest.CaptureFixture[str]
    at: datetime = datetime(2027, 1, 1, tzinfo=UTC)

    @property
    def opened(self) -> Opened:
        return Opened(self.address, Settings(None, self.folder, 8000), "nl", now=lambda: self.at)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/v1{path}", params=query).json()

    def post(self, path: str, content: Any) -> Any:
        answer = self.client.post(f"/v1{path}", json=content, headers=ACTING_AS)
        assert answer.is_success, answer.text
        return answer.json()

    def last_import(self) -> str:
        """The reference date of the newest import."""
        return str(self.get("/imports", limit="1")["items"][0]["asOf"])

    def answers(self) -> dict[str, str]:
        report = self.get("/reports/concentration")["blocks"][0]["on"]
        cells = {"cells": ["Centric"]}
        found = {
            "report": report,
            "suppliers": self.post("/suppliers/_resolve", cells)["on"],
            "products": self.post("/products/_resolve", cells)["on"],
            "origin": self.get(f"/suppliers/{self.supplier}/origin")["on"],
        }
        self.post("/applications", {"name": f"Zaak {self.at}", "ownerId": str(self.organisation)})
        found["edit"] = self.last_import()
        file = {"file": ("lijst.csv", f"Naam applicatie\nA {self.at}\n".encode())}
        form = {"organisation": "DX", "source": "api"}
        assert self.client.post("/v1/imports", data=form, files=file, headers=ACTING_AS).status_code == 202
        return found | {"upload": self.last_import()}

    def screens(self) -> dict[str, str]:
        start = re.search(r'name="op" value="([^"]*)"', self.client.get("/").text)
        assert start
        form = {"organisatie": "DX", "bron": "scherm", "peildatum": "", "volledig": "", "soort": ""}
        file = {"bestand": ("lijst.csv", io.BytesIO(f"Naam applicatie\nB {self.at}\n".encode()))}
        assert self.client.post("/inleveren", data=form, files=file).status_code == 200
        return {"start page": start[1], "form": self.last_import()}

    def commands(self) -> dict[str, str]:
        (report,) = ask_concentration(self.opened, ReportWish(ReportName.concentration))
        path = self.folder / "lijst.csv"
        path.write_text(f"Naam applicatie;Leverancier\nC {self.at};Centric\n", encoding="utf-8")
        self.capture.readouterr()
        resolve_file(self.opened, ResolveWish(path, "Leverancier", form=TextForm.json), SUPPLIERS)
        resolved = orjson.loads(self.capture.readouterr().out)["on"]
        import_file(self.opened, Wish(path, "DX", as_json=True))
        found = {"report by command": report.on.isoformat(), "resolve": resolved, "import": self.last_import()}
        content = orjson.dumps(compact() | {"made": str(self.at)})
        bring(self.opened, Brought("endoflife.date", "endoflife", "lijst.json", content), acting_as=None, apply=False)
        found["lifecycles"] = self.last_import()
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(make_export(self.db, self.organisation, self.at)))
        text = str(workbook.get_sheet_by_name("Toelichting").to_python())
        exported = re.search(r"Uit het register op (\d\d)-(\d\d)-(\d{4})", text)
        assert exported
        return found | {"workbook": "-".join(exported.groups()[::-1])}


@pytest.fixture
def desk(fresh_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    address = libpq_address(fresh_database)
    app = furnished(fresh_database, tmp_path)
    with psycopg.connect(address) as db:
        register = Register(db)
        organisation = register.organisation("Dienst X", "DX")
        register.bring(organisation, "lijst", {"supplier": {"name": ["Centric"]}})
        supplier = register.id_of("supplier", "Centric")
    with TestClient(app, base_url="http://127.0.0.1") as client, psycopg.connect(address, autocommit=True) as db:
        made = Desk(db, address, client, organisation, supplier, tmp_path, capsys)
        for one in (app, app.state.api):
            one.dependency_overrides[get_now] = lambda: made.at
        client.post("/handelen-als", data={"naam": "j.jansen", "organisatie": "DX", "terug": "/"})
        yield made
    app.state.engine.dispose()


def test_today_is_the_day_in_the_netherlands_everywhere(desk: Desk) -> None:
    for text, day in MOMENTS:
        desk.at = datetime.fromisoformat(text)
        found = desk.answers() | desk.screens() | desk.commands()
        assert found == dict.fromkeys(found, day.isoformat()), text


def test_as_known_on_a_day_is_as_known_when_it_ended_in_the_netherlands(desk: Desk) -> None:
    desk.at = datetime(2030, 12, 31, 23, 30, tzinfo=UTC)
    desk.post("/applications", {"name": "Zaaksysteem", "ownerId": str(desk.organisation)})
    counts = {
        known: len(desk.get("/applications", asKnownOn=known)["items"])
        for known in ("2030-12-31", "2031-01-01", "2030-12-31T23:30:00Z", "2030-12-31T23:29:59Z")
    }
    assert counts == {"2030-12-31": 0, "2031-01-01": 1, "2030-12-31T23:30:00Z": 1, "2030-12-31T23:29:59Z": 0}
    totals = [
        ask_concentration(desk.opened, ReportWish(ReportName.concentration, as_known_on=known))[0].total[0]
        for known in map(datetime.fromisoformat, ("2030-12-31", "2031-01-01", "2031-01-01T00:29", "2031-01-01T00:30"))
    ]
    assert totals == [0, 1, 0, 1]
