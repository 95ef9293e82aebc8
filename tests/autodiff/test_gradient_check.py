"""Three ways to one gradient, and a check that finds each fault that was put in."""

from typing import get_args

import numpy as np
import pytest
import tensorflow as tf
from sklearn.neural_network import MLPClassifier

from nets.autodiff.gradient import MOST_STEPS, tape_gradient
from nets.autodiff.manual_gradient import has_formula, manual_gradient
from nets.errors import Refusal
from nets.queries.autodiff.gradient_check import MOST_PRODUCT, Fault, faults_of
from nets.settings import Settings
from tests.autodiff.nets import checked, every_net, name, net_of, table

SAME = 1e-6  # TensorFlow keeps leaky relu's 0.01 and gelu's root of two in float32, even between float64 numbers
NETS = [Settings(), Settings(net="rnn"), *every_net()]


def apart(net, fault):
    """How far the formula with this fault is from the tape, relative to both; 1 where even the shapes differ."""
    tape, hand = tape_gradient(net), manual_gradient(net, fault=fault)
    if any(hand[key].shape != tape[key].shape for key in tape):
        return 1.0
    return max(np.linalg.norm(hand[key] - tape[key]) / np.linalg.norm(tape[key]) for key in tape)


def examples(settings):
    return table(n_groups=3 if settings.net == "rnn" else 1, is_validation=(2, 5))


@pytest.mark.parametrize(
    "settings", [each for each in NETS if each.net == "mlp" or each.cell in ("softmax", "elman")], ids=name
)
def test_by_hand_it_is_the_tape_s_gradient_and_with_any_fault_it_is_not(settings):
    net = net_of(settings, examples(settings))
    assert apart(net, "none") < SAME
    for fault in set(faults_of(settings)) - {"none"}:
        assert apart(net, fault) > 1e-3, fault


@pytest.mark.parametrize(
    ("settings", "left_out"),
    [
        (Settings(), {"time"}),
        (Settings(activation="tanh"), {"time"}),
        (Settings(net="rnn"), set()),
        (Settings(output="sigmoid"), {"time"}),
        (Settings(output="sigmoid", hidden_layers=0), {"time", "elementwise"}),
        (Settings(output="sigmoid", activation="tanh", net="mlp"), {"time", "elementwise"}),
        (Settings(output="sigmoid", net="rnn"), set()),
        (Settings(output="sigmoid", net="rnn", cell="elman"), {"elementwise"}),
    ],
)
def test_the_faults_that_can_be_put_in_are_those_of_what_the_net_has(settings, left_out):
    assert set(faults_of(settings)) == set(get_args(Fault)) - left_out


@pytest.mark.parametrize("settings", NETS, ids=name)
def test_the_three_ways_agree_where_nothing_is_broken(settings):
    net = net_of(settings, examples(settings))
    found = checked(net)
    assert len(found.places) == found.n_weights == sum(value.size for value in net.params.values())
    assert found.difference == pytest.approx(found.tape, abs=1e-8)
    assert bool(found.misfit) != has_formula(net)
    if has_formula(net):
        assert found.manual == pytest.approx(found.tape, rel=SAME, abs=1e-9)


@pytest.mark.parametrize(("units", "output"), [("tanh", "softmax"), ("relu", "softmax"), ("tanh", "sigmoid")])
def test_by_hand_and_by_tape_it_is_the_step_that_scikit_learn_takes(units, output):
    settings = Settings(activation=units, output=output, hidden_layers=2, hidden_units=4, init="he", bias="every")
    net = net_of(settings, table())
    inputs, targets = net.examples.inputs, net.examples.targets
    plain = {"solver": "sgd", "learning_rate_init": 1.0, "momentum": 0.0, "nesterovs_momentum": False, "alpha": 0.0}
    other = MLPClassifier((4, 4), activation=units, shuffle=False, **plain)
    other.partial_fit(inputs, targets, classes=range(net.examples.n_classes))
    for n, value in enumerate(net.params.values()):
        other.coefs_[n][...], other.intercepts_[n][...] = value[:, :-1].T, value[:, -1]
    other.partial_fit(inputs, targets)
    tape, hand = tape_gradient(net), manual_gradient(net)
    for n, (key, value) in enumerate(net.params.items()):
        step = np.concatenate([other.coefs_[n].T, other.intercepts_[n][:, None]], axis=1) - value
        assert -step == pytest.approx(tape[key], abs=1e-6)
        assert -step == pytest.approx(hand[key], abs=1e-6)


def test_truncated_backpropagation_by_hand_is_the_engine_s():
    settings = Settings(net="rnn", cell="elman", hidden_units=4, init="glorot", tbptt_length=3)
    assert apart(net_of(settings, table()), "none") < 1e-10


def test_the_error_of_differences_is_a_v_lower_in_float64():
    found = checked(net_of(Settings()), precision="float32")
    for errors, lowest in ((found.errors32, 1e-2), (found.errors64, 1e-8)):
        best = errors.argmin()
        assert 0 < best < len(errors) - 1
        assert errors.min() < lowest
        assert errors[0] > 5 * errors.min() < errors[-1]
    assert found.errors64.min() < found.errors32.min() / 100


def test_a_fault_in_the_shapes_is_said_with_the_shapes():
    found = checked(net_of(Settings()), fault="transpose")
    assert found.misfit.startswith("The formula gives W1 a gradient of 3×5, and W1 is 5×3: they do not fit.")


def test_of_a_large_net_a_sample_is_taken():
    net = net_of(Settings(hidden_units=64, init="glorot"), table(400, 30, 3))
    found = checked(net)
    assert len(found.places) < found.n_weights
    assert set(found.places[:, 0].tolist()) == {0, 1}
    assert tf.reduce_all(tf.abs(found.difference - found.tape) < 1e-8)


def test_a_net_of_too_many_weights_is_refused_in_a_sentence():
    with pytest.raises(Refusal, match="up to 100,000 of them"):
        checked(net_of(Settings(hidden_units=512, hidden_layers=2), table()))


@pytest.mark.parametrize("cell", ["softmax", "elman", "gru"])
def test_of_a_long_sequence_whose_functions_are_compiled_the_ways_agree_too(cell):
    net = net_of(Settings(net="rnn", cell=cell, hidden_units=3, init="glorot"), table(MOST_STEPS + 1))
    found = checked(net)
    assert found.difference == pytest.approx(found.tape, rel=1e-5, abs=1e-9)
    if has_formula(net):
        assert found.manual == pytest.approx(found.tape, rel=SAME, abs=1e-12)


@pytest.mark.parametrize("kind", ["mlp", "rnn"])
def test_of_too_many_rows_and_units_together_a_net_is_refused_in_a_sentence(kind):
    most = MOST_PRODUCT[kind]
    with pytest.raises(Refusal, match=f"at most {most:,}: choose fewer hidden units"):
        checked(net_of(Settings(net=kind, hidden_units=100), table(most // 100 + 1)))
