"""What the manner in which two gradients differ tells about the mistake in one of them."""

import numpy as np

from nets.queries.gradient_check import GradientCheck

CLEAR = 1e-3  # of the largest derivative: a number this far off is wrong
LOST = 100  # roundings of a number near 1


def is_lost(found: GradientCheck, *, precision: str) -> bool:
    """Whether all derivatives drown in rounding: every P - Y has lost its digits, or the rows' shares cancel."""
    return max(np.abs(found.tape).max(), np.abs(found.hand).max()) < LOST * np.finfo(precision).eps


def diagnosis(found: GradientCheck, *, n_rows: int) -> str:
    """A sentence on how the hand formula's gradient, of the mean over `n_rows` rows, differs from the tape's."""
    peak = np.abs(found.tape).max()
    wrong = np.abs(found.hand - found.tape) > CLEAR * peak
    if not wrong.any():
        return "They differ by no more than rounding would explain in a longer calculation."
    large = np.abs(found.tape) > CLEAR * peak
    ratios = found.hand[large] / found.tape[large]
    if large.any() and ratios.std() < CLEAR * abs(ratios.mean()):
        is_n = abs(ratios.mean() / n_rows - 1) < 0.01
        which = f", which is the number of rows: the mean's 1/{n_rows} was forgotten" if is_n else ""
        return f"Every number is {ratios.mean():.4g} times the tape's{which}. A steady ratio means a factor."
    if (found.hand[wrong] == 0).all():
        return "All that disagrees is 0 by hand: a part was left out. Look at the constant 1 and its column."
    tape, hand = (_matrices(found, values) for values in (found.tape, found.hand))
    square = tape and all(value.shape[0] == value.shape[1] for value in tape.values())
    if square and all(np.abs(tape[name].T - hand[name]).max() <= CLEAR * peak for name in tape):
        return "Turned over, the numbers agree: a transpose was forgotten, and square matrices hide that."
    if tape:
        last = list(tape)[-1]
        sums = [np.abs(each[last].sum(axis=0)).max() for each in (tape, hand)]
        if sums[0] <= 1e-5 * peak < CLEAR * peak < sums[1]:
            return (
                f"In {last} the tape's numbers sum to 0 down every column, since the probabilities share one whole; by "
                f"hand they sum to as much as {sums[1]:.3g}. The softmax was taken as if each output were alone."
            )
    right = [name for n, name in enumerate(found.matrices) if not wrong[found.places[:, 0] == n].any()]
    if right:
        further = " In an RNN that is the way through the earlier steps." if "W_H" in found.matrices else ""
        return f"{', '.join(right)} agrees, so the fault lies behind it, on the way further back.{further}"
    return "The numbers disagree everywhere and in no steady ratio: look at the last layer's derivative first."


def _matrices(found: GradientCheck, values: np.ndarray) -> dict[str, np.ndarray]:
    """The gradients as matrices by name; empty where only a sample of the weights was taken."""
    if len(found.places) < found.n_weights:
        return {}
    whole = {}
    for n, name in enumerate(found.matrices):
        of_matrix = found.places[:, 0] == n
        shape = found.places[of_matrix, 1:].max(axis=0) + 1
        whole[name] = values[of_matrix].reshape(shape)
    return whole
