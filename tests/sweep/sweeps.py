"""A sweep of hand-made scores."""

import numpy as np

from nets.settings import Settings
from nets.sweep.sweep import members_of, sweep_from
from nets.sweep.view import SweepView

NAN = np.nan


def view_of_four(**changed) -> SweepView:
    """Two learning rates from two seeds each, at epochs 0, 2, 4: the second run diverged at 3, the last is at 2."""
    sweep = sweep_from(Settings(validation_split=0.5), ["learning_rate=1,2"], n_seeds=2)
    loss = [[0.9, 0.5, 0.1], [0.9, 0.8, 1e9], [0.9, 0.7, 0.2], [0.9, 0.6, NAN]]
    validation_loss = [[0.8, 0.4, 0.6], [0.8, 0.2, NAN], [0.8, 0.9, 0.3], [0.8, 0.5, NAN]]
    validation_accuracy = [[0.5, 0.9, 1.0], [0.5, 0.7, 0.0], [0.5, 0.5, 1.0], [0.5, 0.6, NAN]]
    values = {
        "sweep": sweep,
        "members": members_of(sweep)[0],
        "n_left_out": 0,
        "state": "playing",
        "moving": True,
        "epochs": np.array([4, 4, 4, 2]),
        "kept": np.array([0, 2, 4]),
        "scores": np.stack([loss, validation_loss, validation_accuracy], axis=-1),
        "accuracy": np.array([1.0, 0.9, 0.6, 0.5]),
        "accuracy_epoch": np.array([4, 4, 4, 2]),
        "diverged_at": np.array([-1, 3, -1, -1]),
        "at": 4,
        "end": 4,
        "n_compiled": 1,
        "n_batches": 1,
        "elapsed_s": 1.0,
    }
    return SweepView(**(values | changed))
