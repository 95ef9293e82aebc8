"""How far the runs of a sweep are, and the best of them so far."""

import numpy as np

from nets.sweep.scores import SCORES, Terms
from nets.sweep.view import SweepView
from nets.workspace.loaded_data import LoadedData


def share_done(view: SweepView) -> float:
    """How much of all epochs of all runs is trained, from 0 to 1."""
    return float(np.minimum(view.epochs / max(view.end, 1), 1).mean())


def n_finished(view: SweepView) -> int:
    """How many runs have come to their last epoch."""
    return int(np.sum(view.epochs >= view.end))


def epochs_between(view: SweepView) -> tuple[int, int]:
    """The fewest and the most epochs that any run has had."""
    return int(view.epochs.min()), int(view.epochs.max())


def majority_share(loaded: LoadedData) -> float:
    """The share of the commonest class among the training rows."""
    targets = loaded.dataset.targets[~loaded.is_validation & loaded.dataset.has_loss]
    return float(np.bincount(targets).max() / len(targets))


def epoch_to_take(view: SweepView, run: int) -> int:
    """The epoch of the playhead, or if the run has not come so far or has diverged the last it can be taken at."""
    epoch = min(view.at, int(view.epochs[run]))
    diverged_at = int(view.diverged_at[run])
    return max(diverged_at - 1, 0) if 0 <= diverged_at <= epoch else epoch


def best_of(view: SweepView, name: str, terms: Terms) -> float | None:
    """The best value that any run that is well has of the score of this name, None where none has it."""
    values = SCORES[name].of_well(view, terms)
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    return float(values.min() if SCORES[name].better == "lower" else values.max())
