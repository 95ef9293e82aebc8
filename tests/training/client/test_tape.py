"""A tape beside its trainer: what it asks for, and what it makes of what it hears."""

import threading

import msgspec
import numpy as np
import pytest

from nets.settings import Settings
from nets.training.client.start import Start
from nets.training.client.tape import Tape
from nets.training.client.trainer_health import DEATHS
from nets.training.protocol.messages import Drop, EvaluateAt, Evaluated, Failed, Go, Load, Progress
from nets.training.protocol.snapshot import at_weights
from pages.shared.status_text import in_words
from tests.lecture.golden import golden


@pytest.fixture
def sent():
    return []


@pytest.fixture
def tape(sent):
    tape = Tape(Settings(), golden("mlp").examples)
    tape.connect(sent.append)
    return tape


def tell(tape, first_epoch, losses, *, playing, loss=0.5, times=None, **ended):
    """What a trainer says after these epochs."""
    epoch = first_epoch + len(losses)
    scores = np.array([[loss]], np.float32)
    snapshot = msgspec.structs.replace(at_weights({}, epoch=epoch), scores=scores, **(times or {}))
    scores = np.array(losses, np.float32).reshape(-1, 1)
    tape.hear(
        Progress(
            run=tape.id,
            settings=tape.view().settings,
            first_epoch=first_epoch,
            scores=scores,
            snapshot=snapshot,
            playing=playing,
            **{"diverged_at": None, "stopped_at": None, **ended},
        )
    )


def test_a_new_tape_waits_for_the_trainer_s_first_look(tape):
    assert (tape.view().state, tape.view().moving, tape.view().snapshot) == ("waiting", True, None)
    tell(tape, 0, [], playing=False)
    assert (tape.view().state, tape.view().moving) == ("ready", False)
    assert tape.view().losses.tolist() == [0.5]


def test_play_asks_for_all_epochs_and_the_state_follows_what_is_told(tape, sent):
    tell(tape, 0, [], playing=False)
    tape.play(Settings(epochs=4), pace=2.0)
    assert sent == [Go(tape.id, Settings(epochs=4), 4, 2.0)]
    assert (tape.view().state, tape.view().moving) == ("playing", True)
    tell(tape, 0, [1, 0.9, 0.8], playing=True, loss=0.7)
    assert (tape.view().state, tape.view().epoch) == ("playing", 3)
    assert tape.view().losses == pytest.approx([1, 0.9, 0.8, 0.7])
    tell(tape, 3, [0.7], playing=False, loss=0.6)
    assert (tape.view().state, tape.view().moving) == ("finished", False)
    assert tape.view().losses == pytest.approx([1, 0.9, 0.8, 0.7, 0.6])


def test_step_asks_for_one_more_than_it_has_and_pause_for_none(tape, sent):
    tell(tape, 0, [1, 1], playing=False)
    tape.step(Settings())
    tape.pause()
    assert [message.until for message in sent] == [3, 0]
    assert tape.view().moving  # until the trainer has said where it stopped
    tell(tape, 2, [], playing=False)
    assert (tape.view().state, tape.view().moving) == ("paused", False)


def test_a_step_that_is_asked_for_while_one_is_taken_is_taken_too_but_none_beyond_the_last_epoch(tape, sent):
    tell(tape, 0, [1, 1], playing=False)
    assert not tape.is_stepping
    for _ in range(3):
        tape.step(Settings(epochs=4))
    assert tape.is_stepping
    assert [message.until for message in sent] == [3, 4, 4]
    tape.play(Settings(epochs=4), pace=None)
    assert not tape.is_stepping
    tell(tape, 2, [1, 1], playing=False, loss=0.5)
    assert not tape.is_stepping


def test_a_runaway_is_told_until_the_next_play(tape):
    tape.play(Settings(), pace=None)
    tell(tape, 0, [1], playing=False, diverged_at=2)
    assert (tape.view().state, tape.view().diverged_at, tape.view().moving) == ("diverged", 2, False)
    tape.play(Settings(learning_rate=0.1), pace=None)
    assert (tape.view().state, tape.view().diverged_at) == ("playing", None)


def test_a_failure_is_told_with_its_sentence(tape):
    tape.play(Settings(), pace=None)
    tape.hear(Failed(tape.id, "Too large."))
    assert (tape.view().state, tape.view().moving, tape.view().failure) == ("failed", False, "Too large.")
    assert tape.resume(after_death=True) == ()


def test_the_next_trainer_is_told_where_the_run_stands_and_how_far_it_is_to_go(tape):
    tape.play(Settings(), pace=7.0)
    tell(tape, 0, [1, 0.9], playing=True)
    load, go = tape.resume(after_death=True)
    assert isinstance(load, Load)
    assert load.start is tape.view().snapshot
    assert go == Go(tape.id, Settings(), 100, 7.0)
    assert tape.view().restarted_at == 2
    tape.pause()
    (load,) = tape.resume(after_death=True)  # and there it stays
    assert load.start is tape.view().snapshot


