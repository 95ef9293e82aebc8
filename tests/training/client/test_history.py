"""The record of scores on the tape."""

import tracemalloc

import numpy as np
import pytest

from nets.training.client.history import History


@pytest.mark.parametrize("n_scores", [1, 3])
def test_scores_come_back_as_they_were_added_in_any_portions(n_scores):
    scores = np.random.default_rng(0).random((5000, n_scores), np.float32)
    for portions in ([5000], [1] * 300 + [4700], [0, 256, 1, 0, 255, 4488]):
        history, epoch = History(), 0
        for n in portions:
            history.add(epoch, scores[epoch : epoch + n])
            epoch += n
            assert np.array_equal(history.scores(), scores[:epoch])


def column(values):
    """One score an epoch, (n, 1)."""
    return np.array(values, np.float32).reshape(-1, 1)


def test_what_is_told_again_replaces_what_stood_there_and_later():
    history = History()
    history.add(0, column(range(10)))
    history.add(4, column([40, 50]))
    assert history.scores()[:, 0].tolist() == [0, 1, 2, 3, 40, 50]
    history.add(2, column([]))
    assert history.scores()[:, 0].tolist() == [0, 1]


def test_what_was_read_does_not_change_under_the_reader():
    history = History()
    history.add(0, column([1, 2]))
    first = history.scores()
    history.add(2, column([3]))
    second = history.scores()
    history.add(0, column([8, 9]))
    assert history.scores()[:, 0].tolist() == [8, 9]
    assert first[:, 0].tolist() == [1, 2]
    assert second[:, 0].tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="read-only"):
        second[0] = 5.0


def test_a_longest_run_takes_four_bytes_an_epoch_twice_at_most():
    portion = np.ones((8192, 1), np.float32)
    tracemalloc.start()
    try:
        history = History()
        for start in range(0, 1_000_000, 8192):
            history.add(start, portion)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    n_bytes = history.scores().nbytes
    assert n_bytes >= 4_000_000
    assert n_bytes <= held <= 2 * n_bytes + 10_000
