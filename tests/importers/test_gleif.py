from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy.orm import Session

from importers import UnreadableFile, choose, fetching, gleif_feed
from importers.fetching import Bounds, Pace
from importers.gleif_feed import GleifUnavailable, Service, fetch_gleif
from importers.pipeline import SOURCE_TYPES
from registry.applying import apply_import
from registry.fingerprint import fingerprint
from registry.legal_entities import SOURCE
from registry.queries.origin import load_origins
from registry.receiving import NOBODY, Delivery, receive
from registry.staging import Batch, source_id, stage
from tests.importers.gleif_answers import API, Answers, answered, entity, exception, group, lei_of, parent
from tests.importers.reading import Result, context
from tests.registry.bringing import Register, open_register

ID = source_id(NOBODY, SOURCE)
ON = date(2026, 11, 23)


def write(folder: Path, content: Any, name: str = "gleif.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
    return path


def read(path: Path) -> Result:
    chosen = choose(path, path.name)
    assert chosen.name == "gleif"
    found = Result()
    for item in chosen.read(path, context(source=ID)):
        found.batches.append(item) if isinstance(item, Batch) else found.problems.append(item)  # type: ignore[arg-type]
    return found


def read_records(folder: Path, *records: dict[str, Any]) -> Result:
    return read(write(folder, {"data": list(records)}))


def exceptions(found: Result) -> dict[str, str | None]:
    return {str(one["name"]): one.get("parent_exception") for one in found.records("supplier").values()}


def test_one_document_an_array_and_lines_state_the_same(tmp_path: Path) -> None:
    records = group()
    shapes: list[Any] = [
        {"meta": {}, "data": records},
        records,
        [{"data": record} for record in records],
        b"\n".join(orjson.dumps(record) for record in records),
        b"\xef\xbb\xbf" + b"\n".join(orjson.dumps({"data": [record]}) for record in records) + b"\n",
    ]
    results = [read(write(tmp_path, shape)) for shape in shapes]
    for kind in ("supplier", "ownership"):
        assert all(one.records(kind) == results[0].records(kind) for one in results)
    assert results[0].records("ownership")
    assert not results[0].problems


def test_what_is_stated_of_an_entity(tmp_path: Path) -> None:
    top = read_records(tmp_path, *group()).records("supplier")[lei_of("TOP")]
    assert top == {
        "name": "Example Corporation", "lei": lei_of("TOP"), "kind": "company", "legal_form": "corp",
        "aliases": '{"Example"}', "former_names": '{"Sample Corporation"}', "country_of_incorporation": "US",
        "country_of_headquarters": "US", "evidence": f"GLEIF, LEI {lei_of('TOP')}", "parent_exception": "no_known_person",
    }  # fmt: skip


def test_the_chain_is_stated_once(tmp_path: Path) -> None:
    edges = read_records(tmp_path, *group()).records("ownership")
    assert {key: one["valid"] for key, one in edges.items()} == {
        f"{lei_of('DOCHTER')}|direct|{lei_of('MOEDER')}|2020-01-01": "[2020-01-01,)",
        f"{lei_of('MOEDER')}|direct|{lei_of('TOP')}|2018-05-01": "[2018-05-01,)",
    }


def test_an_ultimate_parent_speaks_where_the_direct_one_is_silent(tmp_path: Path) -> None:
    records = [entity("A", "A B.V."), entity("B", "B B.V."), entity("C", "C B.V."), entity("D", "D B.V.")]
    edges = read_records(
        tmp_path,
        *records,
        parent("A", "B"),
        parent("A", "C", "ultimate", "2019-01-01"),
        parent("D", "C", "ultimate", None),
    ).records("ownership")
    assert {key: one.get("valid") for key, one in edges.items()} == {
        f"{lei_of('A')}|direct|{lei_of('B')}|2020-01-01": "[2020-01-01,)",
        f"{lei_of('B')}|ultimate|{lei_of('C')}|2019-01-01": "[2019-01-01,)",
        f"{lei_of('D')}|ultimate|{lei_of('C')}|": None,
    }


def test_relationships_that_ended_or_mean_no_control(tmp_path: Path) -> None:
    records = [entity(stem, f"{stem} B.V.") for stem in "ABC"]
    edges = read_records(
        tmp_path, *records,
        parent("A", "B", until="2022-07-01T00:00:00Z", status="INACTIVE"),
        parent("B", "C", since=None, status="INACTIVE"),
        parent("C", "A", type="IS_FUND-MANAGED_BY"),
        parent("C", "C"),
    ).records("ownership")  # fmt: skip
    assert [one["valid"] for one in edges.values()] == ["[2020-01-01,2022-07-01)"]


@pytest.mark.parametrize("reason", ["NON_CONSOLIDATING", "NO_KNOWN_PERSON", "NATURAL_PERSONS"])
def test_an_exception_that_says_there_is_no_owner(tmp_path: Path, reason: str) -> None:
    found = read_records(tmp_path, entity("A", "A B.V."), exception("A", reason), exception("A", reason, "ultimate"))
    assert exceptions(found) == {"A B.V.": reason.lower()}


@pytest.mark.parametrize("reason", ["NON_PUBLIC", "CONSENT_NOT_OBTAINED", "LEGAL_OBSTACLES", "SOMETHING_NEW"])
def test_an_exception_that_hides_the_owner_goes_before_one_that_denies_one(tmp_path: Path, reason: str) -> None:
    found = read_records(
        tmp_path, entity("A", "A B.V."), exception("A", "NO_KNOWN_PERSON"), exception("A", reason, "ultimate")
    )
    assert exceptions(found) == {"A B.V.": "non_public"}


def test_a_parent_that_is_not_described_leaves_the_owner_unknown(tmp_path: Path) -> None:
    found = read_records(
        tmp_path, entity("A", "A B.V."), parent("A", "ELDERS"), entity("B", "B B.V.", links={"direct": "relationship"})
    )
    assert exceptions(found) == {"A B.V.": "not_given", "B B.V.": "not_given"}
    assert found.told() == [(2, None, "gleif_parent_missing"), (3, None, "gleif_parent_missing")]
    assert not found.records("ownership")


def test_what_is_hidden_of_the_top_is_hidden_of_the_direct_parent(tmp_path: Path) -> None:
    found = read_records(
        tmp_path, entity("A", "A B.V."), entity("B", "B B.V."), parent("A", "B"), exception("A", "NO_LEI", "ultimate")
    )
    assert exceptions(found) == {"A B.V.": None, "B B.V.": "no_lei"}


def test_funds_schemes_persons_and_wrong_numbers_are_left_out(tmp_path: Path) -> None:
    wrong = entity("X", "X B.V.")
    wrong["attributes"]["lei"] = "12345"
    found = read_records(
        tmp_path, entity("A", "A Software Fund", category="FUND"), entity("B", "B Pension Scheme"), wrong,
        entity("D", "J. Jansen", category="SOLE_PROPRIETOR"), entity("E", "E B.V.", status="ANNULLED"),
        entity("F", "F B.V."), parent("F", "A"),
    )  # fmt: skip
    assert exceptions(found) == {"F B.V.": "not_given"}
    codes = sorted(one.code for one in found.problems)
    assert codes == ["gleif_parent_missing", "gleif_void", *["never_a_supplier"] * 3, "not_a_lei"]


@pytest.mark.parametrize(
    "content",
    [
        b'{"data": [{"type": "lei-records"', b'{"data": "lei-records"}', b'["lei-records"]', b'{"data": []}',
        b'{"data": [{"type": "lei-records", "attributes": {"lei": 5, "entity": {}}}]}',
        b'{"data": [{"type": "lei-records", "attributes": {"lei": "A", "entity": {"legalName": "x"}}}]}',
        b'{"data": [{"type": "relationship-records", "attributes": {"relationship": []}}]}',
        b'{"data": [{"type": "reporting-exceptions", "attributes": {"reason": null}}]}',
        b'{"data": [{"type": "fields", "attributes": {}}]}', b"\xff\xfe\x00", b"[" * 5000, b"",
    ],
)  # fmt: skip
def test_what_is_not_of_gleif_is_said(tmp_path: Path, content: bytes) -> None:
    from importers.gleif import read_gleif

    with pytest.raises(UnreadableFile) as raised:
        list(read_gleif(write(tmp_path, content), context()))
    assert raised.value.code == "not_gleif"


def bring(register: Register, path: Path, as_of: date = ON) -> int:
    number = receive(
        register.db, Delivery(NOBODY, SOURCE, SOURCE_TYPES["gleif"], "gleif", as_of), by="test", at=register.tick()
    )
    found = read(path)
    stage(register.db, number, ID, [*found.batches, *found.problems])
    at = register.tick()
    register.db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (at, number))
    apply_import(register.db, number, by="test", at=register.tick())
    return number


