"""The numbers that the panel Weights shows of each matrix: the weights, their gradients, or what a step adds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nets.queries.next_step import NextStep
from nets.queries.query import Declined
from nets.training.client.query_cache import Answer

Kind = Literal["weights", "gradients", "updates"]


@dataclass(frozen=True, eq=False)
class Shown:
    """`values` (rows, columns) by the name of the matrix, after `epoch` epochs; of updates `ratios` too, the length of
    each over that of the weights. `is_earlier`: they are those told last, of another epoch than is shown. `values` is
    None where none are known: `problem` then says why, if there is a reason.
    """

    kind: Kind
    epoch: int = 0
    values: Mapping[str, np.ndarray] | None = None
    ratios: Mapping[str, float | None] | None = None
    is_earlier: bool = False
    problem: str = ""

    def title_of(self, name: str) -> str:
        """What is known of a matrix beside its numbers."""
        parts = []
        if self.ratios is not None:
            ratio = self.ratios[name]
            parts.append("‖W‖ = 0" if ratio is None else f"‖ΔW‖/‖W‖ = {short(ratio)}")
        if self.is_earlier:
            parts.append(f"epoch {self.epoch:,}")
        return ", ".join(parts)


def short(number: float) -> str:
    """A number of any size in two digits, as in 0.25 or 2.1e-3."""
    if number == 0 or 0.01 <= number < 100:
        return f"{number:.2g}"
    return f"{number:.1e}".replace("e-0", "e-").replace("e+0", "e")


def of_step(kind: Kind, answer: Answer[NextStep] | None) -> Shown:
    """The gradients or the updates of the next step."""
    if answer is None:
        return Shown(kind)
    if isinstance(answer.found, Declined):
        return Shown(kind, problem=answer.found.sentence)
    found, is_earlier = answer.found, not answer.fresh
    if kind == "gradients":
        return Shown(kind, answer.epoch, found.gradients, is_earlier=is_earlier)
    return Shown(kind, answer.epoch, found.updates, found.ratios, is_earlier=is_earlier)


def largest(values: np.ndarray) -> float:
    """The largest size of the finite numbers among them, 0 where there is none."""
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max(initial=0.0))


def furthest_kept(
    kept: Mapping[int, Mapping[str, np.ndarray]], name: str, extent: Callable[[np.ndarray], float]
) -> float:
    """The largest of the `extent` of this matrix in the epochs that are kept."""
    return max((extent(params[name][0]) for params in kept.values()), default=0.0)


def history_of(
    kept: Mapping[int, Mapping[str, np.ndarray]], name: str, cell: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The epochs that are kept, in rising order, and the weight at this row and column in each, both (n,)."""
    return np.array([*kept], int), np.array([params[name][0][cell] for params in kept.values()], float)
