"""Remarks on the table: equal rows with unequal labels, inputs of very different scale."""

import numpy as np

from nets.data.table import shortened
from nets.diagnosis.evidence import Evidence
from nets.diagnosis.proposal import change
from nets.diagnosis.remark import Code, Remark

MOSTLY = 0.5  # of the loss no net can take away
FLOOR = 0.01  # of the labels' entropy, below which equal rows matter little
APART = 30  # times as large: gradient descent needs about the square of it in epochs
LARGE = 10.0  # of the largest input: it is that which the steps are too long for


def equal_rows(evidence: Evidence) -> Remark | None:
    """Rows with the same inputs have unequal labels, and most of the loss that is left is theirs. An RNN knows the rows
    before as well.
    """
    if evidence.settings.net == "rnn" or evidence.diverged_at is not None or not len(evidence.window):
        return None
    conflicts = evidence.rows.conflicts
    if conflicts is None or conflicts.least_loss < max(FLOOR * evidence.rows.entropy, MOSTLY * evidence.loss):
        return None
    places = [int(row) + 1 for row in evidence.rows.dataset.rows[list(conflicts.pair)]]
    headline = f"{conflicts.n:,} rows have the same inputs as a row of another class"
    detail = (
        f"Rows {places[0]:,} and {places[1]:,} of the table are two of them. By these inputs alone no net gets more "
        f"than {conflicts.most_right:.1%} right, or a loss below {conflicts.least_loss:.3g}."
    )
    return Remark(Code.EQUAL_ROWS, headline, detail, "predictions")


def input_scale(evidence: Evidence) -> Remark | None:
    """One input is many times as large as another, as it enters the net, and the net has not learnt."""
    sizes, features = evidence.rows.sizes, evidence.rows.dataset.features
    there = np.flatnonzero(sizes > 0)
    if evidence.settings.scale != "none" or not evidence.has_failed or len(there) < 2:
        return None
    large, small = there[sizes[there].argmax()], there[sizes[there].argmin()]
    if sizes[large] < max(LARGE, APART * sizes[small]):
        return None
    detail = (
        f"{shortened(features[large], 24)} is about {sizes[large]:,.3g}, {shortened(features[small], 24)} "
        f"{sizes[small]:,.3g}: one learning rate cannot suit both."
    )
    proposal = change(evidence.settings, "standardised inputs", scale="standard")
    return Remark(Code.INPUT_SCALE, "The inputs are of very different scale", detail, "weights", proposal)
