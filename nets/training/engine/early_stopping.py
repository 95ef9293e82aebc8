"""Early stopping: the epochs since the best validation loss, and the way back to that epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

from nets.settings import Settings
from nets.training.engine.epochs import State


@dataclass(frozen=True)
class Stretch:
    """Where some epochs began, and by which settings they were taken."""

    began: int
    state: State
    runs: tuple[Settings, ...]


@dataclass(frozen=True)
class Watch:
    """The least validation loss so far, its epoch, and the stretch that epoch is in."""

    loss: float
    epoch: int
    stretch: Stretch

    def after(self, losses: Sequence[float], stretch: Stretch, *, limit: int) -> tuple["Watch", int | None]:
        """The watch after the losses of a stretch, from its first epoch on; and the epoch that is `limit` epochs
        later than the best one.

        None where there is none; losses after that epoch do not count.
        """
        watch = self
        for epoch, loss in enumerate(losses, start=stretch.began):
            if loss < watch.loss:
                watch = Watch(loss, epoch, stretch)
            elif epoch - watch.epoch >= limit:
                return watch, epoch
        return watch, None
