"""A page that is out of touch says so: the server held still, the trainer killed, the server started again."""

import os
import signal
import time

import pytest

from tests.browser.app.data import wait_for_sidebar
from tests.browser.app.deck import Deck
from tests.browser.app.server import Server

SOON_MS = 10_000  # two seconds and one more look, and on a busy machine some more


@pytest.fixture
def server(profile, tmp_path_factory):
    """A server of its own, since it is ended on the way."""
    with Server(tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server


def says(deck, text):
    """Wait, no longer than a person should, until the line under the numbers says this."""
    deck.key("said").locator("p:visible").get_by_text(text).wait_for(timeout=SOON_MS)


def test_a_page_out_of_touch_says_what_it_waits_for_and_after_a_restart_has_all_again(window, server):
    deck = Deck(window().new_page(), server).open().ready()  # what the browser complains of meanwhile is its right
    deck.answered()
    deck.upload("y,x\na,1\nb,2\na,3\nb,4\n")
    deck.page.wait_for_function("() => location.search.includes('mine.csv')")
    deck.answered()
    deck.set("epochs", 100_000)
    deck.press("play")
    deck.wait_for_epoch(5)
    os.kill(server.pid, signal.SIGSTOP)
    says(deck, "No answer from the server since")
    elapsed = deck.metric("Elapsed")
    time.sleep(0.5)
    assert deck.metric("Elapsed") == elapsed
    os.kill(server.pid, signal.SIGCONT)
    deck.key("said").locator("p:visible").get_by_text("Training").wait_for()
    (trainer,) = server.trainers()[:1]
    os.kill(trainer, signal.SIGKILL)
    says(deck, "The trainer ended unexpectedly")
    epoch, losses = deck.paused(), deck.losses()
    server.start_again()
    deck.says("Your table and your settings are as they were")
    deck.says(f"Paused at epoch {epoch:,}.")
    wait_for_sidebar(deck, "4 rows, 1 feature")
    assert (deck.epochs(), deck.epoch()) == (100_000, epoch)
    deck.wait_for_points(1, "loss_chart")
    assert deck.losses() == losses
    deck.page.close()


def test_an_answer_that_never_comes_is_asked_for_anew(open_deck):
    deck = open_deck("/?epochs=100000").ready()
    deck.press("play")
    deck.wait_for_epoch(5)
    deck.page.route("**/feed", lambda _: None, times=1)
    says(deck, "No answer from the server since")
    deck.key("said").locator("p:visible").get_by_text("Training, ").wait_for()
    deck.wait_for_epoch(deck.epoch() + 5)
