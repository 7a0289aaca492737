from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy.orm import Session

from importers import UnreadableFile, choose
from importers.endoflife_feed import FeedUnavailable, Fetched, fetch_endoflife
from importers.fetching import Bounds, Pace
from importers.pipeline import SOURCE_TYPES, receive_upload
from registry.fingerprint import fingerprint
from registry.receiving import NOBODY, Delivery, receive
from registry.staging import Batch, source_id, stage
from tests.importers.lifecycle_list import api, compact
from tests.importers.reading import Result, context
from tests.registry.bringing import Register, open_register

SOURCE = source_id(NOBODY, "endoflife.date")


def write(folder: Path, content: Any, name: str = "lijst.json") -> Path:
    path = folder / name
    path.write_bytes(orjson.dumps(content))
    return path


def read(path: Path) -> Result:
    chosen = choose(path, path.name)
    assert chosen.name == "endoflife"
    found = Result()
    for item in chosen.read(path, context(source=SOURCE)):
        found.batches.append(item) if isinstance(item, Batch) else found.problems.append(item)  # type: ignore[arg-type]
    return found


def test_both_shapes_state_the_same(tmp_path: Path) -> None:
    first, second = read(write(tmp_path, compact())), read(write(tmp_path, api(), "api.json"))
    for kind in ("supplier", "product", "product_version", "lifecycle_date"):
        assert first.records(kind) == second.records(kind)
    assert not first.problems


def test_what_is_stated_of_a_cycle(tmp_path: Path) -> None:
    dates = read(write(tmp_path, api())).records("lifecycle_date")
    shown = {key: (fields["event"], fields.get("happens"), fields["stated"]) for key, fields in dates.items()}
    assert shown["windows-server@2016#end_of_security_support"] == (
        "end_of_security_support", "[2027-01-12,2027-01-13)", "2027-01-12")  # fmt: skip
    assert shown["windows-server@2016#end_of_extended_support"][2] == "2030-01-12"
    assert shown["windows-server@2016#general_availability"][2] == "2010-01-01"


def test_a_boolean_is_never_a_date(tmp_path: Path) -> None:
    for content in (compact(), api()):
        dates = read(write(tmp_path, content)).records("lifecycle_date")
        shown = {
            key: (fields.get("happens"), fields["stated"]) for key, fields in dates.items() if key.startswith("log4j")
        }
        assert shown["log4j@2#end_of_security_support"] == (None, "false")
        assert shown["log4j@1#end_of_security_support"] == (None, "true")


def test_a_cycle_is_called_as_people_know_it(tmp_path: Path) -> None:
    versions = read(write(tmp_path, api())).records("product_version")
    assert [fields["name"] for key, fields in versions.items() if key.startswith("mssqlserver")] == [
        "2016 SP3 (13.0-sp3)", "2019 (15.0)", "2014 SP3 (12.0-sp3)", "2014 (12.0)"]  # fmt: skip
    assert versions["windows-server@2012-r2"]["name"] == "2012-r2"


def test_names_makers_and_identifiers(tmp_path: Path) -> None:
    found = read(write(tmp_path, api()))
    products = found.records("product")
    assert products["mssqlserver"]["aliases"] == '{"mssqlserver","mssql"}'
    assert products["mssqlserver"]["cpe"] == "cpe:2.3:a:microsoft:sql_server"
    assert [products[slug].get("cpe") for slug in ("ansible", "ansible-core")] == [
        None,
        None,
    ]  # shared: it would merge them
    assert {fields["name"] for fields in found.records("supplier").values()} >= {
        "Microsoft Corporation",
        "Red Hat Inc.",
    }


@pytest.mark.parametrize(
    "content", ['{"products": [{"releases"', '{"result": [], "releases": "eol"}', '{"result":[{"releases": 1}]}']
)
def test_what_is_not_the_list_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "lijst.json"
    path.write_text(content)
    from importers.endoflife import read_endoflife

    with pytest.raises(UnreadableFile) as raised:
        list(read_endoflife(path, context()))
    assert raised.value.code == "not_a_lifecycle_list"


def bring(register: Register, path: Path) -> int:
    delivery = Delivery(NOBODY, "endoflife.date", SOURCE_TYPES["endoflife"], "endoflife", date(2026, 8, 22))
    number = receive(register.db, delivery, by="test", at=register.tick())
    stage(register.db, number, SOURCE, read(path).batches)
    at = register.tick()
    register.db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (at, number))
    from registry.applying import apply_import

    apply_import(register.db, number, by="test", at=register.tick())
    return number


def test_a_list_sent_as_an_inventory_is_a_register(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    organisation = register.organisation("Ministerie van Zaken", "zak")
    sent = Delivery(organisation, "lijst", "inventory", "automatic", date(2026, 8, 22), filename="lijst.json")
    at = register.tick()
    received = receive_upload(register.db, tmp_path / "kept", [orjson.dumps(api())], sent, by="test", at=at)
    told = "SELECT i.importer, s.type FROM imports i JOIN sources s ON s.id = i.source_id WHERE i.id = %s"
    assert register.db.execute(told, (received.import_id,)).fetchone() == ("endoflife", "register")


def test_again_changes_nothing_and_undo_is_exact(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    before = fingerprint(register.db)
    first = bring(register, write(tmp_path, api()))
    known = fingerprint(register.db)
    assert known != before
    second = bring(register, write(tmp_path, compact(), "tweede.json"))
    counted = "SELECT count(*) FROM staged_rows WHERE import_id = %s AND action <> 'unchanged'"
    assert register.db.execute(counted, (second,)).fetchone() == (0,)
    assert fingerprint(register.db) == known
    register.undo(second)
    assert fingerprint(register.db) == known
    register.undo(first)
    assert fingerprint(register.db) == before


Answer = Callable[[httpx.Request], httpx.Response]


def client(answer: Answer) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(answer))


def test_fetching_the_list_and_then_nothing_new() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("If-None-Match") == '"a"':
            return httpx.Response(304)
        return httpx.Response(200, content=orjson.dumps(api()), headers={"ETag": '"a"'})

    with client(answer) as http:
        first = fetch_endoflife(http)
        assert first == Fetched(orjson.dumps(api()), '"a"')
        assert fetch_endoflife(http, first.etag) == Fetched(None, '"a"')


def test_a_busy_service_is_asked_again_when_it_says() -> None:
    answers = iter([
        httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(200, content=orjson.dumps(compact())),
    ])  # fmt: skip
    waited: list[float] = []
    with client(lambda _: next(answers)) as http:
        assert fetch_endoflife(http, pace=Pace(waited.append)).content
    assert waited == [7.0]


def test_a_service_that_stays_away_or_answers_nonsense() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("te traag", request=request)

    waited: list[float] = []
    pace = Pace(waited.append, chance=lambda: 1.0)
    with client(away) as http, pytest.raises(FeedUnavailable, match="te traag"):
        fetch_endoflife(http, pace=pace)
    assert waited == [1.0, 2.0, 4.0, 8.0]
    for answer in (httpx.Response(404), httpx.Response(200, content=b"<html>"), httpx.Response(200, content=b"{}")):
        with client(lambda _, answer=answer: answer) as http, pytest.raises(FeedUnavailable):  # type: ignore[misc]
            fetch_endoflife(http, pace=pace)
    assert waited == [1.0, 2.0, 4.0, 8.0]


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.endoflife_feed.BOUNDS", Bounds(1_000, 60.0))
    with (
        client(lambda _: httpx.Response(200, content=b" " * 5_000)) as http,
        pytest.raises(FeedUnavailable, match="MB"),
    ):
        fetch_endoflife(http)
