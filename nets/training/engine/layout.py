"""Rows laid out for a net: the MLP's as they are, the RNN's as sequences side by side."""

from dataclasses import dataclass

import numpy as np

from nets.data.prepare.sequences import trained_on
from nets.models.heads import head_of
from nets.settings import Settings
from nets.training.protocol.examples import Examples


@dataclass
class Part:
    """The training rows or the validation rows: the MLP's inputs (B, D+1) and targets (B, O), the RNN's sequences
    (S, T, D+1) and (S, T, O), padded at their end to the longest.

    weights (B,) or (S, T), which sum to 1, where some steps do not count or the classes weigh differently in the loss;
    `counted`, which sum to 1 too, are those of the accuracy where they are others. `taken` leaves None in an
    array's place, since a large table must not be held twice.
    """

    inputs: np.ndarray | None
    targets: np.ndarray | None
    weights: np.ndarray | None = None
    counted: np.ndarray | None = None

    def taken(self, name: str) -> np.ndarray:
        """The array of this name, which is not held here any more."""
        array = getattr(self, name)
        setattr(self, name, None)
        return array


@dataclass(frozen=True)
class Arrangement:
    """The rows as a net wants them; `rows` (B,) tells where each row's outputs are among its outputs.

    MLP: the outputs of `validation`, None where there are no validation rows, come after those of `training`. RNN:
    `training` has every sequence, and its `weights` are 0 at validation steps; `validation_weights` (S, T), which sum
    to 1, are 0 at all others, and `validation_counted` are those of the accuracy where they are others; the outputs are
    counted sequence by sequence.
    """

    training: Part
    rows: np.ndarray
    validation: Part | None = None
    validation_weights: np.ndarray | None = None
    validation_counted: np.ndarray | None = None


def arranged(settings: Settings, examples: Examples, *, precision: str | None = None) -> Arrangement:
    """The examples as this net wants them, in its own precision if no other is given."""
    dtype = np.dtype(precision or settings.precision)
    held = examples.is_validation if examples.is_validation is not None else np.zeros(examples.n_rows, bool)
    inputs = np.ones((examples.n_rows, len(examples.columns) + 1), dtype)
    for place, column in enumerate(examples.columns):
        inputs[:, place] = column.array()
    targets = head_of(settings).targets(examples.targets, n_classes=examples.n_classes, dtype=dtype)
    of_rows = None
    if examples.class_weights is not None:
        of_rows = np.array(examples.class_weights)[examples.targets]
    if settings.net == "mlp":
        return _table(inputs, targets, held, of_rows)
    return _sequences(inputs, targets, held, _places(settings, examples), of_rows)


def _table(inputs: np.ndarray, targets: np.ndarray, held: np.ndarray, of_rows: np.ndarray | None) -> Arrangement:
    rows = np.arange(len(inputs))

    def part(of: np.ndarray | slice) -> Part:
        if of_rows is None:
            return Part(inputs[of], targets[of])
        weights = of_rows[of]
        return Part(inputs[of], targets[of], _weights(weights), _weights(np.ones_like(weights)))

    if not held.any():
        return Arrangement(part(slice(None)), rows)
    rows[np.concatenate([np.flatnonzero(~held), np.flatnonzero(held)])] = np.arange(len(inputs))
    return Arrangement(part(~held), rows, validation=part(held))


def _sequences(
    inputs: np.ndarray, targets: np.ndarray, held: np.ndarray, places: np.ndarray, of_rows: np.ndarray | None
) -> Arrangement:
    training, validation = Part(inputs[places], targets[places]), (None, None)  # padding (-1) repeats the last row
    real = places >= 0

    def weights(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        counted = _weights(counts).astype(inputs.dtype)
        if of_rows is None:
            return counted, None
        return _weights(counts * of_rows[places]).astype(inputs.dtype), counted

    if held.any() or not real.all() or of_rows is not None:
        training.weights, training.counted = weights(real & ~held[places])
    if held.any():
        validation = weights(real & held[places])
    rows = np.empty(len(inputs), int)
    rows[places[real]] = np.flatnonzero(real)
    return Arrangement(training, rows, validation_weights=validation[0], validation_counted=validation[1])


def _weights(counts: np.ndarray) -> np.ndarray:
    return counts / (counts.sum() or 1)


def _places(settings: Settings, examples: Examples) -> np.ndarray:
    """The row that stands at each step of each sequence, (S, T), -1 where there is none."""
    steps = trained_on(settings, examples.n_rows, examples.groups)
    places = np.full(steps.shape, -1)
    places[steps.sequence, steps.step] = steps.rows
    return places
