"""Which mistake made two gradients differ, found by how they differ."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nets.queries.autodiff.gradient_check import Fault, GradientCheck

AGREES = {"float64": 1e-6, "float32": 1e-3}  # relative distance
CLEAR = 1e-3  # of the largest derivative: a number this far off is wrong
LOST = 100  # roundings of a number near 1


@dataclass(frozen=True)
class Verdict:
    """Whether tape and formula agree, "unknown" where they cannot be compared, and a sentence on it."""

    kind: Literal["agree", "differ", "unknown"]
    sentence: str


def verdict(found: GradientCheck, *, fault: Fault, precision: str, n_rows: int) -> Verdict:
    """How the formula's gradient, with this fault in it and of the mean over `n_rows` rows, compares to the tape's."""
    if found.misfit:
        return Verdict("unknown" if fault == "none" else "differ", found.misfit)
    if is_lost(found, precision=precision):
        return Verdict(
            "unknown",
            "All derivatives are 0 but for rounding, so tape and formula cannot be compared here. Either the net is so "
            "sure of every row that P − Y keeps no digits, or the rows' terms cancel, as with weights of 0.",
        )
    apart = relative_distance(found.manual, found.tape)
    if apart > AGREES[precision]:
        sentence = f"Tape and formula: {apart:.1e} apart, relative. {diagnosis(found, n_rows=n_rows)}"
        return Verdict("differ", sentence)
    same = "they are the same number"
    if fault != "none":
        same = "on this net and these rows the fault changes nothing, and no check can find it here"
    return Verdict("agree", f"Tape and formula: {apart:.1e} apart, relative; {same}.")


def relative_distance(one: np.ndarray, other: np.ndarray) -> float:
    """|a - b| / (|a| + |b|), by the Euclidean norm."""
    return float(np.linalg.norm(one - other) / max(np.linalg.norm(one) + np.linalg.norm(other), 1e-300))


def is_lost(found: GradientCheck, *, precision: str) -> bool:
    """Whether all derivatives are rounding alone: every P - Y has lost its digits, or the rows' terms cancel."""
    return max(np.abs(found.tape).max(), np.abs(found.manual).max()) < LOST * np.finfo(precision).eps


def diagnosis(found: GradientCheck, *, n_rows: int) -> str:
    """A sentence on how the formula's gradient, of the mean over `n_rows` rows, differs from the tape's."""
    peak = np.abs(found.tape).max()
    wrong = np.abs(found.manual - found.tape) > CLEAR * peak
    if not wrong.any():
        return "They differ by no more than rounding would explain in a longer calculation."
    large = np.abs(found.tape) > CLEAR * peak
    ratios = found.manual[large] / found.tape[large]
    if large.any() and ratios.std() < CLEAR * abs(ratios.mean()):
        is_n = abs(ratios.mean() / n_rows - 1) < 0.01
        which = f", which is the number of rows: the mean's 1/{n_rows} was forgotten" if is_n else ""
        return f"Every number is {ratios.mean():.4g} times the tape's{which}. A constant ratio means a factor."
    if (found.manual[wrong] == 0).all():
        return "All that disagrees is 0 in the formula: a part was left out. Look at the bias and its column."
    tape, hand = (_matrices(found, values) for values in (found.tape, found.manual))
    square = tape and all(value.shape[0] == value.shape[1] for value in tape.values())
    if square and all(np.abs(tape[name].T - hand[name]).max() <= CLEAR * peak for name in tape):
        return "Transposed, the numbers agree: a transpose was forgotten, and square matrices hide that."
    for name in reversed(tape):
        sums = [np.abs(each[name].sum(axis=0)).max() for each in (tape, hand)]
        if sums[0] <= 1e-5 * peak < CLEAR * peak < sums[1]:
            return (
                f"In {name} the tape's numbers sum to 0 down every column, since the outputs of a softmax sum to 1; "
                f"the formula's sum to as much as {sums[1]:.3g}. The softmax was taken as elementwise."
            )
    right = [name for n, name in enumerate(found.matrices) if not wrong[found.places[:, 0] == n].any()]
    if right:
        further = " In an RNN that is the gradient through the earlier steps." if "W_H" in found.matrices else ""
        return f"{', '.join(right)} agrees, so the fault lies further back.{further}"
    return "The numbers disagree everywhere and in no constant ratio: look at the last layer's derivative first."


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
