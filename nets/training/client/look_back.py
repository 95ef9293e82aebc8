"""A look back at an earlier epoch of a tape, while the tape itself stays where it is."""

from nets.training.client.checkpoints import Checkpoints
from nets.training.protocol.events import Events
from nets.training.protocol.messages import EvaluateAt
from nets.training.protocol.snapshot import Snapshot


class LookBack:
    """Which earlier epoch is looked at, None for none, and how the net stood there, None until the trainer has told."""

    def __init__(self) -> None:
        self.epoch: int | None = None
        self.seen: Snapshot | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the trainer has still to tell."""
        return self.epoch is not None and self.seen is None

    def begin(self, epoch: int) -> None:
        """Look at this epoch from now on."""
        self.epoch, self.seen = epoch, None

    def end(self) -> None:
        """Look at the last epoch again."""
        self.epoch = self.seen = None

    def take(self, snapshot: Snapshot) -> None:
        """Take down how the net stood, if it is the epoch that is looked at now."""
        if snapshot.epoch == self.epoch:
            self.seen = snapshot

    def query(self, run: str, events: Events, checkpoints: Checkpoints) -> EvaluateAt:
        """What to ask the trainer: to train again what was done from the nearest checkpoint on."""
        start = checkpoints.nearest(self.epoch)
        begin = start.epoch if start else 0
        return EvaluateAt(run, events.settings_at(begin), start, self.epoch, events.after(begin))
