"""The gradient of many rows, taken block by block: that of all at once."""

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.net import Net
from nets.data.columns.numeric import values_of
from nets.models.optimisers import StepParams
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.engine.batching import Batch, Rows, as_columns, laid_out
from nets.training.engine.gradient import Model, gradient_of
from nets.training.engine.layout import Arrangement, Part
from nets.training.engine.run import Run
from nets.training.memory import BLOCK, MOST_AT_ONCE
from nets.training.protocol.examples import Examples

N_INPUTS, N_CLASSES, N_UNITS = 4, 3, 16
RUNS = [Settings(hidden_units=N_UNITS, seed=seed, init="glorot", precision="float64") for seed in (1, 2)]
WIDEST = len(RUNS) * N_UNITS
SIZE = BLOCK // WIDEST
STEP = StepParams(
    learning_rate=tf.constant([1.0, 1.0], tf.float64),
    clip=tf.constant([0.0, 0.0], tf.float64),
    l1=tf.constant([0.01, 0.02], tf.float64),
    l2=tf.constant([0.1, 0.0], tf.float64),
    weight_decay=tf.constant([0.0, 0.0], tf.float64),
    dropout=tf.constant([0.0, 0.0], tf.float64),
)


def table(n_rows):
    rng = np.random.default_rng(n_rows)
    targets = np.eye(N_CLASSES)[rng.integers(N_CLASSES, size=n_rows)]
    return {"inputs": rng.normal(size=(n_rows, N_INPUTS)), "targets": targets}


def out(runs, data):
    places = np.arange(data["inputs"].size // N_INPUTS)
    return laid_out(runs, Arrangement(Part(data["inputs"], data["targets"]), places), tf.constant)


@pytest.mark.parametrize("units", ["softmax", "gelu"])
@pytest.mark.parametrize("penalties", [0.0, 1.0])
@pytest.mark.parametrize("n_left", [SIZE, 1, SIZE - 1])
def test_blocks_and_what_is_left_over_give_the_loss_and_the_gradient_of_all_rows(n_left, penalties, units):
    net = msgspec.structs.replace(RUNS[0], activation=units, l1=penalties, l2=penalties)
    weights = weights_of(net, features=range(N_INPUTS - 1), classes=range(N_CLASSES))
    params = {name: tf.constant(value, tf.float64) for name, value in initialise(weights, runs=RUNS).items()}
    data = table(MOST_AT_ONCE // WIDEST + SIZE + n_left)
    whole = Rows(Batch(*(tf.constant(data[name].T) for name in ("inputs", "targets"))))
    cut = as_columns(net, out(RUNS, data)).training
    assert cut.n_rows == whole.n_rows == len(data["inputs"])
    assert cut.blocks.inputs.shape[2] == SIZE
    assert cut.rest.inputs.shape[1] == n_left
    loss, logits, gradients = gradient_of(Model(net), params, whole, STEP)
    loss_of_blocks, no_logits, gradients_of_blocks = gradient_of(Model(net), params, cut, STEP)
    assert logits is not None
    assert no_logits is None
    assert loss_of_blocks.numpy() == pytest.approx(loss.numpy(), rel=1e-12)
    for name, value in gradients.items():
        assert gradients_of_blocks[name].numpy() == pytest.approx(value.numpy(), rel=1e-9, abs=1e-14)


def test_few_rows_and_an_rnn_s_are_not_cut_nor_those_of_which_units_are_left_out_at_once():
    assert out(RUNS, table(MOST_AT_ONCE // WIDEST)).training.blocks is None
    many = table(MOST_AT_ONCE)
    sequences = {name: value.reshape(2, -1, value.shape[1]) for name, value in many.items()}
    of_rnn = out([Settings(net="rnn")], sequences)
    assert of_rnn.training.blocks is None
    assert np.array_equal(of_rnn.training.rest.inputs, sequences["inputs"])
    dropping = [msgspec.structs.replace(run, dropout=0.5) for run in RUNS]
    assert out(dropping, many).training.rest.inputs.shape == (MOST_AT_ONCE, N_INPUTS)
    in_batches = [msgspec.structs.replace(run, batch=32) for run in dropping]
    found = out(in_batches, many)
    assert found.training.blocks is not None
    assert np.array_equal(found.drawn.inputs, many["inputs"])
    assert out([msgspec.structs.replace(RUNS[0], batch=MOST_AT_ONCE)], many).drawn is None


def test_the_arrangement_lets_go_of_the_arrays_that_are_laid_out():
    data = table(MOST_AT_ONCE)
    arrangement = Arrangement(Part(data["inputs"], data["targets"]), np.arange(MOST_AT_ONCE))
    laid_out(RUNS, arrangement, tf.constant)
    assert (arrangement.training.inputs, arrangement.training.targets) == (None, None)


def test_validation_rows_are_cut_too_and_the_spread_ones_are_the_table_s():
    data = table(MOST_AT_ONCE)
    places = np.random.default_rng(0).permutation(MOST_AT_ONCE)  # of the table's rows: half of them are validation rows
    half = MOST_AT_ONCE // 2
    parts = [Part(data["inputs"][rows], data["targets"][rows]) for rows in (slice(None, half), slice(half, None))]
    found = laid_out(RUNS, Arrangement(parts[0], places, validation=parts[1]), tf.constant)
    columns = as_columns(RUNS[0], found)
    for cut, rows in ((columns.training, slice(None, half)), (columns.validation, slice(half, None))):
        together = np.concatenate([*cut.blocks.inputs.numpy(), cut.rest.inputs.numpy()], axis=1)
        assert np.array_equal(together.T, data["inputs"][rows])
    spread = places[np.linspace(0, MOST_AT_ONCE - 1, 200).astype(int)]
    assert np.array_equal(found.spread.numpy().T, data["inputs"][spread])


@pytest.mark.parametrize("batch", [0, 500])
def test_a_run_on_many_rows_answers_to_each_of_the_table_s_and_counts_the_training_ones(batch):
    rng = np.random.default_rng(0)
    n_rows = 3 * MOST_AT_ONCE // N_UNITS
    inputs, labels, held = rng.normal(size=(n_rows, 3)), rng.integers(N_CLASSES, size=n_rows), rng.random(n_rows) < 0.4
    examples = Examples(values_of(inputs), labels, N_CLASSES, is_validation=held)
    settings = Settings(hidden_units=N_UNITS, init="glorot", precision="float64", learning_rate=0.3, batch=batch)
    run = Run(settings, examples)
    losses = run.advance(4)
    seen = run.evaluate()
    net = Net(settings, {name: value[0] for name, value in seen.params.items()}, examples)
    probs = np.exp(net.logits(net.weights(), net.inputs_of(np.arange(n_rows))).numpy()[0])
    probs /= probs.sum(axis=1, keepdims=True)
    assert seen.probs[0] == pytest.approx(probs, abs=1e-12)
    assert np.array_equal(seen.predicted[0], probs.argmax(axis=1))
    of_label, right = np.log(probs[np.arange(n_rows), labels]), probs.argmax(axis=1) == labels
    assert seen.scores[0] == pytest.approx([-of_label[~held].mean(), -of_label[held].mean(), right[held].mean()])
    assert seen.accuracy[0] == pytest.approx(right[~held].mean())
    again = Run(settings, examples, start=seen)
    assert again.advance(1)[0, 0] == pytest.approx(seen.scores[0], rel=1e-12)
    assert losses[0, 0, 0] > losses[3, 0, 0]
