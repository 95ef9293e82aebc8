"""Runs, sequences and chunks that share a compiled call: each comes out as it would alone."""

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.data.columns.numeric import values_of
from nets.models import rnn
from nets.models.cells import CELLS
from nets.models.lanes import FEWEST_RUNS, LANES, lanes_for
from nets.models.losses import cross_entropy
from nets.models.parameters import initialise, weights_of
from nets.processes.serialization import decode, encode
from nets.settings import Settings
from nets.settings.compile_key import compile_key
from nets.training.engine.epochs import compiled
from nets.training.engine.layout import arranged
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import Snapshot
from tests.training.engine.evaluations import evaluate_at

NOISY = Settings(
    epochs=40,
    learning_rate=0.02,
    hidden_layers=2,
    hidden_units=6,
    activation="tanh",
    bias="every",
    init="glorot",
    schedule="cosine",
    clip=1.0,
    l2=0.001,
    dropout=0.3,
    batch=5,
)
LENGTHS = (5, 9, 2, 9, 1)


def changed(settings, **values):
    return msgspec.structs.replace(settings, **values)


def table(n_rows=23, groups=None, is_validation=None):
    rng = np.random.default_rng(8)
    return Examples(values_of(rng.normal(size=(n_rows, 3))), rng.integers(3, size=n_rows), 3, groups, is_validation)


def sequences():
    return table(sum(LENGTHS), np.repeat(np.arange(len(LENGTHS)), LENGTHS))


def same(one, other):
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def same_moment(one, other):
    """Whether two snapshots agree in every bit, time apart."""
    return all(
        same(getattr(one, name), getattr(other, name)) for name in ("scores", "accuracy", "probs", "hidden")
    ) and all(
        same(value, getattr(other, part)[name])
        for part in ("params", "slots")
        for name, value in getattr(one, part).items()
    )


# Runs


MLP_RUNS = [
    changed(NOISY, optimiser="adam"),
    changed(NOISY, optimiser="adam", seed=2, learning_rate=0.1),
    changed(NOISY, optimiser="adam", seed=3, l2=0.1, dropout=0.6),
    changed(NOISY, optimiser="adam", seed=4, init="uniform", clip=0.1, epochs=80),
    changed(NOISY, optimiser="adam", seed=5, l2=0.0, dropout=0.0, clip=0.0),
]
RNN_RUNS = [
    changed(NOISY, net="rnn", cell="gru", batch=2, optimiser="momentum"),
    changed(NOISY, net="rnn", cell="gru", batch=2, optimiser="momentum", seed=2, learning_rate=0.3, l2=0.2),
    changed(NOISY, net="rnn", cell="gru", batch=2, optimiser="momentum", seed=3, init="orthogonal"),
]


TINY = changed(NOISY, dropout=0.0, batch=0, validation_split=0.3)
TINY_RUNS = [
    changed(
        TINY,
        activation=units,
        seed=seed,
        learning_rate=0.02 * seed,
        clip=0.1 + 0.1 * (seed % 3),
        l2=0.001 + 0.001 * (seed % 2),
        l1=l1,
    )
    for units, l1 in (("softmax", 0.01), ("gelu", 0.0))
    for seed in range(1, FEWEST_RUNS + 1)
]
IN_LANES, GELU_IN_LANES = TINY_RUNS[:FEWEST_RUNS], TINY_RUNS[FEWEST_RUNS:]
OF_WIDTHS = [changed(run, hidden_units="6x3") for run in GELU_IN_LANES]
SIGMOIDS = [[changed(run, output="sigmoid") for run in runs] for runs in (MLP_RUNS[:2], IN_LANES)]


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(MLP_RUNS, id="mlp"),
        pytest.param(RNN_RUNS, id="rnn"),
        pytest.param(IN_LANES, id="in lanes, with l1"),
        pytest.param(OF_WIDTHS, id="6x3 in lanes, without l1"),
        pytest.param(SIGMOIDS[0], id="sigmoid output"),
        pytest.param(SIGMOIDS[1], id="sigmoid output in lanes"),
    ],
)
def test_runs_with_other_seeds_rates_penalties_dropout_and_weights_are_each_what_they_are_alone(runs):
    runs = [changed(run, precision="float64") for run in runs]
    examples = sequences() if runs[0].net == "rnn" else table(is_validation=np.arange(23) % 3 == 0)
    if runs[0].output == "sigmoid":
        examples = changed(examples, targets=examples.targets % 2, n_classes=2)
    together = Run(runs, examples)
    scores = together.advance(40)
    seen = together.evaluate()
    for place, settings in enumerate(runs):
        alone = Run(settings, examples)
        assert scores[:, place] == pytest.approx(alone.advance(40)[:, 0], abs=1e-12)
        seen_alone = alone.evaluate()
        assert seen.probs[place] == pytest.approx(seen_alone.probs[0], abs=1e-12)
        for name, value in seen_alone.params.items():
            assert seen.params[name][place] == pytest.approx(value[0], abs=1e-12)
    assert len({tuple(scores[:, place, 0]) for place in range(len(runs))}) == len(runs)


