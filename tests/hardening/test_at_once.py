"""Things that happen at the same time, twice, too late, or to what is gone already."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

import registry.asking
from cli.steps import STEPS
from cli.worker import run_worker
from importers.pipeline import cancel_import
from registry.errors import ImportStateError, RegisterError, StalePlan
from tests.hardening.desk import GOOD, Desk, lines

ACTING = {"X-Acting-As": "j.jansen@BZK"}


def inventory(count: int, word: str = "Systeem") -> bytes:
    """A csv of so many applications, with suppliers and hosting."""
    rows = [
        [f"K-{n}", f"{word} {n}", f"Leverancier {n % 40} B.V.", f"Cloud {n % 7}", f"Dienst {n % 50}", str(n)]
        for n in range(count)
    ]
    head = [
        "Applicatie-ID",
        "Applicatie",
        "Softwareleverancier",
        "Hosting leverancier",
        "Clouddienst",
        "Jaarlijkse kosten",
    ]
    return lines(head, *rows)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Begin the works at the same moment; what each gave, or the error that it raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait(10)
        try:
            return work()
        except (RegisterError, psycopg.Error) as error:
            return type(error)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def work_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a worker do what was asked."""
    monkeypatch.setenv("LANDSCHAP_HOME", str(desk.folder.parent))
    run_worker(desk.url, STEPS, wait=False)


def upload(client: TestClient, content: bytes, source: str = "lijst") -> Any:
    form = {"organisation": "BZK", "source": source}
    return client.post("/v1/imports", files={"file": ("lijst.csv", content)}, data=form, headers=ACTING)


def test_one_file_sent_twice_at_once_is_one_import(desk: Desk, client: TestClient) -> None:
    found = together(*[lambda: desk.receive(b"Applicatie\nKaart\n")] * 4)
    assert len({one.import_id for one in found}) == 1
    assert sorted(one.repeated for one in found) == [False, True, True, True]
    answers = together(*[lambda: upload(client, b"Applicatie\nZaak\n")] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 202]
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_two_files_of_one_source_at_once(desk: Desk) -> None:
    """The second says most of what the first says: they are read one after the other, and both are there."""
    first = desk.receive(inventory(2_000), "a.csv").import_id
    second = desk.receive(inventory(2_100), "b.csv").import_id
    other = desk.receive(inventory(2_000, "Ander"), "c.csv", source="ander").import_id
    assert together(*[lambda n=n: desk.stage(n) for n in (first, second, other)]) == ["previewed"] * 3
    before = desk.fingerprint()
    assert together(*[lambda n=n: desk.apply(n) for n in (first, second, other)]).count(None) >= 1
    for number in (first, second, other):
        if desk.state(number) == "previewed":
            desk.stage(number)
            desk.apply(number)
    assert desk.one("SELECT count(*) FROM applications") == 2 + 2_100 + 2_000
    for number in (first, second, other):
        desk.undo(number)
    assert desk.fingerprint() == before


def test_twice_is_once(desk: Desk) -> None:
    before = desk.fingerprint()
    number = desk.bring(inventory(300))
    assert sorted(map(str, together(*[lambda: desk.apply(number)] * 3))) == sorted(
        map(str, [None, ImportStateError, ImportStateError])
    )
    with pytest.raises(ImportStateError) as raised:
        desk.apply(number)
    assert (raised.value.status, "is al toegepast" in raised.value.sentence) == (409, True)
    assert together(*[lambda: desk.undo(number)] * 2).count(ImportStateError) == 1
    with pytest.raises(ImportStateError):
        desk.undo(number)
    assert desk.fingerprint() == before


def test_reading_and_applying_one_import_at_once(desk: Desk) -> None:
    """Whoever comes second finds it applied, or applies the new preview; nobody waits for ever."""
    number = desk.bring(inventory(1_500))
    found = together(lambda: desk.stage(number), lambda: desk.apply(number))
    assert desk.state(number) in {"applied", "previewed"}, found
    assert psycopg.errors.DeadlockDetected not in found


