"""`landschap subscriptions` and `landschap events`, as a person gives them."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from cli.database import libpq_address
from registry.routing import route
from tests.registry.telling import NOW, WEBHOOK, happen

Give = Callable[..., Result]
AS = ("--as", "j.jansen@BZK")


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give a command on a register with reference data."""
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    return lambda *words: CliRunner().invoke(app, list(words))


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_subscription_from_beginning_to_end(give: Give, furnished_database: str) -> None:
    chosen = ("--organisation", "BZK", "--kind", "application.*", "--threshold", "90")
    made = done(give("subscriptions", "add", "Zaaksysteem", "--channel", "webhook", "--target", WEBHOOK, *chosen, *AS))
    secret = re.search(r"whsec_\S+", made)
    assert secret
    assert "Zaaksysteem is gepauzeerd." in done(give("subscriptions", "pause", "Zaaksysteem", "--reason", "Onderhoud"))
    assert "sends again" in done(give("subscriptions", "resume", "Zaaksysteem", "--lang", "en"))
    assert "whsec_" in done(give("subscriptions", "rotate", "Zaaksysteem"))
    done(give("subscriptions", "test", "Zaaksysteem"))
    with psycopg.connect(libpq_address(furnished_database)) as db:
        bzk = db.execute("SELECT id FROM organisations WHERE abbreviation = 'BZK'").fetchone()
        assert bzk is not None
        happen(db, "application.changed", organisation_id=bzk[0])
        route(db, at=NOW)
    again = ("--from", "2026-11-24", "--until", "2026-11-25")
    assert "1 gebeurtenissen" in done(give("subscriptions", "replay", "Zaaksysteem", *again))
    lines = list(
        csv.DictReader(
            io.StringIO(done(give("subscriptions", "deliveries", "Zaaksysteem", "--format", "csv"))), delimiter=";"
        )
    )
    assert [line["what"] for line in lines] == ["replay", "event", "test"]
    told = json.loads(done(give("subscriptions", "show", "Zaaksysteem", "--json")))
    assert (told["state"], told["waitingMessages"], told["thresholds"]) == ("active", 3, [90])
    assert [change["action"] for change in told["changes"]][-1] == "created"
    assert secret[0] not in str(told)
    assert "beëindigd" in done(give("subscriptions", "end", "Zaaksysteem"))
    assert "Zaaksysteem" in done(give("subscriptions", "list"))
    assert "Er is niets." in done(give("subscriptions", "list", "--state", "active"))


def test_what_cannot_be_is_said_in_a_sentence(give: Give) -> None:
    wrong = give("subscriptions", "add", "Intern", "--channel", "webhook", "--target", "https://192.168.1.1/hook")
    assert wrong.exit_code == 1
    assert "192.168.1.1" in wrong.stderr
    assert "Er is niets." in done(give("subscriptions", "list"))
    assert "niet bekend" in give("subscriptions", "pause", "Onbekend").stderr
    mail = give("subscriptions", "add", "Mail", "--channel", "mail", "--target", "geen adres", "--lang", "en")
    assert "Give an e-mail address" in mail.stderr


def test_events_come_one_a_line(give: Give, furnished_database: str) -> None:
    with psycopg.connect(libpq_address(furnished_database)) as db:
        first, *_ = [happen(db, type_) for type_ in ("test.begun", "application.changed", "import.applied")]
    lines = done(give("events", "--after", str(first), "--type", "application.*", "--type", "import.*")).splitlines()
    assert [json.loads(line)["type"].split(".")[3] for line in lines] == ["application", "import"]
    page = give("events", "--after", str(first - 1), "--limit", "1", "--lang", "en")
    assert f"--after {first}" in page.stderr


def test_moments_are_given_by_the_dutch_clock(give: Give, furnished_database: str) -> None:
    made = ("subscriptions", "add", "Alles", "--channel", "webhook", "--target", WEBHOOK, "--kind", "application.*")
    done(give(*made, *AS))
    with psycopg.connect(libpq_address(furnished_database)) as db:
        hours = [datetime(2030, 12, 31, hour, 30, tzinfo=UTC) for hour in (22, 23)]
        subjects = [uuid4() for _ in hours]
        for at, subject in zip(hours, subjects, strict=True):
            happen(db, "application.changed", at=at, subject=subject)

    def since(moment: str) -> list[str]:
        return [json.loads(line)["subject"] for line in done(give("events", "--since", moment)).splitlines()]

    assert since("2031-01-01") == since("2031-01-01T00:30") == since("2030-12-31T23:30:00Z") == [str(subjects[1])]
    assert since("2031-01-01T00:31") == []
    assert since("2030-12-31T23:30") == [str(one) for one in subjects]
    again = done(give("subscriptions", "replay", "Alles", "--from", "2031-01-01", "--until", "2031-01-02"))
    assert "1 gebeurtenissen gaan nog eens uit" in again
