"""The walk of a person in Chromium, on a register with a worker: drop a file, watch it, apply it, find a value, undo."""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints_of
from tests.web.serving import serving
from tests.web.walking import INVENTORY, furnished

DROP = """async ([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true}));
}"""


@pytest.fixture
def register_url(furnished_database: str, tmp_path: Path) -> Iterator[str]:
    """A real server and a real worker on a database of the test's own."""
    app = furnished(furnished_database, tmp_path)
    environment = {**os.environ, "DATABASE_URL": furnished_database, "LANDSCHAP_HOME": str(tmp_path)}
    worker = subprocess.Popen([sys.executable, "-m", "cli", "worker"], env=environment)
    with serving(app) as url:
        yield url
    worker.terminate()
    worker.wait()
    app.state.engine.dispose()


def test_a_person_hands_over_a_file_and_takes_it_back(page: Page, register_url: str, axe: str) -> None:
    say_who_acts(page, register_url)
    drop_file(page)
    expect(page.get_by_role("heading", name="Wat er zou veranderen")).to_be_visible()
    complaints = look(page, axe)

    page.get_by_label("Veld voor kolom Persoonsgegevens").select_option("application.primary_process")
    page.get_by_role("button", name="Indeling opslaan en opnieuw lezen").click()
    expect(page.get_by_text("zo besloot iemand eerder")).to_be_visible()

    page.get_by_role("button", name="Toepassen op het register").click()
    expect(page.get_by_role("heading", name="Toegepast op het register")).to_be_visible()
    complaints += look(page, axe)
    address = page.url

    complaints += find_one(page, axe)
    page.goto(register_url + "/")
    expect(page.locator(".chart svg").first).to_be_visible()
    complaints += look(page, axe)

    page.goto(address)
    page.get_by_text("Deze import terugdraaien").click()
    page.get_by_role("button", name="Ja, draai deze import terug").click()
    expect(page.get_by_role("heading", name="Teruggedraaid")).to_be_visible()
    complaints += look(page, axe)
    page.goto(register_url + "/applicaties")
    expect(page.get_by_text("Niets gevonden.")).to_be_visible()
    assert complaints == []


def say_who_acts(page: Page, url: str) -> None:
    page.goto(url + "/?lang=nl")
    page.get_by_role("link", name="Inleveren", exact=True).click()
    page.get_by_label("Uw naam").fill("A. de Vries")
    page.get_by_label("Uw organisatie").fill("Ministerie van Binnenlandse Zaken en Koninkrijksrelaties (BZK)")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("U handelt als A. de Vries voor BZK")).to_be_visible()


def drop_file(page: Page) -> None:
    page.evaluate(DROP, [base64.b64encode(INVENTORY.read_bytes()).decode(), INVENTORY.name])
    page.get_by_label("Naam van de bron").fill("Applicatieoverzicht")
    page.get_by_label("Alles wat deze bron kent").check()
    page.get_by_role("button", name="Inleveren en bekijken").click()
    page.wait_for_url(re.compile(r"/imports/\d+"))


def find_one(page: Page, axe: str) -> list[str]:
    """Search as one types, open what is found, and see the cell that a value came from."""
    page.get_by_role("link", name="Applicaties", exact=True).click()
    page.get_by_label("Zoeken op naam").press_sequentially("confluence")
    expect(page).to_have_url(re.compile("zoek=confluence"))
    found = look(page, axe)
    page.get_by_role("link", name="Confluence Data Center", exact=True).click()
    source = page.locator("details", has_text="Bron van Naam")
    source.locator("summary").click()
    expect(source).to_contain_text(re.compile(r"blad Overzicht, rij \d+, kolom [A-Z]+ “"))
    expect(source).to_contain_text("zoals aangeleverd: Confluence")
    expect(source).to_contain_text("A. de Vries")
    return found + look(page, axe)


def look(page: Page, axe: str) -> list[str]:
    """What axe-core and a narrow screen complain of on this page."""
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} {width}: {complaint}" for complaint in complaints_of(page, axe)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_without_script_a_file_is_handed_over_and_applied(browser: Browser, register_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(register_url + "/inleveren")
    page.get_by_label("Uw naam").fill("A. de Vries")
    page.get_by_label("Uw organisatie").select_option("BZK")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_label("Sleep uw bestand hierheen").set_input_files(INVENTORY)
    page.get_by_label("Naam van de bron").fill("Applicatieoverzicht")
    page.get_by_role("button", name="Inleveren en bekijken").click()
    apply = page.get_by_role("button", name="Toepassen op het register")
    expect(apply).to_be_visible()
    apply.click()
    expect(page.get_by_role("heading", name="Toegepast op het register")).to_be_visible()
    context.close()
