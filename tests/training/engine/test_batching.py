"""The gradient of many rows, taken block by block: that of all at once."""

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.net import Net
from nets.data.columns.numeric import values_of
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.engine.batching import Batch, Rows, as_columns, laid_out, rows_of
from nets.training.engine.gradient import slope
from nets.training.engine.run import Run
from nets.training.memory import BLOCK, MOST_AT_ONCE
from nets.training.protocol.examples import Examples

N_INPUTS, N_CLASSES, N_UNITS = 4, 3, 16
RUNS = [Settings(hidden_units=N_UNITS, seed=seed, init="glorot", precision="float64") for seed in (1, 2)]
WIDEST = len(RUNS) * N_UNITS
SIZE = BLOCK // WIDEST
HYPER = {"l1": tf.constant([0.01, 0.02], tf.float64), "l2": tf.constant([0.1, 0.0], tf.float64)}


def table(n_rows):
    rng = np.random.default_rng(n_rows)
    targets = np.eye(N_CLASSES)[rng.integers(N_CLASSES, size=n_rows)]
    return {"inputs": rng.normal(size=(n_rows, N_INPUTS)), "targets": targets}


def out(runs, data):
    n_rows = sum(len(data[name]) for name in ("inputs", "validation_inputs") if name in data)
    return laid_out(runs, dict(data), np.arange(n_rows))


@pytest.mark.parametrize("units", ["softmax", "gelu"])
@pytest.mark.parametrize("penalties", [0.0, 1.0])
@pytest.mark.parametrize("n_left", [SIZE, 1, SIZE - 1])
def test_blocks_and_what_is_left_over_give_the_loss_and_the_gradient_of_all_rows(n_left, penalties, units):
    net = msgspec.structs.replace(RUNS[0], activation=units, l1=penalties, l2=penalties)
    weights = weights_of(net, features=range(N_INPUTS - 1), classes=range(N_CLASSES))
    params = {name: tf.constant(value, tf.float64) for name, value in initialise(weights, runs=RUNS).items()}
    data = table(MOST_AT_ONCE // WIDEST + SIZE + n_left)
    whole = Rows(Batch(*(tf.constant(data[name].T) for name in ("inputs", "targets"))))
    cut = rows_of(as_columns(net, {name: tf.constant(value) for name, value in out(RUNS, data).items()}))
    assert cut.n_rows == whole.n_rows == len(data["inputs"])
    assert cut.blocks.inputs.shape[2] == SIZE
    assert cut.rest.inputs.shape[1] == n_left
    loss, logits, gradients = slope(net, params, whole, HYPER)
    loss_of_blocks, no_logits, gradients_of_blocks = slope(net, params, cut, HYPER)
    assert logits is not None
    assert no_logits is None
    assert loss_of_blocks.numpy() == pytest.approx(loss.numpy(), rel=1e-12)
    for name, value in gradients.items():
        assert gradients_of_blocks[name].numpy() == pytest.approx(value.numpy(), rel=1e-9, abs=1e-14)


def test_few_rows_and_an_rnn_s_are_not_cut_nor_those_of_which_units_are_left_out_at_once():
    assert "block_inputs" not in out(RUNS, table(MOST_AT_ONCE // WIDEST))
    many = table(MOST_AT_ONCE)
    assert out([Settings(net="rnn")], many) == many
    dropping = [msgspec.structs.replace(run, dropout=0.5) for run in RUNS]
    assert out(dropping, many)["inputs"].shape == (MOST_AT_ONCE, N_INPUTS)
    in_batches = [msgspec.structs.replace(run, batch=32) for run in dropping]
    found = out(in_batches, many)
    assert "block_inputs" in found
    assert np.array_equal(found["row_inputs"], many["inputs"])
    assert "row_inputs" not in out([msgspec.structs.replace(RUNS[0], batch=MOST_AT_ONCE)], many)


def test_held_out_rows_are_cut_too_and_the_spread_ones_are_the_table_s():
    data = table(MOST_AT_ONCE)
    places = np.random.default_rng(0).permutation(MOST_AT_ONCE)  # of the table's rows: half of them are held out
    half = MOST_AT_ONCE // 2
    parts = {"inputs": slice(None, half), "targets": slice(None, half)}
    parts |= {f"validation_{name}": slice(half, None) for name in ("inputs", "targets")}
    found = laid_out(RUNS, {name: data[name.removeprefix("validation_")][part] for name, part in parts.items()}, places)
    tensors = as_columns(RUNS[0], {name: tf.constant(value) for name, value in found.items()})
    for part, rows in (("", slice(None, half)), ("validation_", slice(half, None))):
        cut = rows_of(tensors, part)
        together = np.concatenate([*cut.blocks.inputs.numpy(), cut.rest.inputs.numpy()], axis=1)
        assert np.array_equal(together.T, data["inputs"][rows])
    spread = places[np.linspace(0, MOST_AT_ONCE - 1, 200).astype(int)]
    assert np.array_equal(found["spread_inputs"].T, data["inputs"][spread])


@pytest.mark.parametrize("batch", [0, 500])
def test_a_run_on_many_rows_answers_to_each_of_the_table_s_and_counts_the_training_ones(batch):
    rng = np.random.default_rng(0)
    n_rows = 3 * MOST_AT_ONCE // N_UNITS
    inputs, labels, held = rng.normal(size=(n_rows, 3)), rng.integers(N_CLASSES, size=n_rows), rng.random(n_rows) < 0.4
    examples = Examples(values_of(inputs), labels, N_CLASSES, is_validation=held)
    settings = Settings(hidden_units=N_UNITS, init="glorot", precision="float64", learning_rate=0.3, batch=batch)
    run = Run(settings, examples)
    losses = run.advance(4)
    seen = run.look()
    net = Net(settings, {name: value[0] for name, value in seen.params.items()}, examples)
    probs = np.exp(net.logits(net.weights(), net.inputs_of(np.arange(n_rows))).numpy()[0])
    probs /= probs.sum(axis=1, keepdims=True)
    assert seen.probs[0] == pytest.approx(probs, abs=1e-12)
    assert np.array_equal(seen.likeliest[0], probs.argmax(axis=1))
    of_label, right = np.log(probs[np.arange(n_rows), labels]), probs.argmax(axis=1) == labels
    assert seen.scores[0] == pytest.approx([-of_label[~held].mean(), -of_label[held].mean(), right[held].mean()])
    assert seen.accuracy[0] == pytest.approx(right[~held].mean())
    again = Run(settings, examples, start=seen)
    assert again.advance(1)[0, 0] == pytest.approx(seen.scores[0], rel=1e-12)
    assert losses[0, 0, 0] > losses[3, 0, 0]
