"""What the server and a trainer say to each other about a sweep; each message is one record, told apart by its name.

A run of a sweep is told by its place in it, its member's; runs that are trained side by side are a batch.
"""

import msgspec
import numpy as np

from nets.settings import Settings
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import Snapshot


class SweepBatch(msgspec.Struct, frozen=True):
    """Runs to be trained side by side, the places of which are `members`, on the rows `examples[data]` of the sweep."""

    members: tuple[int, ...]
    runs: tuple[Settings, ...]
    data: int


class LoadSweep(msgspec.Struct, frozen=True, tag=True):
    """Hold these batches, paused, at their initial weights."""

    run: str
    batches: tuple[SweepBatch, ...]
    examples: tuple[Examples, ...]


class GoSweep(msgspec.Struct, frozen=True, tag=True):
    """Train each batch until its epoch of `until`, at most `pace` epochs a second (None: as fast as it goes).

    Until the epoch it has reached, or an earlier one, means that the batch pauses.
    """

    run: str
    until: tuple[int, ...]
    pace: float | None = None


class MapsAt(msgspec.Struct, frozen=True, tag=True):
    """Tell what the runs `wanted` predict after `epoch` epochs, or all that they have had; and again with each report
    that finds them further on, until others are asked for.

    MLP: at each place (D,) of `places[data]` (n, D), inputs as they enter the net, an array for each examples of the
    sweep. RNN: of each row.
    """

    run: str
    wanted: tuple[int, ...]
    places: tuple[np.ndarray, ...]
    epoch: int | None = None


class TakeRun(msgspec.Struct, frozen=True, tag=True):
    """Tell the weights of one run at this epoch, once it has come so far, and if `with_scores` those of all epochs to
    there, for which the run is trained again from its start.
    """

    run: str
    member: int
    epoch: int
    with_scores: bool = False


class BatchProgress(msgspec.Struct, frozen=True):
    """How a batch stands: the scores (n, R, M) after `first_epoch` epochs and each later number up to `epoch`, and the
    accuracy (R,) of the training rows after `epoch`, None where it is not yet known. `ended`: it is a single run that
    diverged after this epoch.
    """

    batch: int
    first_epoch: int
    scores: np.ndarray
    epoch: int
    accuracy: np.ndarray | None
    ended: bool


class SweepProgress(msgspec.Struct, frozen=True, tag=True):
    """The batches that have come further since the last message; how many of all are compiled, for how many seconds
    the sweep has been trained, and how many it still needs to where it is to go, if that is known.
    """

    run: str
    batches: tuple[BatchProgress, ...]
    n_compiled: int
    playing: bool
    elapsed_s: float
    left_s: float | None


class Maps(msgspec.Struct, frozen=True, tag=True):
    """What m runs, `wanted`, predict after `epochs` (m,) epochs: those that were asked for, but for such as are not yet
    compiled. predicted: of each run the class (n,) at the places, or of the rows; probability: of an MLP its
    probability (n,), of an RNN nothing, (0,).
    """

    run: str
    wanted: tuple[int, ...]
    predicted: tuple[np.ndarray, ...]
    probability: tuple[np.ndarray, ...]
    epochs: np.ndarray


class TakenRun(msgspec.Struct, frozen=True, tag=True):
    """One run of a sweep with its weights and slots (1, rows, columns), without its answers; and its scores (n, M)
    after 0, 1, ... epochs up to there, none if none were asked for.
    """

    run: str
    member: int
    snapshot: Snapshot
    scores: np.ndarray
