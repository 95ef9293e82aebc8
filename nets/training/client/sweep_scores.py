"""The scores of all runs of a sweep, epoch by epoch, thinned to what may be held."""

from collections.abc import Sequence

import numpy as np

MOST_BYTES = 12 * 2**20  # and as much again for what was last read of them
RUNAWAY_NATS = 1e4  # a run whose loss is above this, or not finite, has diverged
FIRST_ROOM = 64


class SweepScores:
    """float32 of every `stride`-th epoch, which doubles when there are too many, and of each run's last.

    Public arrays are to be read only. `epochs` (N,): how many each run has had; `last` (N, M): its scores there;
    `diverged_at` (N,): the epoch at which its loss was no number or above 10,000 nats, -1 where it never was.
    """

    def __init__(self, n_runs: int) -> None:
        self.stride = 1
        self.epochs = np.zeros(n_runs, int)
        self.diverged_at = np.full(n_runs, -1)
        self.last = np.full((n_runs, 1), np.nan, np.float32)
        self._kept = np.zeros((0, n_runs, 1), np.float32)  # (room, N, M)
        self._is_known = np.zeros(n_runs, bool)

    @property
    def n_bytes(self) -> int:
        """How much they take."""
        return self._kept.nbytes

    @property
    def end(self) -> int:
        """The last epoch that any run has come to."""
        return int(self.epochs.max())

    def add(self, members: Sequence[int], first_epoch: int, scores: np.ndarray) -> bool:
        """Put the scores (n, R, M) of these R runs after first_epoch epochs, and after each more, where they belong;
        whether any are new.
        """
        runs = np.asarray(members)
        end = first_epoch + len(scores) - 1
        self._make_room(end, n_scores=scores.shape[2])
        n_before = -first_epoch % self.stride
        kept = scores[n_before :: self.stride]
        begin = (first_epoch + n_before) // self.stride
        self._kept[begin : begin + len(kept), runs] = kept
        is_new = not self._is_known[runs].all() or end > self.epochs[runs[0]]
        if is_new:
            self._note_divergence(runs, first_epoch, scores[:, :, 0])
            self.epochs[runs] = end
            self.last[runs] = scores[-1]
            self._is_known[runs] = True
        return is_new

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """The epochs (K,) of which there are scores, and the scores (N, K, M), NaN where a run has not come so far."""
        end = self.end
        kept = np.arange(0, end + 1, self.stride)
        scores = self._kept[: len(kept)].copy()
        if kept[-1] < end:
            latest = np.where((self.epochs == end)[:, None], self.last, np.float32(np.nan))
            kept, scores = np.append(kept, end), np.concatenate([scores, latest[None]])
        if not len(self._kept):
            scores = np.full((1, *self.last.shape), np.nan, np.float32)
        scores.flags.writeable = False
        return kept, scores.transpose(1, 0, 2)

    def _note_divergence(self, runs: np.ndarray, first_epoch: int, losses: np.ndarray) -> None:
        is_lost = ~(losses <= RUNAWAY_NATS)  # so for NaN too
        first = np.where(is_lost.any(axis=0), first_epoch + is_lost.argmax(axis=0), -1)
        is_first = (self.diverged_at[runs] < 0) & (first >= 0)
        self.diverged_at[runs[is_first]] = first[is_first]

    def _make_room(self, epoch: int, *, n_scores: int) -> None:
        """Have a place for this epoch's scores, by keeping fewer of others if there would be too many."""
        n_runs = len(self.epochs)
        if self.last.shape[1] != n_scores:
            self.last = np.full((n_runs, n_scores), np.nan, np.float32)
            self._kept = np.zeros((0, n_runs, n_scores), np.float32)
        most = max(MOST_BYTES // (4 * n_runs * n_scores), 2)
        while epoch // self.stride + 1 > most:
            self._kept = self._kept[::2].copy()
            self.stride *= 2
        wanted = epoch // self.stride + 1
        if wanted > len(self._kept):
            room = min(max(wanted, 2 * len(self._kept), FIRST_ROOM), most)
            longer = np.full((room, n_runs, n_scores), np.nan, np.float32)
            longer[: len(self._kept)] = self._kept
            self._kept = longer
