"""Batches are one where padding takes less time than another compilation."""

import msgspec
import pytest

from nets.settings import Settings
from nets.settings.compile_key import structure_of
from nets.sweep.merging import merged

SHAPE = {"n_features": 2, "n_classes": 2}


def runs_of(widths, n_seeds, **values):
    base = Settings(**values)
    return [msgspec.structs.replace(base, hidden_units=units, seed=seed) for units in widths for seed in range(n_seeds)]


@pytest.mark.parametrize(
    ("n_rows", "epochs", "n_groups"),
    [
        pytest.param(9, 100, 1, id="tiny: one function"),
        pytest.param(5000, 5000, 4, id="long: 5 is padded to 8"),
    ],
)
def test_widths_are_padded_as_far_as_it_pays(n_rows, epochs, n_groups):
    runs = runs_of((5, 8, 16, 32, 64), 10, epochs=epochs)
    groups = merged(runs, n_rows=n_rows, **SHAPE)
    assert len(groups) == n_groups
    assert sorted(place for group in groups for place in group) == list(range(len(runs)))
    for group in groups:
        structure_of([runs[place] for place in group])  # or it would raise


def test_runs_of_one_width_stay_together_however_long_they_take():
    runs = runs_of((64,), 50, epochs=100_000)
    assert merged(runs, n_rows=10_000, **SHAPE) == [tuple(range(50))]
    rnn = [msgspec.structs.replace(run, net="rnn") for run in runs]
    assert merged(rnn, n_rows=10_000, **SHAPE) == [tuple(range(50))]
