"""Rows laid out for a net: the MLP's as they are, the RNN's as sequences side by side."""

from dataclasses import dataclass

import numpy as np

from nets.data.prepare.sequences import trained_on
from nets.settings import Settings
from nets.training.protocol.examples import Examples


@dataclass(frozen=True)
class Arrangement:
    """`data` is what the compiled functions take; `rows` tells where each row's answers are among theirs.

    data, MLP: inputs (B, D+1) and targets (B, K) of the training rows, validation_inputs and validation_targets if
    there are validation rows, whose answers come after theirs. RNN: inputs (S, T, D+1), targets (S, T, K), sequences
    padded at their end to the longest; weights (S, T) and validation_weights (S, T), each summing to 1, where some
    steps do not count. rows (B,) are indices into the answers, the RNN's flattened.
    """

    data: dict[str, np.ndarray]
    rows: np.ndarray


def arranged(settings: Settings, examples: Examples, *, precision: str | None = None) -> Arrangement:
    """The examples as this net wants them, in its own precision if no other is given."""
    dtype = np.dtype(precision or settings.precision)
    held = examples.is_validation if examples.is_validation is not None else np.zeros(examples.n_rows, bool)
    inputs = np.ones((examples.n_rows, len(examples.columns) + 1), dtype)
    for place, column in enumerate(examples.columns):
        inputs[:, place] = column.array()
    targets = np.eye(examples.n_classes, dtype=dtype)[examples.targets]
    if settings.net == "mlp":
        return _table(inputs, targets, held)
    return _sequences(inputs, targets, held, _places(settings, examples))


def _table(inputs: np.ndarray, targets: np.ndarray, held: np.ndarray) -> Arrangement:
    places = np.arange(len(inputs))
    if not held.any():
        return Arrangement({"inputs": inputs, "targets": targets}, places)
    data = {"inputs": inputs[~held], "targets": targets[~held]}
    data |= {"validation_inputs": inputs[held], "validation_targets": targets[held]}
    places[np.concatenate([np.flatnonzero(~held), np.flatnonzero(held)])] = np.arange(len(inputs))
    return Arrangement(data, places)


def _sequences(inputs: np.ndarray, targets: np.ndarray, held: np.ndarray, places: np.ndarray) -> Arrangement:
    data = {"inputs": inputs[places], "targets": targets[places]}  # padding (-1) repeats the last row
    real = places >= 0
    if held.any() or not real.all():
        data["weights"] = _weights(real & ~held[places]).astype(inputs.dtype)
    if held.any():
        data["validation_weights"] = _weights(real & held[places]).astype(inputs.dtype)
    rows = np.empty(len(inputs), int)
    rows[places[real]] = np.flatnonzero(real)
    return Arrangement(data, rows)


def _weights(counts: np.ndarray) -> np.ndarray:
    return counts / max(counts.sum(), 1)


def _places(settings: Settings, examples: Examples) -> np.ndarray:
    """The row that stands at each step of each sequence, (S, T), -1 where there is none."""
    steps = trained_on(settings, examples.n_rows, examples.groups)
    places = np.full(steps.shape, -1)
    places[steps.sequence, steps.step] = steps.rows
    return places
