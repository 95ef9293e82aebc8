"""A straight net with a sigmoid output takes the steps of the softmax one at half its learning rate."""

import msgspec
import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.models.lanes import FEWEST_RUNS
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.memory import MOST_AT_ONCE
from nets.training.protocol.examples import Examples

N_FEATURES, N_EPOCHS = 3, 5

# dJ/dw of z = w x is dJ/dW_2 = -dJ/dW_1 of z_k = W_k x, so W_2 - W_1 takes steps of twice that length.
STRAIGHT = Settings(hidden_layers=0, init="zeros", precision="float64", learning_rate=0.25)


def table(n_rows, *, groups=None):
    rng = np.random.default_rng(n_rows)
    inputs = rng.normal(size=(n_rows, N_FEATURES))
    labels = (inputs[:, 0] + rng.normal(size=n_rows) > 0).astype(int)
    return Examples(values_of(inputs), labels, 2, groups, is_validation=rng.random(n_rows) < 0.4)


def both(settings, examples):
    """The scores of five epochs and the moment after them, of the softmax and of the sigmoid with twice the rate."""
    of_each = []
    for output, rate in (("softmax", 1), ("sigmoid", 2)):
        runs = [msgspec.structs.replace(run, output=output, learning_rate=rate * run.learning_rate) for run in settings]
        run = Run(runs, examples)
        of_each.append((run.advance(N_EPOCHS), run.evaluate()))
    return of_each


def agree(settings, examples):
    (losses, moment), (sigmoid_losses, sigmoid_moment) = both(settings, examples)
    assert sigmoid_losses == pytest.approx(losses, abs=1e-12)
    assert losses[0, 0, 0] - losses[-1, 0, 0] > 1e-3  # something was learnt
    weights, sigmoid_weights = (each.params["W1"] for each in (moment, sigmoid_moment))
    assert sigmoid_weights == pytest.approx(weights[:, 1:] - weights[:, :1], abs=1e-12)
    for name in ("scores", "accuracy", "probs", "predicted", "rows"):
        assert getattr(sigmoid_moment, name) == pytest.approx(getattr(moment, name), abs=1e-12), name
    return moment


@pytest.mark.parametrize("batch", [0, 3])
def test_on_few_rows_with_validation_rows(batch):
    agree([msgspec.structs.replace(STRAIGHT, batch=batch)], table(23))


def test_on_so_many_rows_that_they_are_taken_in_blocks():
    n_rows = 2 * MOST_AT_ONCE // (N_FEATURES + 1)
    moment = agree([STRAIGHT], table(n_rows))
    assert moment.predicted.shape == (1, n_rows)


def test_in_lanes():
    agree([msgspec.structs.replace(STRAIGHT, learning_rate=0.1 + 0.01 * n) for n in range(FEWEST_RUNS)], table(20))


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_early_stopping_goes_back_to_the_least_validation_loss(output):
    settings = Settings(
        output=output, activation="tanh", hidden_units=20, init="glorot", optimiser="adam", learning_rate=0.1,
        epochs=300, early_stopping=20,
    )  # fmt: skip
    run = Run(settings, table(40))
    scores = run.advance(300)
    assert run.stopped_at is not None
    assert run.evaluate().scores[0, 1] == pytest.approx(scores[:, 0, 1].min(), rel=1e-5)


@pytest.mark.parametrize("settings", [Settings(), Settings(net="rnn", cell="gru", tbptt_length=3)], ids=["mlp", "rnn"])
def test_a_run_goes_on_from_a_moment_and_says_of_each_class_how_probable_it_is(settings):
    settings = msgspec.structs.replace(settings, output="sigmoid", precision="float64")
    examples = table(12, groups=np.repeat(np.arange(2), 6))
    run = Run(settings, examples)
    run.advance(3)
    moment = run.evaluate()
    assert moment.probs.shape == (1, 12, 2)
    assert moment.probs.sum(axis=2) == pytest.approx(np.ones((1, 12)))
    assert (moment.predicted == moment.probs.argmax(axis=2)).all()
    assert Run(settings, examples, start=moment).advance(2) == pytest.approx(run.advance(2), abs=1e-14)
