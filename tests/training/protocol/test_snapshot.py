"""Which rows of a large table a snapshot tells the probabilities of."""

import numpy as np

from nets.training.protocol.snapshot import MOST_LISTED, listed_rows


def test_the_first_of_the_validation_rows_are_among_them_wherever_they_stand():
    targets = np.zeros(6 * MOST_LISTED, int)
    held = np.arange(len(targets)) >= 4 * MOST_LISTED
    rows = listed_rows(targets, targets, held)
    assert set(np.flatnonzero(held)[:MOST_LISTED]) <= set(rows)
    assert set(listed_rows(targets, targets)) <= set(rows)
