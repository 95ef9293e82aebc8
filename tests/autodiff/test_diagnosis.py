"""How two gradients differ tells which mistake was made."""

import pytest

from nets.autodiff.asked.ways import WaysOf
from nets.autodiff.diagnosis import diagnosis
from nets.autodiff.ways import ways
from nets.settings import Settings
from tests.autodiff.nets import net_of, table

NETS = (
    (Settings(), None),
    (Settings(net="rnn"), None),
    (Settings(units="tanh", hidden_units=4, init="glorot"), table()),
    (Settings(units="relu", hidden_layers=2, hidden_units=4, init="glorot", biases="every"), table()),
)
SAID = {
    "mean": "the mean's 1/{n} was forgotten",
    "elementwise": "as if each output were alone",
    "bias": "Look at the constant 1",
    "time": "W_Y agrees, so the fault lies behind it",
}


@pytest.mark.parametrize("fault", [*SAID, "transpose"])
@pytest.mark.parametrize(("settings", "examples"), NETS, ids=["lecture mlp", "lecture rnn", "tanh", "relu"])
def test_each_fault_is_told_by_its_traces(settings, examples, fault):
    net = net_of(settings, examples)
    found = ways(net, WaysOf(1e-5, "float64", fault))
    n_rows = net.examples.n_rows
    if fault == "transpose":
        assert found.misfit.endswith("A transpose was forgotten.")
    elif fault != "time" or settings.net == "rnn":
        assert SAID[fault].format(n=n_rows) in diagnosis(found, n_rows=n_rows)


def test_a_transpose_that_square_matrices_hide_is_told_too():
    net = net_of(Settings(units="tanh", hidden_units=3, init="glorot"), table(n_features=2))
    found = ways(net, WaysOf(1e-5, "float64", "transpose"))
    assert not found.misfit
    assert "Turned over, the numbers agree" in diagnosis(found, n_rows=12)


def test_where_nothing_is_wrong_nothing_is_found():
    assert "no more than rounding" in diagnosis(ways(net_of(Settings()), WaysOf(1e-5, "float64")), n_rows=9)
