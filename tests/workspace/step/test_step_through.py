"""Taken in its parts a step is the step, and whatever else moves the tape ends it."""

import msgspec
import numpy as np
import pytest

from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.workspace.step.step_through import PARTS, StepThrough
from nets.workspace.step.text import step_text
from tests.lecture.golden import golden
from tests.workspace.step.trainer import Trainer

LECTURE = Settings(epochs=5)
BATCHES = Settings(epochs=5, batch=4, optimiser="adam", learning_rate=0.05, activation="tanh", init="glorot")
CASES = {
    "lecture": LECTURE,
    "batches": BATCHES,
    "dropout": msgspec.structs.replace(BATCHES, dropout=0.3),
    "rnn": Settings(net="rnn", epochs=5, optimiser="momentum", learning_rate=0.2),
}


def tape_of(settings, n_epochs=2):
    tape = Tape(settings, golden(settings.net).examples)
    Trainer(tape)
    for _ in range(n_epochs):
        tape.step(settings)
    return tape


def trains(tape, settings):
    def train():
        tape.step(settings)
        return tape

    return train


def press(step, settings):
    step.press(settings, train=trains(step.tape, settings))


def to_the_update(step, settings):
    """Press until the weights have moved."""
    while step.part != "update":
        press(step, settings)


def same(one, other):
    return all(one[name].tobytes() == other[name].tobytes() for name in one)


@pytest.mark.parametrize("case", CASES)
def test_after_the_last_part_the_epoch_is_what_step_makes_of_it_bit_for_bit(case):
    settings = CASES[case]
    stepped, in_parts = tape_of(settings), tape_of(settings)
    stepped.step(settings)
    step = StepThrough(in_parts, settings)
    n_batches = step.found.n_batches
    for batch in range(n_batches):
        assert (step.epoch, step.batch, step.part) == (2, batch, "forward")
        to_the_update(step, settings)
        assert step.is_on(in_parts, in_parts.view())
        if batch + 1 < n_batches:
            press(step, settings)
    view, expected = in_parts.view().snapshot, stepped.view().snapshot
    assert view.epoch == expected.epoch == 3
    assert same(view.params, expected.params)
    assert same(view.slots, expected.slots)
    assert np.array_equal(in_parts.view().scores, stepped.view().scores)


def test_each_press_takes_the_next_part_and_the_weights_move_with_the_last():
    tape = tape_of(LECTURE)
    before = tape.view().snapshot.params
    step = StepThrough(tape, LECTURE)
    for part in PARTS[:-1]:
        assert step.part == part
        assert same(tape.view().snapshot.params, before)
        press(step, LECTURE)
    assert step.part == "update"
    assert np.allclose(tape.view().snapshot.params["W1"][0], before["W1"][0] + step.found.updates["W1"], atol=1e-6)
    press(step, LECTURE)
    assert (step.part, step.epoch) == ("forward", 3)


def test_between_two_batches_the_net_within_the_epoch_is_shown_and_left_without_a_trace():
    tape, plain = tape_of(BATCHES), tape_of(BATCHES)
    step = StepThrough(tape, BATCHES)
    to_the_update(step, BATCHES)
    within = tape.view().snapshot
    assert within.epoch == 2
    assert not same(within.params, plain.view().snapshot.params)
    assert not np.array_equal(within.probs, plain.view().snapshot.probs)
    branch = tape.branch()
    Trainer(branch)
    assert same(branch.view().snapshot.params, plain.view().snapshot.params)
    step.leave()
    assert same(tape.view().snapshot.params, plain.view().snapshot.params)
    for each in (tape, plain):
        each.step(BATCHES)
    assert same(tape.view().snapshot.params, plain.view().snapshot.params)


@pytest.mark.parametrize("n_presses", range(4))
@pytest.mark.parametrize("move", ["step", "play", "look_at"])
def test_what_moves_the_tape_otherwise_ends_the_step(move, n_presses):
    tape = tape_of(BATCHES)
    step = StepThrough(tape, BATCHES)
    for _ in range(n_presses):
        press(step, BATCHES)
    assert step.is_on(tape, tape.view())
    if move == "look_at":
        tape.look_at(1)
    elif move == "play":
        tape.play(BATCHES, pace=None)
    else:
        tape.step(BATCHES)
    assert not step.is_on(tape, tape.view())
    assert tape.view().epoch == {"step": 3, "play": 5, "look_at": 1}[move]


def test_another_learning_rate_is_that_of_the_step_until_it_is_taken():
    tape = tape_of(LECTURE)
    step, slower = StepThrough(tape, LECTURE), msgspec.structs.replace(LECTURE, learning_rate=0.5)
    once = step.found.updates["W2"]
    step.look(slower, wait_s=1)
    assert np.allclose(step.found.updates["W2"], once / 2, atol=1e-7)
    assert step.is_on(tape, tape.view())


@pytest.mark.parametrize("case", CASES)
def test_the_text_names_rows_loss_and_what_the_next_press_does(case):
    settings = CASES[case]
    tape = tape_of(settings)
    step = StepThrough(tape, settings)
    n_rows = golden(settings.net).examples.n_rows
    told = {}
    while step.part not in told:
        told[step.part] = step_text(step, settings, n_rows=n_rows)
        press(step, settings)
    assert all("epoch 3" in text.which for text in told.values())
    assert f"{step_loss(tape, case):.6g}" in told["loss"].formula or settings.batch
    assert "Next press: loss." in told["forward"].following
    assert ("batch 2" if settings.batch else "epoch 4") in told["update"].following
    assert (f"4 of {n_rows} rows" in told["forward"].which) == bool(settings.batch)
    assert ("Dropout" in told["forward"].now) == bool(settings.dropout)


def step_loss(tape, case):
    """The loss of the training rows before the step."""
    return tape.view().losses[2]


def test_after_the_last_epoch_nothing_is_said_to_come():
    settings = msgspec.structs.replace(LECTURE, epochs=3)
    tape = tape_of(settings)
    step = StepThrough(tape, settings)
    to_the_update(step, settings)
    assert step_text(step, settings, n_rows=9).following == "This was the last epoch."
    assert tape.view().state == "finished"
