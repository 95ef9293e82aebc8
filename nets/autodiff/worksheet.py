"""One update by hand: a worksheet of one row and one step, with blanks, and then the answers."""

from collections.abc import Mapping, Sequence

import numpy as np

from nets.autodiff.asked.chain import Chain

BLANK = "______"
MOST_CELLS = 300  # of a matrix that is still written out


def worksheet(
    chain: Chain,
    *,
    title: str,
    inputs: Sequence[tuple[str, float]],
    label: str,
    weights: Mapping[str, np.ndarray],
    learning_rate: float,
) -> str:
    """The worksheet as Markdown; `title`, the inputs' names and `label` are to be safe in it already.

    W <- W - learning rate dl/dW, with l = -log p(label) of this row alone. Weights (rows, columns) as they stand.
    """
    lines = [f"# {title}", "", "## Given", "", *(f"- {name} = {value:.6g}" for name, value in inputs)]
    lines += [f"- label: {label}", f"- learning rate: {learning_rate:g}", ""]
    for name, value in weights.items():
        lines += [f"{name}, {value.shape[0]} × {value.shape[1]}", "", *_matrix(value), ""]
    lines += ["## To work out", "", "Forward:", ""]
    for factor in reversed(chain.factors):
        lines.append(f"- {factor.name} = {_blanks(len(factor.output))}")
    lines += ["", "Backward, what reaches each input; multiply by the Jacobian of one operation after the other:", ""]
    lines += [f"- through {factor.name}: {_blanks(len(factor.reaching))}" for factor in chain.factors]
    lines += ["", "The update, W − learning rate × gradient:", ""]
    for product in chain.products:
        lines += [f"{product.weight}", "", *_matrix(product.whole, blank=True), ""]
    lines += ["## Answers", "", "Forward:", ""]
    lines += [f"- {factor.name} = {_numbers(factor.output)}" for factor in reversed(chain.factors)]
    lines += ["", "Backward:", ""]
    lines += [f"- through {factor.name}: {_numbers(factor.reaching)}" for factor in chain.factors]
    for product in chain.products:
        after = weights[product.weight] - learning_rate * product.whole
        lines += ["", f"Gradient of {product.weight}", "", *_matrix(product.whole)]
        lines += ["", f"{product.weight} after the step", "", *_matrix(after)]
    return "\n".join(lines) + "\n"


def _numbers(values: np.ndarray) -> str:
    return ", ".join(f"{value:.4f}" for value in values)


def _blanks(n: int) -> str:
    return ", ".join([BLANK] * n)


def _matrix(values: np.ndarray, *, blank: bool = False) -> list[str]:
    if values.size > MOST_CELLS:
        return [f"({values.size:,} numbers: too many for paper)"]
    header = ["|" + "|".join(f" {n + 1} " for n in range(values.shape[1])) + "|", "|" + "---|" * values.shape[1]]
    return header + ["|" + "|".join(BLANK if blank else f" {x:.4f} " for x in line) + "|" for line in values]
