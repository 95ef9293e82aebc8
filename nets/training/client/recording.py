"""The recording of a tape: what its trainer has told of it."""

import numpy as np

from nets.training.client.checkpoints import Checkpoints
from nets.training.client.history import History
from nets.training.client.start import Start
from nets.training.protocol.events import Events
from nets.training.protocol.messages import Progress
from nets.training.protocol.snapshot import Snapshot


class Recording:
    """The scores of every epoch, where the run stands, and the moments from which any other is trained again.

    `snapshot` is where it stands, None before the trainer has evaluated it, and then `start` may be what it begins
    with. `diverged_at` and `stopped_at` are those of the run where it has ended so.
    """

    def __init__(self, start: Start | None) -> None:
        self.start = start
        self.snapshot: Snapshot | None = None
        self.diverged_at: int | None = start and start.diverged_at
        self.stopped_at: int | None = start and start.stopped_at
        self.checkpoints = (start and start.checkpoints) or Checkpoints()
        self._history = History()
        if start:
            self._history.add(0, start.scores)
        self._scores: np.ndarray | None = None  # made once for each time something is told

    @property
    def moment(self) -> Snapshot | None:
        """Where a trainer goes on from; None: the initial weights."""
        return self.snapshot or (self.start and self.start.snapshot)

    @property
    def epoch(self) -> int:
        """How many epochs the weights have had."""
        return self.moment.epoch if self.moment else 0

    @property
    def end(self) -> int:
        """The last epoch there is to look at."""
        return max(self._history.n_epochs - 1, self.epoch)

    @property
    def has_ended(self) -> bool:
        """Whether it has diverged, or early stopping has ended it."""
        return self.diverged_at is not None or self.stopped_at is not None

    def is_news(self, message: Progress) -> bool:
        """Whether it tells more than where the run is known to stand."""
        has_ended = message.diverged_at is not None or message.stopped_at is not None
        stands_there = self.snapshot is not None and message.snapshot.epoch == self.snapshot.epoch
        return bool(len(message.scores)) or has_ended or not stands_there

    def take(self, message: Progress) -> bool:
        """Take down what the trainer told; whether the run has come further."""
        has_gained = self.snapshot is None or message.snapshot.epoch > self.snapshot.epoch
        if not self.is_of_start(message):
            self._history.add(message.first_epoch, message.scores)
            self.diverged_at, self.stopped_at = message.diverged_at, message.stopped_at
        elif not self.has_ended:
            self.diverged_at, self.stopped_at = message.diverged_at, message.stopped_at
        self.start = None
        self.snapshot, self._scores = message.snapshot, None
        self.checkpoints.keep(message.snapshot)
        return has_gained

    def is_of_start(self, message: Progress) -> bool:
        """Whether it tells only how the start looks, whose scores are known."""
        return self.start is not None and not len(message.scores)

    def go_back_to(self, snapshot: Snapshot) -> None:
        """The run stands at this earlier moment from now on."""
        self.snapshot, self._scores = snapshot, None

    def go_on(self) -> None:
        """It is trained on: however it had ended, it has not."""
        self.diverged_at = self.stopped_at = None

    def scores(self) -> np.ndarray:
        """The scores (n, M) at epoch 0, 1, ..., the last being those of the snapshot where it is beyond the others."""
        if self._scores is None:
            scores, last = self._history.scores(), self.snapshot
            if last and len(scores) == last.epoch:
                scores = np.concatenate([scores[:, : last.scores.shape[1]], last.scores[:1]])
                scores.flags.writeable = False
            self._scores = scores
        return self._scores

    def params(self) -> dict[int, dict[str, np.ndarray]]:
        """The weights (R, rows, columns) at the epochs that are kept, in rising order; the last is where it stands."""
        last = {self.snapshot.epoch: self.snapshot.params} if self.snapshot else {}
        return self.checkpoints.params() | last

    def start_at(self, moment: Snapshot, events: Events, *, n_kept: int) -> Start:
        """The start of another tape at this moment, with what is known of the `n_kept` first epochs."""
        return Start(self.scores()[:n_kept], moment, self.checkpoints.until(n_kept - 1), events)

    def whole(self, events: Events, *, looked_at: int | None) -> Start | None:
        """The start of another tape that is this one, with all that is known of it; None: the initial weights."""
        moment = self.moment
        if moment is None:
            return None
        ended = self.diverged_at, self.stopped_at
        return Start(self.scores(), moment.without_answers(), self.checkpoints.copy(), events, *ended, looked_at)

    def held(self) -> list[np.ndarray]:
        """The arrays in memory for its sake; some stand twice."""
        held = [self._history.scores()] + ([] if self._scores is None else [self._scores])
        moments = [self.start and self.start.snapshot, self.snapshot, *self.checkpoints.snapshots()]
        return held + [array for moment in moments if moment for array in moment.arrays()]
