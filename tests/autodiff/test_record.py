"""The tape as TensorFlow recorded it: nobody has listed the operations by hand."""

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.folded import folded
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


@pytest.mark.parametrize("n_layers", [1, 2])
def test_folded_each_softmax_is_one_step_with_its_output_and_gradient(n_layers):
    net = net_of(Settings(hidden_layers=n_layers, hidden_units=4), table())
    found = record(net, RecordQuery(3))
    steps = folded(found.operations)
    softmaxes = [step for step in steps if step.kind == "Softmax"]
    assert len(softmaxes) == n_layers
    assert not {"Exp", "RealDiv"} & {step.kind for step in steps}
    expected = [factor for factor in ChainQuery(3).answer(net).factors if factor.operation.startswith("h")]
    for step, factor in zip(softmaxes, reversed(expected), strict=True):
        assert step.value.ravel() == pytest.approx(factor.output, rel=1e-5)
        assert step.value.sum() == pytest.approx(1)
        assert step.gradient.size == 4
    for place, step in enumerate(steps):
        assert all(given < place for given in step.inputs)
    (sums,) = [steps[place] for place in softmaxes[0].inputs if steps[place].kind != "Const"]
    assert np.exp(sums.value.ravel()) / np.exp(sums.value).sum() == pytest.approx(softmaxes[0].value.ravel(), rel=1e-5)
    others = [operation.name for operation in found.operations if "softmax" not in operation.name]
    assert [step.name for step in steps if step.kind != "Softmax"] == others


@pytest.mark.parametrize("settings", [Settings(activation="tanh"), Settings(net="rnn")], ids=name)
def test_a_tape_without_softmax_units_stays_as_it_is(settings):
    operations = record(net_of(settings, table()), RecordQuery(1)).operations
    assert folded(operations) == operations


def test_a_softmax_of_which_more_is_read_than_its_output_is_left_as_it_is():
    operations = record(net_of(Settings(), table()), RecordQuery(0)).operations
    inner = next(n for n, operation in enumerate(operations) if operation.kind == "Exp")
    reads_it = msgspec.structs.replace(operations[-1], name="other", inputs=[inner])
    assert [step.name for step in folded([*operations, reads_it])] == [
        operation.name for operation in [*operations, reads_it]
    ]
