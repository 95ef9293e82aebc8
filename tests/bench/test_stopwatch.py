"""The times are those of the peers, taken in turns."""

import time

import numpy as np

from nets.bench.stopwatch import ROUNDS, measure


class Sleeper:
    """A peer whose epoch takes as long as it is told."""

    def __init__(self, name, epoch_s, calls):
        self.name, self.epoch_s, self.calls = name, epoch_s, calls

    def begin(self):
        time.sleep(0.01)  # a pause that is not to be counted

    def epochs(self, n_epochs):
        self.calls.append(self.name)
        time.sleep(n_epochs * self.epoch_s)
        return np.zeros(n_epochs)


def test_an_epoch_s_time_is_measured_without_the_pauses():
    timing = measure({"a": Sleeper("a", 0.002, [])}, seconds=0.2)["a"]
    assert 2000 <= timing.low <= timing.us_per_epoch <= timing.high
    assert timing.us_per_epoch < 4000


def test_peers_take_turns_and_a_slow_one_fewer():
    calls = []
    measure({"quick": Sleeper("quick", 0.005, calls), "slow": Sleeper("slow", 0.1, calls)}, seconds=0.1)
    assert calls.count("quick") > calls.count("slow") >= 5
    measured = calls[-ROUNDS - 3 :]
    assert measured[:6] == ["quick", "slow"] * 3
    assert set(measured[6:]) == {"quick"}
