"""What the server and a trainer say to each other; each message is one record, told apart by its name."""

import msgspec
import numpy as np

from nets.settings import Settings
from nets.training.protocol.events import Event
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import Snapshot
from nets.training.protocol.sweep import GoSweep, LoadSweep, Maps, MapsAt, SweepProgress, TakenRun, TakeRun


class Load(msgspec.Struct, frozen=True, tag=True):
    """Hold this run, paused, at its initial weights or where `start` left it; `settings` and `ahead` as with `Go`."""

    run: str
    settings: Settings
    examples: Examples
    start: Snapshot | None = None
    ahead: tuple[Event, ...] = ()


class Go(msgspec.Struct, frozen=True, tag=True):
    """Train until this epoch, by these settings and, as their epochs come, by the events `ahead`, at most `pace` epochs
    a second (None: as fast as it goes).

    Until the epoch it has reached, or an earlier one, means pause.
    """

    run: str
    settings: Settings
    until: int
    pace: float | None = None
    ahead: tuple[Event, ...] = ()


class EvaluateAt(msgspec.Struct, frozen=True, tag=True):
    """Evaluate the run at this epoch, trained by these settings and the events `ahead` from `start`, from its initial
    weights if that is None; the run itself stays where it is.
    """

    run: str
    settings: Settings
    start: Snapshot | None
    epoch: int
    ahead: tuple[Event, ...] = ()


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Answer this query about the net with these weights on the run's rows.

    `weights` is the digest of `params` (R, rows, columns), which are None where they are those of the run's last query.
    Of two queries for the same `part` of a page only the later one has to be answered. `key` tells query and weights
    apart; `epoch` is how many the weights have had.
    """

    run: str
    part: str
    key: bytes
    query: bytes
    settings: Settings
    weights: bytes
    params: dict[str, np.ndarray] | None
    epoch: int


class Drop(msgspec.Struct, frozen=True, tag=True):
    """Let go of this run and everything it holds."""

    run: str


class Ready(msgspec.Struct, frozen=True, tag=True):
    """TensorFlow is loaded and compiles; runs loaded from now on, or before, are trained.

    `unknown_flags` are the compiler's flags that this TensorFlow does not know: epochs are slower without them.
    """

    unknown_flags: tuple[str, ...] = ()


class Progress(msgspec.Struct, frozen=True, tag=True):
    """The run as it stands, and the scores (n, M) before each epoch from `first_epoch` on, since the last message.

    `settings` are those it goes on by, `ahead` the events that are still to come.
    """

    run: str
    settings: Settings
    first_epoch: int
    scores: np.ndarray
    snapshot: Snapshot
    playing: bool
    diverged_at: int | None
    stopped_at: int | None
    ahead: tuple[Event, ...] = ()


class Evaluated(msgspec.Struct, frozen=True, tag=True):
    """How the run stood at the epoch that was asked for."""

    run: str
    snapshot: Snapshot


class Answered(msgspec.Struct, frozen=True, tag=True):
    """The answer to a query, and which it was."""

    run: str
    key: bytes
    query: bytes
    epoch: int
    answer: bytes


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The run could not be trained; it is no longer held. `sentence` says why and what to try."""

    run: str
    sentence: str


ToTrainer = Load | Go | EvaluateAt | Ask | Drop | LoadSweep | GoSweep | MapsAt | TakeRun
FromTrainer = Ready | Progress | Evaluated | Answered | Failed | SweepProgress | Maps | TakenRun
