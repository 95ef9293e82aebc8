"""Real trainer processes, and tapes that are given to them."""

import pytest

from nets.training.client.pool import TrainerPool
from nets.training.client.tape import Tape
from tests.lecture.golden import golden
from tests.training.client.tapes import LONG


@pytest.fixture(scope="module")
def shared():
    trainers = TrainerPool()
    yield trainers
    trainers.close()
    assert trainers.n_tapes == 0


@pytest.fixture
def opened(shared):
    """Open a tape; all are dropped in the end."""
    tapes = []

    def open_tape(settings=LONG, examples=None, start=None, plan=None):
        tape = Tape(settings, examples or golden(settings.net).examples, start, plan=plan)
        shared.hold(tape)
        tapes.append(tape)
        return tape

    yield open_tape
    for tape in tapes:
        tape.drop()
