"""Many to one: an RNN whose steps have no loss of their own but for those with a label, the last of each sequence."""

import functools

import keras
import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.errors import Refusal
from nets.queries.autodiff.chain import ChainQuery
from nets.queries.autodiff.row_contributions import RowContributionsQuery
from nets.queries.autodiff.through_time import ThroughTimeQuery
from nets.queries.predictions import PredictionsQuery
from nets.settings import Settings, settings_from
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import listed_rows
from tests.autodiff.nets import checked, net_of

LENGTHS = (4, 2, 5, 3, 4)
LAST = np.cumsum(LENGTHS) - 1
GROUPS = np.repeat(np.arange(len(LENGTHS)), LENGTHS)
COMMON = {"net": "rnn", "hidden_units": 4, "init": "orthogonal"}


def table(n_classes=3, *, lengths=LENGTHS, held=(), weights=None):
    """Labels on the last step of each sequence."""
    rng, n_rows = np.random.default_rng(2), sum(lengths)
    targets = np.full(n_rows, -1)
    targets[np.cumsum(lengths) - 1] = np.arange(len(lengths)) % n_classes
    groups = np.repeat(np.arange(len(lengths)), lengths)
    is_validation = np.isin(groups, held) if held else None
    return Examples(values_of(rng.normal(size=(n_rows, 3))), targets, n_classes, groups, is_validation, weights)


@pytest.mark.parametrize(
    "values",
    [{"cell": "softmax"}, {"cell": "lstm", "output": "sigmoid"}, {"cell": "elman", "tbptt_length": 3}],
    ids=lambda values: values["cell"],
)
def test_the_gradient_by_tape_and_differences_is_that_of_the_labelled_steps_mean_loss(values):
    settings = settings_from(COMMON | values)
    n_classes = 2 if settings.output == "sigmoid" else 3
    net = net_of(settings, table(n_classes, held=(1,), weights=(0.5, 2.0, 1.0)[:n_classes]))
    found = checked(net)
    if not settings.tbptt_length:  # which cuts the gradient, and not the loss
        np.testing.assert_allclose(found.difference, found.tape, atol=1e-9)
    if len(found.manual):
        np.testing.assert_allclose(found.manual, found.tape, atol=1e-12)


@pytest.mark.parametrize("batch", [0, 2])
def test_losses_and_accuracies_are_those_of_the_labelled_steps(batch):
    examples = table(held=(1, 3))
    run = Run(Settings(**COMMON, batch=batch, precision="float64"), examples)
    before = run.evaluate()
    losses = -np.log(before.probs[0][LAST, examples.targets[LAST]])
    right = before.predicted[0][LAST] == examples.targets[LAST]
    (scores,) = run.advance(1)[:, 0]
    training, held = [0, 2, 4], [1, 3]
    expected = losses[training].mean(), losses[held].mean(), right[held].mean()
    np.testing.assert_allclose(scores, expected, rtol=1e-9)
    np.testing.assert_allclose(before.scores[0], expected, rtol=1e-9)
    assert before.accuracy[0] == pytest.approx(right[training].mean())


def test_steps_after_the_last_label_and_sequences_without_one_change_nothing():
    whole = table()
    silent = np.concatenate([whole.targets, [-1, -1, -1]])
    inputs = np.concatenate([whole.inputs, np.random.default_rng(1).normal(size=(3, 3))])
    longer = Examples(values_of(inputs), silent, 3, np.concatenate([GROUPS, [len(LENGTHS) - 1, 99, 99]]))
    settings = Settings(**COMMON, precision="float64", optimiser="adam", learning_rate=0.03)
    curves = [Run(settings, each).advance(20) for each in (whole, longer)]
    np.testing.assert_allclose(*curves, rtol=1e-9)


@pytest.mark.parametrize(
    ("cell", "layer"),
    [("elman", keras.layers.SimpleRNN), ("lstm", functools.partial(keras.layers.LSTM, unit_forget_bias=False))],
)
def test_keras_with_return_sequences_false_takes_the_same_steps(cell, layer):
    settings = Settings(**COMMON, cell=cell, bias="every", precision="float64", learning_rate=0.3)
    examples = table(lengths=(4, 4, 4, 4, 4))
    run = Run(settings, examples)
    first = {name: value[0] for name, value in run.evaluate().params.items()}
    recurrent, dense = layer(4, use_bias=False, dtype="float64"), keras.layers.Dense(3, dtype="float64")
    model = keras.Sequential([keras.Input((4, 4), dtype="float64"), recurrent, dense])
    recurrent.set_weights([first["W_H"][:, 4:].T, first["W_H"][:, :4].T])
    dense.set_weights([first["W_Y"][:, :-1].T, first["W_Y"][:, -1]])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    model.compile(keras.optimizers.SGD(0.3), loss)
    inputs = np.concatenate([examples.inputs, np.ones((examples.n_rows, 1))], axis=1).reshape(5, 4, 4)
    labels = examples.targets[examples.has_loss]
    losses = [float(model.train_on_batch(inputs, labels)) for _ in range(10)]
    np.testing.assert_allclose(run.advance(10)[:, 0, 0], losses, rtol=1e-5)
    np.testing.assert_allclose(run.evaluate().params["W_Y"][0][:, :-1], dense.get_weights()[0].T, rtol=1e-5)


def test_a_row_without_a_loss_has_no_chain_and_the_others_rows_terms_sum_to_the_gradient():
    net = net_of(Settings(**COMMON), table(held=(1,), weights=(0.5, 2.0, 1.0)))
    with pytest.raises(Refusal, match="no loss of its own: row 4 has one"):
        ChainQuery(0).answer(net)
    assert ChainQuery(int(LAST[0])).answer(net).n_steps == LENGTHS[0]
    found = RowContributionsQuery("W_H", 1, 2, 0).answer(net)
    assert found.rows.tolist() == LAST[[0, 2, 3, 4]].tolist()
    assert found.rounding < 1e-12
    reach = ThroughTimeQuery(int(LAST[0])).answer(net).reach
    assert np.nanmax(reach[:-1]) == 0 < reach[-1, -1]


def test_predictions_of_new_rows_are_scored_where_there_is_a_label_by_the_training_weights():
    examples = table(weights=(0.5, 2.0, 1.0))
    net = net_of(Settings(**COMMON), examples)
    found = PredictionsQuery(examples.columns, examples.targets, examples.groups).answer(net)
    losses = -np.log(found.probs[LAST, examples.targets[LAST]])
    weights = np.array(examples.class_weights)[examples.targets[LAST]]
    assert found.loss == pytest.approx(np.average(losses, weights=weights), rel=1e-5)
    assert found.accuracy == pytest.approx((found.predicted[LAST] == examples.targets[LAST]).mean())


def test_a_row_without_a_label_is_not_listed_as_wrong():
    targets = np.full(5000, -1)
    targets[4000] = 1
    listed = listed_rows(np.zeros(5000, int), targets)
    assert 4000 in listed
    assert len(listed) < 1300
