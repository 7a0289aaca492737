"""Every page in Chromium, wide and narrow: nothing that axe-core, the policy or a sideways scroll bar complains of."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints_of
from tests.web.sample_views import PAGES

ADDRESSES = [*PAGES, "/toegankelijkheid"]


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(page: Page, preview_url: str, axe: str, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.set_viewport_size({"width": width, "height": 900})
    for address in ADDRESSES:
        page.goto(preview_url + address)
        complaints += [f"{address}: {complaint}" for complaint in complaints_of(page, axe)]
    assert complaints == []


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page: Page, preview_url: str) -> None:
    page.goto(preview_url + "/?lang=nl")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_organisation_is_found_by_typing(page: Page, preview_url: str) -> None:
    page.goto(preview_url + "/inleveren?lang=nl")
    field = page.get_by_label("Organisatie waarvan deze inventaris is")
    field.fill("ministerie van financiën")
    assert page.eval_on_selector("select[name=organisatie]", "select => select.value") == "fin"
    field.fill("iets anders")
    assert page.eval_on_selector("#organisatie", "input => input.validationMessage")
    assert page.eval_on_selector("select[name=organisatie]", "select => select.value") == ""


def test_a_file_can_be_dropped(page: Page, preview_url: str) -> None:
    page.goto(preview_url + "/inleveren")
    page.evaluate("""() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["naam"], "lijst.csv"));
      document.querySelector("[data-drop]").dispatchEvent(
        new DragEvent("drop", {dataTransfer: transfer, bubbles: true}));
    }""")
    expect(page.locator("[data-drop-name]")).to_have_text("lijst.csv")
    assert page.eval_on_selector("#bestand", "input => input.files[0].name") == "lijst.csv"


def test_progress_is_asked_for_again_and_again(page: Page, preview_url: str) -> None:
    page.goto(preview_url + "/imports/8?lang=nl")
    for _ in range(2):
        with page.expect_response("**/imports/7/voortgang") as answer:
            pass
        assert answer.value.status == 200
    expect(page.get_by_text("61.000 van 120.000 rijen, 15.250 rijen per seconde")).to_be_visible()


def test_searching_replaces_the_list_and_keeps_the_cursor(page: Page, preview_url: str) -> None:
    page.goto(preview_url + "/applicaties?lang=nl")
    page.evaluate("document.querySelector('#lijst').dataset.old = 'yes'")
    field = page.get_by_label("Zoeken op naam")
    field.press_sequentially("toe")
    expect(page.locator("#lijst:not([data-old])")).to_be_visible()
    expect(field).to_be_focused()
    assert "zoek=zaaktoe" in page.url or "zoek=toezaak" in page.url


def test_a_source_opens_with_the_keyboard(page: Page, preview_url: str) -> None:
    page.goto(preview_url + "/leveranciers/1?lang=nl")
    summary = page.locator("summary", has_text="Bron van Naam")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("rij 12").first).to_be_visible()


def test_without_script_everything_is_there(browser: Browser, preview_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(preview_url + "/inleveren?lang=nl")
    page.locator("select[name=organisatie]").select_option("fin")
    expect(page.get_by_role("button", name="Inleveren en bekijken")).to_be_visible()
    page.goto(preview_url + "/imports/7")
    expect(page.get_by_role("button", name="Toepassen op het register")).to_be_visible()
    page.goto(preview_url + "/")
    expect(page.locator(".chart__wide svg").first).to_be_visible()
    context.close()
