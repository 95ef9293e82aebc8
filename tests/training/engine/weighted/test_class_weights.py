"""Class weights: the loss is sum w_i loss_i / sum w_i, and nothing else changes."""

import keras
import msgspec
import numpy as np
import pytest
import tensorflow as tf
from sklearn.utils.class_weight import compute_class_weight

from nets.data.columns.numeric import values_of
from nets.data.datasets.samples import read_sample
from nets.data.prepare.split import prepared
from nets.errors import SettingsError
from nets.models.heads import head_of
from nets.settings import Settings, settings_from
from nets.settings.class_weights import class_weights_of
from nets.training.engine import random
from nets.training.engine.run import Run
from nets.training.memory import rows_at_once
from nets.training.protocol.examples import Examples, examples_of
from tests.autodiff.nets import checked, net_of

WEIGHTS = {2: (0.7, 3.5), 3: (0.5, 4.0, 1.5)}
NETS = [
    {"net": net, "output": output, "init": "glorot", "hidden_units": 4, "precision": "float64"}
    for net in ("mlp", "rnn")
    for output in ("softmax", "sigmoid")
]


def name_of(values):
    return f"{values['net']}-{values['output']}"


def table(n_classes, *, n_rows=24, net="mlp", held=True):
    rng = np.random.default_rng(5)
    groups = np.sort(np.arange(n_rows) % 5) if net == "rnn" else None
    is_validation = np.arange(n_rows) % 4 == 1 if net == "mlp" else groups == 2
    return Examples(
        values_of(rng.normal(size=(n_rows, 3))),
        rng.integers(n_classes, size=n_rows),
        n_classes,
        groups,
        is_validation if held else None,
        WEIGHTS[n_classes],
    )


def losses_of(run, examples):
    """-log p(label) of each row, (B,), at the run's weights."""
    return -np.log(run.evaluate().probs[0][np.arange(examples.n_rows), examples.targets])


@pytest.mark.parametrize("values", NETS, ids=name_of)
def test_both_losses_are_weighted_means_and_the_accuracies_are_shares_of_rows(values):
    examples = table(2 if values["output"] == "sigmoid" else 3, net=values["net"])
    run = Run(settings_from(values), examples)
    losses, weights = losses_of(run, examples), np.array(examples.class_weights)[examples.targets]
    held, before = examples.is_validation, run.evaluate()
    (scores,) = run.advance(1)[:, 0]
    for found in (scores, before.scores[0]):
        assert found[0] == pytest.approx(np.average(losses[~held], weights=weights[~held]), rel=1e-9)
        assert found[1] == pytest.approx(np.average(losses[held], weights=weights[held]), rel=1e-9)
    right = before.predicted[0] == examples.targets
    assert before.accuracy[0] == pytest.approx(right[~held].mean())
    assert scores[2] == pytest.approx(right[held].mean())


@pytest.mark.parametrize("values", NETS, ids=name_of)
def test_the_gradient_by_tape_formula_and_differences_is_that_of_the_weighted_loss(values):
    settings = settings_from({name: value for name, value in values.items() if name != "precision"})
    examples = table(2 if settings.output == "sigmoid" else 3, net=settings.net)
    net = net_of(settings, examples)
    found = checked(net)
    np.testing.assert_allclose(found.difference, found.tape, atol=1e-9)
    np.testing.assert_allclose(found.manual, found.tape, atol=1e-12)
    plain = checked(net_of(settings, msgspec.structs.replace(examples, class_weights=None)))
    assert np.abs(plain.tape - found.tape).max() > 1e-3


def test_a_training_step_is_the_checked_gradient():
    settings = settings_from(NETS[0] | {"learning_rate": 0.25})
    examples = table(3)
    run = Run(settings, examples)
    before = run.evaluate().params
    run.advance(1)
    with tf.GradientTape() as tape:
        params = {name: tf.Variable(value[0]) for name, value in before.items()}
        held = examples.is_validation
        inputs = np.concatenate([examples.inputs, np.ones((examples.n_rows, 1))], axis=1)[~held]
        logits = tf.nn.softmax(inputs @ tf.transpose(params["W1"])) @ tf.transpose(params["W2"])
        targets = head_of(settings).targets(examples.targets[~held], n_classes=3, dtype=np.dtype(float))
        weights = np.array(examples.class_weights)[examples.targets[~held]]
        each = tf.nn.softmax_cross_entropy_with_logits(targets, logits)
        loss = tf.reduce_sum(weights * each) / weights.sum()
    for name, gradient in tape.gradient(loss, params).items():
        moved = before[name][0] - 0.25 * gradient
        np.testing.assert_allclose(run.evaluate().params[name][0], moved, rtol=1e-10)


