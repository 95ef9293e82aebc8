"""A run in training: its weights, its rows, and how far it has come."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import tensorflow as tf

from nets.models.optimisers import first_slots
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.arrangement import arranged
from nets.training.epochs import HYPER, MAX_CHUNK, compiled, structure
from nets.training.examples import Examples
from nets.training.snapshot import Snapshot

RUNAWAY_NATS = 1e4  # a loss above this, or one that is no number, is a run that diverged

Tensors = dict[str, tf.Tensor]
State = tuple[Tensors, Tensors]  # weights and the optimiser's slots
Stretch = tuple[int, State, tuple[Settings, ...]]  # where some epochs began, and by which settings they were taken


class Run:
    """One tape's R runs, trained in step. Deterministic: the same start gives the same losses to the last bit.

    `epoch` counts epochs taken; `diverged_at` is the epoch whose loss was no number or ran away, None while all is
    well; such a run stands at the epoch before it. `stopped_at` is the epoch at which patience ended; such a run
    stands at its best epoch. Only a tape of one run watches for either.
    """

    def __init__(
        self, settings: Settings | Sequence[Settings], examples: Examples, *, start: Snapshot | None = None
    ) -> None:
        """At the initial weights, or gone on from `start`; several settings, of one structure, are several runs."""
        self.runs = (settings,) if isinstance(settings, Settings) else tuple(settings)
        first = self.runs[0]
        arrangement = arranged(first, examples)
        weights = weights_of(first, features=range(examples.inputs.shape[1]), classes=range(examples.n_classes))
        params = start.params if start else initialise(weights, runs=self.runs)
        slots = start.slots if start else first_slots(first.optimiser, params)
        self.epoch = start.epoch if start else 0
        self.elapsed_s = start.elapsed_s if start else 0.0
        self.diverged_at: int | None = None
        self.stopped_at: int | None = None
        self._rows = arrangement.rows
        self._dtype = tf.as_dtype(first.precision)
        self._data = self._tensors(arrangement.data)
        self._state = (self._tensors(params), self._tensors(slots))
        self._before: Stretch = (self.epoch, self._state, self.runs)  # where the last stretch of epochs began
        self._best = (np.inf, self.epoch, self._before)  # least held-out loss, its epoch, the stretch it is in
        tensors = (*self._data.values(), *self._state[0].values())
        shapes = tuple(tuple(value.shape) for value in tensors)
        self._compiled = compiled(structure(self.runs), shapes)
        self._seeds = tf.constant([run.seed for run in self.runs], tf.uint32)

    @property
    def settings(self) -> Settings:
        """The settings of the run, the first of several."""
        return self.runs[0]

    @settings.setter
    def settings(self, settings: Settings) -> None:
        """Go on by these, which must not make it another net."""
        self.runs = (settings, *self.runs[1:])

    def start_over(self) -> None:
        """Forget what had ended the run, and count patience from here, so that it can go on."""
        if self.diverged_at is not None or self.stopped_at is not None:
            self.diverged_at = self.stopped_at = None
            self._best = (np.inf, self.epoch, (self.epoch, self._state, self.runs))

    def compile(self) -> None:
        """Have the compiled functions ready; the run stays as it is."""
        self._train(self._state, self.epoch, 0)

    def advance(self, n_epochs: int) -> np.ndarray:
        """Take up to n_epochs epochs and return the scores before each, (n, R, M): the loss; if rows are held out
        also their loss and their accuracy. Fewer only where the run diverged or patience ended.
        """
        n_epochs = min(n_epochs, MAX_CHUNK)
        start = (self.epoch, self._state, self.runs)
        state, scores = self._train(self._state, self.epoch, n_epochs)
        if len(self.runs) == 1:
            well = _is_well(scores[:, 0, 0])
            n_well = n_epochs if well.all() else int(np.argmin(well))
            if self.settings.patience and scores.shape[2] > 1:
                n_watched = self._watch(scores[:n_well, 0, 1], start)
                if self.stopped_at is not None:
                    self._return_to(self._best[1], (self._best[2],))
                    return scores[:n_watched]
            if n_well < n_epochs:
                self.diverged_at = self.epoch + n_well
                self._return_to(max(self.diverged_at - 1, 0), (start, self._before))
                return scores[: max(n_well - 1, 0)]
        self._before = start
        self._state = state
        self.epoch += n_epochs
        return scores

    def look(self) -> Snapshot:
        """The run as it stands, or, if the last update made it diverge, as it stood before that."""
        scores, right, probs, hidden = self._evaluate(self._state)
        if len(self.runs) == 1 and not _is_well(scores[0, 0]) and self.diverged_at is None:
            self.diverged_at = self.epoch
            self._return_to(max(self.epoch - 1, 0), (self._before,))
            scores, right, probs, hidden = self._evaluate(self._state)
        return self._snapshot(self.epoch, self._state, (scores, right, probs, hidden), self.elapsed_s)

    def look_back(self, epoch: int, *, start: Snapshot, settings: Settings) -> Snapshot:
        """The run as it stood at `epoch`, trained again from `start` by these settings; itself it stays where it is."""
        now, state = start.epoch, (self._tensors(start.params), self._tensors(start.slots))
        while now < epoch:
            n_epochs = min(MAX_CHUNK, epoch - now)
            state, _ = self._train(state, now, n_epochs, runs=(settings,))
            now += n_epochs
        return self._snapshot(now, state, self._evaluate(state), start.elapsed_s)

    def _watch(self, held_losses: np.ndarray, start: Stretch) -> int:
        """Follow the held-out loss; sets `stopped_at` where patience ends. How many of the losses came before that."""
        for i, loss in enumerate(held_losses.tolist()):
            least, best_epoch, _ = self._best
            if loss < least:
                self._best = (loss, self.epoch + i, start)
            elif self.epoch + i - best_epoch >= self.settings.patience:
                self.stopped_at = self.epoch + i
                return i + 1
        return len(held_losses)

    def _return_to(self, epoch: int, starts: Sequence[Stretch]) -> None:
        """Back to an earlier epoch, by training again from the nearest start before it."""
        began, state, runs = next((start for start in starts if start[0] <= epoch), starts[-1])
        self._state, _ = self._train(state, began, max(epoch - began, 0), runs=runs)
        self.epoch = max(epoch, began)

    def _evaluate(self, state: State) -> list[np.ndarray]:
        return [value.numpy() for value in self._compiled.evaluate(state[0], self._data)]

    def _snapshot(self, epoch: int, state: State, answers: Sequence[np.ndarray], elapsed_s: float) -> Snapshot:
        scores, right, probs, hidden = answers
        params, slots = ({name: value.numpy() for name, value in part.items()} for part in state)
        return Snapshot(
            epoch=epoch,
            scores=scores,
            accuracy=right,
            params=params,
            slots=slots,
            probs=self._by_row(probs),
            hidden=self._by_row(hidden),
            elapsed_s=elapsed_s,
        )

    def _train(
        self, state: State, epoch: int, n_epochs: int, *, runs: Sequence[Settings] = ()
    ) -> tuple[State, np.ndarray]:
        runs = runs or self.runs
        hyper = {name: tf.constant([getattr(run, name) for run in runs], self._dtype) for name in HYPER}
        last = tf.constant(runs[0].epochs)
        params, slots, scores = self._compiled.train(
            *state, self._data, hyper, self._seeds, tf.constant(epoch), last, tf.constant(n_epochs)
        )
        return (params, slots), scores.numpy()[:n_epochs]

    def _by_row(self, values: np.ndarray) -> np.ndarray:
        """(R, B, ...) in the table's order, from answers (R, B, ...) or (R, S, T, ...)."""
        n_runs, *places, n_values = values.shape
        return values.reshape(n_runs, math.prod(places), n_values)[:, self._rows]

    def _tensors(self, values: Mapping[str, np.ndarray]) -> Tensors:
        return {name: tf.constant(value, self._dtype) for name, value in values.items()}


def _is_well(losses: np.ndarray) -> np.ndarray:
    return losses <= RUNAWAY_NATS  # False for NaN too
