"""Batches cut into pieces."""

import numpy as np
import pytest

from nets.settings import Settings
from nets.sweep.pieces import MOST_PRODUCTS, MOST_SIDE_BY_SIDE, pieces_of
from nets.sweep.plan import Batch, Plan
from nets.training.memory import MOST_BYTES, bytes_wanted
from nets.training.protocol.examples import Examples


def plan(n_runs, *, n_rows=9, **values):
    runs = tuple(Settings(seed=seed, **values) for seed in range(n_runs))
    examples = Examples((), np.zeros(n_rows, np.int32), 2)
    return Plan((Batch(tuple(range(100, 100 + n_runs)), runs, 0),), (examples,))


@pytest.mark.parametrize("n_runs", [1, 255, 256, 257, 1000, 1023])
def test_pieces_are_of_one_size_and_have_every_run_once(n_runs):
    pieces = pieces_of(plan(n_runs))
    assert len({len(piece.runs) for piece in pieces}) == 1
    assert len(pieces) == -(-n_runs // MOST_SIDE_BY_SIDE)
    seeds = [run.seed + 100 for piece in pieces for run in piece.runs[: len(piece.members)]]
    assert seeds == [member for piece in pieces for member in piece.members]
    assert sorted(seeds) == list(range(100, 100 + n_runs))
    assert all(len(piece.runs) - len(piece.members) in (0, 1) for piece in pieces)


def test_of_a_large_table_fewer_are_side_by_side():
    large = plan(64, n_rows=20_000, hidden_units=512, dropout=0.5)
    pieces = pieces_of(large)
    each = bytes_wanted(large.batches[0].runs[0], n_places=20_000, n_features=0, n_classes=2)
    assert all(len(piece.runs) * each <= MOST_BYTES for piece in pieces)
    assert len(pieces) > 1


def test_of_a_net_of_long_epochs_so_few_are_side_by_side_that_others_have_their_turn():
    pieces = pieces_of(plan(64, n_rows=20_000, hidden_units=100))
    weights = 100 * 1 + 2 * 100
    assert all(len(piece.runs) * 20_000 * weights <= MOST_PRODUCTS for piece in pieces)
    assert sum(len(piece.runs) for piece in pieces) == 64
