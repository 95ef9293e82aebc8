"""What is said of a long command while it runs."""

import pytest

from nets.cli import progress


@pytest.fixture
def said(monkeypatch, capsys):
    """What is said of so many runs of 384, finished ones and in training."""
    monkeypatch.setattr(progress, "EVERY_S", (0.0, 0.0))

    def said_of(n_done, *, n_kept, ends=False):
        progress.Progress(384, n_kept=lambda: n_kept).at(n_done, ends=ends)
        return capsys.readouterr().err

    return said_of


def test_only_whole_runs_count_and_those_in_training_are_a_share_of_the_epochs(said):
    assert said(35.4, n_kept=0).startswith("0 of 384 runs, 9% of all epochs, ")
    assert said(200.0, n_kept=192).startswith("192 of 384 runs, 52% of all epochs, ")
    assert said(384, n_kept=384, ends=True) == "384 of 384 runs, 0 s\n"
