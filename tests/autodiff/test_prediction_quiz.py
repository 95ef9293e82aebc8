"""What a step did."""

import numpy as np

from nets.autodiff.prediction_quiz import Stand, outcome, sign_of


def test_the_rows_that_flip_and_their_classes_are_found():
    before = Stand(0.7, np.array([0, 0, 1]))
    after = Stand(0.5, np.array([0, 1, 1]))
    came = outcome(before, after, targets=np.array([0, 1, 1]))
    assert (came.loss_went, came.flipped.tolist(), came.of_classes) == ("down", [1], (1,))


def test_a_step_that_changes_nothing_goes_nowhere():
    stand = Stand(0.7, np.array([0]))
    came = outcome(stand, stand, targets=np.array([0]))
    assert (came.loss_went, len(came.flipped), came.of_classes) == ("nowhere", 0, ())
    assert [sign_of(each) for each in (0.1, -2.0, 0.0)] == ["positive", "negative", "zero"]
