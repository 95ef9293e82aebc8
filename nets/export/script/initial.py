"""The lines that draw the initial weights: the same numbers, from the same generator of numpy."""

from collections.abc import Callable, Mapping

import numpy as np

from nets.export.recipe import Recipe
from nets.export.script.literal import function
from nets.export.script.table.validation import BESIDE
from nets.models.parameters import GATES, Weight, initialise
from nets.settings.cases import cases_of

GLOROT = (
    "glorot(n_rows, n_columns)",
    "Uniform within sqrt(6 / (fan in + fan out)).",
    [
        "limit = np.sqrt(6 / (n_rows + n_columns))",
        "return rng.uniform(-limit, limit, (n_rows, n_columns))",
    ],
)
HE = (
    "he(n_rows, n_columns)",
    "Normal of variance 2 / fan in.",
    ["return rng.normal(scale=np.sqrt(2 / n_columns), size=(n_rows, n_columns))"],
)
ORTHOGONAL = (
    "orthogonal(n_rows, n_columns)",
    "An orthogonal matrix, each as likely as any other.",
    [
        "tall = (max(n_rows, n_columns), min(n_rows, n_columns))",
        "q, r = np.linalg.qr(rng.normal(size=tall))",
        "q *= np.sign(np.diag(r))",
        "return q if n_rows >= n_columns else q.T",
    ],
)


def initial_lines(recipe: Recipe) -> list[str]:
    """Lines that make each weight, a numpy array in float32, and the functions they call."""
    init, seed = recipe.settings.init, recipe.settings.seed
    lines = [] if init == "zeros" else [f"rng = np.random.default_rng({seed})"]
    names: list[tuple] = []
    for weight in recipe.weights:
        made = INITS[init](weight)
        lines += made.lines
        names += [each for each in made.functions if each not in names]
    if not names:
        return lines
    functions = [line for each in names for line in function(*each)]
    return [lines[0], *_joined(functions), *lines[1:]]


def given_lines(recipe: Recipe, arrays: dict[str, np.ndarray]) -> list[str]:
    """A line that takes each weight from beside the script instead."""
    drawn = initialise(recipe.weights, runs=[recipe.settings])
    arrays |= {name: values[0] for name, values in drawn.items()}
    names = [weight.name for weight in recipe.weights]
    return [f"{', '.join(names)} = ({BESIDE}[name] for name in {names})".replace("'", '"')]


def _joined(functions: list[str]) -> list[str]:
    """Two empty lines between functions, not four."""
    found: list[str] = []
    for line in functions:
        if line or len(found) < 2 or found[-2:] != ["", ""]:
            found.append(line)
    return found


class _Made:
    def __init__(self, lines: list[str], *functions: tuple) -> None:
        self.lines, self.functions = lines, functions


def _uniform(weight: Weight) -> _Made:
    return _Made([f"{weight.name} = rng.random({weight.shape}, dtype=np.float32)"])


def _zeros(weight: Weight) -> _Made:
    return _Made([f"{weight.name} = np.zeros({weight.shape}, np.float32)"])


def _glorot(weight: Weight) -> _Made:
    return _blocks(weight, GLOROT, GLOROT)


def _he(weight: Weight) -> _Made:
    return _blocks(weight, HE, HE)


def _orthogonal(weight: Weight) -> _Made:
    return _blocks(weight, ORTHOGONAL, GLOROT if weight.n_recurrent else ORTHOGONAL)


def _blocks(weight: Weight, recurrent: tuple, outside: tuple) -> _Made:
    """Each gate's block of rows: its columns for the state before, those for the inputs, and the bias at 0."""
    n_rows, n_gates = weight.shape[0] // weight.n_gates, weight.n_gates
    n_inputs = weight.shape[1] - weight.n_recurrent - weight.has_bias
    parts, functions = [], []
    for n_columns, each in ((weight.n_recurrent, recurrent), (n_inputs, outside)):
        if n_columns:
            parts.append(f"{each[0].partition('(')[0]}({n_rows}, {n_columns})")
            functions += [each] if each not in functions else []
    if weight.has_bias:
        parts.append(f"np.zeros(({n_rows}, 1))")
    block = parts[0] if len(parts) == 1 else f"np.hstack([{', '.join(parts)}])"
    if n_gates == 1:
        return _Made([f"{weight.name} = {block}.astype(np.float32)"], *functions)
    lines = [
        "gates = []",
        f"for _ in range({n_gates}):",
        f"    gates.append({block})",
        f"{weight.name} = np.vstack(gates).astype(np.float32)",
    ]
    if n_gates == len(GATES["lstm"]):
        lines.append(f"{weight.name}[{n_rows}:{2 * n_rows}, -1] = 1  # the forget gate's bias")
    return _Made(lines, *functions)


INITS: Mapping[str, Callable[[Weight], _Made]] = cases_of(
    "init", {"uniform": _uniform, "glorot": _glorot, "he": _he, "orthogonal": _orthogonal, "zeros": _zeros}
)
