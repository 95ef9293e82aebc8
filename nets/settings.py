"""The settings of a run, each declared once: widgets, the URL, the command line and messages follow from it."""

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from nets.declaration import Field, choice, declared, no_such_setting, number
from nets.errors import SettingsError


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that, with a table, decides a run to the last bit. The defaults are the preset Lecture.

    `extra` holds what a form needs: `names` for the choices, `step` of a widget, `basic` for what is in view
    without opening anything, `group` the heading the others are under, `net` for what one net alone has; and
    `live` for what may change in mid-run, while all else makes it another net.
    """

    net: Annotated[
        Literal["mlp", "rnn"],
        choice(
            "Net",
            "MLP: each row alone. RNN: the rows are time steps, and a hidden state goes from row to row.",
            {"mlp": "MLP", "rnn": "RNN"},
            basic=True,
        ),
    ] = "mlp"
    epochs: Annotated[
        int,
        number(
            "Epochs",
            "How often all rows are seen; with full batches, the steps of gradient descent.",
            ge=1,
            le=1_000_000,
            step=10,
            basic=True,
            live=True,
        ),
    ] = 100
    learning_rate: Annotated[
        float,
        number(
            "Learning rate",
            "How far a step goes against the gradient. Changed on the way, the same weights go on with it.",
            gt=0,
            le=1e30,
            step=0.1,
            basic=True,
            live=True,
        ),
    ] = 1.0
    hidden_layers: Annotated[
        int,
        number(
            "Hidden layers", "Layers between inputs and classes; 0 is a straight line.", ge=0, le=4, step=1, net="mlp"
        ),
    ] = 1
    hidden_units: Annotated[
        int, number("Hidden units", "Units in each hidden layer, or in the state of the RNN.", ge=1, le=512, step=1)
    ] = 5
    units: Annotated[
        Literal["softmax", "tanh", "relu", "leaky_relu", "sigmoid", "gelu", "linear", "sine"],
        choice(
            "Units",
            "What a hidden unit makes of its sum. Softmax units share one whole among them, as in the lecture.",
            {"leaky_relu": "leaky relu"},
            net="mlp",
        ),
    ] = "softmax"
    cell: Annotated[
        Literal["softmax", "elman", "gru", "lstm"],
        choice(
            "Cell",
            "How the state goes from row to row: the lecture's softmax units, Elman's tanh units, or gates.",
            {"softmax": "softmax (lecture)", "elman": "tanh (Elman)", "gru": "GRU", "lstm": "LSTM"},
            net="rnn",
        ),
    ] = "softmax"
    biases: Annotated[
        Literal["inputs", "every"],
        choice(
            "Constant input",
            "Where the constant 1 is appended: to the inputs only, as in the lecture, or before every matrix.",
            {"inputs": "at the inputs", "every": "at every layer"},
        ),
    ] = "inputs"
    init: Annotated[
        Literal["uniform", "glorot", "he", "orthogonal", "zeros"],
        choice(
            "Initial weights",
            "Uniform in [0, 1) as in the lecture; by Glorot or He for the layer's size; orthogonal from state to "
            "state; or zeros, to see why not.",
            {"uniform": "uniform [0, 1)", "glorot": "Glorot", "he": "He"},
        ),
    ] = "uniform"
    seed: Annotated[
        int,
        number(
            "Seed",
            "Picks the initial weights, the shuffles and the held-out rows. The same seed gives the same curve.",
            ge=0,
            le=2**32 - 1,
            step=1,
        ),
    ] = 1
    optimiser: Annotated[
        Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"],
        choice(
            "Optimiser",
            "How a step is made of the gradient: plain descent, or with a memory of the steps before.",
            {"sgd": "SGD", "nesterov": "Nesterov", "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW"},
            group="Steps",
        ),
    ] = "sgd"
    schedule: Annotated[
        Literal["constant", "step", "cosine"],
        choice(
            "Learning-rate schedule",
            "Constant; halved after each tenth of the epochs; or down to 0 along half a cosine.",
            {},
            group="Steps",
        ),
    ] = "constant"
    clip: Annotated[
        float,
        number(
            "Gradient clipping", "The longest a gradient may be; 0 is no bound.", ge=0, le=1e30, step=0.5, group="Steps"
        ),
    ] = 0.0
    l1: Annotated[
        float, number("L1", "Adds this times the sum of |w| to the cost.", ge=0, le=1e3, step=0.001, group="Steps")
    ] = 0.0
    l2: Annotated[
        float, number("L2", "Adds this times the sum of w² to the cost.", ge=0, le=1e3, step=0.001, group="Steps")
    ] = 0.0
    weight_decay: Annotated[
        float,
        number(
            "Weight decay",
            "AdamW only: how fast weights shrink by themselves.",
            ge=0,
            le=1,
            step=0.01,
            group="Steps",
        ),
    ] = 0.01
    dropout: Annotated[
        float,
        number(
            "Dropout",
            "The share of hidden units left out of each step.",
            ge=0,
            lt=1,
            step=0.1,
            net="mlp",
            group="Steps",
        ),
    ] = 0.0
    batch: Annotated[
        int,
        number(
            "Batch",
            "Rows in one step (RNN: sequences), in an order shuffled anew each epoch; 0 is all of them.",
            ge=0,
            le=1_000_000,
            step=1,
            group="Steps",
        ),
    ] = 0
    window: Annotated[
        int,
        number(
            "Window",
            "Time steps after which the sequence is cut; 0 is never.",
            ge=0,
            le=1_000_000,
            step=10,
            net="rnn",
            group="Steps",
        ),
    ] = 0
    at_cut: Annotated[
        Literal["carry", "forget"],
        choice(
            "At a cut",
            "Carry the state on and cut the gradient alone (truncated backpropagation), or start from nothing.",
            {"carry": "carry the state", "forget": "forget"},
            net="rnn",
            group="Steps",
        ),
    ] = "carry"
    scale: Annotated[
        Literal["none", "standard"],
        choice(
            "Inputs",
            "As they are, as in the lecture; or each feature less its mean and divided by its standard deviation, "
            "both those of the training rows.",
            {"none": "as they are", "standard": "standardised"},
            group="Rows",
        ),
    ] = "none"
    held_out: Annotated[
        float,
        number(
            "Held out",
            "The share of the rows the net is not trained on but tested on.",
            ge=0,
            le=0.9,
            step=0.1,
            group="Rows",
        ),
    ] = 0.0
    held_out_by: Annotated[
        Literal["random", "stratified", "last"],
        choice(
            "Held-out rows",
            "Picked at random; at random from each class alike; or the last ones. RNN: whole sequences, or of a "
            "single one the last steps.",
            {"stratified": "from each class", "last": "the last"},
            group="Rows",
        ),
    ] = "random"
    patience: Annotated[
        int,
        number(
            "Patience",
            "Stop after this many epochs without a better held-out loss; then, or at the last epoch, go back to the "
            "epoch where it was best. 0 is never.",
            ge=0,
            le=1_000_000,
            step=10,
            group="Rows",
        ),
    ] = 0
    precision: Annotated[
        Literal["float32", "float64"],
        choice("Precision", "float64 is slower, and for comparing with numbers worked out by hand.", {}),
    ] = "float32"


PRESETS: Mapping[str, Settings] = types.MappingProxyType(
    {
        "Lecture": Settings(),
        "Modern": Settings(
            epochs=500,
            learning_rate=0.01,
            hidden_layers=2,
            hidden_units=32,
            units="gelu",
            cell="gru",
            biases="every",
            init="he",
            optimiser="adam",
            l2=0.0003,
            scale="standard",
        ),
    }
)


_HINTS = get_type_hints(Settings, include_extras=True)
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Settings)}
_FIELDS = tuple(declared(name, hint, _DEFAULTS[name]) for name, hint in _HINTS.items())


def fields() -> tuple[Field, ...]:
    """Every setting, in the order a form shows them."""
    return _FIELDS


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings from whatever a form, a URL or a command line gave, texts included; what is left out is the default.

    Raises `SettingsError`, naming the first setting that is unknown or outside its range.
    """
    known = {field.name: field for field in fields()}
    checked = {}
    for name, value in values.items():
        if name not in known:
            raise SettingsError("unknown-setting", no_such_setting(name, list(known)))
        try:
            checked[name] = msgspec.convert(value, _HINTS[name], strict=False)
        except msgspec.ValidationError:
            field = known[name]
            found = "nothing" if value in (None, "") else repr(value)
            raise SettingsError(
                "setting-out-of-range", f"{field.title} must be {field.allowed}; found {found}."
            ) from None
    return Settings(**checked)


def another_net(before: Settings, after: Settings) -> Field | None:
    """The first setting whose change makes it another net, whose tape starts anew; None if the same goes on."""
    for field in fields():
        if not field.live and getattr(before, field.name) != getattr(after, field.name):
            return field
    return None
