"""`landschap horizon` and `landschap legacy`, as a person gives them."""

import csv
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from cli.database import libpq_address
from registry.horizon.refreshing import refresh
from tests.api.conftest import MOMENT

LIST = "Applicatie;Levensfase;Geplande einddatum\nZaaksysteem;In productie;31-12-2027\nKassa;In productie;\n"


def test_the_horizon_and_legacy(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.chdir(tmp_path)
    Path("lijst.csv").write_text(LIST, encoding="utf-8")

    def give(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    assert give("import", "lijst.csv", "--organisation", "BZK", "--apply").exit_code == 0
    with psycopg.connect(libpq_address(furnished_database)) as db:
        refresh(db, today=MOMENT.date(), at=MOMENT)
    shown = give("horizon", "--per", "ministry", "--as-on", "2026-11-23")
    assert shown.exit_code == 0, shown.output
    assert all(part in shown.output for part in ("12-24 maanden", "verstreken", "0,0%"))
    assert "Binnenlandse Zaken" in shown.output
    listed = give("horizon", "--from", "2027-01-01", "--until", "2027-12-31", "--format", "csv", "-o", "lijst-2027.csv")
    assert listed.exit_code == 0, listed.output
    with Path("lijst-2027.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["application"], row["kind"]) for row in rows] == [("Zaaksysteem", "planned_end")]
    assert "Kassa" in give("horizon", "--unknown").output
    assert give("horizon", "--format", "pdf", "-o", "h.pdf", "--lang", "en").exit_code == 0
    assert Path("h.pdf").read_bytes()[:5] == b"%PDF-"
    assert give("legacy", "--per", "ministry", "--format", "xlsx", "-o", "l.xlsx").exit_code == 0
    assert Path("l.xlsx").read_bytes()[:2] == b"PK"
    assert "Openstaande bevindingen" in give("legacy", "--findings").output
    assert give("horizon", "--per", "ministry", "--from", "2027-01-01").exit_code == 1
    for command in ("horizon", "legacy"):
        assert f"landschap {command}" in give(command, "--help").output.split("example:")[1]
