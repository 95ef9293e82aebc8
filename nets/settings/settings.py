"""The settings of a run, each declared once: widgets, the URL, the command line and messages follow from it."""

from typing import Annotated, Literal

import msgspec

from nets.settings.declaration import choice, number
from nets.settings.rows import ClassWeights, EarlyStopping, Scale, SplitSeed, ValidationBy, ValidationSplit
from nets.settings.widths import Widths, widths_in


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that, with a table, decides a run to the last bit. The defaults are the preset Lecture.

    `extra` holds what a form needs: `names` for the choices, `step` of a widget, `basic` for what is in view
    without opening anything, `group` the heading the others are under, `net` for what one net alone has;
    `live` for what may change in mid-run, while all else makes it another net; `compiled` for what it is to the
    compiled training function; and `formerly`, the name the setting
    had before, with `formerly_values` for its choices, which addresses and command lines may still use. A number may be
    None where `unset` says what that means.
    """

    net: Annotated[
        Literal["mlp", "rnn"],
        choice(
            "Net",
            "MLP: each row alone. RNN: the rows are time steps, and a hidden state goes from row to row.",
            {"mlp": "MLP", "rnn": "RNN"},
            basic=True,
            compiled="forward",
        ),
    ] = "mlp"
    epochs: Annotated[
        int,
        number(
            "Epochs",
            "How often training goes through all training rows; with full batches, each is one step.",
            ge=1,
            le=1_000_000,
            step=10,
            basic=True,
            live=True,
            compiled="outside",
        ),
    ] = 100
    learning_rate: Annotated[
        float,
        number(
            "Learning rate",
            "A step is this times the gradient. It can be changed during a run: the weights stay.",
            gt=0,
            le=1e30,
            step=0.1,
            basic=True,
            live=True,
            compiled="number",
        ),
    ] = 1.0
    hidden_layers: Annotated[
        int,
        number(
            "Hidden layers",
            "Layers between inputs and outputs; 0 is a linear model.",
            ge=0,
            le=4,
            step=1,
            net="mlp",
            compiled="forward",
        ),
    ] = 1
    hidden_units: (
        Annotated[
            int,
            number(
                "Hidden units",
                "Units in each hidden layer, or in the state of the RNN. 16x8 gives the layers widths of their own: 16 "
                "units in the first, 8 in the second.",
                ge=1,
                le=512,
                step=1,
                compiled="forward",
            ),
        ]
        | Widths
    ) = 5
    activation: Annotated[
        Literal["softmax", "tanh", "relu", "leaky_relu", "sigmoid", "gelu", "linear", "sine"],
        choice(
            "Activation",
            "What a layer applies to its weighted sums. The lecture's is softmax, whose outputs sum to 1.",
            {"leaky_relu": "leaky relu"},
            net="mlp",
            formerly="units",
            compiled="forward",
        ),
    ] = "softmax"
    cell: Annotated[
        Literal["softmax", "elman", "gru", "lstm"],
        choice(
            "Cell",
            "How the state is updated from row to row: the lecture's softmax, Elman's tanh, or a gated cell.",
            {"softmax": "softmax (lecture)", "elman": "tanh (Elman)", "gru": "GRU", "lstm": "LSTM"},
            net="rnn",
            compiled="forward",
        ),
    ] = "softmax"
    output: Annotated[
        Literal["softmax", "sigmoid"],
        choice(
            "Output",
            "Softmax: one output for each class, as in the lecture. Sigmoid: one output for two classes, the "
            "probability of the second.",
            {},
            compiled="forward",
        ),
    ] = "softmax"
    bias: Annotated[
        Literal["inputs", "every"],
        choice(
            "Bias",
            "Which layers have a bias: a weight for a constant 1 that is appended to the layer's input.",
            {"inputs": "at the inputs", "every": "at every layer"},
            formerly="biases",
            compiled="forward",
        ),
    ] = "inputs"
    init: Annotated[
        Literal["uniform", "glorot", "he", "orthogonal", "zeros"],
        choice(
            "Initial weights",
            "Uniform in [0, 1) as in the lecture; by Glorot or He for the layer's size; orthogonal from state to "
            "state; or zeros, to see why not.",
            {"uniform": "uniform [0, 1)", "glorot": "Glorot", "he": "He"},
            compiled="outside",
        ),
    ] = "uniform"
    seed: Annotated[
        int,
        number(
            "Seed",
            "Picks the initial weights, the shuffles, the dropout, and the validation rows where those have no seed of "
            "their own. The same seed gives the same curve.",
            ge=0,
            le=2**32 - 1,
            step=1,
            compiled="outside",
        ),
    ] = 1
    optimiser: Annotated[
        Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"],
        choice(
            "Optimiser",
            "The update rule. All but SGD keep running averages of past gradients.",
            {"sgd": "SGD", "nesterov": "Nesterov", "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW"},
            group="Steps",
            compiled="step",
        ),
    ] = "sgd"
    schedule: Annotated[
        Literal["constant", "step", "cosine"],
        choice(
            "Learning-rate schedule",
            "Constant; halved after each tenth of the epochs; or down to 0 along half a cosine.",
            {},
            group="Steps",
            compiled="step",
        ),
    ] = "constant"
    clip: Annotated[
        float,
        number(
            "Gradient clipping",
            "The largest norm of the gradient: a longer one is scaled down to it. 0 is off.",
            ge=0,
            le=1e30,
            step=0.5,
            zero="off",
            group="Steps",
            compiled="positive",
        ),
    ] = 0.0
    l1: Annotated[
        float,
        number(
            "L1",
            "Adds this times the sum of |w| to the loss.",
            ge=0,
            le=1e3,
            step=0.001,
            zero="off",
            group="Steps",
            compiled="positive",
        ),
    ] = 0.0
    l2: Annotated[
        float,
        number(
            "L2",
            "Adds this times the sum of w² to the loss.",
            ge=0,
            le=1e3,
            step=0.001,
            zero="off",
            group="Steps",
            compiled="positive",
        ),
    ] = 0.0
    weight_decay: Annotated[
        float,
        number(
            "Weight decay",
            "AdamW only: each step also shrinks the weights by the learning rate times this.",
            ge=0,
            le=1,
            step=0.01,
            group="Steps",
            compiled="number",
        ),
    ] = 0.01
    dropout: Annotated[
        float,
        number(
            "Dropout",
            "The share of hidden units that are set to 0 in each step.",
            ge=0,
            lt=1,
            step=0.1,
            zero="off",
            net="mlp",
            group="Steps",
            compiled="positive",
        ),
    ] = 0.0
    batch: Annotated[
        int,
        number(
            "Batch size",
            "Rows in one step (RNN: sequences), in an order shuffled anew each epoch; 0 is all of them.",
            ge=0,
            le=1_000_000,
            step=1,
            zero="all rows",
            group="Steps",
            compiled="step",
        ),
    ] = 0
    tbptt_length: Annotated[
        int,
        number(
            "Truncated BPTT",
            "Backpropagation through time is cut after this many time steps. 0 is off.",
            ge=0,
            le=1_000_000,
            step=10,
            zero="off",
            net="rnn",
            group="Steps",
            formerly="window",
            compiled="forward",
        ),
    ] = 0
    tbptt_state: Annotated[
        Literal["carry", "reset"],
        choice(
            "State at a cut",
            "Carried: only the gradient is cut. Reset: the hidden state starts at 0 again.",
            {"carry": "carried"},
            net="rnn",
            group="Steps",
            formerly="at_cut",
            formerly_values={"carry the state": "carry", "forget": "reset"},
            compiled="forward",
        ),
    ] = "carry"
    scale: Scale = "none"
    class_weights: ClassWeights = "none"
    validation_split: ValidationSplit = 0.0
    validation_by: ValidationBy = "random"
    split_seed: SplitSeed | None = None
    early_stopping: EarlyStopping = 0
    precision: Annotated[
        Literal["float32", "float64"],
        choice(
            "Precision", "float64 is slower, and for comparing with numbers worked out by hand.", {}, compiled="forward"
        ),
    ] = "float32"

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of each hidden layer, from the inputs on, () of a linear model; an RNN's one state."""
        if isinstance(self.hidden_units, str):
            return widths_in(self.hidden_units)
        return (self.hidden_units,) * (1 if self.net == "rnn" else self.hidden_layers)

    @property
    def rows_seed(self) -> int:
        """The seed that picks the validation rows."""
        return self.seed if self.split_seed is None else self.split_seed
