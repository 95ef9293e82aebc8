"""The pool of trainers of a server: how many tapes they hold, and which tape goes to which trainer."""

import os
from collections.abc import Sequence

from nets.errors import Code, Refusal
from nets.settings import Settings
from nets.sweep.plan import Plan
from nets.sweep.sweep import Member, Sweep
from nets.training.client.process import Trained, TrainerProcess
from nets.training.client.sweep_tape import SweepTape
from nets.training.client.tape import Tape
from nets.training.protocol.events import Events
from nets.training.protocol.examples import Examples

MAX_TAPES = 200  # that a server holds at once


class TrainerPool:
    """One trainer process for every two cores, so that its threads find the other core free."""

    def __init__(self) -> None:
        self._trainers = [TrainerProcess() for _ in range(max(1, (os.cpu_count() or 1) // 2))]

    @property
    def ready(self) -> bool:
        """Whether TensorFlow is loaded somewhere."""
        return any(trainer.ready.is_set() for trainer in self._trainers)

    @property
    def pids(self) -> tuple[int, ...]:
        """The trainer processes."""
        return tuple(trainer.pid for trainer in self._trainers if trainer.pid)

    @property
    def n_tapes(self) -> int:
        """How many tapes the trainers hold."""
        return sum(trainer.n_tapes for trainer in self._trainers)

    def open(self, settings: Settings, examples: Examples, *, plan: Events | None = None) -> Tape:
        """A new tape at its initial weights, which has this plan.

        Raises `Refusal` when the server holds as many as it can.
        """
        tape = Tape(settings, examples, plan=plan)
        self.hold(tape)
        return tape

    def open_sweep(self, sweep: Sweep, members: Sequence[Member], plan: Plan) -> SweepTape:
        """A new sweep at its initial weights.

        Raises `Refusal` when the server holds as much as it can.
        """
        tape = SweepTape(sweep, members, plan)
        self.hold(tape)
        return tape

    def hold(self, tape: Trained) -> None:
        """Give the tape to the trainer that has the fewest; one dropped before goes on where it was.

        Raises `Refusal` when the server holds as many as it can.
        """
        if self.n_tapes >= MAX_TAPES:
            sentence = f"This server already holds {MAX_TAPES} tapes: wait half a minute, then reload the page."
            raise Refusal(Code.SERVER_FULL, sentence)
        min(self._trainers, key=lambda trainer: trainer.n_tapes).add(tape)

    def close(self) -> None:
        """End all trainers."""
        for trainer in self._trainers:
            trainer.close()
