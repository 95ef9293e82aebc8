"""The forward pass of one row as it is written on a blackboard: each formula with its numbers, in LaTeX."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.autodiff.written import notation
from nets.models.parameters import CELL_ACTIVATION
from nets.queries.forward import Forward, Layer
from nets.settings import Settings

MOST_ROWS, MOST_COLUMNS = 8, 8  # of a matrix that is written out
MOST_TERMS = 4  # of a sum
DOTS, VDOTS = r"\cdots", r"\vdots"
GATES = {
    "gru": (
        ("u", r"\sigma(U_u\,h_{{{b}}} + V_u\,[x_{{{t}}}; 1])"),
        ("r", r"\sigma(U_r\,h_{{{b}}} + V_r\,[x_{{{t}}}; 1])"),
        ("c", r"\tanh(r_{{{t}}} \odot U_c\,h_{{{b}}} + V_c\,[x_{{{t}}}; 1])"),
    ),
    "lstm": (
        ("i", r"\sigma(W_i\,v)"),
        ("f", r"\sigma(W_f\,v)"),
        ("c", r"\tanh(W_c\,v)"),
        ("o", r"\sigma(W_o\,v)"),
    ),
}

NAMES = {
    "gru": {"u": "The update gate", "r": "The reset gate", "c": "The candidate"},
    "lstm": {"i": "The input gate", "f": "The forget gate", "c": "The candidate", "o": "The output gate"},
}


@dataclass(frozen=True)
class Line:
    """One formula in LaTeX, and in words what it is."""

    words: str
    formula: str


def is_abbreviated(found: Forward) -> bool:
    """Whether some matrix or vector is not written out."""
    shapes = [layer.weights.shape for layer in found.layers]
    return any(n_rows > MOST_ROWS or n_columns > min(MOST_ROWS, MOST_COLUMNS) for n_rows, n_columns in shapes)


def blackboard(found: Forward, settings: Settings, *, label: int) -> tuple[Line, ...]:
    """The lines from the input to the loss; `label` is the row's class (0 up)."""
    *hidden, output = found.layers
    if settings.net == "rnn":
        lines = _step(found, settings)
        p, z, read = (f"{letter}_{{{found.step}}}" for letter in ("p", "z", "h"))
        name = "W_Y"
    else:
        lines, n_layers = [], len(hidden)
        for number, layer in enumerate(hidden, start=1):
            h, z = notation.layer(number, n_layers), f"z_{{{number}}}"
            lines.append(_product(layer, _read(number - 1, settings), z, f"W_{{{number}}}"))
            lines.append(_activation(h, z, layer, settings.activation))
        p, z, name = "p", f"z_{{{n_layers + 1}}}", f"W_{{{n_layers + 1}}}"
        read = notation.layer(n_layers, n_layers)
    if settings.bias == "every" and hidden:
        read = f"[{read}; 1]"
    elif not hidden:
        read = "x"
    lines.append(_product(output, read, z, name))
    return (*lines, *_output(found, settings, p, z, label))


def _step(found: Forward, settings: Settings) -> list[Line]:
    """One time step, from the state before and the inputs to the state."""
    t, layer = found.step, found.layers[0]
    h, v = f"h_{{{t}}}", rf"[h_{{{t - 1}}}; x_{{{t}}}; 1]"
    if not found.gates:
        a = f"a_{{{t}}}"
        return [_product(layer, v, a, "W_H"), _activation(h, a, layer, CELL_ACTIVATION[settings.cell])]
    lines = [Line("What the cell reads: the state before, the inputs and 1", f"v = {v} = {column(layer.read)}")]
    by_name = {gate.name: gate.values for gate in found.gates}
    for name, formula in GATES[settings.cell]:
        written = formula.format(t=t, b=t - 1)
        lines.append(Line(NAMES[settings.cell][name], rf"{name}_{{{t}}} = {written} = {column(by_name[name])}"))
    if settings.cell == "lstm":
        parts = [column(by_name[name]) for name in ("f", "before", "i", "c")]
        sum_ = rf"{parts[0]} \odot {parts[1]} + {parts[2]} \odot {parts[3]}"
        named = rf"f_{{{t}}} \odot m_{{{t - 1}}} + i_{{{t}}} \odot c_{{{t}}}"
        lines.append(Line("The memory", rf"m_{{{t}}} = {named} = {sum_} = {column(by_name['m'])}"))
        made = rf"o_{{{t}}} \odot \tanh(m_{{{t}}})"
    else:
        made = rf"u_{{{t}}} \odot h_{{{t - 1}}} + (1 - u_{{{t}}}) \odot c_{{{t}}}"
    return [*lines, Line("The state", f"{h} = {made} = {column(layer.outputs)}")]


