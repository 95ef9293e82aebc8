"""The time that a call works is not the time it waits."""

import time

from nets.training.work_time import timed


def test_what_a_call_waits_is_not_counted_and_what_it_works_is():
    def work_and_wait():
        began = time.process_time()
        while time.process_time() - began < 0.02:
            pass
        time.sleep(0.3)
        return "answer"

    answer, seconds = timed(work_and_wait)
    assert answer == "answer"
    assert 0.02 <= seconds < 0.3


def test_it_is_never_more_than_the_wall_clock_says(monkeypatch):
    monkeypatch.setattr("time.process_time", iter([0.0, 8.0]).__next__)  # of eight threads
    monkeypatch.setattr("time.perf_counter", iter([5.0, 6.0]).__next__)
    assert timed(lambda: None) == (None, 1.0)
