"""Every sort of mail in Chromium, wide and as narrow as a telephone: nothing that axe-core complains of."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from notifiers.mail import compose
from registry.delivering import Message
from registry.told_before import Background, Since
from tests.browser.looking import complaints_of
from tests.notifiers.letters import AT, SETTINGS, alert, message

LONG = "Toeslagenverrekeningsadministratiesysteemvoorziening"


def mails() -> Iterator[Message]:
    one = alert(alert={"moment": "decide"}, deadline={"decideBy": "2026-12-01", "leadDays": 365})
    many = [alert(f"{LONG} {n}", "Oracle Database 12c", owner=f"Organisatie {n % 3}") for n in range(60)]
    changed = alert("Inning") | {"before": {"due": "[2027-03-01,2027-03-02)"}}
    since = Since("snooze", alert(), "A. de Vries", date(2027, 1, 1), reason="Wordt <b>vervangen</b>")
    for language in ("nl", "en"):
        yield message(one, language=language)
        yield message(*many, changed, language=language, background=Background(since=(since,)))
        yield message(what="heartbeat", language=language, background=Background(scanned_at=AT))
        yield message(what="test", language=language)


@pytest.mark.parametrize("width", [1280, 320])
def test_mails_are_accessible_and_fit(page: Page, axe: str, width: int) -> None:
    complaints: list[str] = []
    page.set_viewport_size({"width": width, "height": 900})
    for number, one in enumerate(mails()):
        body = compose(one, SETTINGS)[0].get_body(("html",))
        assert body is not None
        page.set_content(body.get_content())
        complaints += [f"{number}: {complaint}" for complaint in complaints_of(page, axe)]
        assert page.locator("h1").count() == 1
        assert page.locator("img, script").count() == 0
        assert page.locator("html").get_attribute("lang") == one.language
    assert complaints == []
