"""`landschap lifecycles`, as a person gives it, with a service on loopback that knows what changed."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from tests.importers.lifecycle_list import compact

Give = Callable[..., Result]


@pytest.fixture
def give(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Give:
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, [*words])


@pytest.fixture
def service() -> Iterator[str]:
    """Gives the list with its tag, and 304 to who names that tag; other paths are not the list."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            same = self.headers.get("If-None-Match") == '"v1"'
            self.send_response(304 if same else 200)
            self.send_header("ETag", '"v1"')
            self.end_headers()
            if not same:
                self.wfile.write(orjson.dumps(compact()) if self.path == "/full" else b"<html>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_it_is_fetched_applied_recognised_and_taken_back(give: Give, service: str) -> None:
    before = give("fingerprint").output
    shown = give("lifecycles", "--url", f"{service}/full")
    assert (shown.exit_code, "Nog niets veranderd" in shown.output) == (0, True), shown.output
    assert give("fingerprint").output == before
    applied = give("lifecycles", "--url", f"{service}/full", "--apply")
    number = applied.output.rsplit("landschap undo ", 1)[1].split()[0]
    again = give("lifecycles", "--url", f"{service}/full", "--apply", "--lang", "en")
    assert (again.exit_code, "did not change since the last time" in again.output) == (0, True), again.output
    assert give("fingerprint").output != before
    assert give("undo", number).exit_code == 0
    assert give("fingerprint").output == before


def test_a_saved_list_and_what_is_no_list(give: Give, service: str, tmp_path: Path) -> None:
    (tmp_path / "lijst.json").write_bytes(orjson.dumps(compact()))
    assert "Toegepast als import" in give("lifecycles", "--file", "lijst.json", "--apply").output
    for words in (("--file", "weg.json"), ("--url", f"{service}/anders")):
        refused = give("lifecycles", *words)
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output
        assert refused.output.strip()