def test_runs_share_an_axis_where_they_are_many_and_the_net_is_tiny():
    assert lanes_for(FEWEST_RUNS, n_rows=15, widest=6) == LANES
    assert lanes_for(FEWEST_RUNS - 1, n_rows=15, widest=6) == lanes_for(256, n_rows=150, widest=6) == 1


def test_more_runs_than_lanes_are_trained_group_by_group():
    runs = [changed(TINY, activation="softmax", seed=seed) for seed in range(LANES + 6)]
    together = Run(runs, table())
    scores = together.advance(20)
    params = together.evaluate().params
    for place in (0, LANES - 1, LANES, LANES + 5):
        alone = Run(runs[place], table())
        assert scores[:, place] == pytest.approx(alone.advance(20)[:, 0], abs=2e-5)
        assert params["W1"][place] == pytest.approx(alone.evaluate().params["W1"][0], abs=2e-5)
    assert scores.shape[1] == len(params["W1"]) == len(runs)


@pytest.mark.parametrize("name", ["hidden_units", "optimiser", "batch", "activation", "precision"])
def test_runs_that_are_not_one_structure_are_refused(name):
    others = {"hidden_units": 3, "optimiser": "adam", "batch": 4, "activation": "relu", "precision": "float64"}
    with pytest.raises(ValueError, match=name):
        Run([NOISY, changed(NOISY, **{name: others[name]})], table())


def test_numbers_that_are_tensors_compile_nothing_new_and_what_shapes_the_net_does():
    run = Run(NOISY, table())
    run.advance(3)
    run.evaluate()
    before = compiled.cache_info().misses
    other = {
        "learning_rate": 0.3,
        "l2": 0.7,
        "dropout": 0.9,
        "clip": 3.0,
        "seed": 8,
        "epochs": 9,
        "init": "he",
        "weight_decay": 0.5,
    }
    for name, value in other.items():
        again = Run(changed(NOISY, **{name: value}), table())
        again.advance(2)
        assert compiled.cache_info().misses == before, name
    shaping = {
        "hidden_units": 5,
        "hidden_layers": 1,
        "activation": "sine",
        "bias": "inputs",
        "optimiser": "adam",
        "schedule": "step",
    }
    shaping |= {"batch": 6, "l2": 0.0, "l1": 0.1, "dropout": 0.0, "clip": 0.0, "precision": "float64"}
    kinds = {compile_key([NOISY])} | {compile_key([changed(NOISY, **{name: value})]) for name, value in shaping.items()}
    assert len(kinds) == 1 + len(shaping)


# Chunks and resuming


@pytest.mark.parametrize("optimiser", ["sgd", "rmsprop", "adamw"])  # no slots, one, two and a count of steps
def test_batches_dropout_and_schedule_come_out_to_the_same_bits_in_any_chunks_and_after_a_restart(optimiser):
    settings = changed(NOISY, optimiser=optimiser)
    examples = table(is_validation=np.arange(23) % 4 == 0)
    unbroken = Run(settings, examples)
    scores = unbroken.advance(40)
    end = unbroken.evaluate()
    assert not np.array_equal(end.params["W1"], Run(settings, examples).evaluate().params["W1"])
    for chunks in ([1] * 40, [7, 13, 20]):
        run = Run(settings, examples)
        parts = [run.advance(n) for n in chunks]
        assert same(np.concatenate(parts), scores)
        assert same_moment(run.evaluate(), end)
    broken = Run(settings, examples)
    broken.advance(17)
    kept = decode(encode(broken.evaluate()), Snapshot)
    resumed = Run(settings, examples, start=kept)
    assert same(resumed.advance(23), scores[17:])
    assert same_moment(resumed.evaluate(), end)
    back = evaluate_at(resumed, 17, start=Run(settings, examples).evaluate(), settings=settings)
    assert same_moment(back, kept)


def test_an_rnn_with_batches_comes_out_to_the_same_bits_in_any_chunks():
    runs = [Run(RNN_RUNS[0], sequences()) for _ in range(2)]
    scores = [runs[0].advance(30), np.concatenate([runs[1].advance(n) for n in (1, 8, 21)])]
    assert same(*scores)
    assert same_moment(runs[0].evaluate(), runs[1].evaluate())


def test_adam_still_knows_its_step_after_more_batches_than_fit_into_32_bits():
    settings = changed(NOISY, optimiser="adam", batch=1, dropout=0.0, schedule="constant", epochs=10**6)
    examples = table(2200)
    start = msgspec.structs.replace(Run(settings, examples).evaluate(), epoch=10**6 - 1)
    run = Run(settings, examples, start=start)
    run.advance(1)
    assert 10**6 * 2200 > 2**31
    assert run.evaluate().scores[0, 0] < start.scores[0, 0]


def test_a_batch_of_all_rows_or_more_is_the_full_batch():
    whole, all_, more = (Run(changed(NOISY, batch=batch, dropout=0.0), table()) for batch in (0, 23, 999))
    scores = whole.advance(40)
    assert all_.advance(40) == pytest.approx(scores, abs=1e-6)
    assert more.advance(40) == pytest.approx(scores, abs=1e-6)


