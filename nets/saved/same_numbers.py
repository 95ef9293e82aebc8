"""Whether this computer computes a saved tape's first epochs to the last bit as the one that trained them."""

from collections.abc import Callable

import numpy as np

from nets.training.client.start import Recorded
from nets.training.client.tape import Tape
from nets.training.protocol.examples import Examples

MOST_EPOCHS = 1000
MOST_S = 2.0  # of training, as far as is known what an epoch takes
OVER = ("paused", "finished", "diverged", "stopped", "failed")


class SameNumbers:
    """The first epochs of a saved tape, trained again here from the initial weights, beside what was saved."""

    def __init__(self, recorded: Recorded, examples: Examples, hold: Callable[[Tape], None]) -> None:
        """`hold` gives a tape to a trainer, and raises `Refusal` where there is no room."""
        start = recorded.start
        self._scores = start.scores[: self._n_epochs(recorded) + 1] if start else np.zeros((0, 1))
        self._sentence: str | None = None
        self._tape: Tape | None = None
        if len(self._scores) > 1 and np.isfinite(self._scores[:-1]).all():
            self._tape = Tape(recorded.events.last, examples, plan=recorded.events)
            hold(self._tape)
            self._tape.train_to(len(self._scores) - 1)

    @property
    def is_awaited(self) -> bool:
        """Whether it is still being trained."""
        if self._tape is None:
            return False
        view = self._tape.view()
        if view.moving or view.state not in OVER:
            return True
        self._sentence = self._found(view.scores)
        self._tape.drop()
        self._tape = None
        return False

    @property
    def sentence(self) -> str | None:
        """What was found, None while nothing is."""
        return self._sentence

    def _n_epochs(self, recorded: Recorded) -> int:
        start = recorded.start
        epoch_s = start.snapshot.elapsed_s / max(1, start.epoch)
        return min(start.epoch, MOST_EPOCHS, max(1, int(MOST_S / max(epoch_s, 1e-9))))

    def _found(self, here: np.ndarray) -> str | None:
        n = min(len(here), len(self._scores))
        if n < 2 or here.shape[1] != self._scores.shape[1]:
            return None
        here, there = here[:n], self._scores[:n]
        epochs = f"first {n - 1:,} epochs" if n > 2 else "first epoch"
        if np.array_equal(here, there, equal_nan=True):
            return f"The {epochs}, trained again on this computer, have the same losses to the last bit."
        other = int(np.argmax((here != there).any(axis=1)))
        largest = float(np.nanmax(np.abs(here[:, 0] - there[:, 0])))
        return (
            f"The {epochs}, trained again on this computer, have other losses from epoch {other:,} on, by up to "
            f"{largest:.1g}: sums were rounded in another order where they were trained. What is shown is from the "
            "file; what is trained from here on is this computer's."
        )
