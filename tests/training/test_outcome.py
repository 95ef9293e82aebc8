"""How a run ended is said in the same words everywhere, with the epochs it ended at and stands at."""

import pytest

from nets.diagnosis.remark import Code, Remark
from nets.settings import Settings
from nets.training.client.view import View
from nets.training.outcome import outcome_text
from nets.training.protocol.snapshot import at_weights
from pages.shared.status_text import in_words, tells_remark

SETTINGS = Settings(epochs=2000, learning_rate=50.0, early_stopping=30)
ENDS = {
    "finished": {"epoch": 2000, "diverged_at": None, "stopped_at": None},
    "diverged": {"epoch": 1233, "diverged_at": 1234, "stopped_at": None},
    "stopped": {"epoch": 1204, "diverged_at": None, "stopped_at": 1234},
}


def test_a_run_that_diverged_says_where_where_it_stands_and_what_to_try():
    said = outcome_text(SETTINGS, **ENDS["diverged"])
    assert said.startswith("Diverged at epoch 1,234:")
    assert "the weights of epoch 1,233." in said
    assert said.endswith("Try a learning rate of 1 instead of 50.")


def test_a_learning_rate_below_1_is_divided_by_10():
    said = outcome_text(Settings(learning_rate=0.2), **ENDS["diverged"])
    assert said.endswith("Try a learning rate of 0.02 instead of 0.2.")


def test_initial_weights_without_a_loss_are_not_blamed_on_the_learning_rate():
    said = outcome_text(SETTINGS, epoch=0, diverged_at=0, stopped_at=None)
    assert "Standardise the inputs" in said
    assert "learning rate" not in said


def test_early_stopping_says_how_long_it_waited_and_which_epoch_was_best():
    said = outcome_text(SETTINGS, **ENDS["stopped"])
    assert said.startswith("Stopped at epoch 1,234: no better validation loss for 30 epochs.")
    assert said.endswith("the weights of epoch 1,204, where the validation loss was best.")


def test_early_stopping_that_came_to_the_last_epoch_has_finished():
    said = outcome_text(SETTINGS, epoch=1204, diverged_at=None, stopped_at=2000)
    assert said.startswith("Finished: 2,000 epochs. These are the weights of epoch 1,204")


@pytest.mark.parametrize("state", ENDS)
def test_the_page_says_the_same_and_what_to_press(state):
    end = ENDS[state]
    view = View(
        state=state,
        moving=False,
        settings=SETTINGS,
        snapshot=at_weights({}, epoch=end["epoch"]),
        end=end["epoch"],
        scores=None,
        diverged_at=end["diverged_at"],
        stopped_at=end["stopped_at"],
        restarted_at=None,
        failure=None,
    )
    assert in_words(view, trainer_ready=True, pace=None).startswith(outcome_text(SETTINGS, **end))


def test_a_run_that_ended_badly_does_not_read_as_if_all_was_well_until_it_is_rewound():
    remark = Remark(Code.STUCK, "Stuck: always says “a” (5 of 9 rows)", "The loss is 0.69.", "confusion")
    ended = {"state": "finished", "moving": False, "settings": Settings(), "end": 100, "scores": None}
    ended |= {"diverged_at": None, "stopped_at": None, "restarted_at": None, "failure": None}
    view = View(snapshot=at_weights({}, epoch=100), **ended)
    assert tells_remark(view)
    said = in_words(view, trainer_ready=True, pace=None, remarks=[remark])
    assert said == "Finished at epoch 100. Stuck: always says “a” (5 of 9 rows)."
    rewound = View(snapshot=at_weights({}, epoch=40), **ended)
    assert not tells_remark(rewound)
    assert "Stuck" not in in_words(rewound, trainer_ready=True, pace=None, remarks=[remark])