# Sequences


def loss_and_gradient(settings, params, data):
    params = {name: tf.constant(value, tf.float64) for name, value in params.items()}
    inputs, targets, weights = (tf.constant(each, tf.float64) for each in (data.inputs, data.targets, data.weights))
    with tf.GradientTape() as tape:
        tape.watch(params)
        logits = rnn.forward(settings, params, inputs)[1]
        loss = cross_entropy(logits, targets, weights)
    return loss.numpy(), {name: value.numpy() for name, value in tape.gradient(loss, params).items()}, logits.numpy()


def cell_settings(cell):
    return Settings(net="rnn", cell=cell, hidden_units=4, init="glorot", bias="every")


@pytest.mark.parametrize("cell", CELLS)
def test_padding_changes_no_number_whatever_stands_in_it(cell):
    settings, examples = cell_settings(cell), sequences()
    params = initialise(weights_of(settings, features=range(3), classes=range(3)), runs=[settings])
    data = arranged(settings, examples, precision="float64").training
    loss, gradient, logits = loss_and_gradient(settings, params, data)
    padding = data.weights == 0
    assert padding.sum() == len(LENGTHS) * max(LENGTHS) - sum(LENGTHS)
    data.inputs[padding] = 1e3 * np.random.default_rng(0).normal(size=(padding.sum(), 4))
    data.targets[padding] = np.roll(data.targets[padding], 1, axis=1)
    loss_again, gradient_again, logits_again = loss_and_gradient(settings, params, data)
    assert same(loss_again, loss)
    assert same(logits_again[:, ~padding], logits[:, ~padding])
    assert all(np.array_equal(gradient_again[name], gradient[name]) for name in gradient)


@pytest.mark.parametrize("cell", CELLS)
def test_sequences_side_by_side_are_each_what_they_are_alone(cell):
    """The loss and its gradient are those of the single ones, weighted by their lengths."""
    settings, examples = cell_settings(cell), sequences()
    params = initialise(weights_of(settings, features=range(3), classes=range(3)), runs=[settings])
    data = arranged(settings, examples, precision="float64").training
    loss, gradient, logits = loss_and_gradient(settings, params, data)
    losses, gradients = [], []
    for group, length in enumerate(LENGTHS):
        rows = examples.groups == group
        alone = Examples(values_of(examples.inputs[rows]), examples.targets[rows], 3)
        data = arranged(settings, alone, precision="float64").training
        data.weights = np.full((1, length), 1 / length)
        loss_alone, gradient_alone, logits_alone = loss_and_gradient(settings, params, data)
        assert logits[:, [group], :length] == pytest.approx(logits_alone, abs=1e-14)
        losses.append(loss_alone * length / sum(LENGTHS))
        gradients.append({name: value * length / sum(LENGTHS) for name, value in gradient_alone.items()})
    assert loss == pytest.approx(sum(losses), abs=1e-14)
    for name, value in gradient.items():
        assert value == pytest.approx(sum(part[name] for part in gradients), abs=1e-14)


def test_the_order_of_the_table_does_not_matter_but_within_a_sequence():
    """Rows of several sequences mixed: each row's answer is in its own place."""
    settings, examples = cell_settings("gru"), sequences()
    left = [np.flatnonzero(examples.groups == group).tolist() for group in range(len(LENGTHS))]
    rng, order = np.random.default_rng(2), []
    while any(left):
        order.append(left[rng.choice([i for i, rows in enumerate(left) if rows])].pop(0))
    mixed = Examples(values_of(examples.inputs[order]), examples.targets[order], 3, examples.groups[order])
    assert order != sorted(order)
    one, other = Run(settings, examples), Run(settings, mixed)
    assert same(one.advance(10), other.advance(10))
    assert same(one.evaluate().probs[:, order], other.evaluate().probs)
    assert same(one.evaluate().hidden[:, order], other.evaluate().hidden)


def test_windows_that_forget_are_sequences_of_their_own():
    settings = changed(cell_settings("lstm"), tbptt_length=4, tbptt_state="reset", learning_rate=0.5)
    examples = sequences()
    steps = np.concatenate([np.arange(length) for length in LENGTHS])
    cut = Examples(examples.columns, examples.targets, 3, examples.groups * 10 + steps // 4)
    one, other = Run(settings, examples), Run(changed(settings, tbptt_length=0), cut)
    assert one.advance(20) == pytest.approx(other.advance(20), abs=1e-6)
    assert one.evaluate().probs == pytest.approx(other.evaluate().probs, abs=1e-6)


def test_truncated_bptt_that_carries_the_state_has_the_uncut_loss_and_another_gradient():
    settings, examples = cell_settings("elman"), sequences()
    cut, uncut = (Run(changed(settings, tbptt_length=window), examples).advance(2)[:, 0, 0] for window in (3, 0))
    assert cut[0] == uncut[0]
    assert cut[1] != uncut[1]
