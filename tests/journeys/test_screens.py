"""A person's walk through the screens, without script: hand over, look, mend, apply, trace a value back, undo."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from cli.steps import STEPS
from cli.worker import run_worker
from tests.web.walking import INVENTORY, furnished, words

FORM = {"organisatie": "BZK", "bron": "Applicatieoverzicht", "peildatum": "2026-09-01", "volledig": "ja", "soort": ""}
XLSX = INVENTORY.read_bytes()
Work = Callable[[], None]


@pytest.fixture
def work(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Lets the worker do what was asked."""
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path))
    return lambda: run_worker(furnished_database, STEPS, wait=False)


@pytest.fixture
def client(furnished_database: str, tmp_path: Path) -> Iterator[TestClient]:
    app = furnished(furnished_database, tmp_path)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as browser:
        yield browser
    app.state.engine.dispose()


@pytest.fixture
def acting(client: TestClient) -> TestClient:
    client.post("/handelen-als", data={"naam": "A. de Vries", "organisatie": "BZK", "terug": "/"})
    return client


def hand_over(client: TestClient, content: bytes = XLSX, name: str = "overzicht.xlsx", **form: str) -> Response:
    answer: Response = client.post("/inleveren", data=FORM | form, files={"bestand": (name, io.BytesIO(content))})
    return answer


def here(answer: Response) -> str:
    return answer.url.path


def first_link(html: str, start: str) -> str:
    found = re.search(rf'href="({start}/[^"#?]+)"', html)
    assert found
    return found[1]


def test_the_whole_walk(client: TestClient, work: Work) -> None:
    say_who_acts(client)
    address = here(hand_over(client))
    assert "In de wachtrij" in client.get(f"{address}/voortgang").text
    work()
    assert client.get(f"{address}/voortgang").headers["hx-refresh"] == "true"
    look_at_the_preview(client, address)

    change_column(client, address, client.get(address).text, "Persoonsgegevens", "application.primary_process")
    work()
    preview = client.get(address)
    assert "zo besloot iemand eerder" in words(preview.text)

    applying = client.post(f"{address}/toepassen", data={"gezien": seen(preview.text)})
    assert "wordt toegepast" in words(applying.text)
    work()
    look_at_the_outcome(client, address)
    trace_a_value(client)

    again = hand_over(client)
    assert here(again) == address
    assert "Dit bestand was al ingeleverd" in words(again.text)

    assert "wordt teruggedraaid" in words(client.post(f"{address}/terugdraaien").text)
    work()
    assert "alsof deze import er nooit geweest is" in words(client.get(address).text)
    assert "Niets gevonden." in words(client.get("/applicaties").text)


def say_who_acts(client: TestClient) -> None:
    """Nobody acted yet, so the upload asks who it is first."""
    assert "Er is nog niets ingeleverd." in words(client.get("/").text)
    asked = client.get("/inleveren")
    assert here(asked) == "/handelen-als"
    assert "Zeg eerst wie u bent" in words(asked.text)
    back = client.post("/handelen-als", data={"naam": "A. de Vries", "organisatie": "BZK", "terug": "/inleveren"})
    assert here(back) == "/inleveren"
    assert "U handelt als A. de Vries voor BZK" in words(back.text)


def look_at_the_preview(client: TestClient, address: str) -> None:
    """What was understood, what is wrong and what would change; nothing has changed yet."""
    said = words(client.get(address).text)
    assert "wacht op uw besluit" in said
    assert "Wat er zou veranderen" in said
    assert "Nieuw 250" in said
    assert "zo besloot iemand eerder" not in said
    assert "31-02-2027" in said
    assert "is geen bestaande datum" in said
    assert "Niets gevonden." in words(client.get("/applicaties").text)


def look_at_the_outcome(client: TestClient, address: str) -> None:
    """The counts of what changed, and the way to the applications."""
    applied = client.get(address)
    assert "Toegepast op het register" in words(applied.text)
    assert "applicaties 250 0 0" in words(applied.text)
    assert "250 gevonden" in words(client.get(first_href(applied.text, "/applicaties?organisatie=")).text)
    assert "organisaties leverden 1 " in words(client.get("/").text)


def first_href(html: str, start: str) -> str:
    found = re.search(rf'href="({re.escape(start)}[^"]*)"', html)
    assert found
    return found[1].replace("&amp;", "&")


def seen(html: str) -> str:
    found = re.search(r'name="gezien" value="([^"]+)"', html)
    assert found
    return found[1]


