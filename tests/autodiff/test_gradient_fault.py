"""How two gradients differ tells which mistake was made."""

import numpy as np
import pytest

from nets.autodiff.gradient_fault import diagnosis, is_lost
from nets.autodiff.net import Net
from nets.data.columns.numeric import values_of
from nets.settings import Settings
from nets.training.protocol.examples import Examples
from tests.autodiff.nets import checked, net_of, table

NETS = (
    (Settings(), None),
    (Settings(net="rnn"), None),
    (Settings(output="sigmoid"), None),
    (Settings(activation="tanh", hidden_units=4, init="glorot"), table()),
    (Settings(activation="relu", hidden_layers=2, hidden_units=4, init="glorot", bias="every"), table()),
)
SAID = {
    "mean": "the mean's 1/{n} was forgotten",
    "elementwise": "The softmax was taken as elementwise",
    "bias": "Look at the bias",
    "time": "W_Y agrees, so the fault lies further back",
}


@pytest.mark.parametrize("fault", [*SAID, "transpose"])
@pytest.mark.parametrize(
    ("settings", "examples"), NETS, ids=["lecture mlp", "lecture rnn", "sigmoid output", "tanh", "relu"]
)
def test_each_fault_is_told_by_its_traces(settings, examples, fault):
    net = net_of(settings, examples)
    found = checked(net, fault=fault)
    n_rows = net.examples.n_rows
    if fault == "transpose":
        assert found.misfit.endswith("A transpose was forgotten.")
    elif fault != "time" or settings.net == "rnn":
        assert SAID[fault].format(n=n_rows) in diagnosis(found, n_rows=n_rows)


def test_a_transpose_that_square_matrices_hide_is_told_too():
    net = net_of(Settings(activation="tanh", hidden_units=3, init="glorot"), table(n_features=2))
    found = checked(net, fault="transpose")
    assert not found.misfit
    assert "Transposed, the numbers agree" in diagnosis(found, n_rows=12)


def test_where_nothing_is_wrong_nothing_is_found():
    assert "no more than rounding" in diagnosis(checked(net_of(Settings())), n_rows=9)


@pytest.mark.parametrize(("times", "lost"), [(1, ()), (100, ("float32",)), (2000, ("float32", "float64"))])
def test_where_the_net_is_too_sure_of_every_row_nothing_is_left_to_compare(times, lost):
    settings = Settings(hidden_layers=0, precision="float64")
    inputs = np.array([[-0.1], [0.1]])
    params = {"W1": times * np.array([[-1.0, 0.0], [1.0, 0.0]])}
    net = Net(settings, params, Examples(values_of(inputs), np.array([0, 1]), 2))
    for precision in ("float32", "float64"):
        assert is_lost(checked(net, precision=precision), precision=precision) == (precision in lost)


def test_where_the_rows_shares_cancel_nothing_is_left_to_compare_either():
    params = {"W1": np.zeros((2, 2))}
    net = Net(Settings(hidden_layers=0), params, Examples(values_of(np.ones((2, 1))), np.array([0, 1]), 2))
    assert is_lost(checked(net), precision="float64")
