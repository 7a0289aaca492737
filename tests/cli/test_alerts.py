"""`landschap alerts`, as a person gives it."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from cli.database import libpq_address
from registry.calendar_days import today_in_nl

Give = Callable[..., Result]
AS = ("--as", "j.jansen@BZK")
TODAY = today_in_nl(datetime.now(UTC))


def day(days: int) -> str:
    return f"{TODAY + timedelta(days=days):%d-%m-%Y}"


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give a command on a register with applications that are planned to end."""
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.chdir(tmp_path)
    rows = (f"A-1;Zaaksysteem;{day(20)}", f"A-2;Kassa;{day(-10)}", f"A-3;Archief;{day(3000)}")
    text = "\n".join(("Applicatie-ID;Applicatie;Geplande einddatum", *rows))
    (tmp_path / "lijst.csv").write_text(text + "\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["import", "lijst.csv", "--organisation", "BZK", "--apply"]).exit_code == 0
    return lambda *words, sent=b"": CliRunner().invoke(app, list(words), input=sent)


def due(give: Give, *words: str) -> dict[str, dict[str, str]]:
    """The deadlines by subject."""
    result = give("alerts", "list", "--format", "csv", "--kind", "planned_end", *words)
    assert result.exit_code == 0, result.output
    text = result.stdout.removeprefix("\ufeff")
    return {row["subject"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def test_a_scan_tells_once_and_a_trial_nothing(give: Give) -> None:
    trial = json.loads(give("alerts", "scan", "--dry-run", "--json").stdout)
    assert trial["raised"] > 0
    assert due(give) == {}
    first = give("alerts", "scan")
    assert first.exit_code == 0, first.output
    assert "Gekeken voor" in first.stdout
    assert "de dag zelf" in first.stdout
    assert {name: (row["daysLeft"], row["state"]) for name, row in due(give).items()} == {
        "Zaaksysteem": ("20", "open"),
        "Kassa": ("-10", "open"),
        "Archief": ("3000", "open"),
    }
    assert "Er is niets nieuws" in give("alerts", "scan").stdout
    assert "Nothing was changed" in give("alerts", "scan", "--on", day(20), "--dry-run", "--lang", "en").stdout
    before = give("alerts", "scan", "--on", day(-1))
    assert (before.exit_code, "--dry-run" in before.output) == (1, True)
    assert "rekent het register alsof het die dag is" in give("alerts", "scan", "--on", day(1)).stderr


def test_deciding(give: Give) -> None:
    assert give("alerts", "scan").exit_code == 0
    one, other = (due(give)[name]["id"] for name in ("Zaaksysteem", "Kassa"))
    seen = give("alerts", "acknowledge", one, "--reason", "Vervanging loopt", *AS)
    assert (seen.exit_code, seen.stdout) == (0, "Vastgelegd bij 1 termijn.\n")
    assert list(due(give, "--state", "acknowledged")) == ["Zaaksysteem"]
    assert give("alerts", "snooze", other, "--until", day(30), "--reason", "Begroting", *AS).exit_code == 0
    assert list(due(give, "--state", "snoozed")) == ["Kassa"]
    assert give("alerts", "assign", one, other, "--to", "p.pieters", *AS).exit_code == 0
    assert {row["assignee"] for row in due(give, "--state", "assigned").values()} == {"p.pieters"}
    assert give("alerts", "reopen", one, other, *AS).exit_code == 0
    assert list(due(give, "--state", "open")) == ["Kassa", "Zaaksysteem", "Archief"]
    for wrong in (
        ("acknowledge", "Kassa"),
        ("acknowledge", str(TODAY)),
        ("snooze", one, "--until", day(0), "--reason", "x"),
    ):
        assert give("alerts", *wrong, *AS).exit_code == 1
    assert "Kassa" in give("alerts", "list", "--state", "overdue").stdout
    assert give("alerts", "list", "--kind", "no_such_kind").exit_code == 1


def test_what_a_rule_would_have_told(give: Give) -> None:
    assert give("alerts", "scan").exit_code == 0
    found = json.loads(give("alerts", "preview", "--kind", "planned_end", "--organisation", "BZK", "--json").stdout)
    assert {(row["subject_name"], row["moment"], row["rung"]) for row in found["items"]} >= {
        ("Kassa", "end", 0), ("Zaaksysteem", "end", 30)
    }  # fmt: skip
    assert "de dag zelf" in give("alerts", "preview", "--kind", "planned_end").stdout


def test_the_heartbeat_turns_red(give: Give, furnished_database: str) -> None:
    assert give("alerts", "scan").exit_code == 0
    well = give("alerts", "status", "--json")
    assert (well.exit_code, json.loads(well.stdout)["ok"]) == (0, True)
    with psycopg.connect(libpq_address(furnished_database)) as db:
        db.execute("UPDATE scans SET ended_at = ended_at - interval '27 hours'")
    silent = give("alerts", "status", "--lang", "en")
    assert (silent.exit_code, "Nobody looked" in silent.output) == (1, True)


def test_messages_out_and_mail_back(give: Give) -> None:
    assert "Afgeleverd: 0" in give("alerts", "deliver").stdout
    unknown = give("alerts", "bounce", sent=b"From: a@example.nl\nTo: b@example.nl\n\nHallo\n")
    assert (unknown.exit_code, "niet over een bericht" in unknown.output) == (0, True)