def change_column(client: TestClient, address: str, html: str, heading: str, target: str) -> Response:
    """Choose another meaning for a column; the rest of the form goes along as a browser sends it."""
    fields = {}
    for name, inside in re.findall(r'<select[^>]* name="(kolom-[^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        fields[name] = chosen[1] if chosen else ""
    name = re.search(rf'for="(kolom-[^"]+)">[^<]*{heading}[^<]*<', html)
    assert name
    answer: Response = client.post(f"{address}/indeling", data=fields | {name[1]: target})
    return answer


def trace_a_value(client: TestClient) -> None:
    """Find an application by a part of its name; its values tell the cell that they came from."""
    found = client.get("/applicaties", params={"zoek": "rijksvastgoed"})
    page = client.get(first_link(found.text, "/applicaties"))
    said = words(page.text)
    assert re.search(r"Ministerie van Binnenlandse Zaken en Koninkrijksrelaties overzicht\.xlsx , blad Overzicht", said)
    assert re.search(r"rij \d+, kolom [A-Z] “[^”]+” zoals aangeleverd: \S+", said)
    assert "A. de Vries" in said
    assert "toegevoegd door een import" in said


def test_a_supplier_explains_its_origin(client: TestClient) -> None:
    found = client.get("/leveranciers", params={"zoek": "solvinity"})
    said = words(client.get(first_link(found.text, "/leveranciers")).text)
    assert "De uiteindelijke moeder is" in said or "De herkomst is daarom onbekend." in said
    assert "Applicaties die hiervan afhangen" in said


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "leeg.csv", "Dit bestand is leeg."),
        (b"%PDF-1.7 brochure", "brochure.pdf", "Dit is geen csv-, xlsx-, xls- of ods-bestand."),
        (b"\xd0\xcf\x11\xe0 kapot", "kapot.xls", "niet"),
        (b"kleur;vorm\nrood;rond\n", "kleuren.csv", "geen enkel zichtbaar blad"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(
    acting: TestClient, work: Work, content: bytes, name: str, sentence: str
) -> None:
    answer = hand_over(acting, content, name)
    work()
    if here(answer) != "/inleveren":
        answer = acting.get(here(answer))
        assert "niet te lezen" in words(answer.text)
    assert sentence in words(answer.text)
    assert "Traceback" not in answer.text


def test_what_is_missing_in_the_form_is_told_at_its_field(acting: TestClient) -> None:
    answer = acting.post("/inleveren", data={"organisatie": "Atlantis", "bron": " ", "peildatum": "ooit"})
    assert answer.status_code == 422
    for sentence in ("Kies een bestand", "Kies de organisatie", "Geef de bron een naam", "Schrijf de peildatum"):
        assert sentence in words(answer.text)


def test_an_import_can_be_laid_aside(acting: TestClient, work: Work) -> None:
    address = here(hand_over(acting))
    work()
    assert "geannuleerd" in words(acting.post(f"{address}/annuleren").text)
    refused = acting.post(f"{address}/toepassen", data={})
    assert refused.status_code == 409
    assert "Terug naar de import" in words(refused.text)


def test_an_old_plan_is_not_applied(acting: TestClient, work: Work) -> None:
    address = here(hand_over(acting))
    work()
    old = seen(acting.get(address).text)
    change_column(acting, address, acting.get(address).text, "Persoonsgegevens", "application.primary_process")
    work()
    assert acting.post(f"{address}/toepassen", data={"gezien": old}).status_code == 409


@pytest.mark.parametrize(
    "address",
    ["/nergens", "/imports/999", "/imports/abc", "/applicaties/abc", "/applicaties?fase=raar", "/applicaties?na=x",
     "/applicaties?sorteer=raar", "/leveranciers/00000000-0000-0000-0000-000000000001", "/?op=nooit&organisatie=x"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_address_that_is_wrong_gets_a_page_in_words(client: TestClient, address: str, language: str) -> None:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.status_code in {200, 400, 404}
    assert f'<html lang="{language}"' in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("page", ["/", "/concentratie.csv"])
def test_the_overview_knows_an_organisation_by_each_of_its_names(client: TestClient, page: str) -> None:
    name = "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"
    for called in ("BZK", "bzk", name, f"{name} (BZK)"):
        assert client.get(page, params={"organisatie": called}).status_code == 200
    for wrong in ({"organisatie": "Atlantis"}, {"op": "onzin"}):
        answer = client.get(page, params=wrong)
        assert answer.status_code == 400
        assert "onzin" in answer.text or "Atlantis" in answer.text


def test_the_forms_know_an_organisation_by_each_of_its_names(client: TestClient) -> None:
    name = "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"
    for called in ("BZK", name, f"{name} (BZK)"):
        client.post("/handelen-als", data={"naam": "A. de Vries", "organisatie": called, "terug": "/"})
        assert 'value="BZK" selected' in client.get("/inleveren").text
        assert here(hand_over(client, organisatie=called)).startswith("/imports/")


def test_what_was_understood_comes_before_the_plan(acting: TestClient, work: Work) -> None:
    address = here(hand_over(acting))
    work()
    page = acting.get(address).text
    assert page.index('id="kolommen"') < page.index('id="problemen"') < page.index('id="plan"')


def test_lists_and_problems_go_along_as_csv(acting: TestClient, work: Work) -> None:
    address = here(hand_over(acting))
    work()
    acting.post(f"{address}/toepassen", data={})
    work()
    assert len(acting.get("/applicaties.csv").text.splitlines()) == 251
    assert "is geen bestaande datum" in acting.get(f"{address}/problemen.csv").text
    assert "naam;herkomst" in acting.get("/concentratie.csv").text
