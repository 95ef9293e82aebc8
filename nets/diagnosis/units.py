"""The hidden units of a net: their weights, and what they answer to the training rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from nets.diagnosis.rows import TrainingRows
from nets.models.parameters import CELL_ACTIVATION, GATES
from nets.settings import Settings
from nets.training.protocol.snapshot import Snapshot, spread_rows


def _softmax(sums: np.ndarray) -> np.ndarray:
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


# Activations that a unit can be stuck at the end of; sums and values are (n, H).
BOUNDED: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "softmax": _softmax,
    "tanh": np.tanh,
    "relu": lambda sums: np.maximum(sums, 0),
    "sigmoid": lambda sums: 0.5 * (1 + np.tanh(0.5 * sums)),
}


@dataclass(frozen=True, eq=False)
class Layer:
    """H hidden units. `incoming` (H, n) and `outgoing` (H, m) are the weights of each; `values` (rows, H) what it
    answers to some training rows, None where that cannot get stuck. `name` is the layer in a sentence.
    """

    name: str
    activation: str | None
    incoming: np.ndarray
    outgoing: np.ndarray
    values: np.ndarray | None

    @property
    def n_units(self) -> int:
        """How many units it has (H)."""
        return len(self.incoming)


def layers_of(settings: Settings, snapshot: Snapshot, rows: TrainingRows) -> tuple[Layer, ...]:
    """The hidden layers of a net, from the inputs on; of an RNN its state."""
    params = {name: value[0].astype(np.float64) for name, value in snapshot.params.items()}
    return _state(settings, params, snapshot, rows) if settings.net == "rnn" else _mlp(settings, params, rows)


def _mlp(settings: Settings, params: Mapping[str, np.ndarray], rows: TrainingRows) -> tuple[Layer, ...]:
    activate = BOUNDED.get(settings.activation)
    values = rows.spread_inputs if activate and settings.widths else None
    layers = []
    for number, width in enumerate(settings.widths, start=1):
        weight = params[f"W{number}"]
        if values is not None:
            with np.errstate(over="ignore", invalid="ignore"):  # a run that diverged
                answers = activate(values @ weight.T)
            values = np.hstack([answers, np.ones((len(answers), 1))]) if settings.bias == "every" else answers
        name = f"layer {number}" if len(settings.widths) > 1 else "the hidden layer"
        outgoing = params[f"W{number + 1}"][:, :width].T
        layers.append(Layer(name, settings.activation, weight, outgoing, None if values is None else answers))
    return tuple(layers)


def _state(
    settings: Settings, params: Mapping[str, np.ndarray], snapshot: Snapshot, rows: TrainingRows
) -> tuple[Layer, ...]:
    n_units, n_gates = settings.hidden_units, len(GATES[settings.cell])
    incoming = params["W_H"].reshape(n_gates, n_units, -1).transpose(1, 0, 2).reshape(n_units, -1)
    activation = CELL_ACTIVATION[settings.cell]
    spread = rows.rows[spread_rows(len(rows.rows))]
    values = snapshot.hidden[0][spread] if activation else None
    return (Layer("the state", activation, incoming, params["W_Y"][:, :n_units].T, values),)
