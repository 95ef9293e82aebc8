"""Remarks on steps that are too long: the loss diverged, rose, or swings."""

import numpy as np

from nets.diagnosis.evidence import LEARNT, Evidence
from nets.diagnosis.proposal import Proposal, change, learning_rate, rounded_down
from nets.diagnosis.remark import Code, Remark

ABOVE = 1.05  # times the starting loss, from which on it is above it
LEAST_SWING = 0.02  # of the entropy of the labels, the median of the steps from epoch to epoch
LEAST_SWING_OF_BATCHES = 0.1  # where every step sees other rows, which makes the loss jump by itself
LEAST_TURNS = 0.3  # the share of the steps that turn back
LEAST_DETOUR = 5  # times the way that was gained


def diverged(evidence: Evidence) -> Remark | None:
    """The loss was no number any more, or beyond all bounds."""
    at = evidence.diverged_at
    if at is None:
        return None
    if at == 0:
        detail = "The loss of the initial weights cannot be computed: the numbers in the table are too large."
        proposal = change(evidence.settings, "standardised inputs", scale="standard")
        return Remark(Code.DIVERGED, "Diverged at epoch 0", detail, "loss", proposal)
    if at == evidence.first_epoch:
        detail = "The loss of the weights that were set by hand cannot be computed: press Undo."
        return Remark(Code.DIVERGED, f"Diverged at epoch {at:,}", detail, "weights")
    detail = (
        f"The loss was {evidence.losses[0]:.3g} at epoch {evidence.first_epoch:,} and {evidence.loss:.3g} at epoch "
        f"{evidence.snapshot.epoch:,}, then it ran away: the steps are too long."
    )
    return Remark(Code.DIVERGED, f"Diverged at epoch {at:,}", detail, "loss", _shorter_steps(evidence))


def above_start(evidence: Evidence) -> Remark | None:
    """For a quarter of its epochs the loss has been above that of the weights it began with."""
    start, window = evidence.losses[0], evidence.window
    if evidence.diverged_at is not None or not len(window) or window.min() < ABOVE * start:
        return None
    detail = (
        f"The loss was {start:.3g} at epoch {evidence.first_epoch:,} and {window.min():.3g} to {window.max():.3g} in "
        f"the last {len(window) - 1:,} epochs: the steps are too long."
    )
    n_right, n_rows = int(evidence.n_right.sum()), len(evidence.rows.rows)
    when = f"at epoch {evidence.first_epoch:,}" if evidence.first_epoch else "at the start"
    headline = f"Worse than {when}: loss {evidence.loss:.3g}, {n_right:,} of {n_rows:,} rows right"
    return Remark(Code.ABOVE_START, headline, detail, "loss", _shorter_steps(evidence))


def oscillating(evidence: Evidence) -> Remark | None:
    """The loss goes up and down and gets nowhere."""
    window = evidence.window
    if evidence.diverged_at is not None or not len(window) or evidence.explained >= LEARNT:
        return None
    steps = np.diff(window)
    turns = np.mean(steps[1:] * steps[:-1] < 0)
    least = LEAST_SWING_OF_BATCHES if evidence.settings.batch else LEAST_SWING
    is_swinging = turns >= LEAST_TURNS and np.median(np.abs(steps)) >= least * evidence.rows.entropy
    if not is_swinging or np.abs(steps).sum() < LEAST_DETOUR * abs(window[-1] - window[0]):
        return None
    detail = (
        f"In the last {len(steps):,} epochs the loss went up {int((steps > 0).sum()):,} times, between "
        f"{window.min():.3g} and {window.max():.3g}: the steps are too long.{_sharpness(evidence)}"
    )
    return Remark(Code.OSCILLATING, "Oscillating", detail, "loss", _shorter_steps(evidence))


def _sharpness(evidence: Evidence) -> str:
    """What the Hessian says to it, "" where it is not above what steps of this length allow, or not known, or where
    the rate was another at each epoch.
    """
    limit = 2 / evidence.settings.learning_rate
    is_constant = evidence.settings.schedule == "constant"
    if evidence.steepest is None or evidence.steepest <= limit or not is_constant:
        return ""
    return (
        f" The largest eigenvalue of the Hessian is {evidence.steepest:.3g} here, more than "
        f"2 / learning rate, {limit:.3g}."
    )


def _shorter_steps(evidence: Evidence) -> Proposal:
    """A tenth of the learning rate, or 1 if that is less; and no more than half of what the Hessian allows."""
    most = 1 / evidence.steepest if evidence.steepest else 1.0
    return learning_rate(rounded_down(min(1.0, evidence.settings.learning_rate / 10, most)))
