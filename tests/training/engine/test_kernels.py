"""Loops compiled into one kernel or many, matrices with an axis of runs or without: the numbers are the same."""

import math

import msgspec
import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.models import kernels
from nets.models.recurrence import LARGE
from nets.settings import Settings
from nets.training.engine import epochs
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

SOME_CELLS = ("softmax", "lstm")  # one whose gradient is written out, one whose gradient the tape finds
SETTINGS = Settings(learning_rate=0.1, hidden_units=6, init="glorot", bias="every", precision="float64", epochs=12)
RNNS = [msgspec.structs.replace(SETTINGS, net="rnn", cell=cell) for cell in SOME_CELLS]
ROWS = msgspec.structs.replace(SETTINGS, hidden_layers=2, activation="gelu")
BATCHES = msgspec.structs.replace(ROWS, batch=7)


def examples(*, groups=None):
    rng = np.random.default_rng(4)
    return Examples(values_of(rng.normal(size=(24, 3))), rng.integers(3, size=24), 3, groups)


@pytest.fixture
def losses_with(monkeypatch):
    def found(settings, most_products):
        monkeypatch.setattr(kernels, "MOST_PRODUCTS", most_products)
        epochs.compiled.cache_clear()
        return Run(settings, examples(groups=np.arange(24) // 6)).advance(12)

    yield found
    epochs.compiled.cache_clear()


@pytest.mark.parametrize("settings", [*RNNS, ROWS, BATCHES], ids=[*SOME_CELLS, "rows", "batches"])
def test_a_loop_of_many_kernels_gives_the_numbers_of_one(losses_with, settings):
    one, many = losses_with(settings, math.inf), losses_with(settings, 0)
    assert many == pytest.approx(one, abs=1e-13)
    assert one[-1, 0, 0] < one[0, 0, 0]


@pytest.mark.parametrize("settings", RNNS, ids=SOME_CELLS)
def test_one_run_of_a_large_cell_is_what_it_is_beside_another(settings):
    settings = msgspec.structs.replace(settings, hidden_units=LARGE)
    other = msgspec.structs.replace(settings, seed=2)
    beside = Run([settings, other], examples()).advance(12)
    assert Run(settings, examples()).advance(12)[:, 0] == pytest.approx(beside[:, 0], abs=1e-13)
