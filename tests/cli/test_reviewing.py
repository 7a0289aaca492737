"""`landschap review`, as a person gives it."""

import csv
import getpass
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.app import app

Give = Callable[..., Result]
LIST = (
    "Applicatie-ID;Applicatie;Softwareleverancier\n"
    "A-1;Zaaksysteem;Topdesc\nA-2;Kassa;Topdesc\nA-3;Archief;Centrik Netherlands\nA-4;Post;TOPdesk Nederland B.V.\n"
)
AS = ("--as", "j.jansen@BZK")


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give a command on a register with reference data and one inventory."""
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lijst.csv").write_text(LIST, encoding="utf-8")
    assert CliRunner().invoke(app, ["import", "lijst.csv", "--organisation", "BZK", "--apply"]).exit_code == 0
    return lambda *words: CliRunner().invoke(app, list(words))


def queue(give: Give, *words: str) -> list[dict[str, str]]:
    result = give("review", "list", "--format", "csv", *words)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def number_in(result: Result) -> str:
    assert result.exit_code == 0, result.output
    found = re.search(r"review undo (\d+)", result.stdout)
    assert found
    return found[1]


def test_the_queue_as_table_json_and_csv(give: Give) -> None:
    first, *_ = queue(give)
    assert (first["right"], first["applications"]) == ("Topdesc", "2")
    assert first["for"]
    told = json.loads(give("review", "list", "--format", "json", "--lang", "en", "--limit", "1").stdout)
    assert (told["items"][0]["right"]["name"], told["items"][0]["moves"]["applications"]) == ("Topdesc", 2)
    following = give("review", "list", "--format", "json", "--limit", "1", "--after", told["next"])
    assert json.loads(following.stdout)["items"][0]["left"]["id"] != told["items"][0]["left"]["id"]
    assert "Topdesc" in give("review", "list").stdout
    assert {line["right"] for line in queue(give, "--pattern", "topd*")} == {"Topdesc"}
    assert "Er is niets te beslissen." in give("review", "list", "--pattern", "qqq").stdout
    assert give("review", "list", "--kind", "application").exit_code == 0


def test_deciding_and_taking_back(give: Give) -> None:
    before = give("fingerprint").output
    first, *_ = queue(give, "--pattern", "topd*")
    decided = give("review", "decide", first["left"], "topdesc", "same", "--reason", "Tikfout", *AS)
    number = number_in(decided)
    assert queue(give, "--pattern", "topd*") == []
    assert give("fingerprint").output != before
    again = give("review", "decide", first["left id"], first["right id"], "same", "--reason", "Tikfout", *AS)
    assert (again.exit_code, again.stderr) == (1, "Dit is al één gegeven.\n")
    assert f"Beslissing {number} van j.jansen@BZK: 1 beantwoord met same." in decided.stdout
    assert f"Beslissing {number} is teruggenomen door j.jansen@BZK" in give("review", "undo", number, *AS).stdout
    assert give("fingerprint").output == before
    assert "Van deze beslissing staat niets meer." in give("review", "undo", number, *AS).stderr


def test_who_decides_is_told(give: Give) -> None:
    first, *_ = queue(give, "--pattern", "topd*")
    words = ("review", "decide", first["left"], "topdesc", "different", "--reason", "Nagevraagd")
    assert f" van {getpass.getuser()}: 1 beantwoord met different." in give(*words).stdout


def test_deciding_by_pattern(give: Give) -> None:
    before = give("fingerprint").output
    words = ("--verdict", "same", "--reason", "Tikfout", *AS)
    several = give("review", "decide", "--pattern", "topd*", *words)
    assert "Blijft een vraag: TOPdesk Nederland B.V. - Topdesc" in several.stderr
    assert "Er is niets om over te beslissen." in several.stderr
    number = number_in(give("review", "decide", "TOPdesk Nederland B.V.", "--pattern", "topd*", *words))
    report = give("report", "concentration", "--organisation", "BZK", "--format", "csv", "--level", "contractParty")
    (topdesk,) = [line for line in report.stdout.splitlines() if "TOPdesk" in line]
    assert ";3;3;" in topdesk
    give("review", "undo", number, *AS)
    assert give("fingerprint").output == before
    assert queue(give, "--pattern", "topd*")
    assert (
        "answered with different"
        in give(
            "review", "decide", "--pattern", "topd*", "--verdict", "different", "--reason", "x", "--lang", "en", *AS
        ).stdout
    )
    assert queue(give, "--pattern", "topd*") == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("decide", "a", "b", "same"), 2, "--reason"),
        (("decide", "a", "b", "same", "--reason", " "), 1, "Zeg met --reason waarom."),
        (("decide", "a", "b", "--reason", "x"), 1, "Zeg same of different."),
        (("decide", "a", "--verdict", "same", "--reason", "x"), 1, "Noem twee gegevens, of een --pattern."),
        (("decide", "Atlantis", "b", "same", "--reason", "x"), 1, "'Atlantis' is niet bekend."),
        (("decide", "--pattern", "qqq", "--verdict", "same", "--reason", "x"), 1, "Er is niets om over te beslissen."),
        (("decide", "a", "b", "maybe", "--reason", "x"), 2, "maybe"),
        (("undo", "99999"), 1, "Beslissing 99999 is niet gevonden."),
        (("list", "--kind", "boot"), 1, "geen soort gegevens 'boot'"),
        (("list", "--after", "zomaar"), 1, "Deze bladzijde bestaat niet."),
    ],
)
def test_what_cannot_be_decided(give: Give, words: tuple[str, ...], code: int, sentence: str) -> None:
    result = give("review", *words)
    assert (result.exit_code, sentence in result.output) == (code, True), result.output


@pytest.mark.parametrize("command", ["list", "decide", "undo"])
def test_help_has_an_example(command: str) -> None:
    assert (
        f"landschap review {command}"
        in CliRunner().invoke(app, ["review", command, "--help"]).output.split("example:")[1]
    )
