"""`landschap lifecycles`, as a person gives it, with a service on loopback that knows what changed."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from cli.database import libpq_address
from cli.lifecycles import Refreshed, refresh_lifecycles
from cli.settings import read_settings
from tests.importers.lifecycle_list import compact
from tests.registry.bringing import Register
from tests.registry.test_lifecycle_statements import bring

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
            tag = '"v2"' if self.path == "/short" else '"v1"'
            same = self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else 200)
            self.send_header("ETag", tag)
            self.end_headers()
            short = compact() | {"products": compact()["products"][:4]}
            content = {"/full": orjson.dumps(compact()), "/short": orjson.dumps(short)}
            if not same:
                self.wfile.write(content.get(self.path, b"<html>"))

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


def test_the_worker_fetches_applies_and_lets_a_short_list_be(
    give: Give, service: str, furnished_database: str, tmp_path: Path
) -> None:
    address = libpq_address(furnished_database)
    settings = read_settings({"DATABASE_URL": furnished_database, "LANDSCHAP_HOME": str(tmp_path / "home")})
    just_after_midnight = datetime(2030, 12, 31, 23, 30, tzinfo=UTC)
    first = refresh_lifecycles(address, settings, url=f"{service}/full", at=just_after_midnight)
    assert first.state == "applied"
    with psycopg.connect(address) as db:
        as_of = db.execute("SELECT as_of FROM imports WHERE id = %s", (first.import_id,)).fetchone()
    assert as_of == (date(2031, 1, 1),)
    assert refresh_lifecycles(address, settings, url=f"{service}/full") == Refreshed(None, None)
    for _ in range(2):  # day after day the same: each a failed import, one alarm
        short = refresh_lifecycles(address, settings, url=f"{service}/short")
        assert short.state == "failed"
    with psycopg.connect(address) as db:
        assert db.execute("SELECT count(*) FROM events WHERE type = 'source.shrank'").fetchone() == (1,)
    refused = give("lifecycles", "--url", f"{service}/short", "--apply")
    assert (refused.exit_code, "De lijst telt 4 producten" in refused.output) == (1, True), refused.output
    taken = give("lifecycles", "--url", f"{service}/short", "--apply", "--although-shorter", "Bij de bron opgeschoond")
    assert "Toegepast als import" in taken.output


def test_stated_shown_withdrawn_and_exported(give: Give, tmp_path: Path) -> None:
    (tmp_path / "lijst.json").write_bytes(orjson.dumps(compact()))
    assert give("lifecycles", "--file", "lijst.json", "--apply").exit_code == 0
    which = ("--product", "rhel", "--version", "7")
    event = ("--event", "end_of_security_support")
    stated = give("lifecycles", "state", *which, *event, "--when", "Q3 2027", "--source-text", "Brief van de maker")
    assert (stated.exit_code, "met de hand" in stated.output) == (0, True), stated.output
    shown = orjson.loads(give("lifecycles", "show", *which, "--format", "json").output)["items"]
    told = {(one["source"], one["stated"], one["counts"]) for one in shown if one["event"] == event[1]}
    assert told >= {("endoflife.date", "2024-06-30", False), ("hand", "Q3 2027", True)}
    assert orjson.loads(give("lifecycles", "show", *which, "--as-known-on", "2020-01-01", "--format", "json").output) == {
        "items": []}  # fmt: skip
    core = orjson.loads(give("lifecycles", "export", "-", *which).output)
    assert core["end_of_security_support"] == "2027-07-01T00:00:00Z"
    withdrawn = give("lifecycles", "withdraw", *which, *event, "--reason", "Vergissing")
    assert (withdrawn.exit_code, "ingetrokken" in withdrawn.output) == (0, True), withdrawn.output
    assert give("lifecycles", "withdraw", *which, *event, "--reason", "Nog eens").exit_code == 1
    for name in ("openeox", "cle", "cyclonedx"):
        assert give("lifecycles", "export", f"{name}.json", "--format", name).exit_code == 0
        assert (tmp_path / f"{name}.json").stat().st_size > 10_000
    refused = give("lifecycles", "show", "--product", "bestaat niet", "--version", "7")
    assert (refused.exit_code, "Er is geen product" in refused.output) == (1, True)
    unclear = give("lifecycles", "state", *which, *event, "--when", "binnenkort", "--source-text", "Gesprek")
    assert (unclear.exit_code, "Geef een datum" in unclear.output) == (1, True)


def test_the_days_are_those_of_the_netherlands(
    fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", fresh_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    with psycopg.connect(libpq_address(fresh_database)) as db:
        register = Register(db)
        register.now = datetime(2030, 12, 31, 23, 28, tzinfo=UTC)
        bring(register, "lijst", "2028-11-09")
    show = ["lifecycles", "show", "--product", "PostgreSQL", "--version", "16", "--lang", "nl"]
    assert "2031-01-01" in CliRunner().invoke(app, show).output
    counts = [
        len(orjson.loads(CliRunner().invoke(app, [*show, "--format", "json", "--as-known-on", day]).output)["items"])
        for day in ("2030-12-31", "2031-01-01")
    ]
    assert counts == [0, 1]


def test_a_maker_states_the_life_of_a_release(give: Give, tmp_path: Path) -> None:
    core = {"$schema": "https://docs.oasis-open.org/openeox/v1.0/schema/core.json", "end_of_life": "tba",
            "end_of_security_support": "2030-01-31T00:00:00Z", "last_updated": "2026-01-01T00:00:00Z"}  # fmt: skip
    (tmp_path / "core.json").write_bytes(orjson.dumps(core))
    which = ("--product", "Zaaksysteem Noord", "--version", "4.2")
    assert give("lifecycles", "--file", "core.json", "--apply").exit_code == 1  # of what, it does not say
    brought = give("lifecycles", "--file", "core.json", "--apply", *which)
    assert "Toegepast als import" in brought.output, brought.output
    items = orjson.loads(give("lifecycles", "show", *which, "--format", "json").output)["items"]
    assert [(one["source"], one["sourceType"], one["stated"], one["counts"]) for one in items] == [
        ("OpenEoX", "statement", "2030-01-31T00:00:00Z", True), ("OpenEoX", "statement", "tba", True)]  # fmt: skip


def test_what_a_maker_states_joins_the_cycle_that_is_known(give: Give, tmp_path: Path) -> None:
    (tmp_path / "lijst.json").write_bytes(orjson.dumps(compact()))
    assert give("lifecycles", "--file", "lijst.json", "--apply").exit_code == 0
    support = {"id": 1, "type": "endOfSupport", "effective": "2025-11-13T00:00:00Z", "published": "2020-09-24T00:00:00Z",
               "versions": [{"range": "vers:generic/>=13|<14"}], "supportId": "standard"}  # fmt: skip
    document = {"identifier": "pkg:generic/postgresql", "updatedAt": "2020-09-24T00:00:00Z", "events": [support]}
    (tmp_path / "maker.json").write_bytes(orjson.dumps(document))
    component = {"type": "application", "name": "postgresql", "version": "13.4", "supplier": {"name": "PostgreSQL Global"},
                 "cpe": "cpe:2.3:a:postgresql:postgresql:13.4:*:*:*:*:*:*:*",
                 "properties": [{"name": "cdx:lifecycle:milestone:endOfGuaranteedSupport", "value": "2025-11"}]}  # fmt: skip
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]}
    (tmp_path / "bom.json").write_bytes(orjson.dumps(bom))
    assert give("lifecycles", "--file", "maker.json", "--apply").exit_code == 0
    sent = give("import", "bom.json", "--organisation", "BZK", "--apply")  # as any file that a department sends
    assert sent.exit_code == 0, sent.output
    shown = give("lifecycles", "show", "--product", "PostgreSQL", "--version", "13", "--format", "json")
    items = [one for one in orjson.loads(shown.output)["items"] if one["event"] == "end_of_security_support"]
    assert {(one["source"], one["sourceType"], one["stated"], one["counts"]) for one in items} >= {
        ("endoflife.date", "register", "2025-11-13", False), ("CLE", "statement", "2025-11-13T00:00:00Z", True),
        ("CycloneDX", "bill", "2025-11", False)}  # fmt: skip
    taken_back = give("undo", sent.output.rsplit("landschap undo ", 1)[1].split()[0])
    assert taken_back.exit_code == 0, taken_back.output