@pytest.mark.parametrize("batch", [0, 7])
def test_keras_with_the_same_class_weights_takes_the_same_steps(batch):
    """Keras divides a batch's weighted sum by its rows: with all rows in one step and balanced weights that is ours.
    Of smaller batches its loss is given weights that sum to the batch's rows."""
    settings = Settings(net="mlp", hidden_layers=0, precision="float64", learning_rate=0.3, batch=batch)
    examples = table(3, held=False)
    counts = np.bincount(examples.targets)
    balanced = class_weights_of(msgspec.structs.replace(settings, class_weights="balanced"), counts=counts)
    examples = msgspec.structs.replace(examples, class_weights=balanced)
    run = Run(settings, examples)
    inputs = np.concatenate([examples.inputs, np.ones((examples.n_rows, 1))], axis=1)
    layer = keras.layers.Dense(3, use_bias=False, dtype="float64")
    model = keras.Sequential([keras.Input((4,), dtype="float64"), layer])
    layer.set_weights([run.evaluate().params["W1"][0].T])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    model.compile(keras.optimizers.SGD(0.3), loss)
    weights = np.array(balanced)[examples.targets]
    if batch == 0:
        model.fit(inputs, examples.targets, 24, 5, verbose=0, shuffle=False, class_weight=dict(enumerate(balanced)))
        run.advance(5)
    else:
        order = random.shuffles(tf.constant([settings.seed], tf.uint32), tf.constant(0), 24).numpy()[0]
        for rows in np.array_split(order, [7, 14, 21]):
            mean_one = weights[rows] * len(rows) / weights[rows].sum()
            model.train_on_batch(inputs[rows], examples.targets[rows], sample_weight=mean_one)
        run.advance(1)
    np.testing.assert_allclose(run.evaluate().params["W1"][0], layer.get_weights()[0].T, rtol=1e-6)


def test_in_lanes_and_alone_the_loss_is_the_same():
    def first_losses(runs, examples):
        return Run(runs, examples).advance(1)[0, :, 0]

    tiny = table(3, held=False)
    runs = [Settings(seed=seed) for seed in range(20)]
    alone = [first_losses(each, tiny)[0] for each in runs[:3]]
    np.testing.assert_allclose(first_losses(runs, tiny)[:3], alone, rtol=1e-5)


def test_of_rows_in_blocks_too_the_losses_and_the_accuracies_are_means_over_all():
    rng, settings = np.random.default_rng(0), Settings(hidden_units=16)
    assert rows_at_once([settings], 20_000, n_inputs=4, n_outputs=3) < 20_000
    targets = rng.integers(3, size=30_000)
    is_validation = rng.random(30_000) < 0.3
    large = Examples(values_of(rng.normal(size=(30_000, 3))), targets, 3, None, is_validation, WEIGHTS[3])
    run = Run(settings, large)
    predicted, losses = run.evaluate().predicted[0], losses_of(run, large)
    (scores,) = run.advance(1)[:, 0]
    weights = np.array(WEIGHTS[3])[targets]
    for found, rows in ((scores[0], ~is_validation), (scores[1], is_validation)):
        assert found == pytest.approx(np.average(losses[rows], weights=weights[rows]), rel=1e-4)
    assert scores[2] == pytest.approx((predicted == targets)[is_validation].mean(), rel=1e-4)


def test_balanced_is_scikit_learns_of_the_training_rows_and_none_is_no_weights():
    table_of, values = read_sample("iris.csv"), {"validation_split": 0.37, "seed": 3}
    settings = Settings(class_weights="balanced", **values)
    ready = prepared(table_of, settings)
    targets = ready.dataset.targets[~ready.is_validation]
    expected = compute_class_weight("balanced", classes=np.arange(3), y=targets)
    np.testing.assert_allclose(examples_of(ready, settings).class_weights, expected)
    assert len(set(expected)) > 1
    assert examples_of(ready, Settings(**values)).class_weights is None
    with pytest.raises(SettingsError, match="one for each of the 3 classes, in their order; found 2"):
        examples_of(ready, Settings(class_weights="1,3", **values))
    assert examples_of(ready, Settings(class_weights="1,3,0.5", **values)).class_weights == (1, 3, 0.5)


def test_a_class_without_training_rows_does_not_weigh_the_others():
    found = class_weights_of(Settings(class_weights="balanced"), counts=np.array([30, 0, 10]))
    np.testing.assert_allclose(found, (40 / 60, 1, 40 / 20))


def test_equal_weights_give_the_curve_of_none():
    examples = table(3)
    weights, settings = (None, (2.0, 2.0, 2.0)), Settings(precision="float64", batch=5)
    runs = [Run(settings, msgspec.structs.replace(examples, class_weights=each)) for each in weights]
    np.testing.assert_allclose(*(run.advance(30) for run in runs), rtol=1e-9)
