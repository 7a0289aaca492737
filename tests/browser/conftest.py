"""A real browser: Debian's Chromium, or the one that `CHROMIUM` names.

Without one these tests cannot run; that is said at the end of the run, and on a machine of CI it is an error.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web.preview import preview_app
from tests.web.serving import serving

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PATIENCE = 180_000  # milliseconds: a busy machine is slow, and only what never comes is wrong
NO_BROWSER = "tests/browser was not run: no Chromium (apt install chromium, or CHROMIUM=/path/to/a/chromium)"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


# While the browser is open an event loop runs in this thread, and tests that start one of their own fail: so it is
# closed after each module.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, saying nothing to the network."""
    if CHROMIUM is None:
        pytest.fail(NO_BROWSER) if os.environ.get("CI") else pytest.skip(NO_BROWSER)
    # With a clock that is set for it (tests/conditions.py) Chromium does not start; its pages get theirs from the server.
    own: dict[str, str | float | bool] = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, env=own)
        expect.set_options(timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a visitor who was never here."""
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, to run inside a page."""
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def preview_url() -> Iterator[str]:
    """A real server with every template on invented views."""
    with serving(preview_app()) as url:
        yield url
