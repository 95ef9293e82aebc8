"""Remarks on predictions that tell little: all rows alike, a class left out, one class outweighing the others."""

import numpy as np

from nets.diagnosis.evidence import Evidence
from nets.diagnosis.proposal import Proposal, change, modern
from nets.diagnosis.remark import Code, Remark

GUESSING = 0.02  # of the labels' entropy explained: no better than guessing by their shares
LARGE = 2.0  # the root mean square of an input, above which weights of about 1 are too large for it
FEWEST_ROWS = 3  # of a class that could be predicted
UNBALANCED = 5  # times as many rows of the commonest class as of the rarest
RARELY = 0.5  # of its rows are right


def stuck(evidence: Evidence) -> Remark | None:
    """The loss is, or has ended, where a guess by the shares of the classes has it."""
    is_over = evidence.is_over and evidence.diverged_at is None
    is_moving = evidence.is_still_falling or evidence.is_speeding_up
    if not is_over or is_moving or evidence.explained >= GUESSING:
        return None
    n_rows, n_right = len(evidence.rows.rows), int(evidence.n_right.sum())
    always = int(evidence.predicted_counts.argmax())
    if evidence.predicted_counts[always] == n_rows:
        headline = f"Stuck: always says {evidence.name(always)} ({n_right:,} of {n_rows:,} rows)"
    else:
        headline = f"No better than guessing ({n_right:,} of {n_rows:,} rows right)"
    shares = "shares" if evidence.rows.class_weights is None else "weighted shares"
    detail = (
        f"The loss is {evidence.loss:.3f}; guessing by the {shares} of the classes has {evidence.rows.entropy:.3f}, "
        "whatever the inputs."
    )
    return Remark(Code.STUCK, headline, detail, "confusion", _unstuck(evidence))


def never_predicted(evidence: Evidence) -> Remark | None:
    """A class that has rows is the answer to none, though the net tells rows apart."""
    counts, predicted = evidence.rows.counts, evidence.predicted_counts
    missed = np.flatnonzero((counts >= FEWEST_ROWS) & (predicted == 0))
    if not evidence.is_over or evidence.diverged_at is not None or not len(missed) or evidence.explained < GUESSING:
        return None
    missed = missed[np.argsort(-counts[missed], kind="stable")]
    first = evidence.name(missed[0])
    others = f" and {len(missed) - 1:,} more" if len(missed) > 1 else ""
    detail = f"Of the training rows {int(counts[missed].sum()):,} of {int(counts.sum()):,} have such a label."
    headline = f"Never says {first}{others}"
    return Remark(Code.NEVER_PREDICTED, headline, detail, "confusion", modern(evidence.settings))


def unbalanced(evidence: Evidence) -> Remark | None:
    """A rare class is mostly wrong, which the accuracy hardly shows."""
    counts = evidence.rows.counts
    there = np.flatnonzero(counts >= FEWEST_ROWS)
    if not evidence.is_over or evidence.diverged_at is not None or len(there) < 2:
        return None
    rare, common = there[counts[there].argmin()], evidence.rows.majority
    n_right = int(evidence.n_right[rare])
    if counts[common] < UNBALANCED * counts[rare] or n_right >= RARELY * counts[rare]:
        return None
    share = counts[common] / counts.sum()
    detail = (
        f"{evidence.name(common)} has {counts[common]:,} training rows, {evidence.name(rare)} {counts[rare]:,}, of "
        f"which {n_right:,} are right. Always saying {evidence.name(common)} is right for {share:.0%}: look at the "
        "balanced accuracy."
    )
    proposal = change(evidence.settings, "balanced class weights", class_weights="balanced")
    return Remark(Code.UNBALANCED, "The classes are unbalanced", detail, "scores", proposal)


def _unstuck(evidence: Evidence) -> Proposal | None:
    settings = evidence.settings
    if settings.init == "zeros":
        return change(settings, "Glorot's initial weights", init="glorot")
    if settings.scale == "none" and evidence.rows.sizes.max() > LARGE and settings.learning_rate <= 1:
        return change(settings, "standardised inputs", scale="standard")
    return modern(settings)
