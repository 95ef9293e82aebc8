"""A look back at an earlier epoch of a tape, or into one, while the tape itself stays where it is."""

from nets.training.client.checkpoints import Checkpoints
from nets.training.protocol.events import UNTRAINED, Events
from nets.training.protocol.messages import EvaluateAt
from nets.training.protocol.snapshot import Snapshot

NOTICED_S = 0.05  # an epoch that takes longer to train again is asked for after the nearest one that is kept


class LookBack:
    """Which earlier epoch is looked at, None for none, and how the net stood there, None until the trainer has told.

    Until then `stand_in` is the nearest moment that is known. `within` is a moment between two batches of that epoch,
    or of the last one where none is looked at. `shown` is what is seen of all that, None while none is.
    """

    def __init__(self) -> None:
        self.epoch: int | None = None
        self.seen: Snapshot | None = None
        self.stand_in: Snapshot | None = None
        self.within: Snapshot | None = None
        self._first: int | None = None  # the kept epoch that is asked for before

    @property
    def is_awaited(self) -> bool:
        """Whether the trainer has still to tell."""
        return self.epoch is not None and self.seen is None

    @property
    def shown(self) -> Snapshot | None:
        """How the net stood there, or nearest to it."""
        return self.within or self.of_epoch

    @property
    def of_epoch(self) -> Snapshot | None:
        """The same of the epoch itself, before its first batch."""
        return self.seen or self.stand_in

    def begin(self, epoch: int, checkpoints: Checkpoints, *, last: Snapshot) -> None:
        """Look at this epoch from now on; `last` is where the tape stands."""
        known = [last] if self.of_epoch is None else [self.of_epoch, last]
        stand_in = min(known, key=lambda moment: abs(moment.epoch - epoch))
        kept, start = checkpoints.closest(epoch), checkpoints.nearest(epoch)
        is_nearer = kept is not None and abs(kept.epoch - epoch) < abs(stand_in.epoch - epoch)
        again_s = (epoch - (start.epoch if start else 0)) * last.elapsed_s / max(1, last.epoch)
        self.epoch, self.seen, self.stand_in, self.within = epoch, None, stand_in, None
        self._first = kept.epoch if is_nearer and again_s > NOTICED_S else None

    def end(self) -> None:
        """Look at the last epoch again."""
        self.epoch = self.seen = self.stand_in = self.within = self._first = None

    def take(self, snapshot: Snapshot) -> bool:
        """Take down how the net stood, if it is what was asked for; whether the epoch itself is to be asked for now."""
        if snapshot.epoch == self.epoch:
            self.seen, self.stand_in, self._first = snapshot, None, None
        elif snapshot.epoch == self._first:
            self.stand_in, self._first = snapshot, None
            return True
        return False

    def query(self, run: str, events: Events, checkpoints: Checkpoints) -> EvaluateAt:
        """What to ask the trainer: to train again what was done from the nearest checkpoint on."""
        epoch = self.epoch if self._first is None else self._first
        start = checkpoints.nearest(epoch)
        begin = start.epoch if start else UNTRAINED
        return EvaluateAt(run, events.settings_at(begin), start, epoch, events.after(begin))
