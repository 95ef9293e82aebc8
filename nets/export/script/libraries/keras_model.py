"""The lines of a Keras model: its layers, and their first weights."""

from collections.abc import Mapping

from nets.export.recipe import Recipe
from nets.export.script.literal import call, codes
from nets.models.parameters import Weight
from nets.settings.cases import cases_of

# How a hidden layer is told its activation; leaky relu's own default slope is 0.3, or 0.2 by its name.
ACTIVATIONS: Mapping[str, str] = cases_of(
    "activation",
    {
        "softmax": '"softmax"',
        "tanh": '"tanh"',
        "relu": '"relu"',
        "leaky_relu": "keras.layers.LeakyReLU(negative_slope=0.01)",
        "sigmoid": '"sigmoid"',
        "gelu": '"gelu"',
        "linear": '"linear"',
        "sine": "keras.ops.sin",
    },
)
CELLS: Mapping[str, tuple[str, str]] = cases_of(
    "cell",
    {
        "softmax": ("SimpleRNN", 'activation="softmax", '),
        "elman": ("SimpleRNN", ""),
        "gru": ("GRU", "reset_after=True, "),
        "lstm": ("LSTM", ""),
    },
)


def model_lines(recipe: Recipe) -> list[str]:
    """The model of layers, and its first weights."""
    lines = []
    if recipe.settings.l1 or recipe.settings.l2:
        lines += call("penalty = keras.regularizers.L1L2(", l1=float(recipe.settings.l1), l2=float(recipe.settings.l2))
    lines += _rnn(recipe) if recipe.is_rnn else _mlp(recipe)
    return lines


def _penalty(recipe: Recipe, *, names: tuple[str, ...]) -> str:
    return (
        "".join(f", {name}_regularizer=penalty" for name in names) if recipe.settings.l1 or recipe.settings.l2 else ""
    )


def _dense(recipe: Recipe, weight: Weight, activation: str = "") -> str:
    names = ("kernel", "bias") if weight.has_bias else ("kernel",)
    parts = f"{len(weight.rows)}"
    if activation:
        parts += f", activation={activation}"
    if not weight.has_bias:
        parts += ", use_bias=False"
    return f"keras.layers.Dense({parts}{_penalty(recipe, names=names)})"


def _mlp(recipe: Recipe) -> list[str]:
    settings = recipe.settings
    *hidden, last = recipe.weights
    lines = [f"inputs = keras.Input(({len(recipe.dataset.features)},))"]
    values, layers = "inputs", []
    if settings.dropout:
        lines += [f"masks_in = [keras.Input((n,)) for n in {[*settings.widths]}]"]
    for place, weight in enumerate(hidden):
        name = weight.name.lower().replace("w", "layer_")
        lines += laid_dense(name, _dense(recipe, weight, ACTIVATIONS[settings.activation]))
        lines.append(f"{'H'} = {name}({values})")
        layers.append(name)
        values = "H"
        if settings.dropout:
            lines.append(f"H = keras.layers.multiply([H, masks_in[{place}]])")
    name = last.name.lower().replace("w", "layer_")
    lines += laid_dense(name, _dense(recipe, last))
    layers.append(name)
    given = "[inputs, *masks_in]" if settings.dropout else "inputs"
    lines.append(f"model = keras.Model({given}, {name}({values}))")
    for weight, layer in zip(recipe.weights, layers, strict=True):
        value = f"[{weight.name}[:, :-1].T, {weight.name}[:, -1]]" if weight.has_bias else f"[{weight.name}.T]"
        lines.append(f"{layer}.set_weights({value})")
    return lines


def laid_dense(name: str, code: str) -> list[str]:
    """A layer by its name."""
    begin, _, arguments = code.partition("(")
    parts, depth, part = [], 0, ""
    for c in arguments.removesuffix(")"):
        depth += (c == "(") - (c == ")")
        if c == "," and not depth:
            parts.append(part.strip())
            part = ""
        else:
            part += c
    return call(f"{name} = {begin}(", *codes([*parts, part.strip()]))


def _rnn(recipe: Recipe) -> list[str]:
    settings, n = recipe.settings, recipe.settings.hidden_units
    w_h, w_y = recipe.weights
    kind, own = CELLS[settings.cell]
    is_cut = bool(settings.tbptt_length and settings.tbptt_state == "carry")
    penalty = _penalty(recipe, names=("kernel", "recurrent"))
    state = ", return_state=True" if is_cut else ""
    n_inputs = len(w_h.columns) - n
    lines = [f"inputs = keras.Input((X.shape[1], {n_inputs}))  # the constant 1 is among them"]
    lines += laid_dense("cell", f"keras.layers.{kind}({n}, {own}use_bias=False, return_sequences=True{state}{penalty})")
    lines += laid_dense("output", _dense(recipe, w_y))
    if is_cut:
        length = settings.tbptt_length
        lines += [
            "hidden, state = [], None",
            f"for t in range(0, X.shape[1], {length}):  # the gradient goes no further back",
            "    if state:",
            "        state = [keras.ops.stop_gradient(each) for each in state]",
            f"    H, *state = cell(inputs[:, t : t + {length}], initial_state=state)",
            "    hidden.append(H)",
            "H = keras.ops.concatenate(hidden, axis=1)",
            "model = keras.Model(inputs, output(H))",
        ]
    else:
        lines.append("model = keras.Model(inputs, output(cell(inputs)))")
    lines.append(f"cell.set_weights([W_H[:, {n}:].T, W_H[:, :{n}].T])")
    lines.append("output.set_weights([W_Y[:, :-1].T, W_Y[:, -1]])" if w_y.has_bias else "output.set_weights([W_Y.T])")
    return lines
