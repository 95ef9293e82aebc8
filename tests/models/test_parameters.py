"""Weights: what they are called, what shape they have, what a run starts from."""

import msgspec
import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

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


def test_a_sigmoid_output_has_one_row_named_by_the_second_class():
    for settings in (Settings(output="sigmoid"), Settings(output="sigmoid", net="rnn")):
        last = weights_of(settings, features=FEATURES, classes=CLASSES)[-1]
        assert (last.shape, last.rows) == ((1, 5), ("ya",))


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


def first(settings, n_runs=1):
    """First weights by name, (R, rows, columns), of a net of these settings with three features and two classes."""
    weights = weights_of(settings, features=FEATURES, classes=CLASSES)
    seeds = [msgspec.structs.replace(settings, seed=seed) for seed in range(n_runs)]
    return initialise(weights, runs=seeds)


def test_with_a_constant_everywhere_every_matrix_has_its_column():
    layers = weights_of(Settings(hidden_layers=3, hidden_units=2, bias="every"), features=FEATURES, classes=CLASSES)
    assert [weight.shape for weight in layers] == [(2, 4), (2, 3), (2, 3), (2, 3)]
    assert all(weight.has_bias for weight in layers)
    assert layers[1].columns == ("h1.1", "h1.2", "1")
    (straight,) = weights_of(Settings(hidden_layers=0), features=FEATURES, classes=CLASSES)
    assert (straight.name, straight.shape) == ("W1", (2, 4))


def test_layers_of_widths_of_their_own_are_drawn_as_layers_of_one_width_are():
    layers = weights_of(Settings(hidden_layers=2, hidden_units="4x3"), features=FEATURES, classes=CLASSES)
    assert [weight.shape for weight in layers] == [(4, 4), (3, 4), (2, 3)]
    assert layers[1].rows == ("h2.1", "h2.2", "h2.3")
    alike, one_width = (first(Settings(hidden_layers=2, hidden_units=units)) for units in ("4x4", 4))
    assert all(np.array_equal(alike[name], one_width[name]) for name in one_width)


@pytest.mark.parametrize(("cell", "gates"), [("softmax", 1), ("elman", 1), ("gru", 3), ("lstm", 4)])
def test_a_cell_has_a_block_of_rows_for_each_gate(cell, gates):
    w_h, w_y = weights_of(Settings(net="rnn", cell=cell, hidden_units=4), features=FEATURES, classes=CLASSES)
    assert w_h.shape == (4 * gates, 4 + 3 + 1)
    assert len(set(w_h.rows)) == 4 * gates
    assert w_y.shape == (2, 4)


def test_glorot_is_uniform_up_to_its_bound_and_the_constant_starts_at_0():
    found = first(Settings(init="glorot", hidden_units=8, bias="every"), n_runs=300)
    for name, fans in (("W1", 3 + 8), ("W2", 8 + 2)):
        values, bound = found[name][:, :, :-1] / np.sqrt(6 / fans), 1.0
        assert 0.99 < np.abs(values).max() <= bound
        assert values.mean(dtype=float) == pytest.approx(0, abs=3.3 * np.sqrt(1 / 3 / values.size))
        assert values.var(dtype=float) == pytest.approx(1 / 3, abs=3.3 * np.sqrt(4 / 45 / values.size))
        assert (found[name][:, :, -1] == 0).all()


def test_he_is_normal_with_two_over_fan_in_for_its_variance():
    found = first(Settings(init="he", hidden_units=8, hidden_layers=2, bias="every"), n_runs=300)
    for name, fan_in in (("W1", 3), ("W2", 8), ("W3", 8)):
        values = found[name][:, :, :-1]
        assert values.var(dtype=float) == pytest.approx(2 / fan_in, rel=3.3 * np.sqrt(2 / values.size))
        kurtosis = (values.astype(float) ** 4).mean() / values.var(dtype=float) ** 2
        assert kurtosis == pytest.approx(3, abs=4 * np.sqrt(96 / values.size))
        assert (found[name][:, :, -1] == 0).all()


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_orthogonal_has_each_gate_turn_the_state_without_stretching_it(cell):
    w_h = first(Settings(net="rnn", cell=cell, init="orthogonal", hidden_units=6), n_runs=3)["W_H"].astype(float)
    for run in w_h:
        for block in np.split(run, len(run) // 6):
            recurrent = block[:, :6]
            assert recurrent.T @ recurrent == pytest.approx(np.eye(6), abs=1e-6)
            assert 0 < np.abs(block[:, 6:-1]).max() <= np.sqrt(6 / (6 + 3))
    gates = np.split(w_h[0], len(w_h[0]) // 6)
    assert all(not np.array_equal(gates[0], other) for other in gates[1:])


def test_orthogonal_without_a_state_is_orthogonal_rows_or_columns():
    found = first(Settings(init="orthogonal", hidden_units=8, bias="every"))
    tall, wide = found["W1"][0, :, :-1].astype(float), found["W2"][0, :, :-1].astype(float)
    assert tall.T @ tall == pytest.approx(np.eye(3), abs=1e-6)
    assert wide @ wide.T == pytest.approx(np.eye(2), abs=1e-6)


@pytest.mark.parametrize("init", ["glorot", "he", "orthogonal", "zeros"])
def test_only_an_lstm_s_forget_gate_starts_with_a_constant_of_1(init):
    lstm = first(Settings(net="rnn", cell="lstm", init=init, hidden_units=3))["W_H"][0, :, -1]
    assert lstm.tolist() == ([0] * 12 if init == "zeros" else [0] * 3 + [1] * 3 + [0] * 6)
    assert not first(Settings(net="rnn", cell="gru", init=init, hidden_units=3))["W_H"][0, :, -1].any()


def test_of_zeros_nothing_but_the_last_constants_ever_learns():
    """All units of a layer are the same, so nothing tells the classes apart but how many rows each has."""
    examples = Examples(values_of(np.random.default_rng(0).normal(size=(12, 3))), np.repeat([0, 1], [8, 4]), 2)
    run = Run(Settings(init="zeros", activation="tanh", bias="every", hidden_units=4), examples)
    run.advance(100)
    seen = run.evaluate()
    assert (seen.params["W1"] == 0).all()
    assert (seen.params["W2"][0, :, :-1] == 0).all()
    assert seen.probs[0] == pytest.approx(np.tile([8 / 12, 4 / 12], (12, 1)), abs=1e-3)
