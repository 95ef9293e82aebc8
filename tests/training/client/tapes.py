"""What is waited for and compared of tapes in real trainers."""

from nets.settings import Settings
from tests.processes.processes import wait_until

LONG = Settings(hidden_units=64, epochs=1_000_000)  # of a lecture's net they would take a second


def settled(tape):
    wait_until(lambda: not tape.view().moving, what="the tape stands still")
    return tape.view()


def reaches(tape, epoch):
    wait_until(lambda: tape.view().epoch >= epoch, what=f"the tape reaches epoch {epoch}")


def same(one, other):
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()
