"""The next step, taken apart, is the step that training takes; its gradient is what difference quotients say."""

import msgspec
import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.datasets.samples import read_sample
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.processes.serialization import encode
from nets.queries.next_step import NextStepQuery
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import examples_of
from nets.training.protocol.snapshot import at_weights
from nets.training.worker.handlers import answer

EPOCH = 3
MOVE = 1e-5  # the error of a central difference is of the order of its square
SEQUENCES = "on,who,day,x\n" + "\n".join(
    f"{'yn'[(k * k) % 3 == 0]},{'abcde'[k % 5]},{(k * 7) % 30},{np.sin(k):.3f}" for k in range(30)
)
LECTURE = read_sample("lecture_mlp.csv")
TIME = read_sample("lecture_rnn.csv")
MANY = read(SEQUENCES.encode(), name="s.csv")
OPTIONS = {id(MANY): {"group": "who", "time": "day"}}
TANH = {"activation": "tanh", "init": "glorot"}
CASES = {
    "sgd": (LECTURE, {}),
    "momentum": (LECTURE, {"optimiser": "momentum", "schedule": "step", "epochs": 20}),
    "nesterov": (LECTURE, {"optimiser": "nesterov", "learning_rate": 0.2, "clip": 0.01}),
    "rmsprop": (LECTURE, {"optimiser": "rmsprop", "learning_rate": 0.02, "l2": 0.01}),
    "adam": (LECTURE, {"optimiser": "adam", "learning_rate": 0.1, "schedule": "cosine", "epochs": 9}),
    "adamw": (LECTURE, {"optimiser": "adamw", "weight_decay": 0.1, "learning_rate": 0.1, "hidden_layers": 2}),
    "batches": (LECTURE, {"batch": 4, "optimiser": "adam", "learning_rate": 0.05, "validation_split": 0.2, **TANH}),
    "dropout": (LECTURE, {"dropout": 0.4, "hidden_layers": 2, **TANH}),
    "batches and dropout": (LECTURE, {"batch": 2, "dropout": 0.3, "l1": 0.001, "output": "sigmoid", **TANH}),
    "rnn": (TIME, {"net": "rnn", "optimiser": "momentum", "learning_rate": 0.3}),
    "rnn, cut": (TIME, {"net": "rnn", "cell": "lstm", "tbptt_length": 3, "tbptt_state": "carry"}),
    "sequences": (MANY, {"net": "rnn", "cell": "gru", "batch": 2, "validation_split": 0.2, "l2": 0.01}),
}


def made(case, **more):
    table, settings = CASES[case]
    settings = Settings(**{"precision": "float64", **settings, **more})
    options = PreprocessingOptions(label=table.columns[0], **OPTIONS.get(id(table), {}))
    return settings, examples_of(prepared(table, settings, options=options), settings)


def moment(settings, examples, n_epochs=EPOCH):
    run = Run(settings, examples)
    run.advance(n_epochs)
    return run, run.evaluate()


def one(arrays):
    return {name: value[0] for name, value in arrays.items()}


def step(settings, examples, net, *, batch=0, wants_after=False):
    """The answer of a trainer, through its bytes."""
    query = NextStepQuery(settings, EPOCH, net.slots, batch, wants_after)
    return query.answer_from(answer(encode(query), settings, net.params, examples))


@pytest.mark.parametrize("case", CASES)
def test_one_after_the_other_the_steps_of_an_epoch_lead_where_the_epoch_does(case):
    settings, examples = made(case)
    run, start = moment(settings, examples)
    net, rows, batch, n_batches = start, [], 0, 1
    while batch < n_batches:
        found = step(settings, examples, net, batch=batch, wants_after=True)
        for name, value in found.after.params.items():
            assert np.allclose(net.params[name][0] + found.updates[name], value[0], atol=1e-15)
        net, n_batches = found.after, found.n_batches
        rows += [*found.rows]
        batch += 1
    run.advance(1)
    end = run.evaluate()
    for part, reached in ((end.params, net.params), (end.slots, net.slots)):
        for name, value in part.items():
            assert np.allclose(reached[name], value, rtol=1e-9, atol=1e-12), name
    assert np.allclose(net.probs, end.probs)
    assert sorted(rows) == list(np.flatnonzero(~examples.validation_rows))


