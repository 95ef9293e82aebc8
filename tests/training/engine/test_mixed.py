"""Runs of different widths and activations in one compiled function: each comes out as it would alone."""

import itertools

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.data.columns.numeric import values_of
from nets.models import mlp
from nets.models.lanes import FEWEST_RUNS
from nets.models.losses import cross_entropy
from nets.models.mixture import Mixture, activate_of
from nets.settings import Settings
from nets.settings.compile_key import batch_key, structure_of
from nets.training.engine.assembly import Assembly
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

N_EPOCHS = 40
WIDTHS, ACTIVATIONS = (3, 13), ("softmax", "tanh", "gelu")
SWEEP = {
    optimiser: [
        Settings(
            hidden_units=units,
            activation=activation,
            learning_rate=rate,
            seed=seed,
            optimiser=optimiser,
            init="glorot",
            bias="every",
            l2=0.001,
            epochs=N_EPOCHS,
        )
        for units, activation, rate, seed in itertools.product(WIDTHS, ACTIVATIONS, rates, range(6))
    ]
    for optimiser, rates in (("sgd", (0.03, 0.3, 1.0)), ("adam", (0.001, 0.01, 0.1)))
}
UNLIKE = [
    Settings(hidden_layers=2, hidden_units="3x9", activation="gelu", seed=1),
    Settings(hidden_layers=2, hidden_units=5, activation="softmax", seed=2),
    Settings(hidden_layers=2, hidden_units="8x2", activation="sigmoid", seed=3),
    Settings(hidden_layers=2, hidden_units=1, activation="softmax", seed=4),
]
PENALISED = {
    "l1": 0.01,
    "l2": 0.01,
    "clip": 0.5,
}  # in all tests of UNLIKE alike, so that what is compiled serves several


def changed(settings, **values):
    return msgspec.structs.replace(settings, **values)


def table(n_rows):
    rng = np.random.default_rng(8)
    held = np.arange(n_rows) % 4 == 0
    return Examples(values_of(rng.normal(size=(n_rows, 2))), rng.integers(3, size=n_rows), 3, is_validation=held)


@pytest.mark.parametrize(
    ("optimiser", "n_rows", "precision", "within"),
    [
        pytest.param("adam", 12, "float32", 2e-5, id="adam in lanes, float32"),
        pytest.param("sgd", 60, "float64", 1e-12, id="sgd, float64"),
    ],
)
def test_runs_of_a_sweep_have_the_numbers_that_they_have_alone(optimiser, n_rows, precision, within):
    """Within a tolerance: sums of floats are taken in another order where runs are side by side."""
    examples, runs = table(n_rows), [changed(run, precision=precision) for run in SWEEP[optimiser]]
    together = Run(runs, examples)
    scores = together.advance(N_EPOCHS)
    seen = together.evaluate()
    for place in np.random.default_rng(5).choice(len(runs), 25, replace=False):
        alone = Run(runs[place], examples)
        assert scores[:, place] == pytest.approx(alone.advance(N_EPOCHS)[:, 0], abs=within)
        own, seen_alone = together.taken(place, at=seen), alone.evaluate()
        assert seen.probs[place] == pytest.approx(seen_alone.probs[0], abs=within)
        assert own.accuracy == seen_alone.accuracy
        for name, value in {**seen_alone.params, **seen_alone.slots}.items():
            mine = {**own.params, **own.slots}[name]
            assert mine == pytest.approx(value, abs=within)


def test_first_weights_are_to_the_bit_those_of_the_run_alone_and_the_rest_is_zero():
    assembly = Assembly(tuple(UNLIKE), n_features=2, n_classes=3)
    first = assembly.initial()
    assert {name: value.shape for name, value in first.items()} == {"W1": (4, 8, 3), "W2": (4, 16, 8), "W3": (4, 3, 16)}
    for place, run in enumerate(UNLIKE):
        alone = Assembly((run,), n_features=2, n_classes=3).initial()
        for name, value in alone.items():
            rows, columns = value.shape[1:]
            assert np.array_equal(first[name][place, :rows, :columns], value[0])
            assert np.count_nonzero(first[name][place]) == np.count_nonzero(value)


