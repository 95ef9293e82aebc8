"""Rows laid out for a net: the MLP's as they are, the RNN's as sequences side by side."""

from dataclasses import dataclass

import numpy as np

from nets.data.prepare.time_steps.sequences import trained_on
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


@dataclass(frozen=True)
class Counts:
    """How much each row counts, (B,): by its class in the loss, 1 in the accuracy, 0 in both where it has no loss."""

    in_loss: np.ndarray
    in_accuracy: np.ndarray

    @property
    def are_alike(self) -> bool:
        """Whether each counts 1 in both."""
        return self.in_loss is self.in_accuracy and bool(self.in_loss.all())

    def weights(self, times: np.ndarray, rows: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray | None]:
        """The weights of these rows in the loss and in the accuracy, each counted so many `times`, both of its shape
        and summing to 1; None instead of the second where they are the same.
        """
        in_loss = _weights(times * self.in_loss[rows])
        return in_loss, None if self.in_loss is self.in_accuracy else _weights(times * self.in_accuracy[rows])


def arranged(settings: Settings, examples: Examples, *, precision: str | None = None) -> Arrangement:
    """The examples as this net wants them, in its own precision if no other is given."""
    dtype = np.dtype(precision or settings.precision)
    held = examples.is_validation if examples.is_validation is not None else np.zeros(examples.n_rows, bool)
    inputs = np.ones((examples.n_rows, len(examples.columns) + 1), dtype)
    for place, column in enumerate(examples.columns):
        inputs[:, place] = column.array()
    labels = np.maximum(examples.targets, 0)  # any class where there is no loss
    targets = head_of(settings).targets(labels, n_classes=examples.n_classes, dtype=dtype)
    in_accuracy = in_loss = examples.has_loss.astype(float)
    if examples.class_weights is not None:
        in_loss = in_accuracy * np.array(examples.class_weights)[labels]
    counts = Counts(in_loss, in_accuracy)
    if settings.net == "mlp":
        return _table(inputs, targets, held, counts)
    return _sequences(inputs, targets, held, counts, places=_places(settings, examples))


def _table(inputs: np.ndarray, targets: np.ndarray, held: np.ndarray, counts: Counts) -> Arrangement:
    rows = np.arange(len(inputs))

    def part(of: np.ndarray | slice) -> Part:
        weights = (None, None) if counts.are_alike else counts.weights(np.ones(len(rows[of])), of)
        return Part(inputs[of], targets[of], *weights)

    if not held.any():
        return Arrangement(part(slice(None)), rows)
    training, validation = part(~held), part(held)
    rows[np.concatenate([np.flatnonzero(~held), np.flatnonzero(held)])] = np.arange(len(inputs))
    return Arrangement(training, rows, validation=validation)


def _sequences(
    inputs: np.ndarray, targets: np.ndarray, held: np.ndarray, counts: Counts, *, places: np.ndarray
) -> Arrangement:
    training, validation = Part(inputs[places], targets[places]), (None, None)  # padding (-1) repeats the last row
    real = places >= 0
    if held.any() or not real.all() or not counts.are_alike:
        training.weights, training.counted = counts.weights(real & ~held[places], places)
    if held.any():
        validation = counts.weights(real & held[places], places)
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
