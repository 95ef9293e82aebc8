"""Tapes, to a document and back: what was done to them, the losses, and the moments that are kept."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from nets.errors import Refusal
from nets.models.parameters import SLOTS, Weight
from nets.saved.arrays import Packing, Unpacking, damaged
from nets.saved.document import SavedBest, SavedChange, SavedMoment, SavedTape, Values
from nets.settings import Settings, another_net, settings_from
from nets.training.client.checkpoints import Checkpoints
from nets.training.client.start import Recorded, Start
from nets.training.protocol.events import Event, Events, SettingsChange, WeightsChange
from nets.training.protocol.snapshot import NOTHING, Best, Snapshot
from nets.workspace.events.in_address import misfit

PIECE = 4096  # epochs of scores in one array: only the last one grows
MOST_EPOCHS = 1_000_001  # of scores
MOST_CHECKPOINTS = 256

Put = Callable[[np.ndarray], str]


def saved_tape(recorded: Recorded, weights: Sequence[Weight], packing: Packing, *, most_bytes: int) -> SavedTape:
    """What is recorded of a tape whose net has these weights. Moments on the way are left out where they take more
    than so many bytes: they are trained again when they are looked at.
    """
    start = recorded.start
    told = SavedTape(
        settings=values_of(recorded.settings),
        first=values_of(recorded.events.first),
        later=tuple(map(_saved_change, recorded.events.later)),
    )
    if start is None:
        return told
    moments = start.checkpoints.snapshots() if start.checkpoints else ()
    n_bytes = sum(array.nbytes for moment in moments for array in moment.arrays())
    return msgspec.structs.replace(
        told,
        scores=tuple(packing.put(start.scores[k : k + PIECE]) for k in range(0, len(start.scores), PIECE)),
        moment=_saved_moment(start.snapshot, weights, packing.put),
        checkpoints=tuple(
            packing.put_once(moment, lambda put, moment=moment: _saved_moment(moment, weights, put))
            for moment in (moments if n_bytes <= most_bytes else ())
        ),
        diverged_at=start.diverged_at,
        stopped_at=start.stopped_at,
        looked_at=start.looked_at,
    )


def opened_tape(saved: SavedTape, weights: Sequence[Weight], unpacking: Unpacking) -> Recorded:
    """What was recorded of it. Raises `DataError` where something is missing, damaged or not of this net."""
    settings = settings_of(saved.settings)
    later = tuple(map(_opened_change, saved.later))
    events = Events(settings_of(saved.first), later)
    epochs = [event.epoch for event in later]
    if epochs != sorted(epochs) or min(epochs, default=0) < 0 or another_net(settings, events.first):
        raise damaged()
    if misfit(events, weights):
        raise damaged()
    if saved.moment is None:
        return Recorded(settings, events, None)
    scores = [unpacking.array(digest, kinds="f", n_dims=2) for digest in saved.scores]
    n_epochs = sum(map(len, scores))
    if not scores or len({piece.shape[1] for piece in scores}) > 1 or scores[0].shape[1] not in (1, 3):
        raise damaged()
    if not saved.moment.epoch <= n_epochs <= MOST_EPOCHS or len(saved.checkpoints) > MOST_CHECKPOINTS:
        raise damaged()
    moments, checkpoints = [_opened_moment(each, settings, weights, unpacking) for each in saved.checkpoints], None
    if moments:
        checkpoints = Checkpoints()
        for moment in sorted(moments, key=lambda moment: moment.epoch):
            checkpoints.keep(moment)
    snapshot = _opened_moment(saved.moment, settings, weights, unpacking)
    ended = saved.diverged_at, saved.stopped_at
    start = Start(np.concatenate(scores), snapshot, checkpoints, events, *ended, saved.looked_at)
    return Recorded(settings, events, start)


def values_of(settings: Settings) -> Values:
    """All settings by name."""
    return msgspec.to_builtins(settings)


def settings_of(values: Values) -> Settings:
    """The settings with these values. Raises `DataError` where they are none."""
    try:
        return settings_from(values)
    except Refusal:
        raise damaged() from None


def _saved_change(event: Event) -> SavedChange:
    if isinstance(event, SettingsChange):
        return SavedChange(event.epoch, settings=values_of(event.settings))
    return SavedChange(event.epoch, matrix=event.matrix, values=event.values, cell=event.cell)


def _opened_change(saved: SavedChange) -> Event:
    if saved.settings is not None:
        return SettingsChange(saved.epoch, settings_of(saved.settings))
    if saved.matrix is None or not saved.values:
        raise damaged()
    return WeightsChange(saved.epoch, saved.matrix, saved.values, saved.cell)


def _saved_moment(snapshot: Snapshot, weights: Sequence[Weight], put: Put) -> SavedMoment:
    best = snapshot.best
    return SavedMoment(
        epoch=snapshot.epoch,
        numbers=put(_flat(snapshot.params, snapshot.slots, weights)),
        scores=put(snapshot.scores) if snapshot.scores.size else None,
        accuracy=put(snapshot.accuracy) if snapshot.accuracy.size else None,
        elapsed_s=snapshot.elapsed_s,
        playing_s=snapshot.playing_s,
        compile_s=snapshot.compile_s,
        best=best
        and SavedBest(
            loss=repr(float(best.loss)),
            epoch=best.epoch,
            began=best.began,
            numbers=put(_flat(best.params, best.slots, weights)),
            settings=values_of(best.settings),
        ),
    )


def _opened_moment(saved: SavedMoment, settings: Settings, weights: Sequence[Weight], unpacking: Unpacking) -> Snapshot:
    params, slots = _parted(unpacking.array(saved.numbers, kinds="f", n_dims=1), settings, weights)
    best = None
    if saved.best:
        numbers = unpacking.array(saved.best.numbers, kinds="f", n_dims=1)
        best_params, best_slots = _parted(numbers, settings, weights)
        best = Best(
            loss=_number(saved.best.loss),
            epoch=saved.best.epoch,
            began=saved.best.began,
            params=best_params,
            slots=best_slots,
            settings=settings_of(saved.best.settings),
        )
    return Snapshot(
        epoch=saved.epoch,
        scores=unpacking.array(saved.scores, kinds="f", n_dims=2) if saved.scores else NOTHING,
        accuracy=unpacking.array(saved.accuracy, kinds="f", n_dims=1) if saved.accuracy else NOTHING,
        params=params,
        slots=slots,
        predicted=NOTHING,
        probs=NOTHING,
        rows=NOTHING,
        hidden=NOTHING,
        elapsed_s=saved.elapsed_s,
        playing_s=saved.playing_s,
        compile_s=saved.compile_s,
        best=best,
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise damaged() from None


def _flat(params: dict[str, np.ndarray], slots: dict[str, np.ndarray], weights: Sequence[Weight]) -> np.ndarray:
    """Weights, then each kind of slot, in the order of the net."""
    kinds = dict.fromkeys(name.partition(".")[0] for name in slots)
    names = [weight.name for weight in weights]
    values = [*(params[name] for name in names), *(slots[f"{kind}.{name}"] for kind in kinds for name in names)]
    return np.concatenate([value.reshape(-1) for value in values])


def _parted(
    numbers: np.ndarray, settings: Settings, weights: Sequence[Weight]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The weights (1, rows, columns) and the slots again. Raises `DataError` where the net has another number of them,
    or another precision.
    """
    names = [weight.name for weight in weights]
    names += [f"{kind}.{weight.name}" for kind in SLOTS[settings.optimiser] for weight in weights]
    shapes = [(1, *weight.shape) for weight in weights] * (1 + len(SLOTS[settings.optimiser]))
    sizes = [int(np.prod(shape)) for shape in shapes]
    if len(numbers) != sum(sizes) or numbers.dtype != np.dtype(settings.precision):
        raise damaged()
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    found = {name: part.reshape(shape) for name, part, shape in zip(names, parts, shapes, strict=True)}
    return {name: found[name] for name in names[: len(weights)]}, {name: found[name] for name in names[len(weights) :]}
