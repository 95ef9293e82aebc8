"""Through time: norms, products and cuts, against the tape."""

import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.gradient import tape_gradient
from nets.autodiff.through_time import through_time
from nets.autodiff.unrolled import unrolled
from nets.errors import Refusal
from nets.models.heads import head_of
from nets.queries.autodiff.through_time import ThroughTimeQuery
from nets.settings import Settings
from tests.autodiff.nets import CELLS, net_of, table


def rnn(cell, **others):
    return net_of(Settings(net="rnn", cell=cell, hidden_units=4, init="glorot", **others), table(9))


@pytest.mark.parametrize(("cell", "output"), [*((cell, "softmax") for cell in CELLS), ("gru", "sigmoid")])
def test_the_triangle_holds_the_tape_s_gradients_for_every_earlier_state(cell, output):
    net = rnn(cell, output=output)
    found = through_time(net, ThroughTimeQuery(6))
    with tf.GradientTape(persistent=True) as tape:
        inputs = net.inputs_of(np.arange(9))[None]
        tape.watch(inputs)  # so that all steps are on the tape
        steps = unrolled(net.settings, net.weights(), inputs)
        losses = [
            head_of(net.settings).row_losses(step.logits, net.targets_of(np.array([t]))) for t, step in enumerate(steps)
        ]
    for t, loss in enumerate(losses):
        gradients = tape.gradient(loss, [step.state for step in steps[: t + 1]])
        assert found.reach[t, : t + 1] == pytest.approx([np.linalg.norm(g) for g in gradients], rel=1e-9)
        assert np.isnan(found.reach[t, t + 1 :]).all()


@pytest.mark.parametrize("cell", CELLS)
def test_the_singular_values_are_those_of_the_tape_s_jacobian(cell):
    net = rnn(cell)
    found = through_time(net, ThroughTimeQuery(6))
    with tf.GradientTape(persistent=True) as tape:
        inputs = net.inputs_of(np.arange(9))[None]
        tape.watch(inputs)
        steps = unrolled(net.settings, net.weights(), inputs)
        columns = tf.unstack(steps[6].state[0])
    assert (found.largest[0], found.smallest[0]) == (1, 1)
    for n in (1, 3, 6):
        jacobian = np.concatenate([tape.gradient(column, steps[6 - n].state) for column in columns])
        values = np.linalg.svd(jacobian, compute_uv=False)
        assert (found.largest[n], found.smallest[n]) == pytest.approx((values[0], values[-1]), rel=1e-6, abs=1e-15)


@pytest.mark.parametrize("cell", CELLS)
def test_a_cut_leaves_out_what_the_engine_with_that_window_leaves_out(cell):
    found = through_time(rnn(cell), ThroughTimeQuery(0))
    assert found.left_out[-1] < 1e-12
    whole = tape_gradient(rnn(cell))["W_H"]
    cut = tape_gradient(rnn(cell, tbptt_length=1))["W_H"]
    assert found.left_out[0] == pytest.approx(np.linalg.norm(cut - whole) / np.linalg.norm(whole), rel=1e-6)


def test_an_mlp_has_no_time_and_the_page_is_told_so():
    with pytest.raises(Refusal, match="choose the RNN"):
        through_time(net_of(Settings()), ThroughTimeQuery(0))
