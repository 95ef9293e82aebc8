"""One update by hand: a worksheet of one row and one step, with blanks, and then the answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nets.errors import Code, Refusal
from nets.models.parameters import Weight
from nets.queries.autodiff.chain import Chain
from nets.settings import Settings

BLANK = "\\_\\_\\_\\_\\_"
MOST_NUMBERS = 400  # weights of a net that is still worked out on paper
ACROSS = 8  # columns of a table that fits on a sheet
ANSWERS = "## Answers"
SOFTMAX = "For softmax, $g\\,(\\mathrm{diag}(p) - p\\,p^\\top) = (g_1 p_1, g_2 p_2, \\ldots) - (g\\,p)\\,p^\\top$. "

Cell = Callable[[float], str]


@dataclass(frozen=True)
class Row:
    """The row of the sheet: its inputs, their names, the classes and its own class. Names are safe Markdown."""

    title: str
    features: Sequence[str]
    inputs: Sequence[float]
    classes: Sequence[str]
    label: int


@dataclass
class _Sheet:
    """Lines of Markdown; `cell` writes a number, or a blank in its place."""

    cell: Cell
    lines: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.lines += [text, ""]

    def matrix(self, values: np.ndarray, rows: Sequence[str] = (), columns: Sequence[str] = ()) -> None:
        """A table, in pieces no wider than the sheet."""
        values = np.atleast_2d(values)
        columns = columns or [str(n + 1) for n in range(values.shape[1])]
        for first in range(0, values.shape[1], ACROSS):
            part = slice(first, first + ACROSS)
            head = [*([""] if rows else []), *columns[part]]
            self.lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
            for n, line in enumerate(values[:, part]):
                name = [f"**{rows[n]}**"] if rows else []
                self.lines.append("| " + " | ".join([*name, *(self.cell(x) for x in line)]) + " |")
            self.lines.append("")


def worksheet(
    chain: Chain,
    row: Row,
    *,
    settings: Settings,
    weights: Mapping[str, np.ndarray],
    named: Sequence[Weight],
) -> str:
    """The worksheet as Markdown: what is given, what is to be worked out with blanks, and after ANSWERS the numbers.

    W <- W - learning rate dl/dW, with l = -log p(label) of this row alone. `weights` are (rows, columns) by name, and
    `named` names their rows and columns in safe Markdown. An RNN's gradient is that of the steps of the chain: the
    state before them is given and taken as a constant. Raises `Refusal` for gated cells and for nets too large.
    """
    if any(factor.unit == "step" for factor in chain.factors):
        raise Refusal(
            Code.GATED,
            "A step of a gated cell is too long for paper: choose the softmax or the tanh cell for this part.",
        )
    weights = {name: value.astype(float) for name, value in weights.items()}
    total = sum(value.size for value in weights.values())
    if total > MOST_NUMBERS:
        raise Refusal(
            Code.TOO_MANY,
            f"This net has {total:,} weights, and on paper {MOST_NUMBERS} are enough: choose fewer hidden units, or "
            "leave columns of the table out.",
        )
    gradients = gradients_of(chain)
    given, blank, numbers = _Sheet(_exact), _Sheet(lambda _: BLANK), _Sheet(_rounded)
    _given(given, chain, row, settings, weights, named)
    for sheet in (blank, numbers):
        _work(sheet, chain)
        _update(sheet, gradients, settings, weights, named)
    return "\n".join([*given.lines, "## To work out", "", *blank.lines, ANSWERS, "", *numbers.lines])


def gradients_of(chain: Chain) -> dict[str, np.ndarray]:
    """Each matrix's gradient over the steps the chain goes through, (rows, columns)."""
    return {
        each.weight: np.sum([np.outer(term.reaching, term.read) for term in each.terms], axis=0)
        for each in chain.products
    }