def origin(register: Register, name: str) -> tuple[str | None, str, str | None]:
    origins = load_origins(register.db, ON)
    found = origins.of(register.id_of("supplier", name))
    return origins.name(found.parent) if found.parent else None, found.origin_class, found.reason


def test_again_changes_nothing_and_undo_is_exact(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    before = fingerprint(register.db)
    first = bring(register, write(tmp_path, {"data": group()}))
    known = fingerprint(register.db)
    assert known != before
    second = bring(register, write(tmp_path, list(reversed(group())), "weer.json"))
    counted = "SELECT count(*) FROM staged_rows WHERE import_id = %s AND action <> 'unchanged'"
    assert register.db.execute(counted, (second,)).fetchone() == (0,)
    assert fingerprint(register.db) == known
    register.undo(second)
    assert fingerprint(register.db) == known
    register.undo(first)
    assert fingerprint(register.db) == before


def test_groups_and_origins_follow(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    more = [
        entity("EIGEN", "Eigen Baas B.V."), exception("EIGEN", "NATURAL_PERSONS"),
        entity("GEHEIM", "Geheim B.V."), exception("GEHEIM", "NON_PUBLIC"),
        entity("LOS", "Los B.V."), exception("LOS", "NO_LEI"), exception("LOS", "NO_LEI", "ultimate"),
    ]  # fmt: skip
    bring(register, write(tmp_path, {"data": [*group(), *more]}))
    assert origin(register, "Voorbeeld Dochter B.V.") == ("Example Corporation", "US", None)
    assert origin(register, "Eigen Baas B.V.") == ("Eigen Baas B.V.", "NL", None)
    assert origin(register, "Geheim B.V.") == (None, "unknown", "owner_not_disclosed")
    assert origin(register, "Los B.V.") == (None, "unknown", "owner_not_disclosed")


def test_a_curated_owner_goes_before_an_exception_and_beside_a_longer_chain(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    names = ["Geheim B.V.", "Voorbeeld Dochter B.V.", "Example Corporation"]
    keys = {"name": names, "lei": [lei_of("GEHEIM"), lei_of("DOCHTER"), lei_of("TOP")], "key": ["g", "d", "t"]}
    from tests.registry.bringing import mention

    of = [mention(NOBODY, "suppliers", "supplier", key) for key in "gdt"]
    edges = {"key": ["1", "2"], "supplier": of[:2], "parent": [of[2]] * 2, "basis": ["majority"] * 2}
    register.bring(NOBODY, "suppliers", {"supplier": keys, "ownership": edges}, type_="reference")
    bring(
        register,
        write(tmp_path, {"data": [*group(), entity("GEHEIM", "Geheim B.V."), exception("GEHEIM", "NON_PUBLIC")]}),
    )
    assert origin(register, "Geheim B.V.") == ("Example Corporation", "US", None)
    assert origin(register, "Voorbeeld Dochter B.V.") == ("Example Corporation", "US", None)


def test_precedence_lei_and_country_are_those_of_gleif_other_fields_are_curated(
    session: Session, tmp_path: Path
) -> None:
    register = open_register(session)
    tables = {"supplier": {"name": ["Voorbeeld B.V."], "lei": [lei_of("DOCHTER")], "country_of_incorporation": ["BE"]}}
    register.bring(NOBODY, "suppliers", tables, type_="reference")
    bring(register, write(tmp_path, {"data": [entity("DOCHTER", "VOORBEELD DOCHTER BV")]}))
    rows = register.db.execute("SELECT name, lei, country_of_incorporation FROM suppliers").fetchall()
    assert rows == [("Voorbeeld B.V.", lei_of("DOCHTER"), "NL")]


class Waits:
    """A clock on which nobody waits; `waited` is what would have been slept."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.waited: list[float] = []
        self.time = 0.0
        self.seconds = seconds

    def pace(self) -> Pace:
        return Pace(self.waited.append, lambda: datetime(2026, 11, 23, 10, tzinfo=UTC), self.tick, lambda: 1.0)

    def tick(self) -> float:
        self.time += self.seconds
        return self.time


def fetch(answer: Any, waits: Waits | None = None, leis: tuple[str, ...] = ("DOCHTER",)) -> bytes:
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        return fetch_gleif(Service(client, API, (waits or Waits()).pace()), [lei_of(one) for one in leis])


def test_the_service_and_a_file_give_the_same_import(tmp_path: Path) -> None:
    service = Answers(group())
    fetched = fetch(service)
    results = [read(write(tmp_path, content)) for content in (fetched, {"data": group()})]
    for kind in ("supplier", "ownership"):
        assert results[0].records(kind) == results[1].records(kind)
    assert len(service.requests) == 2 + 6  # two layers; per entity two of level 2
    assert fetch(Answers(list(reversed(group())))) == fetched


def test_pages_are_followed_to_the_last_and_unknown_entities_are_no_fault(tmp_path: Path) -> None:
    stems = [f"E{number}" for number in range(7)]
    service = Answers([entity(stem, f"{stem} B.V.") for stem in stems], page=3)
    found = orjson.loads(fetch(service, leis=(*stems, "WEG")))["data"]
    assert [one["id"] for one in found] == sorted(map(lei_of, stems))
    assert sum("page%5Bnumber%5D" in url for url in service.requests) == 3
    assert orjson.loads(fetch(Answers([]))) == {"data": []}


def test_a_busy_service_is_asked_again_when_it_says() -> None:
    service, waits = Answers(group()), Waits()
    answers = iter([httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(502)])
    assert fetch(lambda request: next(answers, None) or service(request), waits) == fetch(service)
    assert waits.waited == [7.0, 2.0]


def test_a_service_that_stays_away() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("geen verbinding", request=request)

    waits = Waits()
    with pytest.raises(GleifUnavailable, match="geen verbinding") as raised:
        fetch(away, waits)
    assert waits.waited == [1.0, 2.0, 4.0, 8.0]
    assert ("niets veranderd" in raised.value.sentence, "nothing was changed" in raised.value.sentence_en) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403), httpx.Response(301, headers={"Location": "http://127.0.0.1/"}), httpx.Response(200),
        httpx.Response(200, content=b"<html>"), httpx.Response(200, json={"data": 5}), httpx.Response(200, json=[]),
        httpx.Response(200, json={"data": [5]}), httpx.Response(200, json={"data": [{"type": "lei-records", "id": "X"}]}),
        answered([{"type": "lei-records", "id": lei_of("DOCHTER"), "attributes": {"entity": []}}]),
        httpx.Response(200, content=b" " * 20_000),
    ],
)  # fmt: skip
def test_garbage_ends_it(answer: httpx.Response, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gleif_feed, "BOUNDS", Bounds(10_000, 60.0))
    waits = Waits()
    with pytest.raises(GleifUnavailable):
        fetch(lambda request: answer if "filter" in str(request.url) else httpx.Response(404), waits)
    assert waits.waited == []


def test_a_list_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gleif_feed, "MAX_PAGES", 4)
    first = entity("DOCHTER", "Voorbeeld B.V.", links={"direct": "exception"})
    with pytest.raises(GleifUnavailable, match="pages"):
        fetch(lambda request: answered([first], lastPage=None, pagination={"lastPage": 10**9}))


@contextmanager
def serving(garbage: bytes, delay: float) -> Iterator[str]:
    """A real server on loopback that answers byte by byte."""
    from time import sleep

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(garbage)))
            self.end_headers()
            for at in range(len(garbage)):
                try:
                    self.wfile.write(garbage[at : at + 1])
                except OSError:
                    return
                sleep(delay)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_drips_is_left_and_one_that_talks_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gleif_feed, "BOUNDS", Bounds(100_000, 0.2))
    monkeypatch.setattr(fetching, "ATTEMPTS", 2)
    waited: list[float] = []
    with httpx.Client(trust_env=False) as client:
        with serving(b'{"data": [' + b" " * 10_000, 0.02) as url, pytest.raises(GleifUnavailable, match="ReadTimeout"):
            fetch_gleif(Service(client, url, Pace(sleep=waited.append)), [lei_of("A")])
        assert len(waited) == 1
        monkeypatch.setattr(gleif_feed, "TIMEOUT", httpx.Timeout(0.3))
        with serving(b"[]", 2.0) as url, pytest.raises(GleifUnavailable, match="ReadTimeout"):  # silent after one byte
            fetch_gleif(Service(client, url, Pace(sleep=waited.append)), [lei_of("A")])
        monkeypatch.undo()
        with serving(b"\x00\xffniets", 0.0) as url, pytest.raises(GleifUnavailable, match="JSON"):
            fetch_gleif(Service(client, url, Pace(sleep=waited.append)), [lei_of("A")])
        with pytest.raises(GleifUnavailable, match="Connect"):
            fetch_gleif(Service(client, url, Pace(sleep=waited.append)), [lei_of("A")])
