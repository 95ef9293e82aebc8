"""Remarks on how far a run has come: not far enough, too far, or as far as it goes."""

from nets.diagnosis.evidence import LEARNT, Evidence
from nets.diagnosis.proposal import Proposal, change, learning_rate, rounded_down
from nets.diagnosis.remark import Code, Remark

FEWEST_VALIDATION = 10  # rows, of which a mean loss says something
FEWEST_AFTER = 10  # epochs after the best one
RISEN = 1.05  # times the least validation loss
LEAST_RISE = 0.01  # of the entropy of the labels
SURE = 0.05  # nats, a probability of 95 % for the label
FASTER = 10  # times the learning rate, at most
LONGER = 10  # times the epochs, at most
SAFE = 0.3  # times 1 / the largest eigenvalue of the Hessian, which grows while a net learns


def too_slow(evidence: Evidence) -> Remark | None:
    """The run ended while its loss fell as fast as ever."""
    window = evidence.window
    is_done = evidence.explained >= LEARNT or evidence.diverged_at is not None
    if not evidence.has_ended or is_done or not evidence.is_still_falling:
        return None
    detail = (
        f"The loss was still falling as fast as before: from {window[0]:.4g} to {window[-1]:.4g} in the last "
        f"{len(window) - 1:,} epochs."
    )
    return Remark(Code.TOO_SLOW, "Not done yet", detail, "loss", _further(evidence))


def overfitting(evidence: Evidence) -> Remark | None:
    """The validation loss has risen for long, and the training loss has fallen meanwhile."""
    if evidence.scores.shape[1] < 2 or not len(evidence.window) or evidence.diverged_at is not None:
        return None
    validation, losses = evidence.scores[:, 1], evidence.losses
    n_validation = int(evidence.rows.dataset.has_loss.sum()) - len(evidence.rows.rows)
    best, last = int(validation.argmin()), len(validation) - 1
    later = validation[best + max(1, (last - best) // 2) :]
    least = max(RISEN * validation[best], validation[best] + LEAST_RISE * evidence.rows.entropy)
    if n_validation < FEWEST_VALIDATION or last - best < FEWEST_AFTER or later.min() < least:
        return None
    if losses[last] >= losses[best]:
        return None
    detail = (
        f"From there on the loss of the {n_validation:,} validation rows has risen from {validation[best]:.3g} to "
        f"{validation[last]:.3g}, while that of the training rows fell from {losses[best]:.3g} to {losses[last]:.3g}."
    )
    waited = max(10, int(rounded_down(max(1.0, best / 5))))
    proposal = None
    if not evidence.settings.early_stopping:
        proposal = change(evidence.settings, f"early stopping after {waited} epochs", early_stopping=waited)
    since = evidence.first_epoch + best
    return Remark(Code.OVERFITTING, f"Overfitting since epoch {since:,}", detail, "loss", proposal)


def nothing_left(evidence: Evidence) -> Remark | None:
    """Every training row is right, and the net is sure of it."""
    n_rows = len(evidence.rows.rows)
    if evidence.n_right.sum() < n_rows or evidence.loss > SURE:
        return None
    detail = f"All {n_rows:,} training rows are right, and the loss, {evidence.loss:.2g}, can hardly fall further."
    return Remark(Code.NOTHING_LEFT, "Nothing is left to learn", detail, "predictions")


def _further(evidence: Evidence) -> Proposal | None:
    """Longer steps where the Hessian allows them, else more epochs where that would do."""
    settings, window = evidence.settings, evidence.window
    rate = settings.learning_rate
    allowed = FASTER * rate if evidence.steepest is None else min(SAFE / evidence.steepest, 100 * rate)
    pace = (window[0] - window[-1]) / (len(window) - 1)
    needed = evidence.snapshot.epoch + evidence.loss / pace  # down to 0 in a straight line
    is_affordable = needed <= LONGER * settings.epochs
    if allowed >= 3 * rate and (evidence.steepest is not None or not is_affordable):
        return learning_rate(rounded_down(allowed))
    epochs = int(rounded_down(min(LONGER * settings.epochs, 1_000_000, 2 * needed)))
    return change(settings, f"{epochs:,} epochs", epochs=epochs)
