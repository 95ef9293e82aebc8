"""The gradient of many rows, taken block by block: that of all at once."""

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.slope import BLOCK, MOST_AT_ONCE, Batch, in_blocks, slope

N_INPUTS, N_CLASSES, N_UNITS = 4, 3, 16
RUNS = [Settings(hidden_units=N_UNITS, seed=seed, init="glorot", precision="float64") for seed in (1, 2)]
WIDEST = len(RUNS) * N_UNITS
SIZE = BLOCK // WIDEST
HYPER = {"l1": tf.constant([0.01, 0.02], tf.float64), "l2": tf.constant([0.1, 0.0], tf.float64)}


def batch_of(n_rows):
    rng = np.random.default_rng(n_rows)
    targets = np.eye(N_CLASSES)[rng.integers(N_CLASSES, size=n_rows)].T
    return Batch(tf.constant(rng.normal(size=(N_INPUTS, n_rows))), tf.constant(targets))


@pytest.mark.parametrize("units", ["softmax", "gelu"])
@pytest.mark.parametrize("penalties", [0.0, 1.0])
@pytest.mark.parametrize("n_left", [0, 1, SIZE - 1])
def test_blocks_and_what_is_left_over_give_the_loss_and_the_gradient_of_all_rows(n_left, penalties, units):
    net = msgspec.structs.replace(RUNS[0], units=units, l1=penalties, l2=penalties)
    weights = weights_of(net, features=range(N_INPUTS - 1), classes=range(N_CLASSES))
    params = {name: tf.constant(value, tf.float64) for name, value in initialise(weights, runs=RUNS).items()}
    whole = batch_of(MOST_AT_ONCE // WIDEST + SIZE + n_left)
    cut = in_blocks(net, whole, n_runs=len(RUNS))
    assert cut.blocks[0].shape[2] == SIZE
    assert n_left == (cut.rest.inputs.shape[1] if cut.rest else 0)
    loss, logits, gradients = slope(net, params, whole, HYPER)
    loss_of_blocks, no_logits, gradients_of_blocks = slope(net, params, cut, HYPER)
    assert logits is not None
    assert no_logits is None
    assert loss_of_blocks.numpy() == pytest.approx(loss.numpy(), rel=1e-12)
    for name, value in gradients.items():
        assert gradients_of_blocks[name].numpy() == pytest.approx(value.numpy(), rel=1e-9, abs=1e-14)


def test_few_rows_and_an_rnn_s_are_not_cut():
    few = batch_of(MOST_AT_ONCE // WIDEST)
    assert in_blocks(RUNS[0], few, n_runs=len(RUNS)) is few
    many = batch_of(MOST_AT_ONCE)
    assert in_blocks(Settings(net="rnn"), many, n_runs=1) is many
