"""The commands, as a person gives them."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from cli.app import app
from cli.database import libpq_address

LIST = "Applicatie-ID;Applicatie;Softwareleverancier;Aantal gebruikers\nA-1;Zaaksysteem;Centric;250\nA-2;Kassa;@home;veel\n"
COMMANDS = ("up", "worker", "import", "undo", "imports", "problems", "template", "export", "report", "fingerprint")

Give = Callable[..., Result]


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give a command on a register of its own; the files that it names lie in its working folder."""
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lijst.csv").write_text(LIST, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"landschap {command}" in result.output.split("example:")[1]


def test_a_list_is_previewed_applied_recognised_and_taken_back(give: Give) -> None:
    empty = give("fingerprint").output
    preview = give("import", "lijst.csv", "--organisation", "BZK")
    assert preview.exit_code == 0
    assert re.search(r"Softwareleverancier +│ application.vendor +│ 100%", preview.output)
    assert re.search(r"let op +│ lijst │ 3 +│ Aantal gebruikers", preview.output)
    assert "Nog niets veranderd" in preview.output
    named = give("import", "lijst.csv", "--organisation", "BZK", "--as", "j.jansen@BZK", "--end-missing")
    assert "--as j.jansen@BZK --end-missing --apply" in named.output
    assert give("fingerprint").output == empty
    applied = give("import", "lijst.csv", "--organisation", "BZK", "--apply")
    (number,) = re.findall(r"al binnen als import (\d+)", applied.output)
    assert f"landschap undo {number}" in applied.output
    again = give("import", "lijst.csv", "--organisation", "BZK", "--apply")
    assert (again.exit_code, "(toegepast)" in again.output) == (0, True)
    assert give("fingerprint").output != empty
    assert give("undo", number).exit_code == 0
    assert give("fingerprint").output == empty


def test_it_speaks_json_and_english(give: Give) -> None:
    told = json.loads(give("import", "lijst.csv", "--organisation", "BZK", "--json", "--lang", "en").stdout)
    assert (told["state"], told["about"], told["repeated"]) == ("previewed", "application", False)
    assert [column["field"] for column in told["columns"]][:2] == ["application.key", "application.name"]
    assert [(one["code"], one["row"]) for one in told["found"]] == [("not_a_number", 3)]
    assert {"kind": "application", "action": "add", "rows": 2} in told["rows"]
    assert "Nothing changed yet" in give("import", "lijst.csv", "--organisation", "BZK", "--lang", "en").output
    (listed,) = json.loads(give("imports", "--json", "--organisation", "BZK").stdout)
    assert listed["state"] == "previewed"
    (problem,) = json.loads(give("problems", str(listed["id"]), "--json", "--lang", "en").stdout)
    assert problem == told["found"][0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "weg.csv", "--organisation", "BZK"), "Er is geen bestand weg.csv."),
        (("import", "lijst.csv", "--organisation", "Atlantis"), "'Atlantis' is niet bekend"),
        (("import", "lijst.csv", "--organisation", "BZK", "--as", "zomaar"), "Zeg wie u bent"),
        (("undo", "99"), "Import 99 is niet gevonden."),
        (("export", "Atlantis"), "'Atlantis' is niet bekend"),
        (("report", "concentration", "--per", "spend", "--organisation", "Atlantis"), "'Atlantis' is niet bekend"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(give: Give, words: tuple[str, ...], sentence: str) -> None:
    result = give(*words)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output


def test_a_file_that_is_no_table_fails_with_the_reason(give: Give, tmp_path: Path) -> None:
    (tmp_path / "foto.csv").write_bytes(b"\x89PNG\r\n" + bytes(200))
    result = give("import", "foto.csv", "--organisation", "BZK", "--apply")
    assert result.exit_code == 1
    assert "PNG" in result.output


def test_reports_come_as_table_json_csv_and_xlsx(give: Give, tmp_path: Path) -> None:
    give("import", "lijst.csv", "--organisation", "BZK", "--apply")
    report = ("report", "concentration", "--organisation", "BZK")
    assert "Centric" in give(*report).output
    (block,) = json.loads(give(*report, "--format", "json").stdout)
    assert block["total"] == [2, 2]
    lines = give(*report, "--format", "csv").stdout.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("organisation;name;country")
    assert any("'@home" in line for line in lines)
    assert give(*report, "--format", "xlsx", "-o", "uit.xlsx").exit_code == 0
    rows = CalamineWorkbook.from_path(tmp_path / "uit.xlsx").get_sheet_by_index(0).to_python()
    assert "@home" in {row[1] for row in rows}


def test_template_and_export_are_workbooks(give: Give, tmp_path: Path) -> None:
    give("import", "lijst.csv", "--organisation", "BZK", "--apply")
    assert (give("template", "-o", "leeg.xlsx").exit_code, give("export", "BZK", "-o", "uit.xlsx").exit_code) == (0, 0)
    table = CalamineWorkbook.from_path(tmp_path / "uit.xlsx").get_sheet_by_name("Applicaties").to_python()
    assert [row[1] for row in table] == ["Applicatie", "Kassa", "Zaaksysteem"]
    assert "ongewijzigd" in give("import", "uit.xlsx", "--organisation", "BZK").output


def test_killed_at_any_moment_it_loses_nothing(give: Give, furnished_database: str, tmp_path: Path) -> None:
    """The same file, killed half-way a few times and then finished, gives what one undisturbed run gives."""
    rows = (f"S-{n};Systeem {n};Leverancier {n % 300};{n % 900}\n" for n in range(2_000))
    text = "Applicatie-ID;Applicatie;Softwareleverancier;Aantal gebruikers\n" + "".join(rows)
    (tmp_path / "groot.csv").write_text(text, encoding="utf-8")
    give("imports")
    words = ["import", "groot.csv", "--organisation", "BZK", "--apply", "--json"]
    for phase in ("read", "plan", "application"):
        _killed_in(phase, words, furnished_database)
    finished = json.loads(give(*words).stdout)
    assert finished["state"] == "applied"
    interrupted = give("fingerprint").output
    assert give("undo", str(finished["id"])).exit_code == 0
    assert json.loads(give(*words).stdout)["state"] == "applied"
    assert give("fingerprint").output == interrupted


# Whoever begins this phase waits for who holds the lock.
HOLD = """
    CREATE OR REPLACE FUNCTION wait_for_lock() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END $$;
    CREATE TRIGGER hold BEFORE INSERT OR UPDATE ON import_progress FOR EACH ROW WHEN (NEW.phase = {phase})
        EXECUTE FUNCTION wait_for_lock()
"""


def _killed_in(phase: str, words: list[str], url: str) -> None:
    """Give a command in a process of its own and kill that when the import is in a phase."""
    with psycopg.connect(libpq_address(url), autocommit=True) as db:
        db.execute(sql.SQL(HOLD).format(phase=phase))
        db.execute("SELECT pg_advisory_lock(7)")
        with subprocess.Popen([sys.executable, "-m", "cli", *words], stdout=subprocess.DEVNULL) as process:
            waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted"
            while process.poll() is None and not db.execute(waiting).fetchone():
                time.sleep(0.01)
            process.kill()
            assert process.wait() == -signal.SIGKILL, f"it never came to {phase}"
        db.execute("SELECT pg_advisory_unlock(7)")
        db.execute("DROP TRIGGER hold ON import_progress")
