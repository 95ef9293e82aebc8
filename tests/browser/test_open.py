"""The first seconds: the page is there before TensorFlow is, and TensorFlow never comes into the server."""

import os
import signal
from pathlib import Path

import pytest

from tests.browser.app.deck import FASTEST
from tests.browser.app.server import ROOT, Server, printed
from tests.processes.processes import wait_until


def mapped(pid):
    """What the process has loaded from files."""
    return Path(f"/proc/{pid}/maps").read_text(errors="replace")


def test_the_page_answers_while_tensorflow_loads_and_play_waits_for_it(open_deck, tmp_path):
    """The trainer is held still from its first moment, so that it is sure to be loading."""
    with Server(tmp_path / "log.txt") as server:
        wait_until(server.trainers, what="a trainer was started")
        trainers = server.trainers()
        for pid in trainers:
            os.kill(pid, signal.SIGSTOP)
        try:
            deck = open_deck(at=server)
            deck.says("TensorFlow is loading")
            assert deck.metric("Epoch").startswith("0")
            deck.speed(FASTEST)
            deck.press("play")
            deck.says("TensorFlow is loading")
        finally:
            for pid in trainers:
                os.kill(pid, signal.SIGCONT)
        deck.finished()
        assert deck.losses() == printed(ROOT / "sample_data" / "lecture_mlp.csv")["losses"]
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in trainers), what="the trainers ended too")


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system does not tell what a process has loaded")
def test_the_server_has_no_tensorflow_loaded_and_a_trainer_has(server, finished):
    assert "tensorflow" not in mapped(server.pid)
    assert "streamlit" in mapped(server.pid) or "pyarrow" in mapped(server.pid)
    assert all("tensorflow" in mapped(pid) for pid in server.trainers())
    assert server.trainers()


def test_it_opens_on_the_lecture(finished):
    deck = finished
    assert "Lecture" in deck.chosen("dataset")
    assert deck.value("epochs") == "100"
    assert float(deck.value("learning_rate")) == 1.0
    assert deck.key("net").locator("[aria-checked=true]").inner_text() == "MLP"
    assert "25 weights: W1 5×3, W2 2×5" in deck.sidebar()
