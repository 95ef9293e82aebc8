"""What the server and a trainer say to each other about a sweep; each message is one record, told apart by its name."""

import msgspec
import numpy as np

from nets.settings import Settings
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import Snapshot


class SweepBatch(msgspec.Struct, frozen=True):
    """Runs to be trained side by side, on the rows `examples[data]` of the sweep."""

    runs: tuple[Settings, ...]
    data: int


class LoadSweep(msgspec.Struct, frozen=True, tag=True):
    """Hold these batches, paused, at their initial weights."""

    run: str
    batches: tuple[SweepBatch, ...]
    examples: tuple[Examples, ...]


class GoSweep(msgspec.Struct, frozen=True, tag=True):
    """Train all batches until this epoch, at most `pace` epochs a second (None: as fast as it goes); 0 means pause."""

    run: str
    until: int
    pace: float | None = None


class MapsAt(msgspec.Struct, frozen=True, tag=True):
    """What these runs predict at their own last epoch, or at `epoch`; again at each report until another is asked for.

    `wanted` are (batch, place in it). MLP: at each place (D,) of `places` (n, D), inputs as they enter the net, one
    array for each examples of the sweep. RNN: of each row.
    """

    run: str
    wanted: tuple[tuple[int, int], ...]
    places: tuple[np.ndarray, ...]
    epoch: int | None = None


class TakeRun(msgspec.Struct, frozen=True, tag=True):
    """Tell the weights of one run, by its batch and its place in that, at this epoch."""

    run: str
    batch: int
    place: int
    epoch: int


class SweepProgress(msgspec.Struct, frozen=True, tag=True):
    """How a batch stands: the scores (n, R, M) of epochs `first_epoch` on, the last after `epoch` epochs, and the
    accuracy (R,) of the training rows there.
    """

    run: str
    batch: int
    first_epoch: int
    scores: np.ndarray
    epoch: int
    accuracy: np.ndarray
    playing: bool
    elapsed_s: float


class Maps(msgspec.Struct, frozen=True, tag=True):
    """The predicted class (m, n) at the places, or rows, of the runs that were asked for, its probability (m, n), and
    the epoch (m,) of each.
    """

    run: str
    wanted: tuple[tuple[int, int], ...]
    predicted: np.ndarray
    probability: np.ndarray
    epochs: np.ndarray


class TakenRun(msgspec.Struct, frozen=True, tag=True):
    """One run of a sweep with its weights and slots (1, rows, columns)."""

    run: str
    batch: int
    place: int
    snapshot: Snapshot
