"""What is said of a sweep under its transport."""

from dataclasses import replace

import numpy as np
import pytest

from nets.settings import Settings
from nets.sweep.sweep import members_of, sweep_from
from nets.sweep.trained import Trained, view_of
from pages.explore.status_text import in_words


@pytest.mark.parametrize(
    ("left_s", "said"),
    [(0.0, "a moment left."), (1.4, "a moment left."), (3.21, "about 3.2 s left."), (None, "epochs 1 to 2 of 3.")],
)
def test_no_time_left_is_told_that_nobody_can_know(left_s, said):
    sweep = sweep_from(Settings(epochs=3), ["learning_rate=0.1,1"])
    trained = Trained(np.zeros((4, 2, 1)), np.zeros(2), np.array([-1, -1]))
    finished = view_of(sweep, members_of(sweep)[0], trained)
    view = replace(finished, state="playing", moving=True, epochs=np.array([1, 2]), left_s=left_s)
    assert in_words(view, trainer_ready=True).endswith(said)