def test_a_stale_plan_is_made_anew(desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = desk.bring(GOOD.encode(), "a.csv"), desk.bring(GOOD.encode() + b"A-3;Extra;;;;;\n", "b.csv")
    desk.apply(second)
    with pytest.raises(StalePlan) as raised:
        desk.apply(first)
    assert raised.value.status == 409
    answer = client.post(f"/v1/imports/{first}/_apply", json={}, headers=ACTING)
    assert answer.status_code == 202
    work_off(desk, monkeypatch)
    shown = client.get(f"/v1/imports/{first}").json()
    assert (shown["state"], "veranderd sinds deze voorvertoning" in (shown["failure"] or "")) == ("previewed", True)
    seen = {"previewedAt": "2020-01-01T00:00:00Z"}
    assert client.post(f"/v1/imports/{first}/_apply", json=seen, headers=ACTING).status_code == 409
    assert client.post(f"/v1/imports/{first}/_apply", json={}, headers=ACTING).status_code == 202
    work_off(desk, monkeypatch)
    assert desk.state(first) == "applied"


def test_each_step_in_each_state(desk: Desk, client: TestClient) -> None:
    """What a step answers in a state in which it cannot be done: 409 with a sentence, and nothing changes."""
    number = desk.bring(b"Applicatie\nKaart\n")
    allowed = {
        "_apply": {"previewed"}, "_undo": {"applied"}, "_cancel": {"received", "previewed", "failed"},
    }  # fmt: skip
    states = ("received", "reading", "previewed", "applying", "applied", "undoing", "undone", "cancelled", "failed")
    before = desk.fingerprint()
    for state in states:
        for step, fitting in allowed.items():
            with desk.connect() as db:
                db.execute("UPDATE imports SET state = %s WHERE id = %s", (state, number))
            answer = client.post(f"/v1/imports/{number}/{step}", json={} if step != "_cancel" else None, headers=ACTING)
            assert (answer.status_code == 409) is (state not in fitting), (state, step, answer.text)
            if answer.status_code == 409:
                assert answer.json()["detail"] == ImportStateError(number, state).sentence
                assert desk.state(number) == state
    assert desk.fingerprint() == before


def test_an_import_that_is_being_read_answers_at_once(
    desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry.asking, "LOCK_WAIT", "50ms")
    number = desk.bring(b"Applicatie\nKaart\n")
    with desk.connect() as reading:
        reading.execute("SELECT FROM imports WHERE id = %s FOR NO KEY UPDATE", (number,))
        for step in ("_apply", "_cancel"):
            answer = client.post(f"/v1/imports/{number}/{step}", json={} if step == "_apply" else None, headers=ACTING)
            assert (answer.status_code, "wordt gelezen" in answer.json()["detail"]) == (409, True)
        with desk.connect() as db, pytest.raises(ImportStateError):
            cancel_import(db, number, by="test", at=desk.one("SELECT now()"))
    assert desk.state(number) == "previewed"


def test_a_judgement_on_what_was_undone(desk: Desk, client: TestClient) -> None:
    number = desk.bring(b"Applicatie;Softwareleverancier\nKaart;Esri\n", source="weg")
    desk.apply(number)
    with desk.connect() as db:
        left, right = (
            row[0]
            for row in db.execute("SELECT id FROM suppliers WHERE name LIKE 'Esri%' OR name LIKE 'SAP%' ORDER BY name")
        )
    desk.undo(number)
    before = desk.fingerprint()
    sent = {"kind": "supplier", "left": str(left), "right": str(right), "verdict": "same"}
    answer = client.post("/v1/judgements", json=sent, headers=ACTING)
    assert answer.status_code in {201, 400, 404, 409}, answer.text
    assert answer.status_code != 201 or desk.fingerprint() == before


def test_what_was_asked_and_forgotten_is_taken_up_by_the_next_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [desk.bring(f"Applicatie\nKaart {n}\n".encode(), source=f"s{n}") for n in range(3)]
    with desk.connect() as db:
        for number, state in zip(numbers, ("received", "applying", "undoing"), strict=True):
            db.execute("UPDATE imports SET state = %s WHERE id = %s", (state, number))
    work_off(desk, monkeypatch)
    assert [desk.state(number) for number in numbers] == ["previewed", "previewed", "applied"]
