"""Runs trained side by side to their last epoch, those that diverge with the others."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from nets.settings import Settings
from nets.sweep.trained import Trained, stands_at
from nets.training.engine.run import RUNAWAY_NATS, Run, next_chunk
from nets.training.protocol.examples import Examples

REPORT_S = 0.25  # about how often it is told how far the runs are


def train_side_by_side(
    runs: Sequence[Settings], examples: Examples, *, report: Callable[[int], None] = lambda epoch: None
) -> Trained:
    """What came of these runs, of one `batch_key` and as many epochs; `report` is told how many they have had.

    The accuracy of a run that diverged is that of the epoch before, as it is of a run alone: the runs are trained
    once more up to there, since it is not kept.
    """
    last_epoch = runs[0].epochs
    run = Run(runs, examples)
    run.compile()
    curve, chunk = [], 1
    while run.epoch < last_epoch and run.diverged_at is None:
        began = time.perf_counter()
        curve.append(run.advance(min(chunk, last_epoch - run.epoch)))
        chunk = next_chunk(len(curve[-1]) or 1, took_s=time.perf_counter() - began, turn_s=REPORT_S)
        report(run.epoch)
    if len(runs) == 1:  # a run alone returns to where it was well
        last = run.evaluate(in_brief=True)
        scores = np.concatenate([np.concatenate(curve)[: last.epoch], last.scores[None]])
        return Trained(scores, last.accuracy, np.array([-1 if run.diverged_at is None else run.diverged_at]))
    last_scores, last_accuracy = run.results()
    scores = np.concatenate([*curve, last_scores[None]])
    is_well = scores[:, :, 0] <= RUNAWAY_NATS  # False for NaN too
    diverged_at = np.where(is_well.all(axis=0), -1, np.argmin(is_well, axis=0))
    accuracy = np.array(last_accuracy)
    if (diverged_at >= 0).any():
        again, stands = Run(runs, examples), stands_at(diverged_at, last_epoch)
        for epoch in np.unique(stands[diverged_at >= 0]):
            while again.epoch < epoch:
                again.advance(int(epoch) - again.epoch)
            here = stands == epoch
            accuracy[here] = again.results()[1][here]
    return Trained(scores, accuracy, diverged_at)
