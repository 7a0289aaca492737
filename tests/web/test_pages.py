import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from tests.web.sample_views import PAGES

ADDRESSES = [*PAGES, "/toegankelijkheid"]


class Outline(HTMLParser):
    """What a test wants to know of a page: its tags, its ids and what could not run under our policy."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}={value}")
        if tag == "style" or (tag == "script" and "src" not in dict(attrs)):
            self.inline.append(tag)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_whole(preview: TestClient, address: str, language: str) -> None:
    answer = preview.get(address, params={"lang": language})
    outline = Outline()
    outline.feed(answer.text)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert outline.tags.count("h1") == 1
    assert outline.inline == []
    assert len(outline.ids) == len(set(outline.ids))
    assert not re.search(r'(?:src|href|action)="https?://', answer.text)


def test_a_page_carries_the_headers_that_protect_it(preview: TestClient) -> None:
    headers = preview.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_assets_may_be_kept_for_ever(preview: TestClient) -> None:
    addresses = re.findall(r'"(/assets/[^"]+)"', preview.get("/").text)
    assert len(addresses) == 2
    for address in addresses:
        assert "immutable" in preview.get(address).headers["cache-control"]


def test_the_language_follows_the_link_then_the_cookie_then_the_browser(preview: TestClient) -> None:
    preview.cookies.clear()
    assert 'lang="nl"' in preview.get("/fout").text
    assert 'lang="en"' in preview.get("/fout", headers={"accept-language": "en-GB,nl;q=0.5"}).text
    assert 'lang="en"' in preview.get("/fout?lang=en").text
    assert 'lang="en"' in preview.get("/fout").text
    preview.cookies.clear()


def test_unknown_not_applicable_and_no_are_three_things(preview: TestClient) -> None:
    text = preview.get("/leveranciers/1").text
    assert '<span class="unknown">onbekend</span>' in text
    assert '<span class="unknown">niet van toepassing</span>' in text
    assert "nee" in text


def test_names_from_files_cannot_bring_their_own_markup(preview: TestClient) -> None:
    text = preview.get("/").text
    assert "<Noorwegen>" not in text
    assert "&lt;Noorwegen&gt; &amp; dochters" in text


def test_who_acts_is_remembered_and_one_returns_within_the_site(preview: TestClient) -> None:
    form = {"naam": "A. de Vries @ CIO", "organisatie": "bzk", "terug": "/inleveren"}
    answer = preview.post("/handelen-als", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inleveren?melding=handelt-als")
    assert "U handelt als A. de Vries @ CIO voor bzk" in preview.get("/inleveren?melding=handelt-als").text
    for elsewhere in ("https://elders.example", "//elders.example", "/\\elders.example"):
        answer = preview.post("/handelen-als", data={**form, "terug": elsewhere})
        assert answer.headers["location"] == "/?melding=handelt-als"
    preview.cookies.clear()


def test_a_form_of_another_site_is_refused(preview: TestClient) -> None:
    answer = preview.post("/handelen-als", data={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "Dit formulier kwam van een andere site" in answer.text
