"""The trainers of a server, and which tape goes to which."""

import os

from nets.errors import Code, Refusal
from nets.settings import Settings
from nets.training.client.process import TrainerProcess
from nets.training.client.tape import Tape
from nets.training.protocol.examples import Examples

MAX_TAPES = 200


class TrainerPool:
    """One trainer process for every two cores, so that its threads find the other core free."""

    def __init__(self) -> None:
        self._links = [TrainerProcess() for _ in range(max(1, (os.cpu_count() or 1) // 2))]

    @property
    def ready(self) -> bool:
        """Whether TensorFlow is loaded somewhere."""
        return any(link.ready.is_set() for link in self._links)

    @property
    def pids(self) -> tuple[int, ...]:
        """The trainer processes."""
        return tuple(link.pid for link in self._links if link.pid)

    @property
    def n_tapes(self) -> int:
        """How many tapes the trainers hold."""
        return sum(link.n_tapes for link in self._links)

    def open(self, settings: Settings, examples: Examples) -> Tape:
        """A new tape at its initial weights.

        Raises `Refusal` when the server holds as many as it can.
        """
        tape = Tape(settings, examples)
        self.hold(tape)
        return tape

    def hold(self, tape: Tape) -> None:
        """Give the tape to the trainer that has the fewest; one dropped before goes on where it was.

        Raises `Refusal` when the server holds as many as it can.
        """
        if self.n_tapes >= MAX_TAPES:
            sentence = f"This server already holds {MAX_TAPES} tapes: wait half a minute, then reload the page."
            raise Refusal(Code.SERVER_FULL, sentence)
        min(self._links, key=lambda link: link.n_tapes).add(tape)

    def close(self) -> None:
        """End all trainers."""
        for link in self._links:
            link.close()
