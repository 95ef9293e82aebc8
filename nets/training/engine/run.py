"""A run in training: its weights, its rows, and how far it has come."""

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import tensorflow as tf

from nets.models.optimisers import first_slots
from nets.settings import Settings
from nets.settings.compile_key import STEP_PARAMS
from nets.training.engine.assembly import Assembly
from nets.training.engine.batching import laid_out
from nets.training.engine.early_stopping import Stretch, Watch
from nets.training.engine.epochs import Runs, State, Tensors, functions_of, max_chunk
from nets.training.engine.evaluation import Evaluation, accuracy_of
from nets.training.engine.gradient import model_of
from nets.training.engine.layout import arranged
from nets.training.protocol.events import Event, Events, WeightsChange
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import Best, Snapshot, listed_rows
from nets.training.work_time import timed

MOST_EAGER_STEPS = 256
WARM_UPS = 2  # calls: after a pause the first takes three times as long as the next, and longer than many epochs
FIRST_WARM_UPS = 8  # to know what a call costs
DEAR_CALL_S = 0.01  # from which on, on a large table, a pause makes little difference to what an epoch takes
RUNAWAY_NATS = 1e4  # a run whose loss is above this, or not finite, has diverged


class Run:
    """One tape's R runs, trained in step. Deterministic: the same start gives the same losses to the last bit.

    `epoch` counts epochs taken; `diverged_at` is the epoch whose loss was not finite or above RUNAWAY_NATS, else None;
    such a run stands at the epoch before it. `stopped_at` is the epoch at which early stopping ended it, or the last
    epoch of a run with early stopping; such a run stands at its best epoch, where the last is not the best. Both are
    None for several runs.
    """

    def __init__(
        self, settings: Settings | Sequence[Settings], examples: Examples, *, start: Snapshot | None = None
    ) -> None:
        """At the initial weights, or gone on from `start`; several settings, of one `structure_of`, are several
        runs.
        """
        self.runs = (settings,) if isinstance(settings, Settings) else tuple(settings)
        first = self.runs[0]
        arrangement = arranged(first, examples)
        self._assembly = Assembly(self.runs, len(examples.columns), examples.n_classes)
        structure = self._assembly.structure
        self.epoch = start.epoch if start else 0
        self.elapsed_s = start.elapsed_s if start else 0.0
        self.playing_s = start.playing_s if start else 0.0
        self.compile_s = start.compile_s if start else 0.0
        self._is_compiled = False
        self._call_s = 0.0  # what a call costs besides its epochs
        self.diverged_at: int | None = None
        self.stopped_at: int | None = None
        self._places = arrangement.rows
        self._targets = examples.targets
        self._is_validation = examples.is_validation
        self._dtype = tf.as_dtype(first.precision)
        alike = [structure.net] * len(self.runs)
        self._data = laid_out(alike, arrangement, lambda array: _tensor(array, self._dtype))
        self._state = self._state_at(start, self.runs)
        self._before = Stretch(self.epoch, self._state, self.runs)  # where the last stretch of epochs began
        self._watch = self._watch_from(start, self._before)
        tensors = (*tf.nest.flatten(self._data), *self._state[0].values())
        shapes = tuple(None if value is None else tuple(value.shape) for value in tensors)
        self._compiled = functions_of(structure, shapes)
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
    def _stops_early(self) -> bool:
        return len(self.runs) == 1 and self.settings.early_stopping > 0 and self._data.n_scores > 1

    def start_over(self) -> None:
        """Forget that the run had ended, so that it can go on."""
        self.diverged_at = self.stopped_at = None

    def set_weights(self, changes: Sequence[WeightsChange]) -> None:
        """Put these weights in place; what the optimiser keeps of those before stays."""
        if changes:
            self._state = self._with_weights(self._state, changes)
            self._before = Stretch(self.epoch, self._state, self.runs)

    def compile(self) -> None:
        """Have the training function ready; the run stays as it is. Only the first call takes time."""
        if not self._is_compiled:
            began = time.perf_counter()
            self._train(self._state, self.epoch, 0)
            self.compile_s += time.perf_counter() - began
            self._is_compiled = True

    def warm_up(self) -> None:
        """Have the next call of the training function as quick as one of many in a row, by calls for no epoch; what
        these cost is no part of `elapsed_s`. The run stays as it is.
        """
        for _ in range(WARM_UPS if self._call_s else FIRST_WARM_UPS):
            if self._call_s >= DEAR_CALL_S:
                return
            _, call_s = timed(lambda: self._train(self._state, self.epoch, 0))
            self._call_s = min(self._call_s or call_s, call_s)

    def advance(self, n_epochs: int) -> np.ndarray:
        """Take up to n_epochs epochs and return the scores before each, (n, R, M): the loss; with validation rows
        also their loss and their accuracy. Fewer only where the run diverged or early stopping ended it, the last
        being those of the epoch at which it ended. `elapsed_s` grows by what the epochs took by themselves.
        """
        n_epochs = min(n_epochs, self.max_chunk)
        if self._stops_early and self.epoch < self.settings.epochs:
            n_epochs = min(n_epochs, self.settings.epochs - self.epoch)  # to evaluate there
        start = Stretch(self.epoch, self._state, self.runs)
        (state, scores), took_s = timed(lambda: self._train(self._state, self.epoch, n_epochs))
        self.elapsed_s += max(0.0, took_s - self._call_s)
        if len(self.runs) == 1:
            well = _is_well(scores[:, 0, 0])
            n_well = n_epochs if well.all() else int(np.argmin(well))
            if self._stops_early:
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

    def evaluate(self, *, in_brief: bool = False) -> Snapshot:
        """The run as it stands, or, if the last update made it diverge, as it stood before that; in brief with the
        probabilities of the `listed_rows` alone.
        """
        evaluation = self._evaluated(self._state)
        if len(self.runs) == 1 and not _is_well(evaluation.scores[0, 0]) and self.diverged_at is None:
            self.diverged_at = self.epoch
            self._return_to(max(self.epoch - 1, 0), (self._before,))
            evaluation = self._evaluated(self._state)
        snapshot = self._snapshot(self.epoch, self._state, evaluation, in_brief=in_brief)
        times = {"elapsed_s": self.elapsed_s, "playing_s": self.playing_s, "compile_s": self.compile_s}
        return msgspec.structs.replace(snapshot, **times, is_compiled=self._is_compiled, best=self._best(self._watch))

    def outputs(self, *, in_brief: bool = False) -> Snapshot:
        """The run as it stands, whatever its loss is: of rows it is not trained on that says nothing of the run."""
        return self._snapshot(self.epoch, self._state, self._evaluated(self._state), in_brief=in_brief)

    def results(self) -> tuple[np.ndarray, np.ndarray]:
        """The scores (R, M) and the accuracy (R,) of several runs as they stand, as `evaluate` has them.

        Nothing is compiled for it, unless an RNN has many time steps: the scores are those before an epoch that is not
        kept, and the operations of one forward pass are executed one by one, which takes less time.
        """
        if self.settings.net == "rnn" and self._data.training.rest.inputs.shape[1] > MOST_EAGER_STEPS:
            evaluation = self._evaluated(self._state)
            return evaluation.scores, evaluation.accuracy
        _, scores = self._train(self._state, self.epoch, 1)
        model = model_of(self._assembly.structure, self._assembly.mixture)
        return scores[0], accuracy_of(model, self._state[0], self._data).numpy()

    def taken(self, place: int, *, at: Snapshot | None = None) -> Snapshot:
        """The run at this place, alone and at its own shape: all that training on needs. As it stood `at` that moment
        of them all, else as it stands.
        """
        return self._assembly.taken_out(at or self.evaluate(in_brief=True), place)

    def predict(
        self, places: Sequence[int], inputs: np.ndarray, *, at: Snapshot | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """What `Assembly.predictions` are at the weights of `at`, else of now."""
        params = at.params if at else _arrays(self._state)[0]
        return self._assembly.predictions(params, places, inputs)

    def evaluate_at(
        self, epoch: int, *, start: Snapshot | None, settings: Settings, turn_s: float, ahead: Sequence[Event] = ()
    ) -> Generator[None, None, Snapshot]:
        """The run as it stood at `epoch`, in brief, trained again from `start` by these settings and the events
        `ahead`, in turns of about `turn_s`; from its initial weights if that is None. The run itself stays where it is.
        """
        chunk, plan = 1, Events(settings, tuple(ahead))
        now = start.epoch if start else 0
        state = self._with_weights(self._state_at(start, (settings,)), plan.weights_at(now))
        watch = self._watch_from(start, Stretch(now, state, (settings,)))
        while now < epoch:
            settings = plan.settings_at(now)
            n_epochs = min(chunk, self.max_chunk, epoch - now, plan.n_epochs_from(now))
            stretch, began = Stretch(now, state, (settings,)), time.perf_counter()
            state, scores = self._train(state, now, n_epochs, runs=(settings,))
            if self._stops_early:
                watch, _ = watch.after(scores[:, 0, 1].tolist(), stretch, limit=settings.early_stopping)
            now += n_epochs
            state = self._with_weights(state, plan.weights_at(now))
            chunk = next_chunk(n_epochs, took_s=time.perf_counter() - began, turn_s=turn_s)
            yield
        snapshot = self._snapshot(now, state, self._evaluated(state), in_brief=True)
        times = {name: getattr(start, name) if start else 0.0 for name in ("elapsed_s", "playing_s", "compile_s")}
        return msgspec.structs.replace(snapshot, **times, best=self._best(watch))

    def _state_at(self, start: Snapshot | None, runs: Sequence[Settings]) -> State:
        """Weights and slots as they are there, or to begin with."""
        params = start.params if start else replace(self._assembly, runs=tuple(runs)).initial()
        slots = start.slots if start else first_slots(runs[0].optimiser, params)
        return self._tensors(params), self._tensors(slots)

    def _with_weights(self, state: State, changes: Sequence[WeightsChange]) -> State:
        """The weights with these set by hand in their order, and the slots as they are."""
        if not changes:
            return state
        params, _ = _arrays(state)
        for change in changes:
            params = change.put_into(params)
        return self._tensors(params), state[1]

    def _watched(self, scores: np.ndarray, start: Stretch, state: State) -> np.ndarray:
        """Follow the validation loss; where early stopping ends the run, or with its last epoch, return to the best.

        The scores up to there; `state` is that after them.
        """
        last_epoch = self.settings.epochs
        if start.began + len(scores) == last_epoch:
            last = self._evaluated(state).scores
            if _is_well(last[0, 0]):
                scores = np.concatenate([scores, last[None]])
        self._watch, stop = self._watch.after(scores[:, 0, 1].tolist(), start, limit=self.settings.early_stopping)
        if stop is None and start.began + len(scores) > last_epoch > max(start.began, self._watch.epoch):
            stop = last_epoch
        if stop is not None:
            self.stopped_at = stop
            self._return_to(self._watch.epoch, (self._watch.stretch,))
            scores = scores[: stop + 1 - start.began]
        return scores

    def _watch_from(self, start: Snapshot | None, stretch: Stretch) -> Watch:
        """What early stopping counts from: the best of `start`, or from here on."""
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

    def _evaluated(self, state: State) -> Evaluation:
        *few, pieces = self._compiled.evaluate(state[0], self._data, self._assembly.mixture)
        return Evaluation(*(value.numpy() for value in few), [tuple(map(_as_it_lies, piece)) for piece in pieces])

    def _snapshot(self, epoch: int, state: State, evaluation: Evaluation, *, in_brief: bool) -> Snapshot:
        params, slots = _arrays(state)
        predicted = evaluation.predicted(self._places)
        rows = np.arange(len(self._places))
        if in_brief:
            rows = listed_rows(predicted[0], self._targets, self._is_validation)
        return Snapshot(
            epoch=epoch,
            scores=evaluation.scores,
            accuracy=evaluation.accuracy,
            params=params,
            slots=slots,
            predicted=predicted,
            probs=evaluation.probs(self._places[rows]),
            rows=rows,
            hidden=evaluation.hidden if self.settings.net == "mlp" else evaluation.states(self._places),
        )

    def _best(self, watch: Watch) -> Best | None:
        """What early stopping counts from, None where it is off."""
        if not self._stops_early:
            return None
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
        step = tf.constant([[getattr(run, name) for name in STEP_PARAMS] for run in runs], self._dtype)
        last, stretch = tf.constant([run.epochs for run in runs]), tf.constant([epoch, n_epochs])
        side_by_side = Runs(*state, step, self._seeds, last, self._assembly.mixture)
        params, slots, scores = self._compiled.train(side_by_side, self._data, stretch)
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
