"""An epoch, or a batch of it, taken in its parts: forward, loss, backward, update."""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import msgspec
import numpy as np

from nets.queries.next_step import NextStep
from nets.queries.query import Declined
from nets.settings import Settings
from nets.training.client.query_cache import Answer, digest_of
from nets.training.client.tape import Tape
from nets.training.client.view import View
from nets.training.protocol.snapshot import Snapshot
from nets.workspace.step.next_step import ask_next_step

Part = Literal["forward", "loss", "backward", "update"]
PARTS: tuple[Part, ...] = get_args(Part)

PRESSED_S = 3  # a press waits so long for what its part has to show


class StepThrough:
    """Where a person is who takes a step of a tape in parts. It begins with the part forward.

    `epoch` is how many epochs the weights had before, `batch` which of its batches the step is on, from 0. `found` is
    what is known of the step, None while the trainer has not told; `problem` says why it does not.
    After the part update of the last batch the tape itself has trained the epoch, as Step does, bit for bit; after that
    of another, a moment within the epoch is looked at.
    """

    def __init__(self, tape: Tape, settings: Settings) -> None:
        self.tape = tape
        self._begin(settings, batch=0)

    @property
    def is_last_batch(self) -> bool:
        """Whether the epoch ends with this step."""
        return self.found is None or self.batch + 1 >= self.found.n_batches

    @property
    def is_awaited(self) -> bool:
        """Whether the trainer has still to tell what there is to show."""
        return self.found is None and not self.problem

    @property
    def next_batch(self) -> int:
        """The batch that the net as it is shown is trained on next."""
        if self.part != "update":
            return self.batch
        return 0 if self.is_last_batch else self.batch + 1

    @property
    def gradients(self) -> Mapping[str, np.ndarray] | None:
        """The gradients of the weights, (rows, columns), in the part backward; else None."""
        return self.found.gradients if self.part == "backward" and self.found else None

    @property
    def place(self) -> tuple[int, int, Part]:
        """What tells this part of this step from the others of the tape."""
        return self.epoch, self.batch, self.part

    def press(self, settings: Settings, *, train: Callable[[], Tape]) -> None:
        """Take the next part. `train` takes one epoch as Step does and returns the tape that has."""
        if self.part == "update":
            self._begin(settings, batch=self.next_batch)
            return
        self.look(settings, wait_s=PRESSED_S)
        if self.found is None:
            return  # not before it is known what there is to show
        following = PARTS[PARTS.index(self.part) + 1]
        if following == "update":
            if self.is_last_batch:
                self._expected = None
                self.tape = train()
                self.tape.wait_for_epoch(PRESSED_S)
            elif not self._go_within(settings):
                return
        self.part = following

    def look(self, settings: Settings, *, wait_s: float) -> None:
        """Have what is known of the step, by these settings; once it is taken that stays."""
        if self.part == "update":
            return
        answer = ask_next_step(self.tape, settings, part="step", wait_s=wait_s, batch=self.batch)
        self.found, self.problem = _known(answer)

    def is_on(self, tape: Tape, view: View) -> bool:
        """Whether that is still where the tape is: it was not moved, trained on, or changed otherwise."""
        if tape is not self.tape or view.failure or view.snapshot is None:
            return False
        if self._expected is None:  # trained by `train`
            return view.moving or (view.epoch == self.epoch + 1 and view.state not in ("diverged", "stopped"))
        return view.state != "playing" and (view.epoch, digest_of(view.snapshot.params)) == self._expected

    def leave(self) -> None:
        """Look at the epoch itself again."""
        self.tape.look_within(None)

    def _begin(self, settings: Settings, *, batch: int) -> None:
        shown = self.tape.view().snapshot
        self.epoch, self.batch, self.part = shown.epoch, batch, PARTS[0]
        self._expected: tuple[int, bytes] | None = (shown.epoch, digest_of(shown.params))
        self.found: NextStep | None = None
        self.problem = ""
        self.look(settings, wait_s=PRESSED_S)

    def _go_within(self, settings: Settings) -> bool:
        """Look at the net after this batch; whether the trainer has told of it."""
        answer = ask_next_step(self.tape, settings, part="step", wait_s=PRESSED_S, batch=self.batch, wants_after=True)
        found, self.problem = _known(answer)
        if found is None:
            return False
        before = self.tape.view().snapshot
        after = {name: getattr(found.after, name) for name in found.after.__struct_fields__}
        moment: Snapshot = msgspec.structs.replace(before, **after)
        self.found, self._expected = found, (before.epoch, digest_of(moment.params))
        self.tape.look_within(moment)
        return True


def _known(answer: Answer[NextStep] | None) -> tuple[NextStep | None, str]:
    """The step, if it is known, or why it is not."""
    if answer is None or not answer.fresh:
        return None, ""
    if isinstance(answer.found, Declined):
        return None, answer.found.sentence
    return answer.found, ""
