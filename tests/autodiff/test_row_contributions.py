"""Who pushes: terms that sum to the tape's gradient, each the gradient of its own row's loss."""

import numpy as np
import pytest

from nets.autodiff.net import MOST_STEPS
from nets.autodiff.row_contributions import row_contributions
from nets.data.columns.numeric import values_of
from nets.queries.autodiff.row_contributions import RowContributionsQuery
from nets.settings import Settings
from nets.training.protocol.examples import Examples
from tests.autodiff.nets import every_net, log_p_of_all, name, net_of, table


def losses(net, weight=None, change=0.0, place=(0, 0), inputs=None):
    """Each row's -log p(label) with one weight, or the inputs, changed; by the models themselves, in float64."""
    params = {name: np.array(value, np.float64) for name, value in net.params.items()}
    if weight is not None:
        params[weight][place] += change
    examples = net.examples
    if inputs is not None:
        examples = Examples(values_of(inputs), examples.targets, examples.n_classes, groups=examples.groups)
    return -log_p_of_all(type(net)(net.settings, params, examples))


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_the_terms_sum_to_the_tape_s_gradient_and_are_each_row_s_own(settings):
    net = net_of(settings, table(n_groups=3 if settings.net == "rnn" else 1, is_validation=(2, 5)))
    for weight, value in net.params.items():
        place = (value.shape[0] - 1, value.shape[1] // 2)
        found = row_contributions(net, RowContributionsQuery(weight, *place, 1))
        assert found.rows.tolist() == [row for row in range(12) if row not in (2, 5)]
        assert found.terms.sum() == pytest.approx(found.gradient, abs=1e-12)
        step = 1e-5
        quotient = (losses(net, weight, step, place) - losses(net, weight, -step, place)) / (2 * step)
        assert found.terms * 10 == pytest.approx(quotient[found.rows], abs=1e-8)


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_the_gradient_for_the_inputs_agrees_with_difference_quotients(settings):
    net = net_of(settings, table(n_groups=2 if settings.net == "rnn" else 1))
    row = 4
    found = row_contributions(net, RowContributionsQuery(next(iter(net.params)), 0, 0, row)).inputs
    steps = net.steps_to(row)
    assert found.shape == (len(steps), 3)
    for n, step_row in enumerate(steps):
        for feature in range(3):
            moved = []
            for change in (1e-5, -1e-5):
                inputs = net.examples.inputs.copy()
                inputs[step_row, feature] += change
                moved.append(losses(net, inputs=inputs)[row])
            assert found[n, feature] == pytest.approx((moved[0] - moved[1]) / 2e-5, abs=1e-8)


def test_of_a_long_sequence_the_first_steps_are_looked_into():
    net = net_of(Settings(net="rnn"), table(MOST_STEPS + 20))
    found = row_contributions(net, RowContributionsQuery("W_H", 0, 0, 0))
    assert (len(found.rows), found.n_rows) == (MOST_STEPS, MOST_STEPS + 20)
    assert found.inputs.shape == (1, 3)
    assert row_contributions(net, RowContributionsQuery("W_H", 0, 0, MOST_STEPS)).inputs.shape == (0, 3)