@pytest.mark.parametrize(("optimiser", "bias"), [("sgd", "inputs"), ("adam", "every")])
def test_padding_stays_zero_whatever_the_step(optimiser, bias):
    """Of the other rules it is enough that they leave a weight of zero there which has no gradient."""
    runs = [changed(run, **PENALISED, optimiser=optimiser, bias=bias, learning_rate=0.1) for run in UNLIKE]
    together = Run(runs, table(30))
    together.advance(20)
    seen = together.evaluate(in_brief=True)
    for place, run in enumerate(runs):
        own = together.taken(place, at=seen)
        for name, value in (seen.params | seen.slots).items():
            mine = (own.params | own.slots)[name]
            assert np.isfinite(mine).all()
            assert np.abs(mine).sum() == pytest.approx(np.abs(value[place]).sum(), rel=1e-6)
        assert own.params["W1"].shape == (1, run.widths[0], 3)


def test_padding_in_lanes_stays_zero_and_a_run_that_diverges_takes_no_other_with_it():
    runs = [
        changed(run, hidden_layers=1, hidden_units=units, learning_rate=rate)
        for run in UNLIKE
        for units in (1, 5)
        for rate in (0.1, 1e30)
    ]
    assert len(runs) >= FEWEST_RUNS
    together = Run(runs, table(12))
    scores = together.advance(30)
    params = together.evaluate(in_brief=True).params
    well = [place for place, run in enumerate(runs) if run.learning_rate == 0.1]
    assert np.isfinite(scores[:, well]).all()
    assert not np.isfinite(scores[-1]).all()
    for place in well:
        units = runs[place].hidden_units
        assert np.isfinite(params["W1"][place]).all()
        assert not params["W1"][place, units:].any()
        assert not params["W2"][place, :, units:].any()


@pytest.mark.parametrize("place", range(len(UNLIKE)))
def test_a_run_that_is_taken_out_goes_on_alone_as_it_would_have_in_the_batch(place):
    runs = [changed(run, **PENALISED, optimiser="adam", learning_rate=0.01, bias="every") for run in UNLIKE]
    examples = table(30)
    together = Run(runs, examples)
    together.advance(15)
    alone = Run(runs[place], examples, start=together.taken(place))
    assert alone.epoch == 15
    assert alone.advance(10)[:, 0] == pytest.approx(together.advance(10)[:, place], abs=1e-5)


def test_predictions_at_any_inputs_are_those_of_the_rows_where_they_are_the_rows():
    examples = table(30)
    together = Run([changed(run, **PENALISED) for run in UNLIKE], examples)
    together.advance(50)
    seen = together.evaluate()
    predicted, probability = together.predict([2, 0], examples.inputs)
    assert predicted.dtype == np.uint8
    assert np.array_equal(predicted, seen.predicted[[2, 0]])
    assert probability == pytest.approx(seen.probs[[2, 0]].max(axis=2), abs=1e-6)
    together.advance(50)
    assert np.array_equal(together.predict([2, 0], examples.inputs, at=seen)[0], predicted)


def test_runs_of_one_width_are_not_padded_and_those_of_one_structure_are_what_they_were():
    both = [Settings(activation="tanh"), Settings(activation="softmax")]
    assert structure_of(both).net == Settings()
    assert structure_of(both).activations == ("softmax", "tanh")
    assert not structure_of(both).is_padded
    assert not structure_of([Settings(seed=1), Settings(seed=2)]).is_mixed
    assert structure_of([Settings(hidden_units=3), Settings(hidden_units=11)]).net == Settings(hidden_units=16)