@pytest.mark.parametrize("case", ["nesterov", "rmsprop", "batches", "rnn", "sequences"])
def test_the_gradient_is_that_of_the_loss_of_its_rows_and_of_the_penalties(case):
    settings, examples = made(case)
    _, start = moment(settings, examples)
    params = one(start.params)
    found = step(settings, examples, start)
    for name, value in found.gradients.items():
        quotients = np.zeros_like(value)
        for place in np.ndindex(*value.shape):
            moved = [with_move(params, name, place, move) for move in (MOVE, -MOVE)]
            up, down = (objective(settings, examples, each, found.rows) for each in moved)
            quotients[place] = (up - down) / (2 * MOVE)
        assert np.allclose(value, quotients, rtol=1e-5, atol=1e-8), name


def with_move(params, name, place, move):
    """These weights with one of them moved."""
    value = params[name].copy()
    value[place] += move
    return {**params, name: value}


def objective(settings, examples, params, rows):
    """The loss of these rows and the penalties."""
    start = at_weights({name: value[None] for name, value in params.items()})
    probs = Run(settings, examples, start=start).outputs().probs[0]
    loss = -np.log(probs[rows, examples.targets[rows]]).mean()
    every = np.concatenate([value.ravel() for value in params.values()])
    return loss + settings.l1 * np.abs(every).sum() + settings.l2 * (every**2).sum()


def test_rows_without_a_loss_are_in_no_batch_and_classes_count_by_their_weights():
    settings, examples = made("sequences")
    targets = np.where(np.arange(examples.n_rows) % 3 == 0, -1, examples.targets)
    examples = msgspec.structs.replace(examples, targets=targets, class_weights=(1.0, 3.0))
    run, start = moment(settings, examples)
    net, rows, n_batches, batch = start, [], 1, 0
    while batch < n_batches:
        found = step(settings, examples, net, batch=batch, wants_after=True)
        of_label = net.probs[0][found.rows, targets[found.rows]]
        assert found.loss == pytest.approx(np.average(-np.log(of_label), weights=1 + 2 * targets[found.rows]))
        net, n_batches, batch = found.after, found.n_batches, batch + 1
        rows += [*found.rows]
    run.advance(1)
    assert np.allclose(net.params["W_H"], run.evaluate().params["W_H"], rtol=1e-9, atol=1e-12)
    assert sorted(rows) == list(np.flatnonzero(~examples.validation_rows & (targets >= 0)))


@pytest.mark.parametrize("case", ["sgd", "rmsprop", "sequences"])
def test_loss_and_penalty_are_those_of_the_rows_it_is_taken_on(case):
    settings, examples = made(case)
    _, start = moment(settings, examples)
    found = step(settings, examples, start)
    of_label = start.probs[0][found.rows, examples.targets[found.rows]]
    assert found.loss == pytest.approx(-np.log(of_label).mean())
    squares = sum((value**2).sum() for value in start.params.values())
    assert found.penalty == pytest.approx(settings.l2 * squares)


def test_ratios_are_of_lengths_and_none_where_all_weights_are_zero():
    settings, examples = made("sgd")
    _, start = moment(settings, examples)
    zero = {**start.params, "W2": np.zeros_like(start.params["W2"])}
    found = step(settings, examples, at_weights(zero))
    assert found.ratios["W1"] == pytest.approx(np.linalg.norm(found.updates["W1"]) / np.linalg.norm(zero["W1"]))
    assert found.ratios["W2"] is None
    every = np.concatenate([value.ravel() for value in found.gradients.values()])
    assert found.length == pytest.approx(np.linalg.norm(every))


def test_another_learning_rate_moves_the_weights_otherwise_by_the_same_gradient():
    settings, examples = made("sgd")
    _, start = moment(settings, examples)
    once = step(settings, examples, start)
    twice = step(msgspec.structs.replace(settings, learning_rate=2.0), examples, start)
    for name, value in once.updates.items():
        assert np.allclose(twice.updates[name], 2 * value, atol=1e-12)
        assert np.array_equal(once.gradients[name], twice.gradients[name])
