"""What the course's MLP learns from many starts, by the learning rate."""

import msgspec
import numpy as np
import pytest

from nets.settings import Settings
from nets.training.engine.run import Run
from tests.lecture.golden import golden


def share_right(*, learning_rate, n_seeds, epochs):
    """The share of seeds whose net predicts every row's label after so many epochs."""
    settings = Settings(learning_rate=learning_rate, epochs=epochs)
    runs = [msgspec.structs.replace(settings, seed=seed) for seed in range(n_seeds)]
    run = Run(runs, golden("mlp").examples)
    while run.epoch < epochs:
        run.advance(epochs - run.epoch)
    _, accuracy = run.results()
    return np.mean(accuracy == 1)


def test_every_one_of_a_thousand_starts_has_all_rows_right_after_the_course_s_epochs():
    assert golden("mlp").examples.n_rows == 9
    assert share_right(learning_rate=1.0, n_seeds=1000, epochs=100) == 1


@pytest.mark.parametrize(("learning_rate", "share"), [(0.1, 1), (0.5, 1), (1, 1), (2, 1), (5, 1), (50, 0)])
def test_of_256_starts_all_learn_at_rates_from_a_tenth_to_five_and_none_at_fifty(learning_rate, share):
    assert share_right(learning_rate=learning_rate, n_seeds=256, epochs=1000) == share