@pytest.mark.parametrize(
    ("values", "net"),
    [
        ({"hidden_layers": 2, "hidden_units": "16x8", "activation": "gelu"}, "an MLP of 16x8 hidden units, gelu"),
        ({"hidden_layers": 0}, "an MLP without hidden layers"),
        ({"net": "rnn", "cell": "gru"}, "an RNN of 5 hidden units, GRU"),
    ],
)
def test_a_net_that_is_not_yet_compiled_is_said_to_be_and_afterwards_how_long_it_took(sent, values, net):
    tape = Tape(Settings(**values), golden("mlp").examples)
    tape.connect(sent.append)
    tell(tape, 0, [], playing=False, times={"is_compiled": False})
    tape.play(Settings(**values), pace=7.0)
    assert f"Compiling {net}" in in_words(tape.view(), trainer_ready=True, pace=7.0)
    tell(tape, 0, [1], playing=True, times={"compile_s": 4.25})
    said = in_words(tape.view(), trainer_ready=True, pace=7.0)
    assert said.startswith("Training, 1 of 100")
    assert said.endswith("Compiled in 4.2 s.")


def test_while_no_trainer_has_taken_over_the_tape_says_so_and_more_is_on_its_way(tape):
    tape.play(Settings(), pace=7.0)
    tell(tape, 0, [1, 0.9], playing=True)
    tape.lose_trainer()
    view = tape.view()
    assert (view.without_trainer, view.moving, view.state) == (True, True, "playing")
    said = in_words(view, trainer_ready=True, pace=7.0)
    assert said.startswith("The trainer ended unexpectedly")
    assert "epoch 2" in said
    tape.resume(after_death=True)
    assert not tape.view().without_trainer


def test_a_run_over_which_trainer_after_trainer_dies_is_given_up_unless_it_gains(tape):
    tape.play(Settings(), pace=None)
    for epoch in range(2 * DEATHS):
        assert tape.resume(after_death=True)
        tell(tape, epoch, [1], playing=True)
    for _ in range(DEATHS - 1):
        assert tape.resume(after_death=True)
    assert tape.resume(after_death=True) == ()
    assert tape.view().state == "failed"
    assert not tape.view().moving
    assert "Reset" in tape.view().failure


def test_a_parked_tape_is_loaded_again_at_rest_with_its_curve_beyond_the_best_epoch(tape, sent):
    tape.play(Settings(early_stopping=2), pace=None)
    tell(tape, 0, [1, 0.9, 0.8, 0.7], playing=True)
    tell(tape, 4, [0.6, 0.5], playing=True)
    stop = Progress(
        run=tape.id,
        settings=tape.view().settings,
        first_epoch=4,
        scores=np.ones((3, 1), np.float32),
        snapshot=msgspec.structs.replace(at_weights({}, epoch=5), scores=np.array([[0.5]], np.float32)),
        playing=False,
        diverged_at=None,
        stopped_at=7,
    )
    tape.hear(stop)
    before = tape.view()
    assert (before.state, before.end, before.epoch) == ("stopped", 6, 5)
    tape.park()
    assert isinstance(sent[-1], Drop)
    (load,) = tape.resume(after_death=False)  # and no Go
    assert load.start is before.snapshot
    tell(tape, 5, [], playing=False)  # what a trainer says of what it is given
    after = tape.view()
    assert (after.state, after.moving, after.end, after.epoch) == ("stopped", False, 6, 5)
    assert after.losses.tolist() == before.losses.tolist()
    tape.play(Settings(early_stopping=2), pace=None)
    tell(tape, 5, [0.4], playing=True)
    assert (tape.view().state, tape.view().epoch) == ("playing", 6)


def test_drop_is_all_the_trainer_hears_of_it(tape, sent):
    tape.drop()
    assert sent == [Drop(tape.id)]


def test_what_waits_for_an_epoch_goes_on_when_one_is_told_or_none_is_to_come(tape):
    tell(tape, 0, [], playing=False)
    tape.wait_for_epoch(60)  # nothing plays: nothing is waited for
    tape.play(Settings(epochs=4), pace=None)
    went_on = []
    waiting = threading.Thread(target=lambda: went_on.append(tape.wait_for_epoch(60)), daemon=True)
    waiting.start()
    tell(tape, 0, [], playing=True)  # that it plays, and no epoch yet
    waiting.join(0.1)
    assert waiting.is_alive()
    for epoch in range(3):  # the first is enough, once it waits
        tell(tape, epoch, [1], playing=True)
        waiting.join(10)
    assert went_on == [None]


CURVE = np.array([[0.9], [0.7], [0.6], [0.55], [0.5000001]], np.float32)


