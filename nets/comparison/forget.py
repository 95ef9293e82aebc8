"""Forgetting: the RNN run over one sequence twice, the second time with its state at zero before one row."""

import functools
from collections.abc import Callable

import numpy as np

from nets.autodiff.net import Net
from nets.errors import Code, Refusal
from nets.models import rnn
from nets.models.heads import head_of
from nets.queries.forget import ForgetQuery, Forgotten
from nets.settings import Settings
from nets.settings.compile_key import forward_key
from nets.training.engine.compile import CompiledFunction

MOST_STEPS = 20_000  # of a sequence
COMPILED_NETS = 16


def forget(net: Net, query: ForgetQuery) -> Forgotten:
    """What the net predicts from the query's row on, with its state carried to that row and with h = 0 before it.

    A net whose state is zero before row k is one that begins to read there: the rows before it can no longer count.
    """
    if net.settings.net != "rnn":
        raise Refusal(Code.NO_TIME, "An MLP has no state to forget: this is about the RNN.")
    sequences, steps = net.places_of(np.arange(net.examples.n_rows))
    rows = np.flatnonzero(sequences == sequences[query.row])
    rows = rows[np.argsort(steps[rows])]
    if len(rows) > MOST_STEPS:
        sentence = (
            f"Forgetting is shown in sequences of up to {MOST_STEPS:,} rows, and this one has {len(rows):,}: take a "
            "table with shorter sequences, or name a column that tells its sequences apart."
        )
        raise Refusal(Code.TOO_FAR, sentence)
    step = int(steps[query.row])
    whole = net.arrangement.training.inputs[sequences[query.row]]  # (T, D+1), filled up at its end
    begun_there = np.concatenate([whole[step:], whole[:step]])  # what comes after its end is not looked at
    both = np.stack([whole, begun_there])
    weights = net.weights()
    shapes = (both.shape, *(tuple(value.shape) for value in weights.values()))
    probs, predicted = (each.numpy() for each in _compiled(forward_key(net.settings), shapes)(weights, both))
    rows, n_rows = rows[step:], len(rows) - step
    carried, forgotten = probs[0, step : step + n_rows], probs[1, :n_rows]
    labels = net.examples.targets[rows]
    return Forgotten(
        rows,
        predicted[0, step : step + n_rows],
        predicted[1, :n_rows],
        np.stack([each[np.arange(n_rows), labels] for each in (carried, forgotten)], axis=1),
        np.abs(carried - forgotten).max(axis=1),
        step,
    )


@functools.lru_cache(maxsize=COMPILED_NETS)
def _compiled(settings: Settings, _shapes: tuple) -> Callable:
    """The function of this forward key for sequences and weights of these shapes."""

    def run(weights, sequences):
        logits, head = rnn.forward(settings, weights, sequences)[1][0], head_of(settings)
        return head.probabilities(logits, axis=2), head.predicted(logits, axis=2)

    return CompiledFunction(run)
