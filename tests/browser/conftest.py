"""The real app, started as a user starts it, and a real browser on it."""

import os
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.browser.deck import Deck
from tests.browser.server import Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            # Where a page is drawn anew ten times a second a click can miss; a fault that stays fails four times.
            item.add_marker(pytest.mark.flaky(reruns=3))


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium if there is one, else playwright's own; without either tests are skipped, but fail in CI."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        except Error as error:
            reason = f"there is no browser: {error.message.splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason + " (python -m playwright install chromium)")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(browser):
    """A window that looks like this, the same one for the same looks, so that files are fetched once."""
    contexts = {}

    def look(**looks):
        looks = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"} | looks
        if (key := repr(looks)) not in contexts:
            contexts[key] = browser.new_context(**looks)
            contexts[key].set_default_timeout(60_000)
        return contexts[key]

    return look


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    """The app on a free port, for all tests."""
    with Server(tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server


@pytest.fixture
def open_deck(window, server):
    """Open the app, each time in a tab of its own; what no test may leave behind is looked for in the end."""
    decks = []
    logged = len(server.log())

    def open_one(path="/", *, at=None, **looks):
        decks.append(Deck(window(**looks).new_page(), at or server))
        return decks[-1].open(path)

    yield open_one
    complaints = [complaint for deck in decks for complaint in deck.complaints()]
    for deck in decks:
        deck.page.close()
    assert not complaints
    assert "Traceback" not in server.log()[logged:], server.log()[-3000:]


@pytest.fixture
def deck(open_deck):
    """The app, open at its first page, the trainer ready."""
    return open_deck().ready()


@pytest.fixture
def data(open_deck):
    """The app, open at the data, everything drawn."""
    deck = open_deck("/data")
    deck.wait_for_points(1, "scatter_chart")
    return deck
