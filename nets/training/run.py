"""A run in training: its weights, its rows, and how far it has come."""

from collections.abc import Mapping, Sequence

import numpy as np
import tensorflow as tf

from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.epochs import MAX_CHUNK, compiled
from nets.training.examples import Examples
from nets.training.snapshot import Snapshot

RUNAWAY_NATS = 1e4  # a loss above this, or one that is no number, is a run that diverged


class Run:
    """One tape's R runs, trained in step. Deterministic: the same start gives the same losses to the last bit.

    `epoch` counts updates; `diverged_at` is the epoch whose loss was no number or ran away, None while all is well;
    such a run stands at the epoch before it. Only a tape of one run watches for that.
    """

    def __init__(
        self,
        settings: Settings,
        examples: Examples,
        *,
        seeds: Sequence[int] | None = None,
        start: Snapshot | None = None,
    ) -> None:
        """A run at its initial weights, one for each of `seeds` (by default the setting's), or gone on from `start`."""
        n_rows, n_features = examples.inputs.shape
        inputs = np.concatenate([examples.inputs, np.ones((n_rows, 1))], axis=1)
        weights = weights_of(settings, features=range(n_features), classes=range(examples.n_classes))
        params = start.params if start else initialise(weights, seeds=seeds or [settings.seed])
        self.settings = settings
        self.epoch = start.epoch if start else 0
        self.elapsed_s = start.elapsed_s if start else 0.0
        self.diverged_at: int | None = None
        self._inputs = tf.constant(inputs, tf.float32)  # (B, D+1)
        self._targets = tf.one_hot(examples.targets, examples.n_classes)  # (B, K)
        self._params = _tensors(params)
        shapes = (self._inputs.shape, self._targets.shape, *(value.shape for value in self._params.values()))
        self._before = (self.epoch, self._params)  # where the last stretch of epochs began
        self._compiled = compiled(settings.net, tuple(tuple(shape) for shape in shapes))

    def compile(self) -> None:
        """Have the compiled functions ready; the run stays as it is."""
        self._train(self._params, 0)

    def advance(self, n_epochs: int) -> np.ndarray:
        """Take up to n_epochs updates and return the loss before each, (n, R); fewer only where the run diverged."""
        n_epochs = min(n_epochs, MAX_CHUNK)
        start = (self.epoch, self._params)
        params, losses = self._train(self._params, n_epochs)
        well = _is_well(losses).all(axis=1)
        if losses.shape[1] == 1 and not well.all():
            first_bad = int(np.argmin(well))
            self._rewind(self.epoch + first_bad, starts=(start, self._before))
            return losses[: max(first_bad - 1, 0)]
        self._before = start
        self._params = params
        self.epoch += n_epochs
        return losses

    def look(self) -> Snapshot:
        """The run as it stands, or, if the last update made it diverge, as it stood before that."""
        cost, accuracy, probs, hidden = self._evaluate()
        if len(cost) == 1 and not _is_well(cost).all() and self.diverged_at is None:
            self._rewind(self.epoch, starts=(self._before,))
            cost, accuracy, probs, hidden = self._evaluate()
        params = {name: value.numpy() for name, value in self._params.items()}
        return Snapshot(self.epoch, cost, accuracy, params, probs, hidden, self.elapsed_s)

    def _rewind(self, diverged_at: int, *, starts: Sequence[tuple[int, dict[str, tf.Tensor]]]) -> None:
        """Back to the last epoch whose loss was well, by training again from the nearest start before it."""
        self.diverged_at = diverged_at
        last_well = max(diverged_at - 1, 0)
        epoch, params = next((start for start in starts if start[0] <= last_well), starts[-1])
        self._params, _ = self._train(params, max(last_well - epoch, 0))
        self.epoch = max(last_well, epoch)

    def _evaluate(self) -> list[np.ndarray]:
        values = self._compiled.evaluate(self._params, self._inputs, self._targets)
        return [value.numpy() for value in values]

    def _train(self, params: dict[str, tf.Tensor], n_epochs: int) -> tuple[dict[str, tf.Tensor], np.ndarray]:
        rate = tf.constant(self.settings.learning_rate, tf.float32)
        params, losses = self._compiled.train(params, self._inputs, self._targets, rate, tf.constant(n_epochs))
        return params, losses.numpy()[:n_epochs]


def _is_well(losses: np.ndarray) -> np.ndarray:
    return losses <= RUNAWAY_NATS  # False for NaN too


def _tensors(params: Mapping[str, np.ndarray]) -> dict[str, tf.Tensor]:
    return {name: tf.constant(value, tf.float32) for name, value in params.items()}
