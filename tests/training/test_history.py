"""The record of losses on the tape."""

import numpy as np

from nets.training.history import History


def test_losses_come_back_as_they_were_added_in_any_portions():
    losses = np.random.default_rng(0).random(5000, np.float32)
    for portions in ([5000], [1] * 300 + [4700], [0, 256, 1, 0, 255, 4488]):
        history, epoch = History(), 0
        for n in portions:
            history.add(epoch, losses[epoch : epoch + n])
            epoch += n
            assert np.array_equal(history.losses(), losses[:epoch])


def test_what_is_told_again_replaces_what_stood_there_and_later():
    history = History()
    history.add(0, np.arange(10, dtype=np.float32))
    history.add(4, np.array([40, 50], np.float32))
    assert history.losses().tolist() == [0, 1, 2, 3, 40, 50]
    history.add(2, np.zeros(0, np.float32))
    assert history.losses().tolist() == [0, 1]


def test_what_was_read_does_not_change_under_the_reader():
    history = History()
    history.add(0, np.array([1, 2], np.float32))
    read = history.losses()
    history.add(0, np.array([8, 9], np.float32))
    read[0] = 5
    assert history.losses().tolist() == [8, 9]
    assert read.tolist() == [5, 2]


def test_a_longest_run_takes_four_bytes_an_epoch_twice_at_most():
    history = History()
    for start in range(0, 1_000_000, 8192):
        history.add(start, np.ones(8192, np.float32))
    assert history.losses().nbytes >= 4_000_000
    assert history._losses.nbytes <= 2 * history.losses().nbytes
