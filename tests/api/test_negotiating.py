"""What the caller prefers, by the examples of RFC 9110 section 12.5.1 and by what clients send in practice."""

import pytest
from starlette.testclient import TestClient

from api.language import preferred_language
from api.negotiating import CSV, JSON, PDF, XLSX, preferred, read_ranges, weigh
from tests.api.conftest import Landscape

RFC_EXAMPLE = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"


@pytest.mark.parametrize(
    ("form", "weight"),
    [
        ("text/plain;format=flowed", 1),
        ("text/plain", 0.7),
        ("text/html", 0.3),
        ("image/jpeg", 0.5),
        ("text/plain;format=fixed", 0.4),
        ("text/html;level=3", 0.3),  # 0.7 in the RFC, which is its erratum 7138
    ],
)
def test_the_most_specific_range_counts(form: str, weight: float) -> None:
    assert weigh(form, read_ranges([RFC_EXAMPLE])) == weight


@pytest.mark.parametrize(
    ("accept", "forms", "chosen"),
    [
        # The other examples of the RFC.
        (["audio/*; q=0.2, audio/basic"], ("audio/mpeg", "audio/basic"), "audio/basic"),
        (["audio/*; q=0.2, audio/basic"], ("audio/mpeg",), "audio/mpeg"),
        (["text/plain; q=0.5, text/html, text/x-dvi; q=0.8, text/x-c"], ("text/x-dvi", "text/x-c"), "text/x-c"),
        (["text/plain; q=0.5, text/html, text/x-dvi; q=0.8, text/x-c"], ("text/plain", "text/x-dvi"), "text/x-dvi"),
        (["text/*, text/plain, text/plain;format=flowed, */*"], (JSON, CSV), JSON),
        # Nothing asked, everything asked, and equal weights: our own order.
        ([], (JSON, CSV), JSON),
        ([""], (JSON, CSV), JSON),
        (["*/*"], (JSON, CSV), JSON),
        (["text/csv, application/json"], (JSON, CSV), JSON),
        (["application/*"], (JSON, CSV, XLSX, PDF), JSON),
        # Weights, also of ranges; a weight of nothing excludes.
        (["text/*"], (JSON, CSV), CSV),
        (["application/*;q=0.5, text/csv"], (JSON, CSV), CSV),
        (["application/json;q=0.5, text/csv;q=0.9"], (JSON, CSV), CSV),
        (["application/json;q=0, */*"], (JSON, CSV), CSV),
        (["application/json;q=0, application/*"], (JSON, XLSX), XLSX),
        (["text/csv;q=0.001, */*;q=0"], (JSON, CSV), CSV),
        (["*/*;q=0"], (JSON, CSV), None),
        (["text/html"], (JSON, CSV), None),
        (["application/json;q=0"], (JSON,), None),
        # Repeated lines count as one; case says nothing; all text is utf-8.
        (["application/json;q=0.5", "text/csv"], (JSON, CSV), CSV),
        (["TEXT/CSV; Q=1, Application/JSON; q=0.9"], (JSON, CSV), CSV),
        (["text/csv; charset=UTF-8"], (JSON, CSV), CSV),
        (['text/csv; charset="utf-8"'], (JSON, CSV), CSV),
        (["application/json;charset=utf-8"], (JSON, CSV), JSON),
        (["text/csv;charset=iso-8859-1, application/json;q=0.1"], (JSON, CSV), JSON),
        (["text/csv;header=absent, application/json;q=0.1"], (JSON, CSV), JSON),
        # Malformed members are left out; what is left counts.
        (["text/csv;q=2, application/json;q=0.1"], (JSON, CSV), JSON),
        (["text/csv;q=-1, application/json;q=0.1"], (JSON, CSV), JSON),
        (["text/csv;q=veel, application/json;q=0.1"], (JSON, CSV), JSON),
        (["text csv, */json, application/json;q=0.1, text/csv;q=0.2"], (JSON, CSV), CSV),
        (['text/html;a="x, text/csv;q=0", text/csv, application/json;q=0.5'], (JSON, CSV), CSV),
        (['text/html;a="\\"", text/csv'], (JSON, CSV), CSV),
        (["text/csv;;q=0.5;, application/json;q=0.4"], (JSON, CSV), CSV),
        ([",, text/csv ,"], (JSON, CSV), CSV),
        (["*"], (JSON, CSV), JSON),
        (["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"], (JSON, CSV), JSON),  # Java
        (["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], (JSON, CSV), JSON),  # a browser
    ],
)
def test_which_form_is_preferred(accept: list[str], forms: tuple[str, ...], chosen: str | None) -> None:
    assert preferred(accept, forms) == chosen


def test_a_long_malformed_header_is_read_in_no_time() -> None:
    assert preferred(["text/csv" + " ; " * 20_000 + "é"], (JSON, CSV)) == JSON


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ([], "nl"),
        (["en-GB,en;q=0.9,nl;q=0.8"], "en"),
        (["en;q=0.8", "nl;q=0.9"], "nl"),
        (["de, en;q=0.1"], "en"),
        (["en;q=0"], "nl"),
        (["en;q=veel, nl;q=0.1"], "nl"),
        (["*"], "nl"),
    ],
)
def test_which_language_is_preferred(accepted: list[str], language: str) -> None:
    assert preferred_language(accepted) == language


def test_lists_reports_and_files_weigh_alike(client: TestClient, landscape: Landscape) -> None:
    asked = {"Accept": "application/*;q=0.4, text/csv;q=0.5"}
    for path in ("/v1/organisations", "/v1/reports/concentration", "/v1/reports/lifecycle-horizon", "/v1/deadlines"):
        answer = client.get(path, headers=asked)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8", path
        assert client.get(path, headers={"Accept": "application/*"}).headers["content-type"] == JSON


def test_who_wants_no_form_that_there_is_hears_which_there_are(client: TestClient, landscape: Landscape) -> None:
    answer = client.get("/v1/organisations", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert answer.json() == {
        "type": "urn:landschap:problem:not-acceptable",
        "title": "Vorm niet beschikbaar",
        "status": 406,
        "detail": "Dit adres geeft application/json, text/csv; vraag daarom met de kop Accept.",
        "instance": "/v1/organisations",
    }
    english = client.get("/v1/health", headers={"Accept": "text/csv", "Accept-Language": "en"})
    assert english.json()["detail"] == "This address gives application/json; ask for that with the header Accept."
    assert client.get("/v1/openapi.json", headers={"Accept": "text/csv"}).status_code == 406


def test_nothing_is_done_for_who_wants_no_form_that_there_is(client: TestClient, landscape: Landscape) -> None:
    refused = {"X-Acting-As": "j.jansen@BZK", "Accept": "text/csv"}
    assert client.post("/v1/suppliers", json={"name": "Alfa"}, headers=refused).status_code == 406
    assert client.get("/v1/suppliers").json()["estimate"] == 0
