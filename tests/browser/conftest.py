"""The real app, started as a user starts it, and a real browser on it."""

import functools
import os
import shutil

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from tests.browser.app.deck import FASTEST, Deck, shared_tab
from tests.browser.app.server import Server
from tests.browser.app.tabs import Tabs

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
LIMIT_MS = 120_000  # for what never comes
LOOK_MS = 50  # what is waited for is looked for so often: with every frame, as playwright does, takes the processor

Page.wait_for_function = functools.partialmethod(Page.wait_for_function, polling=LOOK_MS)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def profile(tmp_path_factory):
    """A window of Debian's chromium if there is one, else of playwright's own, which keeps compiled scripts as a
    visitor's does; without either tests are skipped, but fail in CI.
    """
    with sync_playwright() as playwright:
        try:
            profile = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("profile"), executable_path=shutil.which("chromium"), args=ARGUMENTS, **DESKTOP
            )
        except Error as error:
            reason = f"there is no browser: {error.message.splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason + " (python -m playwright install chromium)")
        yield profile
        profile.close()


@pytest.fixture(scope="session")
def window(profile):
    """A window that looks like this, the same one for the same looks, so that files are fetched once."""
    contexts = {repr(DESKTOP): profile}

    def look(**looks):
        looks = DESKTOP | looks
        if (key := repr(looks)) not in contexts:
            contexts[key] = profile.browser.new_context(**looks)
        contexts[key].set_default_timeout(LIMIT_MS)
        return contexts[key]

    return look


@pytest.fixture(scope="session")
def server(profile, tmp_path_factory):
    """The app on a free port, for all tests."""
    with Server(tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server


@pytest.fixture(scope="session")
def finished(window, server):
    """The lecture's run, played to its end; its curve grew while it was trained."""
    with shared_tab(window, server) as deck:
        deck.ready()
        assert deck.n_points() == 1
        deck.speed(10)
        deck.press("play")
        deck.wait_for_points(10)
        assert deck.n_points() < 101
        deck.speed(FASTEST)
        yield deck.finished()


@pytest.fixture(scope="session")
def tabs(window):
    return Tabs(window)


@pytest.fixture
def open_deck(tabs, server):
    """Open the app, each time in another tab; what no test may leave behind is looked for in the end."""
    opened = []
    logged = len(server.log())

    def open_one(path="/", *, at=None, **looks):
        tab = tabs.take(looks)
        deck = Deck(tab.page, at or server)
        opened.append((tab, deck))
        return deck.open(path)

    yield open_one
    complaints = [complaint for _, deck in opened for complaint in deck.complaints()]
    for tab, deck in opened:
        deck.leave()
        tabs.give_back(tab)
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
