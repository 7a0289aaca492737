"""`landschap gleif`, as a person gives it."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import orjson
import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from tests.importers.gleif_answers import Answers, group, lei_of

Give = Callable[..., Result]


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give a command on a register of its own; the files that it names lie in its working folder."""
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["gleif", *words])


@pytest.fixture
def service() -> Iterator[str]:
    """The invented service on loopback."""
    answers = Answers(group())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers(httpx.Request("GET", f"http://service{self.path}"))
            self.send_response(answer.status_code)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("command", ["entities", "parents"])
def test_each_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, ["gleif", command, "--help"])
    assert (result.exit_code, "Voorbeeld / example" in result.output) == (0, True)


def test_a_list_is_loaded_once(give: Give, tmp_path: Path) -> None:
    rows = f"lei,legal_name,country,category\n{lei_of('A')},A B.V.,NL,GENERAL\n{lei_of('B')},B Fund,NL,FUND\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    assert "2 rechtspersonen: 2 nieuw, 0 gewijzigd, 0 verdwenen" in give("entities", "lijst.csv").output
    assert "er is niets veranderd" in give("entities", "lijst.csv").output
    (tmp_path / "fout.csv").write_text(rows.replace(",NL,FUND", ",Nederland,FUND"), encoding="utf-8")
    refused = give("entities", "fout.csv", "--lang", "en")
    assert (refused.exit_code, "fout.csv, line 3: 'Nederland' is no country." in refused.output) == (1, True)
    assert give("entities", "weg.csv").exit_code == 1


def test_a_file_and_the_service_bring_the_same_import(give: Give, tmp_path: Path, service: str) -> None:
    fetched = give("parents", "--lei", lei_of("DOCHTER"), "--url", service, "--save", "gleif.json")
    assert (fetched.exit_code, "Nog niets veranderd" in fetched.output) == (0, True), fetched.output
    assert orjson.loads((tmp_path / "gleif.json").read_bytes())["data"]
    applied = give("parents", "--file", "gleif.json", "--apply")
    assert (applied.exit_code, "Toegepast als import" in applied.output) == (0, True), applied.output
    again = give("parents", "--all-suppliers", "--url", service, "--apply", "--lang", "en")
    number = applied.output.rsplit("undo ", 1)[1].split()[0]
    assert (again.exit_code, f"Applied as import {number}." in again.output) == (0, True), again.output  # nothing new
    assert CliRunner().invoke(app, ["undo", number]).exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("parents",), "Kies één van --file, --lei en --all-suppliers."),
        (("parents", "--file", "weg.json"), "Er is geen bestand weg.json."),
        (("parents", "--lei", "123"), "Dit is geen LEI: 123."),
        (("parents", "--lei", lei_of("WEG")), "GLEIF kent geen van deze LEI's."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    give: Give, service: str, words: tuple[str, ...], sentence: str
) -> None:
    result = give(*words, "--url", service)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output


def test_a_file_that_is_not_of_gleif_fails_with_the_reason(give: Give, tmp_path: Path) -> None:
    (tmp_path / "fout.json").write_text('{"data": []}', encoding="utf-8")
    result = give("parents", "--file", "fout.json", "--apply")
    assert result.exit_code == 1