def _read(layer: int, settings: Settings) -> str:
    """What the layer after this one reads."""
    read = notation.layer(layer, len(settings.widths))
    return f"[{read}; 1]" if layer and settings.bias == "every" else read


def _product(layer: Layer, read: str, z: str, name: str) -> Line:
    numbers = rf"{matrix(layer.weights)} {column(layer.read)} = {column(layer.sums)}"
    return Line("The weights times what the layer reads", rf"{z} = {name}\,{read} = {numbers}")


def _activation(h: str, z: str, layer: Layer, activation: str) -> Line:
    named = rf"{h} = {notation.function(activation)}({z})"
    if activation == "softmax":
        return Line("Softmax: shares that add up to 1", f"{named} = {_shares(layer.sums)} = {column(layer.outputs)}")
    numbers = rf"{notation.function(activation)} {column(layer.sums)}"
    return Line("The activation, on each number by itself", f"{named} = {numbers} = {column(layer.outputs)}")


def _shares(sums: np.ndarray) -> str:
    """Softmax of these numbers, the powers of e not yet worked out."""

    def powers(most: int, dots: str) -> list[str]:
        return [dots if i is None else f"e^{{{number(float(sums[i]))}}}" for i in _shown(len(sums), most)]

    added = " + ".join(powers(MOST_TERMS, DOTS))
    return rf"\frac{{1}}{{{added}}} {_bracketed(powers(MOST_ROWS, VDOTS))}"


def _output(found: Forward, settings: Settings, p: str, z: str, label: int) -> list[Line]:
    """The probabilities, and the loss if the row has one."""
    sums = found.layers[-1].sums
    if settings.output == "softmax":
        probs = rf"{p} = \mathrm{{softmax}}({z}) = {_shares(sums)} = {column(found.probs)}"
        said, chosen = "Softmax: the probability of each class", rf"{p}(\text{{class {label + 1}}})"
    else:
        value = number(float(sums[0]))
        power = value[1:] if value.startswith("-") else f"-{value}"
        probs = rf"{p} = \sigma({z}) = \frac{{1}}{{1 + e^{{{power}}}}} = {number(found.probs[1])}"
        said, chosen = "Sigmoid: the probability of the second class", p if label == 1 else f"(1 - {p})"
    lines = [Line(said, probs)]
    if found.loss is not None:
        loss = rf"\ell = -\log {chosen} = -\log {number(found.probs[label])} = {number(found.loss)}"
        lines.append(Line("The loss of this row", loss))
    return lines


def number(value: float) -> str:
    """Four digits, a power of ten where that is shorter."""
    if not math.isfinite(value):
        return r"\text{not a number}" if math.isnan(value) else rf"{'-' * (value < 0)}\infty"
    mantissa, _, exponent = f"{value:.4g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def column(values: np.ndarray) -> str:
    """A column of numbers; of many the first ones and the last."""
    return matrix(np.asarray(values)[:, None])


def matrix(values: np.ndarray) -> str:
    """A matrix of numbers; of many rows or columns the first ones and the last."""
    n_rows, n_columns = values.shape
    columns = _shown(n_columns, MOST_COLUMNS)
    rows = [
        [VDOTS] * len(columns) if i is None else [DOTS if j is None else number(float(values[i, j])) for j in columns]
        for i in _shown(n_rows, MOST_ROWS)
    ]
    return _bracketed([" & ".join(row) for row in rows])


def _bracketed(lines: Sequence[str]) -> str:
    written = r" \\ ".join(lines)
    return rf"\begin{{bmatrix}} {written} \end{{bmatrix}}"


def _shown(n: int, most: int) -> list[int | None]:
    """The places of n things that are written out; None stands for dots."""
    return list(range(n)) if n <= most else [*range(most - 2), None, n - 1]
