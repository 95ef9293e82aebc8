"""A run in training: its weights, its rows, and how far it has come."""

import time
from collections.abc import Generator, Mapping, Sequence

import numpy as np
import tensorflow as tf

from nets.models.optimisers import first_slots
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.settings.compile_key import STEP_PARAMS, compile_key
from nets.training.engine.batching import laid_out
from nets.training.engine.early_stopping import State, Stretch, Tensors, Watch
from nets.training.engine.epochs import compiled, max_chunk, n_scores
from nets.training.engine.evaluation import Answers
from nets.training.engine.layout import arranged
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import Best, Snapshot, listed_rows

RUNAWAY_NATS = 1e4  # a loss above this, or one that is no number, is a run that diverged


class Run:
    """One tape's R runs, trained in step. Deterministic: the same start gives the same losses to the last bit.

    `epoch` counts epochs taken; `diverged_at` is the epoch whose loss was no number or ran away, None while all is
    well; such a run stands at the epoch before it. `stopped_at` is the epoch at which patience ended, or the last
    epoch of a run that was patient to its end; such a run stands at its best epoch, where the last is not the best.
    Only a tape of one run watches for either.
    """

    def __init__(
        self, settings: Settings | Sequence[Settings], examples: Examples, *, start: Snapshot | None = None
    ) -> None:
        """At the initial weights, or gone on from `start`; several settings, of one structure, are several runs."""
        self.runs = (settings,) if isinstance(settings, Settings) else tuple(settings)
        first = self.runs[0]
        arrangement = arranged(first, examples)
        weights = weights_of(first, features=range(len(examples.columns)), classes=range(examples.n_classes))
        params = start.params if start else initialise(weights, runs=self.runs)
        slots = start.slots if start else first_slots(first.optimiser, params)
        self.epoch = start.epoch if start else 0
        self.elapsed_s = start.elapsed_s if start else 0.0
        self.diverged_at: int | None = None
        self.stopped_at: int | None = None
        self._places = arrangement.rows
        self._targets = examples.targets
        self._dtype = tf.as_dtype(first.precision)
        data = laid_out(self.runs, arrangement.data, arrangement.rows)
        self._data = {name: _tensor(data.pop(name), self._dtype) for name in list(data)}  # not held twice
        self._state = (self._tensors(params), self._tensors(slots))
        self._before = Stretch(self.epoch, self._state, self.runs)  # where the last stretch of epochs began
        self._watch = self._watch_from(start, self._before)
        tensors = (*self._data.values(), *self._state[0].values())
        shapes = tuple(tuple(value.shape) for value in tensors)
        self._compiled = compiled(compile_key(self.runs), shapes)
        self._seeds = tf.constant([run.seed for run in self.runs], tf.uint32)

    @property
    def settings(self) -> Settings:
        """The settings of the run, the first of several."""
        return self.runs[0]

    @settings.setter
    def settings(self, settings: Settings) -> None:
        """Go on by these, which must not make it another net."""
        self.runs = (settings, *self.runs[1:])

    @property
    def max_chunk(self) -> int:
        """How many epochs one `advance` takes at most."""
        return max_chunk(len(self.runs), self._data)

    @property
    def _is_patient(self) -> bool:
        return len(self.runs) == 1 and self.settings.early_stopping > 0 and n_scores(self._data) > 1

    def start_over(self) -> None:
        """Forget what had ended the run, so that it can go on."""
        self.diverged_at = self.stopped_at = None

    def compile(self) -> None:
        """Have the compiled functions ready; the run stays as it is."""
        self._train(self._state, self.epoch, 0)

    def advance(self, n_epochs: int) -> np.ndarray:
        """Take up to n_epochs epochs and return the scores before each, (n, R, M): the loss; with validation rows
        also their loss and their accuracy. Fewer only where the run diverged or patience ended; those of the epoch
        at which it ended are the last.
        """
        n_epochs = min(n_epochs, self.max_chunk)
        if self._is_patient and self.epoch < self.settings.epochs:
            n_epochs = min(n_epochs, self.settings.epochs - self.epoch)  # to look at the best there
        start = Stretch(self.epoch, self._state, self.runs)
        state, scores = self._train(self._state, self.epoch, n_epochs)
        if len(self.runs) == 1:
            well = _is_well(scores[:, 0, 0])
            n_well = n_epochs if well.all() else int(np.argmin(well))
            if self._is_patient:
                watched = self._watched(scores[:n_well], start, state)
                if self.stopped_at is not None:
                    return watched
            if n_well < n_epochs:
                self.diverged_at = self.epoch + n_well
                self._return_to(max(self.diverged_at - 1, 0), (start, self._before))
                return scores[: max(n_well - 1, 0)]
        self._before = start
        self._state = state
        self.epoch += n_epochs
        return scores

    def look(self, *, in_brief: bool = False) -> Snapshot:
        """The run as it stands, or, if the last update made it diverge, as it stood before that; in brief with the
        probabilities of the `listed_rows` alone.
        """
        answers = self._evaluate(self._state)
        if len(self.runs) == 1 and not _is_well(answers.scores[0, 0]) and self.diverged_at is None:
            self.diverged_at = self.epoch
            self._return_to(max(self.epoch - 1, 0), (self._before,))
            answers = self._evaluate(self._state)
        return self._snapshot(self.epoch, self._state, answers, self.elapsed_s, self._watch, in_brief)

    def look_back(
        self, epoch: int, *, start: Snapshot, settings: Settings, turn_s: float
    ) -> Generator[None, None, Snapshot]:
        """The run as it stood at `epoch`, in brief, trained again from `start` by these settings; itself it stays
        where it is. It takes turns of about `turn_s`.
        """
        now, state = start.epoch, (self._tensors(start.params), self._tensors(start.slots))
        watch = self._watch_from(start, Stretch(now, state, (settings,)))
        chunk = 1
        while now < epoch:
            n_epochs = min(chunk, self.max_chunk, epoch - now)
            stretch, began = Stretch(now, state, (settings,)), time.perf_counter()
            state, scores = self._train(state, now, n_epochs, runs=(settings,))
            if self._is_patient:
                watch, _ = watch.after(scores[:, 0, 1].tolist(), stretch, patience=settings.early_stopping)
            now += n_epochs
            chunk = next_chunk(n_epochs, took_s=time.perf_counter() - began, turn_s=turn_s)
            yield
        return self._snapshot(now, state, self._evaluate(state), start.elapsed_s, watch, in_brief=True)

    def _watched(self, scores: np.ndarray, start: Stretch, state: State) -> np.ndarray:
        """Follow the validation loss; where patience ends, or with the last epoch, back to the best.

        The scores up to there; `state` is that after them.
        """
        last_epoch = self.settings.epochs
        if start.began + len(scores) == last_epoch:
            last = self._evaluate(state).scores
            if _is_well(last[0, 0]):
                scores = np.concatenate([scores, last[None]])
        self._watch, stop = self._watch.after(scores[:, 0, 1].tolist(), start, patience=self.settings.early_stopping)
        if stop is None and start.began + len(scores) > last_epoch > max(start.began, self._watch.epoch):
            stop = last_epoch
        if stop is not None:
            self.stopped_at = stop
            self._return_to(self._watch.epoch, (self._watch.stretch,))
            scores = scores[: stop + 1 - start.began]
        return scores

    def _watch_from(self, start: Snapshot | None, stretch: Stretch) -> Watch:
        """What patience counts from: where the run has come from nowhere, from here."""
        if start is None or start.best is None:
            return Watch(np.inf, stretch.began, stretch)
        best = start.best
        state = (self._tensors(best.params), self._tensors(best.slots))
        return Watch(best.loss, best.epoch, Stretch(best.began, state, (best.settings,)))

    def _return_to(self, epoch: int, starts: Sequence[Stretch]) -> None:
        """Back to an earlier epoch, by training again from the nearest start before it."""
        start = next((start for start in starts if start.began <= epoch), starts[-1])
        self._state, _ = self._train(start.state, start.began, max(epoch - start.began, 0), runs=start.runs)
        self.epoch = max(epoch, start.began)

    def _evaluate(self, state: State) -> Answers:
        *few, pieces = self._compiled.evaluate(state[0], self._data)
        return Answers(*(value.numpy() for value in few), [tuple(map(_as_it_lies, piece)) for piece in pieces])

    def _snapshot(
        self, epoch: int, state: State, answers: Answers, elapsed_s: float, watch: Watch, in_brief: bool
    ) -> Snapshot:
        params, slots = _arrays(state)
        likeliest = answers.likeliest(self._places)
        rows = listed_rows(likeliest[0], self._targets) if in_brief else np.arange(len(self._places))
        return Snapshot(
            epoch=epoch,
            scores=answers.scores,
            accuracy=answers.accuracy,
            params=params,
            slots=slots,
            likeliest=likeliest,
            probs=answers.probs(self._places[rows]),
            rows=rows,
            hidden=answers.hidden if self.settings.net == "mlp" else answers.states(self._places),
            elapsed_s=elapsed_s,
            best=self._best(watch) if self._is_patient else None,
        )

    def _best(self, watch: Watch) -> Best:
        stretch = watch.stretch
        params, slots = _arrays(stretch.state)
        return Best(
            loss=watch.loss,
            epoch=watch.epoch,
            began=stretch.began,
            params=params,
            slots=slots,
            settings=stretch.runs[0],
        )

    def _train(
        self, state: State, epoch: int, n_epochs: int, *, runs: Sequence[Settings] = ()
    ) -> tuple[State, np.ndarray]:
        runs = runs or self.runs
        step = tf.constant([[getattr(run, name) for run in runs] for name in STEP_PARAMS], self._dtype)
        last, stretch = tf.constant([run.epochs for run in runs]), tf.constant([epoch, n_epochs])
        params, slots, scores = self._compiled.train(*state, self._data, step, self._seeds, last, stretch)
        return (params, slots), scores.numpy()[:n_epochs]

    def _tensors(self, values: Mapping[str, np.ndarray]) -> Tensors:
        return {name: tf.constant(value, self._dtype) for name, value in values.items()}


def next_chunk(n_epochs: int, *, took_s: float, turn_s: float) -> int:
    """How many epochs a turn of this length has, if the last, of n_epochs, took so long: at most eight times as many,
    since what a short one took says little.
    """
    return max(1, min(int(turn_s / took_s * n_epochs), 8 * n_epochs))


def _tensor(value: np.ndarray, dtype: tf.DType) -> tf.Tensor:
    """The array as a tensor, and nothing left of the copy that TensorFlow makes of it on the way: it lets go of that
    one with the next number it is given.
    """
    tensor = tf.constant(value, dtype)
    tf.constant(0.0)
    return tensor


def _as_it_lies(tensor: tf.Tensor) -> np.ndarray:
    """The tensor's numbers without the copy that its `numpy` makes."""
    return np.asarray(memoryview(tensor))


def _is_well(losses: np.ndarray) -> np.ndarray:
    return losses <= RUNAWAY_NATS  # False for NaN too


def _arrays(state: State) -> tuple[dict[str, np.ndarray], ...]:
    return tuple({name: value.numpy() for name, value in part.items()} for part in state)
