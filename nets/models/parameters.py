"""The weights of a net: their names, their shapes, the name of each row and column, and their initial values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nets.models.outputs import outputs_of
from nets.settings import Settings
from nets.settings.cases import cases_of

BIAS = "1"  # the constant 1 that the lecture appends to the features

# The blocks of rows a cell has in W_H.
GATES: Mapping[str, tuple[str, ...]] = cases_of(
    "cell", {"softmax": ("",), "elman": ("",), "gru": ("u ", "r ", "c "), "lstm": ("i ", "f ", "c ", "o ")}
)

# The activation of a cell without gates; the gated ones have several.
CELL_ACTIVATION: Mapping[str, str | None] = cases_of(
    "cell", {"softmax": "softmax", "elman": "tanh", "gru": None, "lstm": None}
)

# The running averages that an optimiser keeps of each weight.
SLOTS: Mapping[str, tuple[str, ...]] = cases_of(
    "optimiser",
    {"sgd": (), "momentum": ("m",), "nesterov": ("m",), "rmsprop": ("v",), "adam": ("m", "v"), "adamw": ("m", "v")},
)


@dataclass(frozen=True)
class Weight:
    """One weight matrix: a row for each unit it feeds, a column for each input it reads.

    `n_gates` is how many blocks of rows it stacks, `n_recurrent` how many of its first columns are the state before.
    `gate` is the number of the block that it is of a matrix of that name, None: it is the whole matrix.
    """

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n_gates: int = 1
    n_recurrent: int = 0
    gate: int | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows by columns."""
        return len(self.rows), len(self.columns)

    @property
    def first_row(self) -> int:
        """Which row of the whole matrix its first one is, from 0."""
        return (self.gate or 0) * len(self.rows)

    @property
    def has_bias(self) -> bool:
        """Whether the last column is the constant 1."""
        return self.columns[-1:] == (BIAS,)


def weights_of(settings: Settings, *, features: Sequence[str], classes: Sequence[str]) -> tuple[Weight, ...]:
    """The weight matrices of the net, from the inputs to the outputs.

    MLP of L layers with H1 to HL units: W1 (H1, D+1), W2 (H2, H1) and so on, the last (O, HL). RNN: W_H (G H, H+D+1),
    G blocks of rows for the gates, its columns the state before, the features, the constant 1; W_Y (O, H). A sigmoid
    output has one row, named by the second class, in the last one. With a bias at every layer the others have one
    column more. Source: CSE 5523, Lecture Notes 18, 18.1 and 18.2.
    """
    outputs = outputs_of(settings, classes)
    bias = (BIAS,) if settings.bias == "every" else ()
    inputs = (*features, BIAS)
    if settings.net == "rnn":
        units = _units("", settings.hidden_units)
        before = tuple(f"{unit}[t-1]" for unit in units)
        gates = GATES[settings.cell]
        rows = tuple(gate + unit for gate in gates for unit in units)
        recurrent = Weight("W_H", rows, before + inputs, n_gates=len(gates), n_recurrent=len(units))
        return recurrent, Weight("W_Y", outputs, units + bias)
    weights = []
    n_layers = len(settings.widths)
    for layer, width in enumerate(settings.widths, start=1):
        units = _units(f"{layer}." if n_layers > 1 else "", width)
        weights.append(Weight(f"W{layer}", units, inputs))
        inputs = units + bias
    return *weights, Weight(f"W{n_layers + 1}", outputs, inputs)


def initialise(weights: Sequence[Weight], *, runs: Sequence[Settings]) -> dict[str, np.ndarray]:
    """First values by name, each (R, rows, columns) in float32, one run for each of `runs`, by its seed and its init.

    uniform: in [0, 1), the bias column too (CSE 5523, Lecture Notes 18). glorot: uniform within
    sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010, eq. 16). he: normal of variance 2 / fan in (He et al.
    2015, eq. 10). orthogonal: as glorot, but each gate's block from state to state orthogonal (Saxe et al. 2014),
    and so a whole matrix where there is no state. All but uniform start the bias column at 0, that of an
    LSTM's forget gate at 1 (Jozefowicz et al. 2015).
    """
    drawn = []
    for settings in runs:
        generator = np.random.default_rng(settings.seed)
        drawn.append([INITS[settings.init](weight, generator) for weight in weights])
    return {weight.name: np.stack([run[i] for run in drawn]) for i, weight in enumerate(weights)}


def _units(prefix: str, n: int) -> tuple[str, ...]:
    return tuple(f"h{prefix}{i}" for i in range(1, n + 1))


def _uniform(weight: Weight, generator: np.random.Generator) -> np.ndarray:
    return generator.random(weight.shape, dtype=np.float32)


def _zeros(weight: Weight, generator: np.random.Generator) -> np.ndarray:
    return np.zeros(weight.shape, np.float32)


def _glorot(weight: Weight, generator: np.random.Generator) -> np.ndarray:
    return _gate_by_gate(weight, generator, recurrent=_glorot_block, outside=_glorot_block)


def _he(weight: Weight, generator: np.random.Generator) -> np.ndarray:
    return _gate_by_gate(weight, generator, recurrent=_he_block, outside=_he_block)


def _orthogonal(weight: Weight, generator: np.random.Generator) -> np.ndarray:
    outside = _glorot_block if weight.n_recurrent else _orthogonal_block
    return _gate_by_gate(weight, generator, recurrent=_orthogonal_block, outside=outside)


# The first values of a weight matrix, float32, drawn from the generator.
INITS: Mapping[str, Callable[[Weight, np.random.Generator], np.ndarray]] = cases_of(
    "init", {"uniform": _uniform, "glorot": _glorot, "he": _he, "orthogonal": _orthogonal, "zeros": _zeros}
)

Block = Callable[[int, int, np.random.Generator], np.ndarray]


def _gate_by_gate(weight: Weight, generator: np.random.Generator, *, recurrent: Block, outside: Block) -> np.ndarray:
    """Each gate's block of rows: its columns for the state before, those for the inputs, and the bias."""
    n_rows = weight.shape[0] // weight.n_gates
    n_inputs = weight.shape[1] - weight.n_recurrent - weight.has_bias
    blocks = []
    for _ in range(weight.n_gates):
        before = recurrent(n_rows, weight.n_recurrent, generator) if weight.n_recurrent else np.zeros((n_rows, 0))
        inputs = outside(n_rows, n_inputs, generator) if n_inputs else np.zeros((n_rows, 0))
        blocks.append(np.concatenate([before, inputs, np.zeros((n_rows, int(weight.has_bias)))], axis=1))
    if weight.n_gates == len(GATES["lstm"]):
        blocks[1][:, -1] = 1.0
    return np.concatenate(blocks).astype(np.float32)


def _glorot_block(n_rows: int, n_columns: int, generator: np.random.Generator) -> np.ndarray:
    limit = np.sqrt(6 / (n_rows + n_columns))
    return generator.uniform(-limit, limit, size=(n_rows, n_columns))


def _he_block(n_rows: int, n_columns: int, generator: np.random.Generator) -> np.ndarray:
    return generator.normal(scale=np.sqrt(2 / n_columns), size=(n_rows, n_columns))


def _orthogonal_block(n_rows: int, n_columns: int, generator: np.random.Generator) -> np.ndarray:
    tall = generator.normal(size=(max(n_rows, n_columns), min(n_rows, n_columns)))
    q, r = np.linalg.qr(tall)
    q *= np.sign(np.diag(r))  # so that every orthogonal matrix is as likely
    return q if n_rows >= n_columns else q.T
