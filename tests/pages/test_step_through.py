"""Step through on the deck: what is on the screen in each part, and how it is left."""

import pytest
from streamlit.testing.v1 import AppTest

from nets.training.client.tape import Tape
from pages.shared import session as session_module
from tests.pages.conftest import FRAME
from tests.workspace.step.trainer import Trainer

GRADIENTS, UPDATES = "**Gradients** :gray[all 9 rows]", "**Updates** :gray[all 9 rows]"


class Pool:
    """A trainer in this process for each tape."""

    ready = True

    def open(self, settings, examples, *, plan=None):
        tape = Tape(settings, examples, plan=plan)
        self.hold(tape)
        return tape

    def hold(self, tape):
        Trainer(tape)


@pytest.fixture
def deck(monkeypatch):
    """The deck of the lecture's net."""
    pool = Pool()
    monkeypatch.setattr(session_module, "trainers", lambda: pool)
    return AppTest.from_file(FRAME, default_timeout=60).run()


def press(deck, key):
    deck.button(key=key).click().run()
    assert not deck.exception


def headings(deck):
    return [one.value for one in deck.header]


def tape(deck):
    return deck.session_state["session"].tape


def texts(deck):
    return "\n".join(one.value for one in deck.markdown)


def test_each_press_shows_a_part_and_after_the_last_one_the_epoch_is_taken(deck):
    seen = []
    for part in ("forward", "loss", "backward", "update"):
        press(deck, "step_through")
        assert f"**{part}**" in texts(deck)
        seen.append(GRADIENTS in headings(deck))
        assert tape(deck).view().epoch == (part == "update")
    assert seen == [False, False, True, False]
    assert "0.685844" not in texts(deck)
    press(deck, "step_through")
    assert "in epoch 2, all 9 rows" in texts(deck)


@pytest.mark.parametrize(("key", "epoch"), [("step", 1), ("play", 100)])
def test_step_and_play_leave_it_at_their_own_epoch(deck, key, epoch):
    for _ in range(2):
        press(deck, "step_through")
    assert "0.685844" in texts(deck)  # the loss of the lecture's initial weights by seed 0
    press(deck, key)
    assert deck.session_state["session"].stepping is None
    assert "**loss**" not in texts(deck)
    assert tape(deck).view().epoch == epoch


def test_a_reset_another_page_and_another_net_leave_it(deck):
    press(deck, "step")
    press(deck, "step_through")
    press(deck, "reset")
    assert "**forward**" not in texts(deck)
    press(deck, "step_through")
    deck.switch_page("autodiff/page.py").run()
    assert deck.session_state["session"].stepping is None
    assert not [button for button in deck.button if button.key == "step_through"]
    deck.switch_page("deck/page.py").run()
    press(deck, "step_through")
    deck.segmented_control(key="net").set_value("rnn").run()
    assert not deck.exception
    assert deck.session_state["session"].stepping is None


def test_gradients_and_updates_name_their_rows_and_the_view_is_kept(deck):
    deck.segmented_control(key="weights_shown").set_value("gradients").run()
    assert GRADIENTS in headings(deck)
    deck.segmented_control(key="weights_shown").set_value("updates").run()
    deck.toggle(key="weights_histogram").set_value(True).run()
    press(deck, "step")
    assert UPDATES in headings(deck)
    assert deck.toggle(key="weights_histogram").value


def test_at_the_last_epoch_there_is_no_step_to_take(deck):
    deck.number_input(key="epochs").set_value(2).run()
    for _ in range(8):
        press(deck, "step_through")
    assert "This was the last epoch." in texts(deck)
    assert deck.button(key="step_through").disabled
