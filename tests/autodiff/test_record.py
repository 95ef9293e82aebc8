"""The tape as TensorFlow recorded it: nobody has listed the operations by hand."""

import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.record import MOST_STEPS_SHOWN, record, recorded
from nets.models import activations
from nets.queries.autodiff.chain import ChainQuery
from nets.queries.autodiff.record import RecordQuery
from nets.settings import Settings
from tests.autodiff.nets import every_net, name, net_of, table


def kinds(found):
    return [operation.kind for operation in found.operations]


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_values_and_gradients_are_those_of_the_chain(settings):
    net = net_of(settings, table())
    row = 4 if settings.net == "mlp" else MOST_STEPS_SHOWN - 1
    found, expected = record(net, RecordQuery(row)), ChainQuery(row).answer(net)
    by_name = {operation.name: operation for operation in found.operations}
    assert found.operations[-1].value.ravel() == pytest.approx([expected.loss], rel=1e-5)
    assert found.operations[-1].reached == 0
    for product in expected.products:
        assert by_name[product.weight].kind == "weights"
        assert by_name[product.weight].gradient == pytest.approx(product.whole[:8, :8], abs=1e-6)
    for place, operation in enumerate(found.operations):
        assert all(given < place for given in operation.inputs)


def test_an_operation_added_to_a_model_turns_up_by_itself(monkeypatch):
    net = net_of(Settings(), table())
    before = record(net, RecordQuery(0))
    assert "Sinh" not in kinds(before)
    monkeypatch.setitem(activations.ACTIVATIONS, "softmax", lambda sums: activations.softmax(tf.sinh(sums)))
    after = record(net, RecordQuery(0))
    (added,) = [operation for operation in after.operations if operation.kind == "Sinh"]
    assert added.gradient.size
    assert added.reached > 0
    assert len(after.operations) == len(before.operations) + 1
    assert after.n_back > before.n_back


def test_gradients_appear_from_the_loss_back_and_none_where_no_way_leads():
    weights = {"W": tf.constant([[2.0, 3.0]])}
    found, n_back = recorded(
        lambda w, x: tf.reduce_sum(w["W"] * x) + 0 * tf.size(x, tf.float32), weights, tf.ones((1, 2))
    )
    reached = {operation.kind: operation.reached for operation in found if operation.reached >= 0}
    assert reached["Mul"] > reached["Sum"] > reached["AddV2"] == 0
    assert found[0].gradient.tolist() == [[1, 1]]
    assert n_back > 0
    assert [operation.reached for operation in found if operation.kind in ("Size", "Const")] == [-1] * sum(
        operation.kind in ("Size", "Const") for operation in found
    )


def test_of_a_long_sequence_the_first_steps_are_recorded():
    found = record(net_of(Settings(net="rnn"), table()), RecordQuery(9))
    assert (found.n_steps, found.n_all_steps) == (MOST_STEPS_SHOWN, 10)
    assert np.isfinite(found.operations[-1].value).all()