@pytest.mark.parametrize(
    "values",
    [
        {"net": "rnn"},
        {"dropout": 0.1},
    ],
)
def test_an_rnn_and_a_net_with_dropout_stay_with_their_like(values):
    runs = [Settings(hidden_units=units, **values) for units in (4, 5)]
    assert batch_key(runs[0]) != batch_key(runs[1])
    with pytest.raises(ValueError, match="hidden_units"):
        structure_of(runs)


@pytest.mark.parametrize("other", [{"optimiser": "adam"}, {"hidden_layers": 2}, {"batch": 3}, {"bias": "every"}])
def test_runs_that_differ_in_more_than_widths_and_activations_do_not_share_a_function(other):
    runs = [Settings(), Settings(activation="tanh", **other)]
    assert batch_key(runs[0]) != batch_key(runs[1])
    with pytest.raises(ValueError, match=next(iter(other))):
        structure_of(runs)


def test_runs_of_one_batch_key_can_be_trained_side_by_side():
    runs = [changed(Settings(), hidden_units=units, activation=name) for units in (2, 7) for name in ("tanh", "sine")]
    assert len({batch_key(run) for run in runs}) == 1
    assert Run(runs, table(12)).advance(3).shape == (3, 4, 3)


def test_an_activation_that_is_not_the_run_s_sees_nothing_of_its_sums():
    sums = tf.constant(np.full((2, 3, 4), np.inf, np.float32))
    activate = activate_of(("tanh", "gelu", "softmax"), Mixture(choice=tf.constant([0, 0])))
    with tf.GradientTape() as tape:
        tape.watch(sums)
        values = activate(1, sums)
    assert np.array_equal(values, np.ones((2, 3, 4)))
    assert np.array_equal(tape.gradient(values, sums), np.zeros((2, 3, 4)))


STEP = 1e-5  # of the difference quotients, whose error is of the order of its square


@pytest.mark.parametrize("bias", ["inputs", "every"])
def test_the_gradient_is_what_difference_quotients_say_and_zero_at_the_padding(bias):
    runs = tuple(changed(run, bias=bias, precision="float64") for run in UNLIKE)
    assembly, rng = Assembly(runs, n_features=2, n_classes=3), np.random.default_rng(3)
    params = {name: rng.normal(size=value.shape) * (value != 0) for name, value in assembly.initial().items()}
    inputs = tf.constant(np.concatenate([rng.normal(size=(2, 6)), np.ones((1, 6))]))
    targets = tf.constant(np.eye(3)[rng.integers(3, size=6)].T)
    activate = activate_of(assembly.structure.activations, assembly.mixture)

    def losses(values):
        logits = mlp.columns(assembly.structure.net, values, inputs, activate=activate)[1]
        return cross_entropy(logits, targets, columns=True)

    tensors = {name: tf.constant(value) for name, value in params.items()}
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        total = tf.reduce_sum(losses(tensors))
    gradients = {name: value.numpy() for name, value in tape.gradient(total, tensors).items()}
    for name, value in params.items():
        for place in np.ndindex(value.shape[1:]):
            moves = np.zeros_like(value)
            moves[:, *place] = STEP
            up, down = (losses({**tensors, name: value + sign * moves}).numpy() for sign in (1, -1))
            is_own = value[:, *place] != 0
            assert gradients[name][is_own, *place] == pytest.approx(
                ((up - down) / (2 * STEP))[is_own], rel=1e-6, abs=2e-8
            )
            assert not gradients[name][~is_own, *place].any()


@pytest.mark.parametrize("values", [{}, {"net": "rnn", "hidden_units": 4}], ids=["mlp", "rnn"])
def test_results_are_what_an_evaluation_says(values):
    settings = changed(Settings(), **values)
    runs = [changed(settings, seed=seed, learning_rate=0.1 * seed) for seed in range(1, 6)]
    together = Run(runs, table(40))
    before = together.advance(25)
    scores, accuracy = together.results()
    seen = together.evaluate(in_brief=True)
    assert scores == pytest.approx(seen.scores, abs=1e-6)
    assert accuracy == pytest.approx(seen.accuracy, abs=1e-6)
    assert together.epoch == len(before) == 25