@pytest.mark.parametrize("n_beyond", [0, 1, 2])
def test_a_tape_begun_elsewhere_has_its_curve_and_its_epoch_at_once_and_goes_on_from_there(sent, n_beyond):
    epoch = len(CURVE) - n_beyond
    start = Start(CURVE, at_weights({"W1": np.ones((1, 2, 3))}, epoch=epoch))
    tape = Tape(Settings(), golden("mlp").examples, start)
    tape.connect(sent.append)
    assert (tape.view().state, tape.view().moving, tape.view().epoch) == ("waiting", True, epoch)
    assert tape.view().scores.tobytes() == CURVE.tobytes()
    (load,) = tape.resume(after_death=False)
    assert load.start is start.snapshot
    tell(tape, epoch, [], playing=False, loss=0.25)
    assert (tape.view().state, tape.view().moving, tape.view().epoch) == ("paused", False, epoch)
    assert tape.view().scores[: len(CURVE)].tobytes() == CURVE.tobytes()
    assert tape.view().losses.tolist()[len(CURVE) :] == ([0.25] if n_beyond == 0 else [])
    tape.step(Settings())
    assert sent == [Go(tape.id, Settings(), epoch + 1, None)]
    tell(tape, epoch, [0.25], playing=False, loss=0.125)
    assert tape.view().losses.tolist() == [*CURVE[:epoch, 0].tolist(), 0.25, 0.125]
    sent.clear()
    tape.look_at(2)
    assert sent == [EvaluateAt(tape.id, Settings(), None, 2)]


def test_where_a_tape_stands_is_said_once_the_trainer_has_told_its_last_epoch(tape):
    def said():
        return in_words(tape.view(), trainer_ready=True, pace=7.0)

    tell(tape, 0, [], playing=False)
    tape.play(Settings(), pace=7.0)
    tape.pause()
    assert said().startswith("Stopping")
    tape.play(Settings(), pace=7.0)
    tell(tape, 0, [1, 0.9], playing=True)
    tape.pause()
    assert said().startswith("Stopping")
    tell(tape, 2, [0.8], playing=False)
    assert said().startswith("Paused at epoch 3.")


def test_until_an_earlier_epoch_is_told_the_nearest_known_is_shown_and_said_to_be(tape):
    tell(tape, 0, [1, 1, 1, 1], playing=False)
    tape.look_at(3)
    view = tape.view()
    assert (view.epoch, view.sought, view.moving) == (4, 3, True)
    assert "epoch 3 again. Epoch 4 is shown" in in_words(view, trainer_ready=True, pace=None)
    waits = threading.Thread(target=lambda: tape.wait_for_look(60))
    waits.start()
    tape.hear(
        Evaluated(tape.id, msgspec.structs.replace(at_weights({}, epoch=3), scores=np.array([[0.5]], np.float32)))
    )
    waits.join(10)
    assert not waits.is_alive()
    view = tape.view()
    assert (view.epoch, view.sought, view.moving) == (3, None, False)


def test_a_branch_goes_on_from_the_epoch_that_is_looked_at_and_the_tape_stays_as_it_is(tape, sent):
    tell(tape, 0, [], playing=False)
    for epoch in range(6):
        tell(tape, epoch, [1 - epoch / 10], playing=True)
    tape.look_at(3)
    seen = msgspec.structs.replace(at_weights({"W1": np.ones(3)}, epoch=3), scores=np.array([[0.7]], np.float32))
    tape.hear(Evaluated(tape.id, seen))
    before, branch = tape.view().scores, tape.branch()
    branch.connect(sent.append)
    (load,) = branch.resume(after_death=False)
    assert (load.run, load.start, branch.view().epoch) == (branch.id, seen, 3)
    assert branch.view().scores.tobytes() == before[:4].tobytes()
    branch.step(Settings(learning_rate=0.1))
    tell(branch, 3, [], playing=True)
    tell(branch, 3, [0.7], playing=False, loss=0.25)
    assert branch.view().losses[3:].tolist() == [pytest.approx(0.7), 0.25]
    branch.look_at(2)
    assert (sent[-1].start.epoch, sent[-1].settings) == (2, Settings())
    assert (tape.view().scores.tobytes(), tape.view().end) == (before.tobytes(), 6)


def test_what_a_tape_begins_with_counts_as_held_and_is_told_to_each_trainer_until_it_is_evaluated():
    weights = np.ones((1, 2, 3))
    tape = Tape(Settings(), golden("mlp").examples, Start(CURVE, at_weights({"W1": weights}, epoch=4)))
    assert any(array is weights for array in tape.held())
    tape.play(Settings(epochs=9), pace=None)
    load, go = tape.resume(after_death=True)
    assert (load.start.epoch, go.until) == (4, 9)
    assert tape.view().restarted_at == 4


def test_the_weights_that_are_kept_end_where_the_tape_stands(tape):
    assert tape.params_kept() == {}
    for epoch in range(3):
        weights = {"W1": np.full((1, 1, 1), epoch, np.float32)}
        snapshot = msgspec.structs.replace(at_weights(weights, epoch=epoch), scores=np.zeros((1, 1), np.float32))
        scores = np.zeros((min(epoch, 1), 1), np.float32)
        tape.hear(Progress(tape.id, Settings(), max(0, epoch - 1), scores, snapshot, False, None, None))
    assert {epoch: float(params["W1"][0, 0, 0]) for epoch, params in tape.params_kept().items()} == {0: 0, 1: 1, 2: 2}
    assert list(tape.params_kept()) == [0, 1, 2]