def _given(
    sheet: _Sheet,
    chain: Chain,
    row: Row,
    settings: Settings,
    weights: Mapping[str, np.ndarray],
    named: Sequence[Weight],
) -> None:
    sheet.say(f"# {row.title}")
    sheet.say(
        "Work with the digits given; the answers are rounded from exact numbers, so the last digit may be off by one "
        "or two. Vectors are columns, written here as lines."
    )
    sheet.say("## Given")
    by_step = {term.step: term.read for term in chain.products[0].terms}
    if settings.net == "rnn":
        first, n_units = min(by_step), settings.hidden_units
        constant = " (the start)" if first == 1 else ", taken as a constant: the gradient is cut there"
        sheet.say(f"The state before, $h_{{{first - 1}}}${constant}")
        sheet.matrix(by_step[first][:n_units])
        for step in sorted(by_step):
            sheet.say(f"The inputs at step {step}, $x_{{{step}}}$ and the constant 1")
            sheet.matrix(by_step[step][n_units:], columns=[*row.features, "1"])
    else:
        sheet.say("The inputs $x$, with the constant 1")
        sheet.matrix([*row.inputs, 1.0], columns=[*row.features, "1"])
    target = f", so $y = {row.label}$" if settings.output == "sigmoid" else ""
    sheet.say(
        f"The label: {row.classes[row.label]}, which is class {row.label + 1} of {len(row.classes)}{target}. "
        f"The learning rate: $\\eta = {settings.learning_rate:g}$."
    )
    for each in named:
        sheet.say(f"${_math(each.name)}$, {each.shape[0]} × {each.shape[1]}")
        sheet.matrix(weights[each.name], each.rows, each.columns)


def _work(sheet: _Sheet, chain: Chain) -> None:
    """Forward, then backward."""
    sheet.say("### 1. Forward")
    for factor in reversed(chain.factors):
        operation = factor.operation if "=" in factor.operation else f"{factor.operation}\\text{{: the 1 is appended}}"
        sheet.say(f"${operation}$")
        sheet.matrix(factor.output)
    sheet.say("### 2. Backward")
    units = [factor.unit for factor in chain.factors]
    check = "$p$ less 1 at the label" if units[1] == "softmax" else "$p - y$"
    of_softmax = SOFTMAX if "softmax" in units else ""
    sheet.say(
        "The gradient so far, $g$ (it begins with 1), times the Jacobian of one operation after the other. "
        f"{of_softmax}After the first two, it is {check}: a check."
    )
    for factor in chain.factors[:-1]:
        n_out, n_in = factor.jacobian.shape
        gradient = f"\\partial \\ell / \\partial {factor.by}"
        sheet.say(f"${gradient}$ = $g$ times ${factor.derivative} = {factor.formula}$, {n_out} × {n_in}")
        sheet.matrix(factor.reaching)


def _update(
    sheet: _Sheet,
    gradients: Mapping[str, np.ndarray],
    settings: Settings,
    weights: Mapping[str, np.ndarray],
    named: Sequence[Weight],
) -> None:
    sheet.say("### 3. The gradients")
    over = ", summed over the steps above" if settings.net == "rnn" else ""
    sheet.say(f"The gradient at $z$, as a column, times the input of the layer, as a row{over}.")
    for each in reversed(named):
        name = _math(each.name)
        sheet.say(f"$\\partial \\ell / \\partial {name}$, {each.shape[0]} × {each.shape[1]}")
        sheet.matrix(gradients[each.name], each.rows, each.columns)
    sheet.say("### 4. The update")
    for each in reversed(named):
        name = _math(each.name)
        sheet.say(f"${name} - \\eta\\,\\partial \\ell / \\partial {name}$")
        after = weights[each.name] - settings.learning_rate * gradients[each.name]
        sheet.matrix(after, each.rows, each.columns)


def _math(name: str) -> str:
    """W1 as W_{1}, W_H as it is."""
    return name if "_" in name else f"{name[0]}_{{{name[1:]}}}"


def _exact(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")


def _rounded(value: float) -> str:
    return ("0" if abs(value) < 5e-9 else f"{value:.4f}" if 1e-3 <= abs(value) < 1e5 else f"{value:.3g}").replace(
        "-", "−"
    )
