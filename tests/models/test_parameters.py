"""Weights: what they are called, what shape they have, what a run starts from."""

import numpy as np
import pytest

from nets.models.parameters import initialise, weights_of
from nets.settings import Settings

FEATURES, CLASSES = ("width", "height", "depth"), ("no", "ya")


def test_names_and_shapes_are_the_lecture_s():
    mlp = weights_of(Settings(net="mlp", hidden_units=4), features=FEATURES, classes=CLASSES)
    rnn = weights_of(Settings(net="rnn", hidden_units=4), features=FEATURES, classes=CLASSES)
    assert {weight.name: weight.shape for weight in mlp} == {"W1": (4, 4), "W2": (2, 4)}
    assert {weight.name: weight.shape for weight in rnn} == {"W_H": (4, 8), "W_Y": (2, 4)}


def test_rows_and_columns_are_named_by_what_they_stand_for():
    units = ("h1", "h2")
    w1, w2 = weights_of(Settings(hidden_units=2), features=FEATURES, classes=CLASSES)
    assert (w1.rows, w1.columns) == (units, (*FEATURES, "1"))
    assert (w2.rows, w2.columns) == (CLASSES, units)
    w_h, w_y = weights_of(Settings(net="rnn", hidden_units=2), features=FEATURES, classes=CLASSES)
    assert (w_h.rows, w_h.columns) == (units, ("h1[t-1]", "h2[t-1]", *FEATURES, "1"))
    assert (w_y.rows, w_y.columns) == (CLASSES, units)


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_a_run_s_first_weights_are_the_same_alone_or_among_others(net):
    weights = weights_of(Settings(net=net), features=FEATURES, classes=CLASSES)
    together = initialise(weights, runs=[Settings(seed=seed) for seed in [3, 0, 2**32 - 1]])
    for place, seed in enumerate([3, 0, 2**32 - 1]):
        alone = initialise(weights, runs=[Settings(seed=seed)])
        for name in together:
            assert np.array_equal(alone[name][0], together[name][place])


def test_first_weights_are_uniform_from_0_to_1_and_differ_from_seed_to_seed():
    weights = weights_of(Settings(), features=FEATURES, classes=CLASSES)
    w1 = initialise(weights, runs=[Settings(seed=seed) for seed in range(400)])["W1"]
    assert w1.dtype == np.float32
    assert w1.min() >= 0
    assert w1.max() < 1
    assert len(np.unique(w1[:, 0, 0])) == 400
    found, edges = np.sort(w1.ravel()), np.arange(1, w1.size + 1) / w1.size
    assert np.abs(found - edges).max() < 1.95 / np.sqrt(w1.size)  # Kolmogorov-Smirnov, 1 in 1,000
