"""Parallel coordinates: where runs stand on each line, and what a brush chooses."""

import numpy as np

from nets.sweep.panels.dimensions import dimensions_of, within
from nets.sweep.scores import Terms
from tests.sweep.sweeps import view_of_four


def dimensions(**changed):
    return {each.name: each for each in dimensions_of(view_of_four(**changed), Terms(4))}


def test_what_varies_stands_before_how_the_runs_did():
    assert list(dimensions()) == ["learning_rate", "seed", "loss", "validation_loss", "validation_accuracy"]


def test_losses_stand_on_a_logarithmic_line_and_a_run_that_diverged_under_all_others():
    loss = dimensions()["loss"]
    np.testing.assert_allclose(loss.places[[0, 2, 3]], np.log10([0.1, 0.2, 0.6]))
    assert loss.places[1] < loss.places[[0, 2, 3]].min()
    assert (loss.places[1], "diverged") in loss.ticks
    assert loss.ends[0] <= loss.places.min()
    assert loss.ends[1] >= loss.places.max()


def test_every_place_is_on_its_line_also_when_nothing_is_known():
    for changed in ({}, {"scores": np.full((4, 3, 3), np.nan), "accuracy": np.full(4, np.nan)}):
        for dimension in dimensions(**changed).values():
            assert np.isfinite(dimension.places).all()
            assert dimension.places.min() >= dimension.ends[0]
            assert dimension.places.max() <= dimension.ends[1]
            assert dimension.ends[0] < dimension.ends[1]


def test_a_brush_chooses_the_runs_that_lie_in_it_on_every_brushed_line():
    found = tuple(dimensions().values())
    assert within(found, {}).all()
    assert within(found, {"loss": [(np.log10(0.15), 0.0)]}).tolist() == [False, False, True, True]
    assert within(found, {"loss": [(np.log10(0.15), 0.0)], "seed": [(-0.5, 0.5)]}).tolist() == [
        False,
        False,
        True,
        False,
    ]
    assert within(found, {"seed": [(-0.5, 0.5), (0.5, 1.5)]}).all()
