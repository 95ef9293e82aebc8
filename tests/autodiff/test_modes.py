"""Forward and reverse mode: the same numbers, and what was counted."""

import numpy as np
import pytest

from nets.autodiff.gradient import tape_gradient
from nets.autodiff.modes import MOST_PASSES, modes
from nets.settings import Settings
from tests.autodiff.nets import every_net, name, net_of, table


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_forward_is_reverse_and_both_are_the_engine_s_tape(settings):
    net = net_of(settings, table(8, n_groups=2 if settings.net == "rnn" else 1, is_validation=(3,)))
    found = modes(net)
    assert found.apart < 1e-12
    gradient = np.concatenate([value.ravel() for value in tape_gradient(net).values()])
    places = np.linspace(0, len(gradient) - 1, found.n_passes).astype(int)
    assert found.reverse == pytest.approx(gradient[places], abs=1e-12)
    assert found.n_weights == len(gradient)
    assert min(found.forward_operations, found.reverse_operations) > 5
    assert min(found.forward_s, found.reverse_s) > 0


def test_a_deeper_net_takes_more_operations_and_a_wider_one_does_not():
    counts = [
        modes(net_of(Settings(activation="tanh", hidden_layers=layers, hidden_units=units), table()))
        for layers, units in ((1, 4), (1, 8), (2, 4))
    ]
    one, wider, deeper = [(found.forward_operations, found.reverse_operations) for found in counts]
    assert one == wider
    assert one[0] < deeper[0]
    assert one[1] < deeper[1]


def test_of_many_weights_a_sample_of_passes_is_made():
    found = modes(net_of(Settings(hidden_units=40), table()))
    assert (found.n_passes, found.n_weights) == (MOST_PASSES, 40 * 4 + 3 * 40)
