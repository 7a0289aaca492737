"""A person's walk through what ends: see it coming, know why, decide, and be told in time; without script."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from cli.steps import STEPS
from cli.worker import run_worker
from registry.calendar_days import today_in_nl
from tests.web.walking import furnished, words

TODAY = today_in_nl(datetime.now(UTC))
SOON = TODAY + timedelta(days=100)
INVENTORY = f"""Applicatie;Geplande einddatum;Levensfase;Product;Versie
Vergunningen Online;{SOON:%d-%m-%Y};in productie;Oracle WebLogic Server;12.1.3
Rekenhulp;;in productie;;
"""
Work = Callable[[], None]


@pytest.fixture
def work(furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Lets the worker do what was asked, and look at what is due."""
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path))
    return lambda: run_worker(furnished_database, STEPS, wait=False)


@pytest.fixture
def client(furnished_database: str, tmp_path: Path, work: Work) -> Iterator[TestClient]:
    app = furnished(furnished_database, tmp_path)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as browser:
        browser.post("/handelen-als", data={"naam": "A. de Vries", "organisatie": "BZK", "terug": "/"})
        form = {"organisatie": "BZK", "bron": "Applicaties", "peildatum": str(TODAY), "volledig": "ja", "soort": ""}
        handed = browser.post("/inleveren", data=form, files={"bestand": ("lijst.csv", INVENTORY.encode())})
        work()
        seen = re.search(r'name="gezien" value="([^"]+)"', browser.get(handed.url.path).text)
        assert seen
        browser.post(f"{handed.url.path}/toepassen", data={"gezien": seen[1]})
        work()
        yield browser
    app.state.engine.dispose()


def link(html: str, start: str) -> str:
    found = re.search(rf'href="({start}/[^"#?]+)"', html)
    assert found
    return found[1]


def read(answer: Response) -> str:
    assert answer.status_code == 200
    return words(answer.text)


def test_what_ends_is_seen_with_its_reason(client: TestClient) -> None:
    page = client.get("/levensloop?van=2000-01-01")
    told = read(page)
    assert "Van 1 van de 2 applicaties is bekend" in told
    assert "Vergunningen Online" in told
    assert "Oracle WebLogic Server 12.1.3" in told
    assert "Rekenhulp" in read(client.get("/levensloop?onbekend=ja"))
    for form in ("csv", "xlsx", "pdf"):
        assert client.get(f"/levensloop.{form}?van=2000-01-01").status_code == 200
    for form in ("xlsx", "pdf"):
        assert client.get(f"/levensloop/overzicht.{form}").status_code == 200
    application = read(client.get(link(page.text, "/applicaties")))
    assert "Wanneer beslissen, en waarom" in application
    assert "december 2017" in application
    assert "Oracle WebLogic Server 12.1.3 Einde beveiligingsondersteuning december 2017" in application


def test_a_deadline_is_decided_upon(client: TestClient) -> None:
    listed = client.get("/werklijst?soort=planned_end&zoek=vergunningen")
    deadline = link(listed.text, "/werklijst")
    page = read(client.get(deadline))
    assert "Hierover is nog niets gemeld" not in page
    assert "beslissen" in page
    seen = read(client.post(f"{deadline}/gezien", data={"reden": "in het plan van 2027"}))
    assert "in het plan van 2027" in seen
    later = {"tot": str(TODAY + timedelta(days=20)), "reden": "vervanging is besteld"}
    assert "vervanging is besteld" in read(client.post(f"{deadline}/later", data=later))
    assert "M. Bakker" in read(client.post(f"{deadline}/toewijzen", data={"aan": "M. Bakker"}))
    assert "Dit staat weer open" in read(client.post(f"{deadline}/oppakken"))
    refused = client.post(f"{deadline}/later", data={"tot": "gisteren", "reden": "x"})
    assert (refused.status_code, "Kies vanaf welke dag" in words(refused.text)) == (400, True)
    chosen = {"kies": deadline.rsplit("/", 1)[1], "terug": "https://elders.example"}
    assert "Vastgelegd dat u dit gezien hebt" in read(client.post("/werklijst/gezien", data=chosen))
    assert "Vergunningen Online" in client.get("/werklijst.csv?stand=acknowledged").text


def test_a_calendar_is_subscribed_to_and_renewed(client: TestClient) -> None:
    form = {"naam": "Agenda", "kanaal": "calendar", "ritme": "at_once", "rol": "system_owner", "taal": "nl"}
    made = client.post("/abonnementen/nieuw", data=form | {"termijnen": "90, 30"})
    address = re.search(r"/v1/calendars/[\w-]+\.ics", made.text)
    assert address
    assert b"Vergunningen Online" in client.get(address[0]).content
    page = re.findall(r'href="(/abonnementen/[0-9a-f-]{36})"', client.get("/abonnementen").text)[0]
    renewed = client.post(f"{page}/adres")
    assert client.get(address[0]).status_code == 404
    assert re.search(r"/v1/calendars/[\w-]+\.ics", renewed.text)
    changed = client.post(f"{page}/wijzigen", data=form | {"naam": "Agenda van de CIO"})
    assert "Agenda van de CIO" in read(changed)
    for step, told in {"pauze": "gepauzeerd", "hervat": "loopt weer", "stop": "gestopt"}.items():
        assert told in read(client.post(f"{page}/{step}"))


def test_a_form_that_is_wrong_keeps_what_was_filled_in(client: TestClient) -> None:
    form = {"naam": "CIO", "kanaal": "webhook", "doel": "http://10.0.0.1/x", "termijnen": "vaak"}
    wrong = client.post("/abonnementen/nieuw", data=form)
    assert (wrong.status_code, 'value="http://10.0.0.1/x"' in wrong.text) == (400, True)
    assert "mailadres" in words(client.post("/abonnementen/nieuw", data=form | {"kanaal": "mail"}).text)


def test_what_stands_open_is_told_to_a_new_subscriber(client: TestClient) -> None:
    form = {
        "naam": "Post",
        "kanaal": "mail",
        "doel": "cio@example.nl",
        "ritme": "daily",
        "rol": "system_owner",
        "taal": "nl",
    }
    client.post("/abonnementen/nieuw", data=form | {"openstaand": "ja"})
    client.post("/abonnementen/nieuw", data=form | {"naam": "Later"})
    waiting = {one["name"]: one["waitingEvents"] for one in client.get("/v1/subscriptions").json()["items"]}
    assert (waiting["Later"], waiting["Post"] > 0) == (0, True)


def test_the_watch_tells_that_the_register_looked(client: TestClient) -> None:
    told = read(client.get("/bewaking"))
    assert "Ja. Er is op tijd gekeken" in told
    assert client.get("/v1/health/alerts").json()["status"] == "ok"
    assert "landschap_alerts_well 1.0" in client.get("/metrics").text
    preview = read(client.get("/bewaking/security_support_ends"))
    assert "Vergunningen Online" in preview
    assert client.get("/bewaking/bestaat_niet").status_code == 404
