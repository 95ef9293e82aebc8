"""Pieces that are trained by several threads come out as they do one after the other."""

import threading

import msgspec
import numpy as np
import pytest

from nets.settings import Settings
from nets.sweep.plan import Batch
from nets.training.engine.all_cores import train_on_all_cores
from nets.training.engine.run import Run
from nets.training.engine.side_by_side import train_side_by_side
from tests.lecture.golden import golden

BASE = Settings(epochs=60)
EXAMPLES = golden("mlp").examples


def piece(first, **values):
    runs = tuple(msgspec.structs.replace(BASE, seed=seed, **values) for seed in range(first, first + 3))
    return Batch(tuple(range(first, first + 3)), runs, 0)


PIECES = [piece(0), piece(3), piece(6, hidden_layers=2), piece(9)]


def test_every_piece_has_to_the_bit_what_it_has_in_one_thread():
    told = []
    found = dict(train_on_all_cores(PIECES, [EXAMPLES], told.append))
    assert set(found) == set(PIECES)
    for each, trained in found.items():
        expected = train_side_by_side(each.runs, EXAMPLES)
        assert np.array_equal(trained.scores, expected.scores)
        assert np.array_equal(trained.accuracy, expected.accuracy)
    assert max(told) == 12


def test_what_a_thread_cannot_do_is_raised_where_it_is_waited_for():
    unlike = Batch((0, 1), (BASE, msgspec.structs.replace(BASE, batch=4)), 0)
    with pytest.raises(ValueError, match="batch"):
        list(train_on_all_cores([piece(0), unlike], [EXAMPLES], lambda n: None))


def test_who_stops_asking_stops_the_threads():
    endless = [piece(first, epochs=10**6) for first in (0, 3, 6)]
    begun = threading.Event()

    def told(n_done):
        begun.set()

    waiting = train_on_all_cores([piece(9), *endless], [EXAMPLES], told)
    next(waiting)
    assert begun.is_set()
    waiting.close()
    for thread in threading.enumerate():
        if thread.name == "sweep":
            thread.join(60)
            assert not thread.is_alive()


def test_a_function_compiles_while_another_run_goes_on():
    """Both end with the numbers that they have by themselves."""
    running, other = Run(BASE, EXAMPLES), Run(msgspec.structs.replace(BASE, activation="sine", epochs=7), EXAMPLES)
    losses = [running.advance(1)]
    thread = threading.Thread(target=other.compile)
    thread.start()
    while thread.is_alive():
        losses.append(running.advance(1))
    thread.join()
    assert np.array_equal(np.concatenate(losses), Run(BASE, EXAMPLES).advance(len(losses)))
    again = Run(msgspec.structs.replace(BASE, activation="sine"), EXAMPLES)
    assert np.array_equal(other.advance(7), again.advance(7))
