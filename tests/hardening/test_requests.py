"""Hostile requests: none gives a 500, hangs, leaves something behind or lets a header or path out."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.hardening.desk import GOOD, Desk

ACTING = {"X-Acting-As": "j.jansen@BZK"}
FORM = {"organisation": "BZK", "source": "lijst"}


def clear(answer: Any) -> bool:
    """Whether a refusal is one: a problem document with a sentence."""
    problem = answer.json()
    return (
        400 <= answer.status_code < 500
        and answer.headers["content-type"] == "application/problem+json"
        and len(problem["detail"]) > 10
        and "Traceback" not in answer.text
    )


HOSTILE_NAMES = [
    "../../../etc/passwd", "..\\..\\x.csv", "/etc/passwd", "a\r\nX-Evil: 1.csv", 'a"; filename="b.exe', "a\x00b.csv",
    "n" * 5_000, "\u202egnp.exe", "<svg onload=alert(1)>.csv", "CON", "", ".", "%2e%2e%2fx", "emoji 🏛️.csv",
]  # fmt: skip


def test_names_of_files_are_only_names(desk: Desk, client: TestClient) -> None:
    for at, name in enumerate(HOSTILE_NAMES):
        answer = client.post(
            "/v1/imports",
            files={"file": (name or "x", GOOD.encode())},
            data={**FORM, "source": f"s{at}"},
            headers=ACTING,
        )
        assert answer.status_code == 202 or clear(answer), (name, answer.text)
        if answer.status_code != 202:
            continue
        shown = answer.json()
        assert not set(shown["filename"]) & set("/\\\r\n\x00")
        content = client.get(f"/v1/imports/{shown['id']}/content")
        assert (content.status_code, content.content) == (200, GOOD.encode())
        assert "x-evil" not in content.headers
        assert "\n" not in content.headers["content-disposition"]
        assert content.headers["content-disposition"].startswith("attachment")
    kept = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert {len(path.name) for path in kept} == {64}
    assert {path.parent.parent for path in kept} == {desk.folder}


BODIES: dict[str, tuple[bytes, str]] = {
    "no boundary": (b"x", "multipart/form-data"),
    "another boundary": (b"--b\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=a"),
    "never closed": (
        b'--a\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nabc', "multipart/form-data; boundary=a",
    ),
    "no name": (b'--a\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--a--\r\n', "multipart/form-data; boundary=a"),
    "broken header": (b"--a\r\n\xff\xff\xff\r\n\r\nabc\r\n--a--\r\n", "multipart/form-data; boundary=a"),
    "json": (b"{}", "application/json"),
    "nothing": (b"", "multipart/form-data; boundary=a"),
    "a very long boundary": (b"x", f"multipart/form-data; boundary={'a' * 5_000}"),
}  # fmt: skip


# What is left of a form that stops half-way is closed by Python itself.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_broken_forms(desk: Desk, client: TestClient) -> None:
    found = {}
    for name, (body, media) in BODIES.items():
        answer = client.post("/v1/imports", content=body, headers={**ACTING, "Content-Type": media})
        found[name] = clear(answer)
        assert found[name], (name, answer.status_code, answer.text)
    assert desk.one("SELECT count(*) FROM imports WHERE importer = ''") <= 1


FORMS: list[dict[str, str]] = [
        {"organisation": "Nergens"}, {"organisation": "\x00"}, {"organisation": "BZK", "source": "\x00"},
        {"organisation": "BZK", "source": "s" * 5_000}, {"organisation": "BZK", "asOf": "31-02-2027"},
        {"organisation": "BZK", "asOf": "99999-01-01"}, {"organisation": "BZK", "completeness": "half"},
        {"organisation": "BZK", "mapping": "{" * 100_000}, {"organisation": "BZK", "mapping": "[1]"},
        {"organisation": "BZK", "mapping": '{"Applicatie": "../../etc"}'}, {"organisation": "BZK", "mapping": '{"a": {"b": 1}}'},
        {"organisation": "BZK", "importer": "os.system"}, {"organisation": "'; DROP TABLE imports; --"},
        {"organisation": "BZK", "mapping": '{"columns": {"Applicatie": "application.name\\u0000"}}'},
        {"organisation": "BZK", "mapping": '{"splits": [{"column": "a", "pattern": "(a+)+$"}]}'},
    ]  # fmt: skip


def test_forms_that_say_impossible_things(client: TestClient) -> None:
    for form in FORMS:
        answer = client.post("/v1/imports", files={"file": ("a.csv", GOOD.encode())}, data=form, headers=ACTING)
        assert answer.status_code in {200, 202} or clear(answer), (str(form)[:80], answer.status_code, answer.text)
    assert client.get("/v1/imports").status_code == 200


def test_an_upload_over_the_limit_leaves_nothing(desk: Desk, client: TestClient) -> None:
    before = sorted(path.name for path in desk.folder.rglob("*") if path.is_file())
    answer = client.post("/v1/imports", files={"file": ("a.csv", b"x" * 2_100_000)}, data=FORM, headers=ACTING)
    assert (answer.status_code, clear(answer)) == (413, True)
    declared = client.post(
        "/v1/imports",
        content=b"x",
        headers={**ACTING, "Content-Length": "9" * 18, "Content-Type": "multipart/form-data; boundary=a"},
    )
    assert declared.status_code in {400, 413}
    assert sorted(path.name for path in desk.folder.rglob("*") if path.is_file()) == before


ADDRESSES = [
        "imports/0", "imports/-1", "imports/99999999999999999999", "imports/abc", "imports/1%00", "imports/1'--",
        "imports?limit=1000000", "imports?limit=-1", "imports?limit=0", "imports?after=-1", "imports?after=x", "imports?state=x",
        "imports?organisation=%00", "applications?limit=999999999999", "applications?after=%00", "applications?after=abc",
        "applications?after=eyJhIjoxfQ==", "applications?sort=name;drop", "applications?search=%00",
        "applications?search=" + "a" * 20_000,
        "applications?search=%25%5F%5C", "applications?search=(((((", "applications?owner=%27", "applications?asKnownOn=x",
        "applications/not-a-uuid", "applications/00000000-0000-0000-0000-000000000000", "applications?unknown=1",
        "reports/concentration?asOn=9999-99-99", "reports/concentration?asOn=0001-01-01", "reports/concentration?organisation=%00",
        "exports/%00", "exports/nergens", "exports/..%2f..%2fetc", "imports/1/rows?kind=x&limit=-4", "imports/1/rows?after=%00",
        "imports/1/problems?code=%00&limit=99999999", "imports/1/content",
    ]  # fmt: skip


def test_addresses_that_ask_impossible_things(client: TestClient) -> None:
    for path in ADDRESSES:
        answer = client.get(f"/v1/{path}")
        assert answer.status_code == 200 or clear(answer), (path, answer.status_code, answer.text)


HEADERS = [b"", b"@", b"x@", b"@BZK", b"j@Nergens", b"a" * 5_000 + b"@BZK", b"<script>alert(1)</script>@BZK", b"j\x00@BZK",
    b"\xff\xfe@BZK",
     b"j@BZK@BZK", "ö@BZK".encode(), b"j\x0b@BZK", b"';--@BZK", b"{0}@BZK", b"j@{0}", b"%s@%s"]  # fmt: skip


def test_who_acts_is_read_with_care(client: TestClient) -> None:
    for header in HEADERS:
        headers: dict[Any, Any] = {b"X-Acting-As": header}
        answer = client.post("/v1/imports", files={"file": ("a.csv", GOOD.encode())}, data=FORM, headers=headers)
        assert answer.status_code in {200, 202} or clear(answer), (header[:50], answer.status_code, answer.text)
        assert answer.status_code != 202 or "\x00" not in answer.json()["receivedBy"]


HUGE = "".join(chr(0x4E00 + n * 7_919 % 20_000) for n in range(9_000))


def test_what_is_sent_about_headings_and_records(desk: Desk, client: TestClient) -> None:
    number = desk.bring(GOOD.encode())
    sent: list[dict[str, Any]] = [
        {"headings": {HUGE: "application.name"}}, {"headings": {"\x00": None}}, {"headings": {}}, {"headings": None},
        {"headings": {f"k{n}": None for n in range(5_000)}}, {"headings": {"Applicatie": {"a": 1}}},
    ]  # fmt: skip
    for body in sent:
        answer = client.put(f"/v1/imports/{number}/mapping", json=body, headers=ACTING)
        assert answer.status_code == 202 or clear(answer), (str(body)[:80], answer.status_code, answer.text[:300])
    for record in (
        {"name": HUGE},
        {"name": "x" * 401},
        {"name": "\x00"},
        {"name": ["a"]},
        {"name": "a", "userCount": 10**30},
    ):
        answer = client.post("/v1/applications", json=record, headers=ACTING)
        assert clear(answer), (str(record)[:80], answer.status_code, answer.text[:300])
    deep = client.post(
        "/v1/applications", content=b"[" * 100_000, headers={**ACTING, "Content-Type": "application/json"}
    )
    assert clear(deep), (deep.status_code, deep.text[:300])
    key = client.post(f"/v1/imports/{number}/_cancel", headers={**ACTING, "Idempotency-Key": "k" * 9_000})
    assert key.status_code < 500, key.text
